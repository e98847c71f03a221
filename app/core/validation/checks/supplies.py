"""Quantity and days' supply: whether what is dispensed lasts as long as it says."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from app.core.model.finding import Finding, NotChecked, Severity, Tier
from app.core.model.order import ReviewField
from app.core.model.regimen import Step, Supply
from app.core.validation.amounts import days_of, times_a_day
from app.core.validation.rules import Rulebook
from app.core.validation.subject import LOCAL_ROUTES, Said, Subject

CHECK = "quantity against days' supply"
_COUNTED = frozenset(
    {"tablet", "capsule", "suppository", "lozenge", "patch", "film", "packet", "vial", "ring", "unit dose"}
)
_TOLERANCE = 0.1
_USED, _USED_CONTROLLED = 0.75, 0.85
_SOURCE = "arithmetic of directions, quantity and days' supply"
_ROUNDING = 0.01
_LIQUID_OVERFILL = 2.0  # bottles come in sizes, and vials last beyond their days


class _Wanted(NamedTuple):
    """For how many days the quantity should last, and where that stands."""

    at_least: float
    at_most: float
    words: str
    evidence: str


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Compare the days that the quantity gives with the days that are written, or that the directions say."""
    del rules
    request = subject.request
    yield from _too_soon(subject)
    if _is_for_attacks(subject):
        return
    needed = _needed(subject)
    if needed is not None and request.quantity is not None and request.quantity > max(needed * 1.5, needed + 5):
        yield _beyond(subject, needed)
        return
    wanted = _wanted(subject)
    if wanted is None or request.quantity is None:
        return
    shortest = _lasts(subject, request.quantity)
    if shortest is None:
        if subject.regimen is not None and subject.regimen.dose_max is not None:
            yield NotChecked(check=CHECK, reason="how long the quantity lasts cannot be worked out")
        return
    if not _is_certain(subject):
        yield NotChecked(check=CHECK, reason="what one package holds is not known")
        return
    longest = shortest * _spread(subject)
    if _too_little(longest, wanted.at_least) or _too_much(subject, shortest, wanted.at_most):
        yield _finding(subject, shortest, wanted)


def _wanted(subject: Subject) -> _Wanted | None:
    """The days' supply; where none is written, the course of the directions, with its refills or without."""
    request = subject.request
    if request.days_supply is not None:
        days = request.days_supply
        return _Wanted(days, days, f"not {days}", f"days' supply {days}")
    course = _course(subject)
    if course is None:
        return None
    words = f"the directions say {course:g}"
    return _Wanted(course / (1 + (request.refills or 0)), course, words, f"a course of {course:g} days")


def _course(subject: Subject) -> float | None:
    """The days for which the directions say to take it; bounds and what is taken as needed bind nobody."""
    regimen = subject.regimen
    if regimen is None or regimen.steps or regimen.as_needed or regimen.duration is None:
        return None
    if regimen.duration.up_to or regimen.duration.at_least:
        return None
    days = days_of(regimen.duration)
    return days if days is not None and days >= 1 else None


def _lasts(subject: Subject, quantity: float) -> float | None:
    """How long the quantity lasts at the rate of the directions, even beyond the end of the course."""
    supply, regimen = subject.request.supply, subject.regimen
    if supply is None or supply.days is None or not supply.per_day:
        return None
    if regimen is None or regimen.steps or regimen.duration is None:
        return supply.days
    return max(supply.days, float(math.floor(quantity / supply.per_day + _ROUNDING)))


def _needed(subject: Subject) -> float | None:
    """How many tablets or capsules the steps of a taper need in all; None where a step is open."""
    regimen, supply = subject.regimen, subject.request.supply
    if regimen is None or not regimen.steps or supply is None or (supply.unit or "") not in _COUNTED:
        return None
    amounts = [_in_all(step) for step in regimen.steps]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def _in_all(step: Step) -> float | None:
    days, times = days_of(step.duration), times_a_day(step.frequency)
    if days is None or times is None or step.dose_max is None or step.dose_unit not in _COUNTED or step.as_needed:
        return None
    return step.dose_max * times * days


