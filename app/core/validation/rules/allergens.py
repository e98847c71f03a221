"""What the words of an allergy list stand for: a class, an ingredient, a substance, or nothing at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app.core.validation.rules.tables import listed, rows_of

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_AFTER = re.compile(r"\s+[-–—:]\s+.*$|[:;].*$|,\s*(?:causes?|reaction|rash|hives|anaphylaxis).*$")
_FRAME = re.compile(
    r"\b(?:allerg(?:y|ies|ic)(?:\s+to)?|hypersensitivity(?:\s+to)?|intoleran(?:ce|t)(?:\s+(?:to|of))?"
    r"|adverse reaction to|product containing|substance|drug class|class of drugs|history of|severe|mild|moderate)\b"
)
_LAST = re.compile(r"\s+(?:drugs?|products?|antibiotics?|medications?|meds|class|family|group)$")
_PARTING = re.compile(r"\s*(?:,|;|\band\b|&|\+)\s*")
NOTHING = frozenset({"none", "not a drug"})


@dataclass(frozen=True)
class Allergens:
    """The table of words."""

    terms: dict[str, tuple[str, ...]]

    @classmethod
    def read(cls, path: Path) -> Allergens:
        """Read the table."""
        rows = rows_of(path)
        return cls({word: listed(row["terms"]) for row in rows for word in listed(row["words"])})

    def meant_by(self, text: str) -> tuple[str, ...]:
        """The terms that an entry of an allergy list stands for; empty when the table lacks it."""
        plain, core = " ".join(text.casefold().split()).strip(" .-*"), core_of(text)
        words = (plain, core, core.removesuffix("s"), _LAST.sub("", core))
        return next((self.terms[word] for word in words if word in self.terms), ())


def core_of(text: str) -> str:
    """An entry without its reaction and its frame: "Allergy to Penicillins (rash)" is "penicillins"."""
    plain = _AFTER.sub("", _ASIDE.sub(" ", text.casefold()))
    kept = " ".join(_FRAME.sub(" ", plain).replace(",", " ").split()).strip(" .-*")
    return kept or " ".join(text.casefold().split())


def entries_of(text: str) -> tuple[str, ...]:
    """The entries that one line of a list may hold: "penicillin, sulfa" is two."""
    parts = tuple(part for part in _PARTING.split(_ASIDE.sub(" ", text)) if part.strip())
    return parts if len(parts) > 1 else (text,)
