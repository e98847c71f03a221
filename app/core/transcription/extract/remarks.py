"""Free words: reasons, purposes, remarks for the label, and places that no list knows."""

from __future__ import annotations

from app.core.transcription.extract.parts import Component, Dose, Doubt, Mark, Need, Note, Purpose, Site, Verb
from app.core.transcription.extract.pattern import Stream
from app.core.transcription.normalise import Token
from app.core.transcription.normalise.lexicon import lexicon
from app.core.transcription.normalise.repair import near_decisive
from app.core.transcription.wording import plain_number

Found = tuple[tuple[Component, ...], int]  # components, and the place after them

_IN_REASON = frozenset({"reason", "qual", "unknown", "word", "side", "place", "slash", "dash", "or"})
_CONTENT = frozenset({"reason", "qual", "unknown", "word", "place"})
_LINKS = frozenset({"slash", "dash", "or", "and", "sep", "to"})
_NOTE_STOPS = frozenset({"freq", "prn", "max", "maxday", "then", "instr", "note_end", "for"})
_NOTE_BREAKS = frozenset(".;,")
_WORN = frozenset({"num", "period", "sep", "slash", "dash", "and", "then", "for", "word", "cycle", "off_end", "note"})
_HOURS_A_DAY = 24
_LEADING = (
    "mix",
    "dilute",
    "dissolve",
    "start",
    "begin",
    "may take",
    "can take",
    "may use",
    "resume",
    "continue",
    "try",
)
_OF_NO_DOSE = ("mix", "dilut", "dissolv", "rinse", "drink", "infuse", "prime", "do not", "avoid", "sprinkle", "discard")
_SLIPS_OF_PRN = ("pn",)  # pain is meant only after "for" or "as needed"
_DOUBTS = {
    "scheme": ("a scheme is referred to but not given", None),
    "titrate": ("an open-ended change of dose", "steps"),
    "illegible": ("part of the text is illegible", None),
    "ms": ("MS may be morphine or magnesium", None),
}


def remark(stream: Stream, at: int) -> Found | None:
    """The remark that starts at this token, if one does."""
    reader = _READERS.get(stream.kind(at))
    return reader(stream, at) if reader else None


def _made(stream: Stream, first: int, last: int, meaning: Need | Purpose | Note | Site | Mark | Doubt | Verb) -> Found:
    return (stream.component(meaning, first, last),), last


def _reason_end(stream: Stream, at: int) -> int:
    """The place after the words of a reason that start here; `at` itself when there are none."""
    end, last = at, at
    while True:
        kind = stream.kind(end)
        if kind in _IN_REASON or (kind in _LINKS and _content_follows(stream, end + 1)):
            end += 1
        elif kind in ("over", "under") and stream.kind(end + 1) == "num":
            end += 2
        elif _is_rating(stream, end):
            end += len("(n)")
        else:
            break
        if stream.kind(end - 1) not in _LINKS:
            last = end
    return last if any(stream.kind(place) in _CONTENT for place in range(at, last)) else at


def _broken(stream: Stream, first: int, last: int) -> bool:
    """Whether free words hide what is left of "as needed" or "up to", or a slip of a side or a number."""
    free = [stream.tokens[place] for place in range(first, last) if stream.kind(place) in ("unknown", "word")]
    if any(token.text in lexicon().fragments or _near_side_or_number(token) for token in free):
        return True
    return stream.kind(last - 1) == "unknown" and stream.kind(last) == "num"


def _near_side_or_number(token: Token) -> bool:
    near = {target for target in near_decisive(token.text) if len(target) > len("one")}
    return token.kind == "unknown" and any(
        meaning.kind in ("side", "num", "once")
        for target in near
        for phrase, meaning in lexicon().phrases[target]
        if len(phrase) == 1
    )


def _not_understood(stream: Stream, first: int, last: int) -> Doubt:
    return Doubt(f"'{stream.words(first, last)}' is not understood")


def _is_rating(stream: Stream, at: int) -> bool:
    """Moderate pain (4-6)."""
    return [stream.kind(place) for place in range(at, at + 3)] == ["lpar", "num", "rpar"] and stream.kind(at - 1) in (
        "reason",
        "over",
    )


