"""The families of checks, in the order in which a pharmacist reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.core.validation.checks import (
    allergies,
    completeness,
    controlled,
    courses,
    doses,
    duplicates,
    frequencies,
    identification,
    interactions,
    kidneys,
    lookalikes,
    notations,
    opioids,
    patients,
    pregnancies,
    routes,
    supplies,
)
from app.core.validation.rules import Rulebook
from app.core.validation.subject import Said, Subject

Check = Callable[[Subject, Rulebook], Iterator[Said]]

FAMILIES: tuple[Check, ...] = (
    identification.check,
    lookalikes.check,
    allergies.check,
    interactions.check,
    duplicates.check,
    frequencies.check,
    doses.check,
    opioids.check,
    routes.check,
    pregnancies.check,
    patients.ages,
    patients.diseases,
    kidneys.check,
    patients.elderly,
    courses.check,
    supplies.check,
    controlled.check,
    completeness.check,
    notations.check,
)
