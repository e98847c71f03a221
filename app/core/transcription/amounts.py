"""How much a day: the arithmetic of dose and frequency, over steps and under a stated maximum."""

from __future__ import annotations

from app.core.model.regimen import Dosing, PerDay, Regimen, Step
from app.core.transcription.assemble.rates import least_per_day, per_day
from app.core.transcription.product import in_ml

_MEALS_A_DAY = 3.0
_DIGITS = 6


def amount_a_day(regimen: Regimen) -> PerDay | None:
    """The least and the most a day, in the unit of the dose; None where no frequency says it."""
    if regimen.steps:
        return _over_steps(regimen)
    found = _of(regimen)
    if found is None and regimen.max_per_day is not None and regimen.as_needed and regimen.dose_max:
        return PerDay(min=0.0, max=regimen.max_per_day.value, unit=regimen.max_per_day.unit or regimen.dose_unit)
    return _limited(regimen, found)


def _over_steps(regimen: Regimen) -> PerDay | None:
    found = [amount for group in groups(regimen) if (amount := group_amount(group)) is not None]
    if not found:
        return None
    least = [amount.min for amount in found if amount.min is not None]
    return _limited(regimen, PerDay(min=min(least, default=None), max=max(a.max for a in found), unit=found[0].unit))


def groups(regimen: Regimen) -> list[list[Step]]:
    """Steps that happen on the same day stand together."""
    found: list[list[Step]] = []
    for step in regimen.steps:
        if step.relation in ("and", "if") and found:
            found[-1].append(step)
        else:
            found.append([step])
    return found


def group_amount(group: list[Step]) -> PerDay | None:
    """The amount of one day: parts add up, of a scale's rows the largest counts."""
    if any(step.relation == "if" for step in group):
        doses = [step.dose_max for step in group if step.dose_max is not None]
        return PerDay(min=0.0, max=max(doses) * _MEALS_A_DAY, unit=group[0].dose_unit) if doses else None
    found = [_of(step) for step in group]
    known = [amount for amount in found if amount is not None]
    if len(known) != len(group) or len({amount.unit for amount in known}) > 1:
        return None
    return PerDay(
        min=round(sum(amount.min or 0.0 for amount in known), _DIGITS),
        max=round(sum(amount.max for amount in known), _DIGITS),
        unit=known[0].unit,
    )


def _of(step: Dosing) -> PerDay | None:
    most = per_day(step.frequency) if step.frequency else None
    least = least_per_day(step.frequency) if step.frequency else None
    if most is None or step.dose_max is None:
        return None
    factor = in_ml(1.0, step.dose_unit) if step.dose_unit in ("teaspoonful", "tablespoonful") else None
    unit = "mL" if factor else step.dose_unit
    high = step.dose_max * (factor or 1.0)
    low = 0.0 if step.as_needed or step.dose_min is None else step.dose_min * (factor or 1.0)
    return PerDay(min=round(low * (least or 0.0), _DIGITS), max=round(high * most, _DIGITS), unit=unit)


def _limited(regimen: Regimen, amount: PerDay | None) -> PerDay | None:
    limit = regimen.max_per_day
    if amount is None or limit is None or limit.unit not in (None, amount.unit) or limit.value >= amount.max:
        return amount
    return amount.model_copy(update={"max": limit.value, "min": min(amount.min or 0.0, limit.value)})
