"""Supply: what directions need over a number of days, or how long a quantity lasts, in the unit that is dispensed."""

from __future__ import annotations

import math
from typing import NamedTuple

from app.core.model.regimen import Dosing, PerDay, Regimen, Supply
from app.core.transcription.amounts import amount_a_day, group_amount, groups
from app.core.transcription.assemble.draft import MASSES
from app.core.transcription.assemble.rates import days_of, is_single
from app.core.transcription.product import Product, in_ml, pieces
from app.core.transcription.wording import plain_number

_OPEN_DAYS = 90.0
_DROPS_A_ML = 20.0
_DIGITS = 4
_EACH_SIDE = frozenset({"drop", "spray", "inch"})
_BOTH_SIDES = "the dose is given on both sides"
_WHOLE = frozenset({"tablet", "capsule", "patch", "suppository", "vial", "packet", "lozenge", "film"})


class _Part(NamedTuple):
    """A stretch of the schedule: so much a day for so many days; None is open-ended."""

    a_day: float
    days: float | None


def supply(regimen: Regimen, drug: Product | None, days: float | None, quantity: float | None) -> Supply:
    """Count. Directions in doubt are not counted."""
    assumptions: list[str] = []
    if regimen.ambiguous:
        return _nothing(f"not counted: {regimen.ambiguity_reason}")
    parts, unit = _parts(regimen, drug, assumptions)
    if not parts:
        return _nothing("not counted: the directions give no amount a day")
    _say_bounds(regimen, assumptions)
    a_day = round(max(part.a_day for part in parts), _DIGITS)
    if quantity is not None and days is None:
        return Supply(
            per_day=a_day,
            unit=unit,
            quantity=quantity,
            days=_lasts(parts, quantity),
            assumptions=tuple(assumptions),
        )
    length, needed = _needs(parts, days, assumptions)
    if unit in _WHOLE:
        needed = float(math.ceil(round(needed, _DIGITS)))
    return Supply(
        per_day=a_day,
        unit=unit,
        quantity=round(needed, _DIGITS),
        days=length,
        assumptions=tuple(assumptions),
    )


def _nothing(reason: str) -> Supply:
    return Supply(per_day=None, unit=None, quantity=None, days=None, assumptions=(reason,))


def _say_bounds(regimen: Regimen, assumptions: list[str]) -> None:
    steps = regimen.steps or (regimen,)
    if any(step.dose_min != step.dose_max or _ranged(step) for step in steps):
        assumptions.append("a range counts at its maximum")
    if any(step.as_needed for step in steps):
        assumptions.append("as needed counts as always needed")
    if regimen.max_per_day is not None:
        assumptions.append("no more than the stated daily maximum")
    if any(step.relation == "if" for step in regimen.steps):
        assumptions.append("the largest dose of the scale, three times a day")


def _ranged(step: Dosing) -> bool:
    often = step.frequency
    return often is not None and (often.times_min != often.times_max or often.period_min != often.period_max)


def _parts(regimen: Regimen, drug: Product | None, assumptions: list[str]) -> tuple[list[_Part], str | None]:
    if not regimen.steps:
        return _one(regimen, drug, assumptions)
    found: list[_Part] = []
    unit: str | None = None
    for group in groups(regimen):
        amount = group_amount(group) or _single(group[0])
        if amount is None:
            if group[0].as_needed:
                assumptions.append("the as-needed doses after the schedule are not counted")
                continue
            return [], None
        value, unit = dispensed(amount.max * _places(group[0], assumptions), amount.unit, drug, assumptions)
        once = is_single(group[0].frequency)
        found.append(_Part(value, 1.0 if once else days_of(group[0].duration)))
    return found, unit


def _one(regimen: Regimen, drug: Product | None, assumptions: list[str]) -> tuple[list[_Part], str | None]:
    amount = amount_a_day(regimen) or _single(regimen)
    if amount is None:
        return [], None
    value, unit = dispensed(amount.max * _places(regimen, assumptions), amount.unit, drug, assumptions)
    length = 1.0 if is_single(regimen.frequency) else days_of(regimen.duration)
    return [_Part(value, length)], unit


def _places(step: Dosing, assumptions: list[str]) -> float:
    """1 drop in both eyes are 2 drops."""
    site = step.site or ""
    pair = site.startswith(("both ", "each ")) or ("right" in site and "left" in site and " and " in site)
    if not pair or step.dose_unit not in _EACH_SIDE:
        return 1.0
    if _BOTH_SIDES not in assumptions:
        assumptions.append(_BOTH_SIDES)
    return 2.0


def _single(step: Dosing) -> PerDay | None:
    """One dose only."""
    if not is_single(step.frequency) or step.dose_max is None:
        return None
    return PerDay(min=step.dose_max, max=step.dose_max, unit=step.dose_unit)


def dispensed(value: float, unit: str | None, drug: Product | None, assumptions: list[str]) -> tuple[float, str | None]:
    """An amount in the unit in which the product is dispensed."""
    volume = in_ml(value, unit)
    if volume is not None:
        return volume, "mL"
    if drug is None:
        return value, unit
    if unit is None and drug.unit:
        return value, drug.unit
    if unit in MASSES:
        found = pieces(value, unit, drug)
        if found is not None:
            words = f"{plain_number(value)} {unit} a day of '{drug.text}'"
            piece = "mL" if drug.strength and drug.strength.volume else drug.unit
            assumptions.append(f"{words} is {plain_number(found)} {piece}")
            return found, piece
    return _by_package(value, unit, drug, assumptions)


def _by_package(value: float, unit: str | None, drug: Product, assumptions: list[str]) -> tuple[float, str | None]:
    if unit == "vial" and drug.package_ml:
        assumptions.append(f"one vial is {plain_number(drug.package_ml)} mL")
        return value * drug.package_ml, "mL"
    if unit == "drop" and drug.kind in ("drops", "liquid"):
        assumptions.append("20 drops are 1 mL")
        return value / _DROPS_A_ML, "mL"
    return value, unit


def _needs(parts: list[_Part], days: float | None, assumptions: list[str]) -> tuple[float, float]:
    """Days covered and amount needed, the parts following one another."""
    open_ended = any(part.days is None for part in parts)
    horizon = days if days is not None else _OPEN_DAYS if open_ended else math.inf
    if days is None and open_ended:
        assumptions.append(f"open-ended directions are counted over {plain_number(_OPEN_DAYS)} days")
    left, needed = horizon, 0.0
    for part in parts:
        length = min(left, part.days if part.days is not None else left)
        needed += part.a_day * length
        left -= length
        if left <= 0:
            break
    covered = horizon - left if math.isfinite(horizon) else sum(part.days or 0.0 for part in parts)
    if days is not None and covered < days:
        assumptions.append(f"the directions end after {plain_number(covered)} days")
    return round(covered, _DIGITS), needed


def _lasts(parts: list[_Part], quantity: float) -> float | None:
    """How many whole days a quantity lasts; where the directions end sooner, until then."""
    left, length = quantity, 0.0
    for part in parts:
        if part.a_day <= 0:
            return None
        possible = left / part.a_day
        if part.days is None or possible < part.days:
            return float(math.floor(length + possible + 1e-9))
        length += part.days
        left -= part.days * part.a_day
    return round(length, _DIGITS)
