"""Numbers as a label writes them, shared by reading and rendering."""

from __future__ import annotations

_FRACTIONS = {0.25: "1/4", 0.3333: "1/3", 0.5: "1/2", 0.75: "3/4"}


def plain_number(value: float) -> str:
    """Digits without a trailing zero: 1, 0.5, 1,000."""
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text or "0"


def counted_number(value: float) -> str:
    """Whole numbers and fractions of things that are broken or counted: 1/2, 1 and 1/2."""
    whole, rest = divmod(value, 1)
    fraction = _FRACTIONS.get(round(rest, 4))
    if fraction is None:
        return plain_number(value)
    return f"{plain_number(whole)} and {fraction}" if whole else fraction
