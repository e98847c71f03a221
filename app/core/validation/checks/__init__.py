"""The families of checks, in the order in which a pharmacist reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.core.validation.checks import allergies, interactions
from app.core.validation.rules import Rulebook
from app.core.validation.subject import Said, Subject

Check = Callable[[Subject, Rulebook], Iterator[Said]]

FAMILIES: tuple[Check, ...] = (
    allergies.check,
    interactions.check,
)
