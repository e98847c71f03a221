"""Which words of the message a field was read from, and which field was read from a word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from app.core.model.base import Span
from app.core.model.case import FieldView
from app.core.model.order import ReviewField
from app.core.model.raw import RawView

_LONGEST_QUOTE = 160
_PLACES = re.compile(r"chars \d+-\d+|/[^\s,;]+")
_CHARS = re.compile(r"chars (\d+)-(\d+)")


def ranges_of(field: FieldView, view: RawView) -> tuple[Span, ...]:
    """The ranges of the readable text that the field rests on; none where nothing is written."""
    whole = value_range(field.path, view)
    if whole is None or (field.implied and not field.spans):
        return ()
    if not field.spans:
        return (whole,)
    inside = (_within(whole, span) for span in sorted(set(field.spans)))
    return tuple(span for span in inside if span is not None)


def field_at(offset: int, fields: tuple[FieldView, ...], view: RawView) -> ReviewField | None:
    """The field whose evidence stands at `offset`: the narrowest one, else the nearest in the same value."""
    exact = [
        (span.end - span.start, order, field.field)
        for order, field in enumerate(fields)
        for span in ranges_of(field, view)
        if span.start <= offset < span.end
    ]
    if exact:
        return min(exact)[2]
    return _nearest(offset, fields, view)


def _nearest(offset: int, fields: tuple[FieldView, ...], view: RawView) -> ReviewField | None:
    """Between two words of one value, for instance within the directions, the nearer evidence counts."""
    near: list[tuple[int, int, ReviewField]] = []
    for order, field in enumerate(fields):
        whole = value_range(field.path, view)
        if whole is None or not whole.start <= offset < whole.end:
            continue
        gaps = [min(abs(offset - s.start), abs(offset - s.end)) for s in ranges_of(field, view)]
        if gaps:
            near.append((min(gaps), order, field.field))
    return min(near)[2] if near else None


def places_in(text: str, view: RawView) -> tuple[Span, ...]:
    """The places of the message that a finding's evidence names: paths, or ranges of characters."""
    found = (_named(match, view) for match in _PLACES.finditer(text))
    return tuple(span for span in found if span is not None)


def in_words(text: str, view: RawView) -> str:
    """A finding's evidence with the places of the message replaced by the words that stand there."""

    def words(match: re.Match[str]) -> str:
        span = _named(match, view)
        return match[0] if span is None else _quoted(view, span)

    return _PLACES.sub(words, text)


def outermost(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans that do not lie within another, in the order of the text."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s.start, -s.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _named(match: re.Match[str], view: RawView) -> Span | None:
    return value_range(match[0], view)


def _quoted(view: RawView, span: Span) -> str:
    words = " ".join(view.text[span.start : span.end].split())
    return f"“{words}”" if len(words) <= _LONGEST_QUOTE else f"“{words[:_LONGEST_QUOTE]} …”"


def words_of(field: FieldView, view: RawView) -> str:
    """The words that the field rests on, for people who cannot see the marks."""
    return " … ".join(view.text[s.start : s.end] for s in ranges_of(field, view))


def utf16(text: str, offset: int) -> int:
    """A position in code points as Qt counts it: characters beyond the basic plane count twice."""
    return offset + bisect_left(_beyond(text), offset)


def code_points(text: str, position: int) -> int:
    """A position as Qt counts it, in code points; one within a character counts as behind it."""
    passed = 0
    for index in _beyond(text):
        if index + passed >= position:
            break
        passed += 1
        if index + passed >= position:
            return index + 1
    return min(position - passed, len(text))


@lru_cache(maxsize=4)
def _beyond(text: str) -> tuple[int, ...]:
    """Where the characters beyond the basic plane stand; found once a text, as it may be long."""
    if text.isascii():
        return ()
    return tuple(index for index, char in enumerate(text) if ord(char) > 0xFFFF)


def value_range(path: str, view: RawView) -> Span | None:
    """The range of the value at a path; None where the message does not carry it."""
    anchor = view.anchors.get(path)
    if anchor is not None:
        return anchor
    chars = _CHARS.fullmatch(path)
    if chars is None:
        return None
    return _within(Span(0, len(view.text)), Span(int(chars[1]), int(chars[2])))


def _within(whole: Span, span: Span) -> Span | None:
    """A range within a value as a range of the whole text; one that does not lie there is no evidence."""
    start, end = whole.start + span.start, whole.start + span.end
    return Span(start, end) if whole.start <= start < end <= whole.end else None
