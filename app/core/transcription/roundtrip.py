"""The proof of a suggestion: its plain words, read again, must give the same structure."""

from __future__ import annotations

from app.core.model.regimen import Dosing, Regimen
from app.core.transcription.assemble.rates import days_of
from app.core.transcription.product import Product
from app.core.transcription.reading import read

Core = tuple[object, ...]


def survives(regimen: Regimen, plain: str, drug: Product | None) -> bool:
    """Whether the plain words say what the regimen says."""
    again = read(plain, drug)
    if again.doubts or len(again.regimen.steps) != len(regimen.steps):
        return False
    if again.regimen.max_per_day != regimen.max_per_day:
        return False
    pairs = zip(regimen.steps or (regimen,), again.regimen.steps or (again.regimen,), strict=True)
    return all(core(one) == core(other) for one, other in pairs)


def core(step: Dosing) -> Core:
    """What may not change."""
    volume = {"teaspoonful": 5.0, "tablespoonful": 15.0}.get(step.dose_unit or "")
    low = None if step.dose_min is None else step.dose_min * (volume or 1.0)
    high = None if step.dose_max is None else step.dose_max * (volume or 1.0)
    return (
        low,
        high,
        "mL" if volume else None if step.dose_unit == "dose" else step.dose_unit,
        step.route,
        step.frequency,
        frozenset(step.timing),
        step.as_needed,
        days_of(step.duration),
        step.site,
        _reason(step),
    )


def _reason(step: Dosing) -> frozenset[str]:
    """The words of the reason, in any order."""
    said = (step.as_needed_reason or "") if step.as_needed else ""
    return frozenset(said.lower().replace(",", "").split())
