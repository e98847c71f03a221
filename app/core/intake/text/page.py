"""A text of which parts are claimed one after the other, so that no word is read twice or lost unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.core.model.base import Span


class Claim(NamedTuple):
    """A part of the text that was understood, and as what."""

    start: int
    end: int
    field: str


class Page:
    """A text and the claims on it."""

    def __init__(self, text: str) -> None:
        """Start with nothing claimed."""
        self.text = text
        self.claims: list[Claim] = []

    def take(self, start: int, end: int, field: str) -> None:
        """Claim a part of the text."""
        self.claims.append(Claim(start, end, field))
        self.claims.sort()

    def free(self, start: int, end: int) -> bool:
        """Whether nothing in that part is claimed yet."""
        return all(end <= c.start or c.end <= start for c in self.claims)

    def search(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The matches that lie in unclaimed text."""
        for match in list(pattern.finditer(self.text)):
            if match.end() > match.start() and self.free(*match.span()):
                yield match

    def until(self, start: int, *, line: bool = True) -> int:
        """Where unclaimed text from `start` ends: at the next claim, or at the line's end."""
        ends = [c.start for c in self.claims if c.start >= start]
        if line:
            newline = self.text.find("\n", start)
            ends.append(newline if newline >= 0 else len(self.text))
        return min([*ends, len(self.text)])

    def gaps(self) -> Iterator[Span]:
        """The parts that nothing claimed."""
        at = 0
        for claim in self.claims:
            if claim.start > at:
                yield Span(at, claim.start)
            at = max(at, claim.end)
        if at < len(self.text):
            yield Span(at, len(self.text))

    def before(self, position: int) -> Claim | None:
        """The last claim that ends at or before a position."""
        return max((c for c in self.claims if c.end <= position), key=lambda c: c.end, default=None)

    def trimmed(self, start: int, end: int, strip: str = " \t\r\n,.;:-") -> Span:
        """The part without spaces and punctuation around it."""
        while start < end and self.text[start] in strip:
            start += 1
        while end > start and self.text[end - 1] in strip:
            end -= 1
        return Span(start, end)


def where(start: int, end: int) -> str:
    """A part of a text as provenance names it."""
    return f"chars {start}-{end}"