def _content_follows(stream: Stream, at: int) -> bool:
    if stream.kind(at) in ("or", "and") and stream.kind(at - 1) == "sep":
        at += 1  # coughing, wheezing, or shortness of breath
    return stream.kind(at) in ("reason", "qual") or (
        stream.kind(at) in ("unknown", "side") and stream.kind(at - 1) != "sep"
    )


def reason_words(stream: Stream, first: int, last: int) -> str:
    """A reason as the label says it: abbreviations spelt out, what is listed joined by "or"."""
    items: list[list[str]] = [[]]
    for place in range(first, last):
        token = stream.tokens[place]
        if token.kind in ("slash", "or", "sep", "dash") or (
            token.kind == "reason" and _after_reason(stream, first, place)
        ):
            items.append([])
        if stream.lead[place] and items[-1]:
            items[-1].extend(stream.lead[place].split())
        if token.kind not in ("slash", "or", "sep", "dash"):
            _add_word(items[-1], token)
    return _or_list([_adjective_first(item) for item in items if item])


def _add_word(item: list[str], token: Token) -> None:
    if token.kind == "lpar":
        item.append("(")
    elif token.kind == "rpar":
        item[-2:] = [f"({item[-1]})"]
    else:
        item.append(_reason_word(token))


def _after_reason(stream: Stream, first: int, place: int) -> bool:
    return place > first and stream.kind(place - 1) == "reason"


def _reason_word(token: Token) -> str:
    if token.kind == "num" and token.hi != token.lo:
        return f"{plain_number(token.lo)}-{plain_number(token.hi)}"
    value = token.value.partition(",")[0]
    return value if token.kind == "reason" and value != "=" else token.text


def _adjective_first(parts: list[str]) -> str:
    if len(parts) > 1 and parts[-1] in ("severe", "moderate", "mild", "chronic"):
        parts = [parts[-1], *parts[:-1]]
    return " ".join(parts)


def _or_list(items: list[str]) -> str:
    if len(items) < len("ab") + 1:
        return " or ".join(items)
    return ", ".join(items[:-1]) + f", or {items[-1]}"


def _need(stream: Stream, at: int) -> Found:
    """As needed, and for what: "prn pain", "as needed for nausea"."""
    start = at + 1
    while (
        stream.kind(start) in ("sep", "prn", "instr", "indication", "lpar")
        and _reason_end(stream, start + 1) > start + 1
    ):
        start += 1
    while stream.kind(start) == "prn":
        start += 1
    if stream.kind(start) in ("for", "purpose", "indication"):
        start += 1
        while stream.kind(start) == "for":
            start += 1
    end = _reason_end(stream, start)
    if end == start:
        return _made(stream, at, at + 1, Need(None))
    if _broken(stream, start, end):
        return _made(stream, at, end, _not_understood(stream, start, end))
    return _made(stream, at, end, Need(reason_words(stream, start, end)))


def _purpose(stream: Stream, at: int) -> Found | None:
    """For hypertension; indications: high cholesterol; to lower blood pressure."""
    start = at + 1
    while stream.kind(start) in ("sep", "for", "per"):
        start += 1
    end = _reason_end(stream, start)
    if end == start:
        return None
    lowered = stream.tokens[at].text == "to lower" and any(stream.kind(p) in ("side", "place") for p in range(at, end))
    if lowered or _broken(stream, start, end):
        return _made(stream, at, end, _not_understood(stream, start, end))
    words = reason_words(stream, start, end)
    if stream.kind(at) == "purpose":
        words = f"{stream.tokens[at].text} {words}"
    return _made(stream, at, end, Purpose(words))


def _bare_reason(stream: Stream, at: int) -> Found | None:
    end = _reason_end(stream, at)
    if end == at or not any(stream.kind(place) == "reason" for place in range(at, end)):
        return None
    if stream.kind(at - 1) == "num" or stream.tokens[at].text in _SLIPS_OF_PRN or _broken(stream, at, end):
        return None
    return _made(stream, at, end, Purpose(reason_words(stream, at, end)))