def _beyond(subject: Subject, needed: float) -> Finding:
    request = subject.request
    return Finding(
        code="QTY_DS_MISMATCH",
        tier=Tier.WARN,
        severity=Severity.MODERATE,
        message=f"The directions of {subject.short} need {needed:g} in all; the quantity is {request.quantity:g}.",
        evidence=f"{subject.directed}; quantity {request.quantity:g}",
        source=_SOURCE,
        action="Ask which quantity is meant.",
        fields=(ReviewField.QUANTITY.value, ReviewField.DAYS_SUPPLY.value),
    )


def _is_for_attacks(subject: Subject) -> bool:
    """What is taken when an attack comes lasts as long as no attack comes."""
    regimen = subject.regimen
    if regimen is None or not (regimen.as_needed or "at_onset" in regimen.timing):
        return False
    return regimen.frequency is None or regimen.frequency.period_unit in (None, "minute")


def _is_certain(subject: Subject) -> bool:
    """Counted forms and measured liquids are; packages only where what they hold was reckoned with."""
    supply = subject.request.supply
    unit = (supply.unit or "").casefold() if supply else ""
    return unit in _COUNTED or unit == "ml" or bool(supply and supply.assumptions and unit not in ("puff", "spray"))


def _spread(subject: Subject) -> float:
    """A range, “every 4 to 6 hours” or “1 to 2 tablets”, makes the quantity last up to so much longer."""
    regimen = subject.regimen
    if regimen is None or regimen.frequency is None:
        return 1.0
    f = regimen.frequency
    often = (f.period_max or 1) / (f.period_min or 1) * (f.times_max or 1) / (f.times_min or f.times_max or 1)
    much = (regimen.dose_max or 1) / (regimen.dose_min or regimen.dose_max or 1)
    return max(often * much, 1.0)


def _too_little(days: float, wanted: float) -> bool:
    return days + max(1.0, wanted * _TOLERANCE) < wanted


def _too_much(subject: Subject, days: float, wanted: float) -> bool:
    supply = subject.request.supply
    if supply is not None and (supply.unit or "").casefold() not in _COUNTED:
        if subject.order.is_local or subject.route in LOCAL_ROUTES or "injection" in (subject.drug.form or ""):
            return False  # a vial, a pen or a dropper bottle is given whole
        return days > wanted * _LIQUID_OVERFILL + 1
    return days - max(1.0, wanted * _TOLERANCE) > wanted


def _finding(subject: Subject, days: float, wanted: _Wanted) -> Finding:
    request, supply = subject.request, subject.request.supply
    unit = f" {request.quantity_unit}" if request.quantity_unit else ""
    rate = _rate(supply) if supply else ""
    return Finding(
        code="QTY_DS_MISMATCH",
        tier=Tier.WARN,
        severity=Severity.MODERATE,
        message=f"{request.quantity:g}{unit} of {subject.short} last {days:.3g} days at {rate} a day, {wanted.words}.",
        evidence=f"{subject.directed}; quantity {request.quantity:g}{unit}; {wanted.evidence}",
        source=_SOURCE,
        action="Correct the days' supply, or ask which quantity is meant.",
        fields=(ReviewField.QUANTITY.value, ReviewField.DAYS_SUPPLY.value),
    )


def _rate(supply: Supply) -> str:
    unit = supply.unit or ""
    plural = "s" if unit in _COUNTED and supply.per_day != 1 else ""
    return f"{supply.per_day:g} {unit}{plural}".strip()


def _too_soon(subject: Subject) -> Iterator[Finding]:
    """A fill while most of the last one should still be there; stricter for controlled substances."""
    elapsed, days = subject.request.last_fill_days_ago, subject.request.days_supply
    controlled = subject.facts is not None and subject.facts.schedule is not None
    share = _USED_CONTROLLED if controlled else _USED
    if elapsed is None or not days or elapsed >= days * share:
        return
    yield Finding(
        code="REFILL_TOO_SOON",
        tier=Tier.WARN if controlled else Tier.NOTE,
        severity=Severity.MODERATE,
        message=f"{subject.short} was filled {elapsed} days ago; it is for {days} days.",
        evidence=f"{subject.ordered}; last fill {elapsed} days ago",
        source="usual rule of pharmacies and payers: 75 % used, 85 % for controlled substances",
        action="Ask why it is needed early.",
        fields=(ReviewField.DAYS_SUPPLY.value, ReviewField.DRUG.value),
    )
