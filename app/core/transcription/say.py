"""A regimen field by field, as the review screen shows it."""

from __future__ import annotations

from app.core.model.order import ReviewField
from app.core.model.regimen import Regimen
from app.core.transcription.assemble import english


def say(regimen: Regimen) -> dict[str, str]:
    """Words for each field of the review that the regimen fills."""
    found = {
        ReviewField.DOSE: english.dose(regimen, whole=True) or _amount(regimen),
        ReviewField.ROUTE: english.route(regimen),
        ReviewField.FREQUENCY: english.often(regimen.frequency),
        ReviewField.TIMING: _timing(regimen),
        ReviewField.AS_NEEDED: english.need(regimen) or _indication(regimen),
        ReviewField.DURATION: english.length(regimen.duration),
        ReviewField.MAX_PER_DAY: english.limit(regimen.max_per_day) if regimen.max_per_day else "",
        ReviewField.SITE: regimen.site or "",
        ReviewField.STEPS: _steps(regimen),
        ReviewField.NOTES: "; ".join(regimen.notes),
    }
    return {str(field): words for field, words in found.items() if words}


def _amount(regimen: Regimen) -> str:
    return next((english.AMOUNTS[note] for note in regimen.notes if note in english.AMOUNTS), "")


def _indication(regimen: Regimen) -> str:
    return english.purpose(regimen.indication) if regimen.indication else ""


def _timing(regimen: Regimen) -> str:
    only = regimen.model_copy(update={"frequency": None, "steps": ()})
    return english.when(only, only)


def _steps(regimen: Regimen) -> str:
    return english.body(regimen.model_copy(update={"indication": None})) if regimen.steps else ""
