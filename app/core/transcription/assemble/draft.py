"""One step of the directions while it is being put together: the components that belong to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from app.core.model.regimen import Relation
from app.core.transcription.extract.parts import (
    Bare,
    Component,
    Days,
    Dose,
    Lasting,
    Meaning,
    Need,
    Often,
    Scale,
    Site,
    Way,
    When,
)

MASSES = frozenset({"mg", "mcg", "g", "mEq", "unit", "million unit", "mmol", "mm"})
T = TypeVar("T")
_STRUCTURAL = (Dose, Bare, Often, When, Lasting, Days, Need, Scale, Site, Way)


@dataclass
class Draft:
    """The components of one step, in the order of the text."""

    relation: Relation = "first"
    parts: list[Component] = field(default_factory=list)

    def all(self, kind: type[T]) -> list[T]:
        """The meanings of one kind, in order."""
        return [c.meaning for c in self.parts if isinstance(c.meaning, kind)]

    def has(self, kind: type[Meaning]) -> bool:
        """Whether there is a component of this kind."""
        return any(isinstance(c.meaning, kind) for c in self.parts)

    def first(self, kind: type[T]) -> T | None:
        """The first meaning of one kind."""
        return next(iter(self.all(kind)), None)

    def structural(self) -> bool:
        """Whether the step says anything about taking the drug."""
        return any(isinstance(c.meaning, _STRUCTURAL) for c in self.parts)


def is_structural(meaning: Meaning) -> bool:
    """Whether a component can begin a step after "then"."""
    return isinstance(meaning, _STRUCTURAL)


def same_dose(one: Dose, other: Dose) -> bool:
    """Whether two doses say the same; a missing unit says nothing."""
    units = {one.unit, other.unit} - {None}
    strengths = {one.strength, other.strength} - {None}
    return (one.lo, one.hi) == (other.lo, other.hi) and len(units) <= 1 and len(strengths) <= 1


def is_mass(dose: Dose) -> bool:
    """Whether a dose is an amount of drug rather than a count of pieces or a volume."""
    return dose.unit in MASSES
