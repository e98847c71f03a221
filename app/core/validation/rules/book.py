"""All rule tables, read once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.core.places import resources
from app.core.validation.rules.allergy import AllergyRules
from app.core.validation.rules.conditions import Conditions
from app.core.validation.rules.drugs import DrugRules
from app.core.validation.rules.groups import Groups
from app.core.validation.rules.notations import Notations
from app.core.validation.rules.pairs import PairRules
from app.core.validation.rules.tables import version_of

DRUG_TABLES = (
    "age",
    "beers",
    "crush",
    "daily_max",
    "disease",
    "duration",
    "frequency",
    "opioid_naive",
    "pregnancy",
    "programmes",
    "reasons",
    "renal",
    "routes",
    "weight_dose",
)


@dataclass(frozen=True)
class Rulebook:
    """The rules of every family, and the fingerprint of them all."""

    version: str
    groups: Groups
    pairs: PairRules
    allergies: AllergyRules
    conditions: Conditions
    notations: Notations
    duplicates: DrugRules
    controlled: DrugRules
    mme: DrugRules
    withdrawn: DrugRules
    by_drug: dict[str, DrugRules]

    @classmethod
    def read(cls, folder: Path | None = None) -> Rulebook:
        """Read the tables that ship with the program, or those of `folder`."""
        place = folder or resources() / "rules"
        return cls(
            version=version_of(place),
            groups=Groups(place / "groups.tsv"),
            pairs=PairRules.read(place),
            allergies=AllergyRules.read(place),
            conditions=Conditions(place / "conditions.tsv"),
            notations=Notations(place / "notations.tsv"),
            duplicates=DrugRules(place / "duplicates.tsv", "class"),
            controlled=DrugRules(place / "controlled.tsv", "schedule"),
            mme=DrugRules(place / "mme.tsv", "opioid"),
            withdrawn=DrugRules(place / "withdrawn.tsv", "words"),
            by_drug={name: DrugRules(place / f"{name}.tsv") for name in DRUG_TABLES},
        )

    def about(self, table: str) -> DrugRules:
        """The table of one family."""
        return self.by_drug[table]

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every ingredient that a rule names; the names of groups are not among them."""
        named = frozenset(term for table in self.by_drug.values() for term in table.terms)
        return (self.groups.ingredients | self.pairs.terms | self.allergies.drugs | named) - self.groups.members.keys()
