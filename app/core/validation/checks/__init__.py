"""The families of checks, in the order in which a pharmacist reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.core.validation.checks import (
    allergies,
    completeness,
    controlled,
    identification,
    interactions,
    notations,
)
from app.core.validation.rules import Rulebook
from app.core.validation.subject import Said, Subject

Check = Callable[[Subject, Rulebook], Iterator[Said]]

FAMILIES: tuple[Check, ...] = (
    completeness.check,
    identification.check,
    allergies.check,
    interactions.check,
    controlled.check,
    notations.check,
)