def _note_end(stream: Stream, at: int) -> Found:
    """A remark that the lexicon knows as a whole, with the condition that may follow it."""
    end = at + 1
    if stream.kind(end) == "cond" and stream.tokens[end].text == "if":
        end = _clause_end(stream, end + 1)
        words = f"{stream.value(at)} {stream.words(at + 1, end)}"
        return _made(stream, at, end, Note(words))
    return _made(stream, at, end, Note(stream.value(at)))


def _note(stream: Stream, at: int) -> Found | None:
    """A remark in the writer's own words, up to the end of its clause."""
    if stream.kind(at + 1) in ("num", "upto", "verb") and _dose_follows(stream, at):
        mixed = stream.tokens[at].text.startswith(("mix", "dilute", "dissolve"))
        return _made(stream, at, at + 1, Verb("take") if mixed else Mark("filler"))
    worn = _worn(stream, at)
    if worn is not None:
        return worn
    end = _clause_end(stream, at + 1, repeated="repeat" in stream.tokens[at].text)
    if _holds_dose(stream, at, end):
        return _made(stream, at, end, Doubt(f"a second dose inside a remark: '{stream.words(at, end)}'", "dose"))
    return _made(stream, at, end, Note(stream.words(at, end).strip("() ")))


def _holds_dose(stream: Stream, at: int, end: int) -> bool:
    """If pain persists 2 tablets: an amount that is not the dose again, not of a fluid and not forbidden."""
    if stream.tokens[at].text.startswith(_OF_NO_DOSE):
        return False
    doses = {(c.meaning.hi, c.meaning.unit) for c in stream.found if isinstance(c.meaning, Dose)}
    pairs = zip(stream.tokens[at:end], stream.tokens[at + 1 : end], strict=False)
    amounts = {(n.hi, u.value) for n, u in pairs if n.kind == "num" and u.kind in ("unit", "vol", "mass")}
    return bool(amounts - doses)


def _dose_follows(stream: Stream, at: int) -> bool:
    """Start 1 tablet, may take 2 puffs: the words lead to the dose and are no remark."""
    number = at + 1 + (stream.kind(at + 1) in ("upto", "verb"))
    leads = stream.tokens[at].text.startswith(_LEADING)
    return leads and stream.kind(number) == "num" and stream.kind(number + 1) in ("unit", "vol", "mass", "route")


def _clause_end(stream: Stream, at: int, *, repeated: bool = False) -> int:
    frequency_known = any(type(c.meaning).__name__ == "Often" for c in stream.found)
    while at < len(stream.tokens):
        token = stream.tokens[at]
        if repeated and token.kind == "prn" and stream.kind(at + 1) in ("", "sep", "max", "maxday"):
            at += 1  # may repeat in 2 hours if needed
            continue
        if token.kind in _NOTE_STOPS or (token.kind == "sep" and token.text in _NOTE_BREAKS):
            break
        if token.kind == "every" and not frequency_known:
            break
        if token.kind in ("verb", "and") and stream.kind(at + 1) in ("num", "verb"):
            break
        at += 1
    return at


def _fluid(stream: Stream, at: int) -> Found | None:
    """In 8 oz of water, with juice."""
    end = at + 1
    if stream.kind(at) == "meal_rel":
        if stream.kind(end) == "num":
            end += 1 + (stream.kind(end + 1) in ("vol", "unit"))
    elif stream.kind(at) == "num":
        end += stream.kind(end) in ("vol", "unit")
    else:
        end = at
    if stream.kind(end) != "fluid":
        return None
    first = end
    while stream.kind(end) in ("fluid", "or", "and", "unknown") and stream.kind(
        end + (stream.kind(end) != "fluid")
    ) in ("fluid", "unknown"):
        end += 1
    if end == first:
        return None
    start = at + 1 if stream.kind(at) == "meal_rel" else at
    return _made(stream, at, end, Note(f"Mix in {_liquid(stream, start, end)}"))


def _liquid(stream: Stream, start: int, end: int) -> str:
    words: list[str] = []
    for place in range(start, end):
        if stream.kind(place) == "fluid" and words and words[-1] in ("oz", "mL", "L"):
            words.append("of")
        token = stream.tokens[place]
        words.append(token.value if token.kind == "vol" else _figures(token))
    return " ".join(words)


