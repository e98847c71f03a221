"""Reasons, purposes, and places that no list knows: free words, as far as they hide nothing that decides."""

from __future__ import annotations

from app.core.transcription.extract.parts import WEEKDAYS, Doubt, Need, Purpose, Site, Verb, When
from app.core.transcription.extract.pattern import Found, Stream, made
from app.core.transcription.normalise import Token
from app.core.transcription.normalise.lexicon import lexicon
from app.core.transcription.normalise.repair import near_decisive, near_known
from app.core.transcription.wording import plain_number

_IN_REASON = frozenset({"reason", "qual", "unknown", "word", "side", "place", "slash", "dash", "or"})
_CONTENT = frozenset({"reason", "qual", "unknown", "word", "place"})
_LINKS = frozenset({"slash", "dash", "or", "and", "sep", "to"})
_SLIPS_OF_PRN = ("pn",)  # pain is meant only after "for" or "as needed"


def need(stream: Stream, at: int) -> Found:
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
        return made(stream, at, at + 1, Need(None))
    if _broken(stream, start, end):
        return made(stream, at, end, _not_understood(stream, start, end))
    return made(stream, at, end, Need(_words(stream, start, end)))


def purpose(stream: Stream, at: int) -> Found | None:
    """For hypertension; indications: high cholesterol; to lower blood pressure."""
    start = at + 1
    while stream.kind(start) in ("sep", "for", "per"):
        start += 1
    end = _reason_end(stream, start)
    if end == start:
        return None
    lowered = stream.tokens[at].text == "to lower" and any(stream.kind(p) in ("side", "place") for p in range(at, end))
    if lowered or _broken(stream, start, end):
        return made(stream, at, end, _not_understood(stream, start, end))
    words = _words(stream, start, end)
    if stream.kind(at) == "purpose":
        words = f"{stream.tokens[at].text} {words}"
    return made(stream, at, end, Purpose(words))


def bare_reason(stream: Stream, at: int) -> Found | None:
    """A reason without a word before it: 1 tab daily hypertension."""
    end = _reason_end(stream, at)
    if end == at or not any(stream.kind(place) == "reason" for place in range(at, end)):
        return None
    a_slip = stream.tokens[at].text in _SLIPS_OF_PRN or stream.kind(at - 1) == "num"
    if a_slip or _among_days(stream, end) or _broken(stream, at, end):
        return None
    return made(stream, at, end, Purpose(_words(stream, at, end)))


def unlisted_place(stream: Stream, at: int) -> Found | None:
    """Apply ... to a place that no list knows."""
    applied = any(isinstance(c.meaning, Verb) and c.meaning.action == "apply" for c in stream.found)
    end = at + 1
    while stream.kind(end) in ("unknown", "reason", "qual", "word", "side", "place"):
        end += 1
    if not applied or end == at + 1:
        return None
    if _broken(stream, at + 1, end) or _near_place(stream, at + 1, end):
        return made(stream, at, end, _not_understood(stream, at + 1, end))
    words = stream.words(at + 1, end).lower()
    named = [stream.value(place).partition(",")[2] for place in range(at + 1, end) if stream.kind(place) == "place"]
    route = named[-1] if named and named[-1] else "topical"
    return made(stream, at, end, Site(words if words.startswith("the ") else f"the {words}", route))


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


def _broken(stream: Stream, first: int, last: int) -> bool:
    """Whether free words hide what is left of "as needed" or "up to", or a slip of a side or a number."""
    free = [stream.tokens[place] for place in range(first, last) if stream.kind(place) in ("unknown", "word")]
    if any(_after_at(stream, place) for place in range(first, last)):
        return True
    if any(token.text in lexicon().fragments or near_side_or_number(token) for token in free):
        return True
    return stream.kind(last - 1) == "unknown" and stream.kind(last) == "num"


def near_side_or_number(token: Token) -> bool:
    """Whether an unknown word is one slip from a side, a number, a time or a code."""
    near = {target for target in near_decisive(token.text) if len(target) > len("one")}
    return token.kind == "unknown" and any(
        meaning.kind in ("side", "num", "once", "period", "freq", "prn")
        for target in near
        for phrase, meaning in lexicon().phrases[target]
        if len(phrase) == 1
    )


def _among_days(stream: Stream, after: int) -> bool:
    """Mon, ed, Fri: what stands among the days of the week is one of them."""
    last = stream.found[-1].meaning if stream.found else None
    named = isinstance(last, When) and last.moments[-1] in WEEKDAYS
    return named and stream.kind(after) in ("sep", "weekday", "and")


def _after_at(stream: Stream, place: int) -> bool:
    """At edtime: what is left of a time of day."""
    return (
        stream.kind(place) == "unknown" and "at" in stream.lead[place].split() and near_known(stream.tokens[place].text)
    )


def _near_place(stream: Stream, first: int, last: int) -> bool:
    """Whether an unknown word of some length is one slip from a known one, which may be a part of the body."""
    words = [stream.tokens[place].text for place in range(first, last) if stream.kind(place) == "unknown"]
    return any(len(word) > len("left") and near_known(word) for word in words)


def _not_understood(stream: Stream, first: int, last: int) -> Doubt:
    return Doubt(f"'{stream.words(first, last)}' is not understood")


def _words(stream: Stream, first: int, last: int) -> str:
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
            _add_word(items[-1], token, stream.text[token.start : token.end].lower())
    return _or_list([_adjective_first(item) for item in items if item])


def _add_word(item: list[str], token: Token, written: str) -> None:
    if token.kind == "lpar":
        item.append("(")
    elif token.kind == "rpar":
        item[-2:] = [f"({item[-1]})"]
    else:
        item.append(_reason_word(token, written))


def _after_reason(stream: Stream, first: int, place: int) -> bool:
    return place > first and stream.kind(place - 1) == "reason"


def _reason_word(token: Token, written: str) -> str:
    """The meaning of a known reason; other words as written, not as repaired."""
    if token.kind == "num" and token.hi != token.lo:
        return f"{plain_number(token.lo)}-{plain_number(token.hi)}"
    value = token.value.partition(",")[0]
    if token.kind == "reason" and value != "=":
        return value
    return written if token.kind in ("unknown", "word") else token.text


def _adjective_first(parts: list[str]) -> str:
    if len(parts) > 1 and parts[-1] in ("severe", "moderate", "mild", "chronic"):
        parts = [parts[-1], *parts[:-1]]
    return " ".join(parts)


def _or_list(items: list[str]) -> str:
    if len(items) < len("ab") + 1:
        return " or ".join(items)
    return ", ".join(items[:-1]) + f", or {items[-1]}"
