"""Sliding scales: ranges of blood sugar, each with its units."""

from __future__ import annotations

from app.core.transcription.extract.parts import Component, Dose, Mark, Note, Scale
from app.core.transcription.extract.pattern import Stream
from app.core.transcription.wording import plain_number

_LEAST = 60  # no blood sugar of a scale is lower, no number of units on it higher
_ROWS = 2


def scale(stream: Stream) -> dict[int, tuple[Component, int]]:
    """Row components by the token where each starts, with the token after it; empty without a scale."""
    if "mass" not in stream.kinds:
        return {}
    named = "bg" in stream.kinds or "scheme" in stream.kinds
    found: dict[int, tuple[Component, int]] = {}
    at = 0
    while at < len(stream.tokens):
        row = _row(stream, at)
        if row is None or not (named or _is_ranged(stream, at)):
            at += 1
            continue
        found[at] = row
        at = row[1]
    return found if len(found) >= _ROWS else {}


def _is_ranged(stream: Stream, at: int) -> bool:
    """A range or a bound, which is a level of blood sugar even where the words do not say so."""
    return stream.kind(at) in ("over", "under") or stream.tokens[at].lo != stream.tokens[at].hi


def _row(stream: Stream, at: int) -> tuple[Component, int] | None:
    """One row: [over] number(s) [: =] number units."""
    start = at
    bound = ""
    while stream.kind(at) in ("bg", "cond", "lpar") and stream.tokens[at].text != "not":
        at += 1
    if stream.kind(at) in ("over", "under"):
        bound, at = stream.kind(at), at + 1
    if stream.kind(at) != "num" or stream.tokens[at].hi < _LEAST:
        return None
    sugar, at = stream.tokens[at], at + 1
    if stream.kind(at) == "or" and stream.kind(at + 1) in ("over", "under"):
        bound, at = stream.kind(at + 1), at + 2
    while stream.kind(at) in ("sep", "equals", "dash", "verb", "rpar", "mass") and stream.value(at) != "unit":
        at += 1
    if stream.kind(at) != "num" or stream.kind(at + 1) != "mass" or stream.value(at + 1) != "unit":
        return None
    units = stream.tokens[at]
    row = Scale(f"blood sugar is {_range(bound, sugar.lo, sugar.hi)}", Dose(units.lo, units.hi, "unit"))
    return stream.component(row, start, at + 2), at + 2


def _range(bound: str, low: float, high: float) -> str:
    if bound:
        return f"{bound} {plain_number(low)}"
    return plain_number(low) if low == high else f"{plain_number(low)} to {plain_number(high)}"


def around(stream: Stream, at: int) -> tuple[Component, int] | None:
    """The words around a scale: "check bg", "and call md"."""
    if stream.kind(at) in ("over", "under") and stream.kind(at + 1) == "num" and _calls(stream, at + 2):
        words = f"Call the doctor if blood sugar is {_range(stream.kind(at), stream.tokens[at + 1].lo, 0)}"
        return stream.component(Note(words), at, _call_end(stream, at + 2)), _call_end(stream, at + 2)
    if stream.kind(at) in ("bg", "scheme") or stream.tokens[at].text in ("check", "test", "monitor"):
        return stream.component(Mark("filler"), at, at + 1), at + 1
    if _calls(stream, at):
        end = _call_end(stream, at)
        bound = next((place for place in range(at, end) if _is_bound(stream, place)), None)
        if bound is None:
            return stream.component(Note(_call(stream)), at, end), end
        level = _range(stream.kind(bound - 1), stream.tokens[bound].lo, 0)
        return stream.component(Note(f"Call the doctor if blood sugar is {level}"), at, end), end
    return None


def _calls(stream: Stream, at: int) -> bool:
    return at < len(stream.tokens) and stream.tokens[at].text in ("call", "please call", "contact")


def _call_end(stream: Stream, at: int) -> int:
    end = at + 1
    while stream.kind(end) in ("unknown", "word", "cond", "bg", "over", "under") or _is_bound(stream, end):
        end += 1
    return end


def _is_bound(stream: Stream, at: int) -> bool:
    return stream.kind(at) == "num" and stream.kind(at - 1) in ("over", "under")


def _call(stream: Stream) -> str:
    last = next((c.meaning.condition for c in reversed(stream.found) if isinstance(c.meaning, Scale)), "")
    return f"Call the doctor if {last}" if last else "Call the doctor"
