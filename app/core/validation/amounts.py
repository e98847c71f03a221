"""Arithmetic of strengths and doses: what a written strength holds, and how much directions give in a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.model.regimen import Dosing, Duration, Frequency, Regimen

COUNTED = frozenset(
    {"tablet", "capsule", "caplet", "lozenge", "suppository", "packet", "film", "wafer", "gummy", "troche", "softgel"}
    | {"puff", "inhalation", "spray", "actuation"}
)
_MASS = {"mg": 1.0, "mcg": 0.001, "ug": 0.001, "µg": 0.001, "g": 1000.0, "gram": 1000.0, "ng": 0.000001}
_UNITS = {"unit": "unit", "units": "unit", "iu": "unit", "meq": "mEq"}
_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
_PART = re.compile(
    r"(?P<value>\d+(?:,\d{3})*(?:\.\d+)?)\s*(?P<unit>[a-zA-Zµ%]+)"
    r"(?:\s*(?:/|per)\s*(?P<per>\d+(?:\.\d+)?)?\s*(?P<per_unit>[a-zA-Z]+))?"
)


@dataclass(frozen=True)
class Amount:
    """A quantity of substance, in mg where it is a mass, else in its own unit, maybe per volume or time."""

    value: float
    unit: str
    per: float = 1.0
    per_unit: str | None = None


@dataclass(frozen=True)
class Intake:
    """How much of one ingredient directions give: at one time, on a day of use, and a week."""

    unit: str
    single: float
    daily: float
    weekly: float


def amounts_of(strength: str | None) -> tuple[Amount, ...]:
    """The parts of a strength as written: "400 mg / 57 mg per 5 mL" is two parts, each per 5 mL."""
    if not strength:
        return ()
    found = [_amount(match) for match in _PART.finditer(strength.replace(" / ", " ; "))]
    last = found[-1] if found else None
    if last is not None and " per " in strength:
        return tuple(Amount(a.value, a.unit, last.per, last.per_unit) for a in found)
    return tuple(found)


def _amount(match: re.Match[str]) -> Amount:
    value, unit = standard(float(match["value"].replace(",", "")), match["unit"])
    return Amount(value, unit, float(match["per"] or 1), match["per_unit"])


def standard(value: float, unit: str) -> tuple[float, str]:
    """A value in mg where its unit is a mass, else in the standard spelling of its unit."""
    word = unit.casefold().rstrip(".")
    if word in _MASS:
        return value * _MASS[word], "mg"
    return value, _UNITS.get(word, word.removesuffix("s"))


def intake_of(regimen: Regimen, strength: Amount | None, *, alone: bool) -> Intake | None:
    """How much of one ingredient a regimen gives; None where dose, frequency or strength leave it open.

    Args:
        regimen: the directions.
        strength: what one unit of the drug holds of the ingredient.
        alone: whether the ingredient is the drug's only one, so that a dose in mg means it.
    """
    stretches = [_intake(step, strength, alone=alone) for step in (regimen.steps or (regimen,))]
    known = [one for one in stretches if one is not None]
    if not known or len(known) < len(stretches):
        return None
    return _together(regimen, known)


def _together(regimen: Regimen, parts: Sequence[Intake]) -> Intake:
    """Steps that follow one another count at their greatest; steps of one day add up."""
    total, greatest = parts[0], parts[0]
    for step, one in zip(regimen.steps[1:], parts[1:], strict=False):
        same_day = step.relation == "and" or _is_once(step)
        total = _sum(total, one) if same_day else one
        greatest = _greater(greatest, total)
    return greatest


def _is_once(step: Dosing) -> bool:
    return step.frequency is not None and step.frequency.period_max is None and step.frequency.times_max == 1


def _sum(a: Intake, b: Intake) -> Intake:
    return Intake(a.unit, max(a.single, b.single), a.daily + b.daily, a.weekly + b.weekly)


def _greater(a: Intake, b: Intake) -> Intake:
    return Intake(a.unit, max(a.single, b.single), max(a.daily, b.daily), max(a.weekly, b.weekly))


def _intake(step: Dosing, strength: Amount | None, *, alone: bool) -> Intake | None:
    if step.dose_max is None:
        return None
    single = _dose(step.dose_max, step.dose_unit, strength, alone=alone)
    times = times_a_day(step.frequency)
    if single is None or times is None:
        return None
    value, unit = single
    daily = value * max(times, 1.0)
    limit = step.max_per_day
    if limit is not None:
        cap = _dose(limit.value, limit.unit or step.dose_unit, strength, alone=alone)
        if cap is not None and cap[1] == unit:
            daily = min(daily, cap[0])
    return Intake(unit=unit, single=value, daily=daily, weekly=daily * 7 * min(times, 1.0))


def single_of(regimen: Regimen, strength: Amount | None, *, alone: bool) -> Intake | None:
    """The greatest single dose, where nothing can be said of the day: a scale, or “before meals”."""
    steps = [step for step in (regimen.steps or (regimen,)) if step.dose_max is not None]
    doses = [_dose(step.dose_max or 0, step.dose_unit, strength, alone=alone) for step in steps]
    known = [dose for dose in doses if dose is not None]
    if not known or len(known) < len(doses):
        return None
    value, unit = max(known)
    return Intake(unit=unit, single=value, daily=value, weekly=value)


def times_a_day(frequency: Frequency | None) -> float | None:
    """How often at most in 24 hours; below 1 for what is not taken every day; a single dose is once."""
    if frequency is None:
        return None
    times = frequency.times_max or frequency.times_min or 1.0
    if frequency.period_min is None or frequency.period_unit is None:
        return times
    return times / (frequency.period_min * _DAYS[frequency.period_unit])


def days_of(duration: Duration | None) -> float | None:
    """The longest that a duration can be, in days."""
    if duration is None or duration.unit is None:
        return None
    value = duration.value_max or duration.value
    return value * _DAYS[duration.unit] if value is not None else None


def _dose(value: float, unit: str | None, strength: Amount | None, *, alone: bool) -> tuple[float, str] | None:
    """What a dose holds of the ingredient."""
    if unit is None or unit in COUNTED:
        return _of_count(value, strength)
    amount, standard_unit = standard(value, unit)
    if standard_unit in ("mg", "unit", "mEq"):
        return (amount, standard_unit) if alone else None
    return _of_volume(value, unit, strength)


def _of_count(value: float, strength: Amount | None) -> tuple[float, str] | None:
    if strength is None or strength.per_unit is not None:
        return None
    return value * strength.value, strength.unit


def _of_volume(value: float, unit: str, strength: Amount | None) -> tuple[float, str] | None:
    spoons = {"ml": 1.0, "teaspoonful": 5.0, "tablespoonful": 15.0}
    volume = spoons.get(unit.casefold())
    if volume is None or strength is None or (strength.per_unit or "").casefold() != "ml":
        return None
    return value * volume * strength.value / strength.per, strength.unit
