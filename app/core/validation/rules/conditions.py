"""Conditions: which of those that the rules know a list of diagnoses names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from app.core.validation.rules.tables import listed, rows_of

_DENIED = re.compile(r"\b(?:no|denies|negative for|without|ruled out|rule out|r/o|family history of|fh of|fhx)\b")


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
            if not _DENIED.search(plain):
                found.update((name, text) for name, words in self._patterns.items() if words.search(plain))
        return found


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
