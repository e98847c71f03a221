"""The allergy rules: what a reaction to one thing means for another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from app.core.model.finding import Tier
from app.core.validation.answers import AllergyResult
from app.core.validation.rules.allergens import Allergens
from app.core.validation.rules.tables import listed, rows_of

_WORDS = re.compile(r"[a-z]+")
_ORDER: dict[AllergyResult, int] = {"contraindicated": 0, "caution": 1, "none": 2}


@dataclass(frozen=True)
class AllergyRule:
    """One row: what an allergy to one thing means for another."""

    allergy: frozenset[str]
    drug: frozenset[str]
    result: AllergyResult
    tier: Tier
    reason: str
    source: str
    not_after: frozenset[str] = frozenset()  # words of a reaction that make the rule void: a cough is no allergy

    @classmethod
    def read(cls, path: Path) -> tuple[AllergyRule, ...]:
        """The rules, the worst first."""
        rules = [
            cls(
                allergy=frozenset(listed(row["allergy"])),
                drug=frozenset(listed(row["drug"])),
                result=cast("AllergyResult", row["result"]),
                tier=Tier(row["tier"]) if row["tier"] else Tier.STOP,
                reason=row["reason"],
                source=row["source"],
                not_after=frozenset(listed(row["not_after"])),
            )
            for row in rows_of(path)
        ]
        return tuple(sorted(rules, key=lambda rule: (_ORDER[rule.result], rule.tier is Tier.NOTE)))


@dataclass(frozen=True)
class AllergyRules:
    """All that is known of allergies."""

    allergens: Allergens
    rules: tuple[AllergyRule, ...]

    @classmethod
    def read(cls, folder: Path) -> AllergyRules:
        """Read the tables."""
        return cls(Allergens.read(folder / "allergens.tsv"), AllergyRule.read(folder / "allergy_rules.tsv"))

    @property
    def drugs(self) -> frozenset[str]:
        """Every drug, class or substance that a rule forbids or allows."""
        return frozenset(term for rule in self.rules for term in rule.drug)

    def between(self, allergy: frozenset[str], drug: frozenset[str], entry: str = "") -> AllergyRule | None:
        """The worst rule between the terms of an allergy and those of a drug, given how the entry reads."""
        words = frozenset(_WORDS.findall(entry.casefold()))
        fitting = (rule for rule in self.rules if rule.allergy & allergy and rule.drug & drug)
        return next((rule for rule in fitting if not rule.not_after & words), None)
