"""The checks: what a pharmacist must know before a prescription may pass, and what could not be checked."""

from __future__ import annotations

from app.core.validation.answers import AllergyAnswer
from app.core.validation.checker import Checker

__all__ = ["AllergyAnswer", "Checker"]
