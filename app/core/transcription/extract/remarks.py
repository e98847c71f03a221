"""Remarks for the label, in the lexicon's words or the writer's own, and marks that steer."""

from __future__ import annotations

from app.core.transcription.extract.parts import Dose, Doubt, Mark, Note, Verb
from app.core.transcription.extract.pattern import Found, Stream, made
from app.core.transcription.extract.reasons import bare_reason, near_side_or_number, need, purpose, unlisted_place
from app.core.transcription.normalise import Token
from app.core.transcription.wording import plain_number

_NOTE_STOPS = frozenset({"freq", "prn", "max", "maxday", "then", "instr", "note_end", "for"})
_NOTE_BREAKS = frozenset(".;,")
_WORN = frozenset({"num", "period", "sep", "slash", "dash", "and", "then", "for", "word", "cycle", "off_end", "note"})
_HOURS_A_DAY = 24
_HARMS = frozenset({"chew", "crush", "split", "break", "cut", "divide", "dissolve", "open"})
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
_OF_NO_DOSE = ("mix", "dilut", "dissolv", "rinse", "drink", "infuse", "prime", "avoid", "sprinkle", "discard")
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


def _note_end(stream: Stream, at: int) -> Found:
    """A remark that the lexicon knows as a whole, with the condition or the list that may follow it."""
    end = _forbidden_end(stream, at)
    if end > at + 1:
        return made(stream, at, end, Note(stream.words(at, end)))
    if stream.kind(end) == "cond" and stream.tokens[end].text == "if":
        end = _clause_end(stream, end + 1)
        words = f"{stream.value(at)} {stream.words(at + 1, end)}"
        return made(stream, at, end, Note(words))
    return made(stream, at, end, Note(stream.value(at)))


def _note(stream: Stream, at: int) -> Found | None:
    """A remark in the writer's own words, up to the end of its clause."""
    if stream.kind(at + 1) in ("num", "upto", "verb") and _dose_follows(stream, at):
        mixed = stream.tokens[at].text.startswith(("mix", "dilute", "dissolve"))
        return made(stream, at, at + 1, Verb("take") if mixed else Mark("filler"))
    worn = _worn(stream, at)
    if worn is not None:
        return worn
    end = _clause_end(stream, at + 1, repeated="repeat" in stream.tokens[at].text)
    if any(near_side_or_number(token) for token in stream.tokens[at:end]):
        return made(stream, at, end, Doubt(f"'{stream.words(at, end)}' is not understood"))
    if _holds_dose(stream, at, end):
        return made(stream, at, end, Doubt(f"a second dose inside a remark: '{stream.words(at, end)}'", "dose"))
    return made(stream, at, end, Note(stream.words(at, end).strip("() ")))


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
    return made(stream, at, end, Note(f"Mix in {_liquid(stream, start, end)}"))


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


def _codes(stream: Stream, at: int) -> Found:
    """A diagnosis code and what belongs to it."""
    end = at + 1
    while stream.kind(end) in ("sep", "num", "junk", "unknown") and end - at < len("dx: a 10 b"):
        end += 1
    return made(stream, at, end, Mark("filler"))


def _doubt(stream: Stream, at: int) -> Found:
    reason, field = _DOUBTS[stream.kind(at)]
    return made(stream, at, at + 1, Doubt(f"{reason}: '{stream.words(at, at + 1)}'", field))


def _mark(stream: Stream, at: int) -> Found:
    return made(stream, at, at + 1, Mark(stream.kind(at)))


def _forbidden_end(stream: Stream, at: int) -> int:
    """Do not crush, chew, or split: where the list of what is forbidden ends."""
    end = at + 1
    while stream.tokens[at].text.startswith("do not") and stream.kind(end) in ("sep", "or", "and"):
        after = end + 1 + (stream.kind(end + 1) in ("or", "and"))
        if stream.tokens[end].text == "." or after >= len(stream.tokens) or stream.tokens[after].text not in _HARMS:
            break
        end = after + 1
    return end


def _off(stream: Stream, at: int) -> Found:
    """Then off, at the end of a course; otherwise a pause, which the regimen has no place for."""
    if stream.kind(at + 1) in ("", "sep", "note_end"):
        return _note_end(stream, at)
    return made(stream, at, at + 1, Doubt("a schedule with days off is not read", "steps"))


def _onward(stream: Stream, at: int) -> Found | None:
    """And onwards, at the end of the last step, says what goes without saying."""
    at_end = stream.kind(at + 1) in ("", "sep") and not stream.tokens[at].text.endswith(("after", "up"))
    return made(stream, at, at + 1, Mark("filler")) if at_end else None


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
    return made(stream, at, last, Note(stream.words(at, last)))


def _number(stream: Stream, at: int) -> Found | None:
    return _worn(stream, at) or _fluid(stream, at)


_READERS = {
    "prn": need,
    "for": purpose,
    "purpose": purpose,
    "indication": purpose,
    "reason": bare_reason,
    "qual": bare_reason,
    "note": _note,
    "note_end": _note_end,
    "relaxer": _note_end,
    "meal_rel": _fluid,
    "num": _number,
    "lpar": lambda stream, at: _worn(stream, at + 1) if stream.kind(at + 1) in ("num", "note") else None,
    "fluid": _fluid,
    "off_end": _off,
    "onward": _onward,
    "mix_in": lambda stream, at: made(stream, at, at + 1, Note(f"Mix {stream.words(at, at + 1)}")),
    "to": unlisted_place,
    "dx": _codes,
    "scheme": _doubt,
    "titrate": _doubt,
    "illegible": _doubt,
    "ms": _doubt,
    "asdir": _mark,
    "then": _mark,
    "and": _mark,
}
