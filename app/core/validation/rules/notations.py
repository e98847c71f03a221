"""Notations that have been misread with harm: how they look in a drug text, and what to say about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app.core.model.finding import Tier
from app.core.validation.rules.tables import rows_of


@dataclass(frozen=True)
class Notation:
    """One notation; `pattern` finds it in a drug text, transcription names it by `token` in directions."""

    token: str
    pattern: re.Pattern[str] | None
    tier: Tier
    reads_as: str
    use_instead: str
    source: str


class Notations:
    """The table."""

    def __init__(self, path: Path) -> None:
        """Read the table."""
        self._rows = tuple(
            Notation(
                token=row["token"],
                pattern=re.compile(row["pattern"]) if row["pattern"] else None,
                tier=Tier(row["tier"]),
                reads_as=row["reads_as"],
                use_instead=row["use_instead"],
                source=row["source"],
            )
            for row in rows_of(path)
        )
        self._by_token = {row.token: row for row in self._rows}

    def named(self, token: str) -> Notation | None:
        """The notation that transcription names so."""
        return self._by_token.get(token)

    def seen_in(self, text: str) -> tuple[tuple[Notation, str], ...]:
        """The notations that a drug text holds, each with the letters that show it."""
        found = ((row, row.pattern.search(text)) for row in self._rows if row.pattern)
        return tuple((row, match[0].strip()) for row, match in found if match)
