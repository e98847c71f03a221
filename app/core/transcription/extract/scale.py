"""Sliding scales: ranges of blood sugar, each with its units."""

from __future__ import annotations

from app.core.transcription.extract.parts import Component, Dose, Mark, Note, Scale
from app.core.transcription.extract.pattern import Stream
from app.core.transcription.wording import plain_number

_LEAST = 60  # no blood sugar of a scale is lower, no number of units on it higher
_ROWS = 2


def scale(stream: Stream) -> dict[int, tuple[Component, int]]:
    """Row components by the token where each starts, with the token after it; empty without a scale."""
    if "bg" not in stream.kinds and not any(token.value == "protocol" for token in stream.tokens):
        return {}
    found: dict[int, tuple[Component, int]] = {}
    at = 0
    while at < len(stream.tokens):
        row = _row(stream, at)
        if row is None:
            at += 1
            continue
        found[at] = row
        at = row[1]
    return found if len(found) >= _ROWS else {}


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
    if stream.kind(at) == "bg" or stream.tokens[at].text in ("check", "test", "monitor"):
        return stream.component(Mark("filler"), at, at + 1), at + 1
    if stream.tokens[at].text == "call":
        end = at + 1
        while stream.kind(end) in ("unknown", "word"):
            end += 1
        return stream.component(Note(_call(stream)), at, end), end
    return None


def _call(stream: Stream) -> str:
    last = next((c.meaning.condition for c in reversed(stream.found) if isinstance(c.meaning, Scale)), "")
    return f"Call the doctor if {last}" if last else "Call the doctor"
