"""Quantity and days' supply: whether what is dispensed lasts as long as it says."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.model.finding import Finding, NotChecked, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.rules import Rulebook
from app.core.validation.subject import Said, Subject

CHECK = "quantity against days' supply"
_COUNTED = frozenset(
    {"tablet", "capsule", "suppository", "lozenge", "patch", "film", "packet", "vial", "ring", "unit dose"}
)
_TOLERANCE = 0.1
_LIQUID_OVERFILL = 2.0  # bottles come in sizes, and vials last beyond their days


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Compare the days that the quantity gives with the days that are written."""
    del rules
    request = subject.request
    if request.days_supply is None or request.quantity is None:
        return
    supply = request.supply
    if supply is None or supply.days is None or supply.per_day is None:
        if subject.regimen is not None and subject.regimen.dose_max is not None:
            yield NotChecked(check=CHECK, reason="how long the quantity lasts cannot be worked out")
        return
    if not _is_certain(subject):
        yield NotChecked(check=CHECK, reason="what one package holds is not known")
        return
    longest, shortest = supply.days * _spread(subject), supply.days
    if _too_little(longest, request.days_supply) or _too_much(subject, shortest, request.days_supply):
        yield _finding(subject, shortest, request.days_supply)


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


def _too_little(days: float, written: int) -> bool:
    return days + max(1.0, written * _TOLERANCE) < written


def _too_much(subject: Subject, days: float, written: int) -> bool:
    supply = subject.request.supply
    if supply is not None and (supply.unit or "").casefold() not in _COUNTED:
        if subject.order.is_local or "injection" in (subject.drug.form or ""):
            return False  # a vial, a pen or a dropper bottle is given whole
        return days > written * _LIQUID_OVERFILL + 1
    return days - max(1.0, written * _TOLERANCE) > written


def _finding(subject: Subject, days: float, written: int) -> Finding:
    request, supply = subject.request, subject.request.supply
    unit = f" {request.quantity_unit}" if request.quantity_unit else ""
    rate = f"{supply.per_day:g} {supply.unit or ''}".strip() if supply and supply.per_day else ""
    return Finding(
        code="QTY_DS_MISMATCH",
        tier=Tier.WARN,
        severity=Severity.MODERATE,
        message=f"{request.quantity:g}{unit} of {subject.short} last {days:.3g} days at {rate} a day, not {written}.",
        evidence=f"{subject.directed}; quantity {request.quantity:g}{unit}; days' supply {written}",
        source="arithmetic of directions, quantity and days' supply",
        action="Correct the days' supply, or ask which quantity is meant.",
        fields=(ReviewField.QUANTITY.value, ReviewField.DAYS_SUPPLY.value),
    )
