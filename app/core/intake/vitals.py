"""Measurements that the checks use, by LOINC code, and their units."""

from __future__ import annotations

from app.core.intake.values import PLAIN_NUMBER

# LOINC, read November 2026.
WEIGHT_CODES = frozenset({"29463-7", "3141-9", "3142-7", "8341-0", "8335-2"})
EGFR_CODES = frozenset(
    {
        "33914-3", "48642-3", "48643-1", "50044-7", "50210-4", "62238-1",
        "69405-9", "70969-1", "77147-7", "88293-6", "88294-4", "94677-2", "98979-8", "98980-6",
    }
)  # fmt: skip
CREATININE_CODES = frozenset({"2160-0", "38483-4"})
PREGNANCY_CODES = frozenset({"82810-3"})

_TO_KG = {"kg": 1.0, "g": 0.001, "[lb_av]": 0.45359237, "lb": 0.45359237, "lbs": 0.45359237, "[lb_us]": 0.45359237}
_HEAVIEST = 700


def kilograms(value: str | None, unit: str | None) -> float | None:
    """A body weight in kilograms; None where number or unit is not plain."""
    factor = _TO_KG.get((unit or "").strip().lower())
    number = plain(value)
    if factor is None or number is None:
        return None
    weight = round(number * factor, 2)
    return weight if 0 < weight <= _HEAVIEST else None


def plain(value: str | None) -> float | None:
    """A measured number; long decimals of a converted value are cut."""
    text = (value or "").strip()
    whole, _, rest = text.partition(".")
    text = f"{whole}.{rest[:4]}" if rest.isascii() and rest.isdigit() else text
    return float(text) if PLAIN_NUMBER.fullmatch(text) else None
