"""All rule tables, read once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.core.places import resources
from app.core.validation.rules.allergy import AllergyRules
from app.core.validation.rules.groups import Groups
from app.core.validation.rules.pairs import PairRules
from app.core.validation.rules.tables import version_of


@dataclass(frozen=True)
class Rulebook:
    """The rules of every family, and the fingerprint of them all."""

    version: str
    groups: Groups
    pairs: PairRules
    allergies: AllergyRules

    @classmethod
    def read(cls, folder: Path | None = None) -> Rulebook:
        """Read the tables that ship with the program, or those of `folder`."""
        place = folder or resources() / "rules"
        return cls(
            version=version_of(place),
            groups=Groups(place / "groups.tsv"),
            pairs=PairRules.read(place),
            allergies=AllergyRules.read(place),
        )

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word by which a rule means a drug or a group."""
        return (self.groups.ingredients | self.pairs.terms) - self.groups.members.keys()
