"""Conditions: which of those that the rules know a list of diagnoses names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from app.core.validation.rules.tables import listed, rows_of

_DENIED = re.compile(r"\b(?:no|denies|negative for|without|rule out|r/o|family history of|fh of|fhx)\b")
_VOID = re.compile(r"\b(?:ruled out|denied|unlikely)\b")


class Conditions:
    """The table of conditions and their words."""

    def __init__(self, path: Path) -> None:
        """Read the table."""
        self._patterns = {row["condition"]: _pattern(listed(row["words"])) for row in rows_of(path)}
        self.names = frozenset(self._patterns)

    def named_in(self, texts: Iterable[str]) -> dict[str, str]:
        """Every condition that the texts name, with the text that names it; denied ones do not count."""
        found: dict[str, str] = {}
        for text in texts:
            plain = " ".join(text.casefold().replace("’", "'").split())
            denied = _DENIED.search(plain)
            end = denied.start() if denied is not None else len(plain)  # what follows a denial does not count
            if not _VOID.search(plain):
                found.update((name, text) for name, words in self._patterns.items() if _stands(words, plain, end))
        return found


def _stands(words: re.Pattern[str], text: str, end: int) -> bool:
    """Whether the words begin before a denial, or with it: a family history may be a condition of its own."""
    match = words.search(text)
    return match is not None and match.start() <= end


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