def _figures(token: Token) -> str:
    """4 to 8, where a range is one token."""
    ranged = token.kind == "num" and token.lo != token.hi
    return f"{plain_number(token.lo)} to {plain_number(token.hi)}" if ranged else token.text


def _unlisted_place(stream: Stream, at: int) -> Found | None:
    """Apply ... to a place that no list knows."""
    applied = any(isinstance(c.meaning, Verb) and c.meaning.action == "apply" for c in stream.found)
    end = at + 1
    while stream.kind(end) in ("unknown", "reason", "qual", "word", "side", "place"):
        end += 1
    if not applied or end == at + 1:
        return None
    if _broken(stream, at + 1, end):
        return _made(stream, at, end, _not_understood(stream, at + 1, end))
    words = stream.words(at + 1, end).lower()
    named = [stream.value(place).partition(",")[2] for place in range(at + 1, end) if stream.kind(place) == "place"]
    route = named[-1] if named and named[-1] else "topical"
    return _made(stream, at, end, Site(words if words.startswith("the ") else f"the {words}", route))


def _codes(stream: Stream, at: int) -> Found:
    """A diagnosis code and what belongs to it."""
    end = at + 1
    while stream.kind(end) in ("sep", "num", "junk", "unknown") and end - at < len("dx: a 10 b"):
        end += 1
    return _made(stream, at, end, Mark("filler"))


def _doubt(stream: Stream, at: int) -> Found:
    reason, field = _DOUBTS[stream.kind(at)]
    return _made(stream, at, at + 1, Doubt(f"{reason}: '{stream.words(at, at + 1)}'", field))


def _mark(stream: Stream, at: int) -> Found:
    return _made(stream, at, at + 1, Mark(stream.kind(at)))


def _off(stream: Stream, at: int) -> Found:
    """Then off, at the end of a course; otherwise a pause, which the regimen has no place for."""
    if stream.kind(at + 1) in ("", "sep", "note_end"):
        return _note_end(stream, at)
    return _made(stream, at, at + 1, Doubt("a schedule with days off is not read", "steps"))


def _onward(stream: Stream, at: int) -> Found | None:
    """And onwards, at the end of the last step, says what goes without saying."""
    at_end = stream.kind(at + 1) in ("", "sep") and not stream.tokens[at].text.endswith(("after", "up"))
    return _made(stream, at, at + 1, Mark("filler")) if at_end else None


def _worn(stream: Stream, at: int) -> Found | None:
    """12 hours on, 12 hours off: how long a patch stays on in a day."""
    hours, pairs, off, end, last = 0.0, 0, False, at, at
    while stream.kind(end) in _WORN or end == at:
        if stream.kind(end) == "num" and stream.value(end + 1) == "hour":
            hours, pairs, end = hours + stream.tokens[end].hi, pairs + 1, end + 1
            last = end + 1
        elif {"off", "remove"} & set(stream.tokens[end].text.split()):
            off, last = True, end + 1
        end += 1
    if not (off and pairs == len("ab") and hours == _HOURS_A_DAY):
        return None
    return _made(stream, at, last, Note(stream.words(at, last)))


def _number(stream: Stream, at: int) -> Found | None:
    return _worn(stream, at) or _fluid(stream, at)


def _for(stream: Stream, at: int) -> Found | None:
    return _purpose(stream, at)


_READERS = {
    "prn": _need,
    "for": _for,
    "purpose": _purpose,
    "indication": _purpose,
    "reason": _bare_reason,
    "qual": _bare_reason,
    "note": _note,
    "note_end": _note_end,
    "relaxer": _note_end,
    "meal_rel": _fluid,
    "num": _number,
    "lpar": lambda stream, at: _worn(stream, at + 1) if stream.kind(at + 1) in ("num", "note") else None,
    "fluid": _fluid,
    "off_end": _off,
    "onward": _onward,
    "mix_in": lambda stream, at: _made(stream, at, at + 1, Note(f"Mix {stream.words(at, at + 1)}")),
    "to": _unlisted_place,
    "dx": _codes,
    "scheme": _doubt,
    "titrate": _doubt,
    "illegible": _doubt,
    "ms": _doubt,
    "asdir": _mark,
    "then": _mark,
    "and": _mark,
}
