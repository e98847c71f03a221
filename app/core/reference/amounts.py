"""Strengths as numbers: read from words, compared across units, said in one way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import permutations
from typing import Final, NamedTuple

from app.core.reference.text import Token, tokens

UNITS: Final[dict[str, str]] = {
    word: unit
    for unit, words in {
        "mg": "mg mgs milligram milligrams mgm",
        "mcg": "mcg mcgs microgram micrograms ug µg",
        "g": "g gm gms gram grams",
        "units": "units unit u iu unt unts",
        "mEq": "meq meqs milliequivalent milliequivalents",
        "%": "% percent pct",
    }.items()
    for word in words.split()
}
_VOLUMES: Final[dict[str, str]] = {"ml": "mL", "cc": "mL", "mls": "mL", "milliliter": "mL", "l": "L"}
_TIMES: Final[dict[str, str]] = {
    "hr": "hr", "h": "hr", "hrs": "hr", "hour": "hr", "hours": "hr", "day": "day", "d": "day",
}  # fmt: skip
_EACH: Final = frozenset(
    {"actuation", "actuations", "actuat", "act", "puff", "puffs", "inh", "inhalation", "spray", "sprays"}
    | {"dose", "tablet", "tab", "cap", "capsule", "patch", "drop"}
)
"""Denominators that say no more than the product: 90 mcg a puff is 90 mcg."""
_FACTORS: Final = frozenset(("ml", "cc", "mls", "hr", "h", "hour", "hours", "hrs", "day", "days", "actuat"))
_MASS: Final = {"mcg": Decimal("0.001"), "mg": Decimal(1), "g": Decimal(1000)}
_SIZES: Final[dict[str, tuple[Decimal, str]]] = {
    "mL": (Decimal(1), "mL"),
    "L": (Decimal(1000), "mL"),
    "g": (Decimal(1), "g"),
    "mg": (Decimal("0.001"), "g"),
    "hr": (Decimal(1), "hr"),
    "day": (Decimal(24), "hr"),
}
_PERCENT: Final = "%"  # 1 % is 10 mg in a mL, and 10 mg in a gram
_CLOSE: Final = Decimal("0.01")
_MAX_PARTS: Final = 4


class Amount(NamedTuple):
    """A value with its unit, and for a concentration what it is in; None where nothing is written."""

    value: Decimal
    unit: str | None = None
    per: Decimal | None = None
    per_unit: str | None = None


class Ratio(NamedTuple):
    """An amount in base units: mg, units or mEq, per mL, per hour, or alone."""

    kind: str
    value: Decimal
    within: str | None


class Found(NamedTuple):
    """Amounts that stand together (5-325 mg), and the tokens they take."""

    amounts: tuple[Amount, ...]
    start: int
    stop: int


def read(words: Sequence[Token], start: int) -> Found | None:
    """The amounts that begin at a token, or None when none does."""
    concentration = _insulin_style(words, start)
    if concentration:
        return concentration
    if not words[start].is_number:
        return None
    amounts: list[Amount] = []
    at = start
    while at < len(words) and words[at].is_number and (not amounts or _joins(words[at].glue)):
        amount, at = _one(words, at)
        amounts.append(amount)
    return Found(_shared(amounts), start, at)


@lru_cache(maxsize=32_768)
def parse(strength: str) -> tuple[Amount, ...]:
    """A strength as our tables and this module write it."""
    words = tokens(strength)
    amounts: list[Amount] = []
    at = 0
    while at < len(words):
        found = read(words, at)
        amounts += found.amounts if found else ()
        at = found.stop if found else at + 1
    return tuple(amounts)


def _insulin_style(words: Sequence[Token], start: int) -> Found | None:
    """U-100 is 100 units in a mL."""
    if words[start].text != "u" or start + 1 >= len(words) or not words[start + 1].is_number:
        return None
    if words[start + 1].glue not in ("", "-"):
        return None
    return Found((Amount(Decimal(words[start + 1].text), "units", Decimal(1), "mL"),), start, start + 2)


def _joins(glue: str) -> bool:
    return glue in ("/", "-", "+", "\\")


def _one(words: Sequence[Token], at: int) -> tuple[Amount, int]:
    """One number with its unit and its denominator."""
    value = Decimal(words[at].text)
    at += 1
    unit = None
    if at < len(words) and words[at].glue in ("", "-") and words[at].text in UNITS:
        unit = UNITS[words[at].text]
        at += 1
    per, per_unit, at = _denominator(words, at, bare=unit is None)
    return Amount(value, unit, per, per_unit), at


def _denominator(words: Sequence[Token], at: int, *, bare: bool) -> tuple[Decimal | None, str | None, int]:
    """What stands after the slash: a volume, a time, a mass, or an each."""
    after = at
    if after < len(words) and words[after].text == "per" and not words[after].glue:
        after += 1
    elif after >= len(words) or words[after].glue != "/":
        return None, None, at
    number = Decimal(1)
    counted = after < len(words) and words[after].is_number
    if counted:
        number = Decimal(words[after].text)
        after += 1
    name = words[after].text if after < len(words) and (words[after].glue in ("", "-") or not counted) else ""
    if name in _EACH and not bare:
        return None, None, after + 1
    unit = _denominator_unit(name, counted=counted, bare=bare)
    return (number, unit, after + 1) if unit else (None, None, at)


def _denominator_unit(name: str, *, counted: bool, bare: bool) -> str | None:
    if name in _VOLUMES:
        return _VOLUMES[name]
    if bare:
        return None
    if name in _TIMES:
        return _TIMES[name]
    return UNITS[name] if not counted and UNITS.get(name) in ("mg", "g") else None


def _shared(amounts: list[Amount]) -> tuple[Amount, ...]:
    """What the last of a group says of unit and volume holds for those before it: 5-325 mg."""
    last = amounts[-1]
    return tuple(
        a._replace(
            unit=a.unit or last.unit,
            per=a.per if a.per_unit else last.per,
            per_unit=a.per_unit or last.per_unit,
        )
        for a in amounts
    )


def is_factor(words: Sequence[Token], found: Found) -> bool:
    """Whether this is a pack size or a release time ("24 hr", "3 mL"), which is no strength."""
    if len(found.amounts) != 1 or found.amounts[0].unit or found.amounts[0].per_unit:
        return False
    return found.stop < len(words) and words[found.stop].text in _FACTORS and words[found.stop].glue in ("", "-")


def ratio(amount: Amount) -> Ratio | None:
    """An amount in base units; None without a unit."""
    if amount.unit is None:
        return None
    if amount.unit == "%":
        return Ratio("mass", amount.value * 10, _PERCENT)
    factor = _MASS.get(amount.unit)
    kind, value = ("mass", amount.value * factor) if factor else (amount.unit, amount.value)
    per, within = _base_of(amount)
    return Ratio(kind, value / per if per else value, within)


def _base_of(amount: Amount) -> tuple[Decimal | None, str | None]:
    """The denominator in mL, grams or hours."""
    if amount.per is None or amount.per_unit is None or not amount.per:
        return None, None
    size, within = _SIZES[amount.per_unit]
    return amount.per * size, within


def same(asked: Amount, held: Amount) -> bool:
    """Whether an amount as written is the amount of a product."""
    if asked.unit is None:
        return _same_number(asked, held)
    a, b = ratio(asked), ratio(held)
    if a is None or b is None or a.kind != b.kind:
        return False
    if a.within is None and b.within is not None:  # "400 mg" of a suspension with 400 mg in 5 mL
        top = ratio(held._replace(per=None, per_unit=None)) if held.unit != "%" else None
        return top is not None and a.value == top.value
    return _same_ratio(a, b)


def _same_ratio(a: Ratio, b: Ratio) -> bool:
    """Concentrations meet within their rounding, amounts exactly."""
    if a.within != b.within and not {a.within, b.within} <= {_PERCENT, "mL", "g"}:
        return False
    if {a.within, b.within} == {"mL", "g"}:
        return False
    return _near(a.value, b.value) if a.within else a.value == b.value


def _same_number(asked: Amount, held: Amount) -> bool:
    """A bare number: in the product's unit, or in mg where the product speaks of mcg."""
    if asked.per_unit:
        a, b = ratio(asked._replace(unit=held.unit)), ratio(held)
        return a is not None and b is not None and _same_ratio(a, b)
    return asked.value == held.value or (held.unit == "mcg" and asked.value * 1000 == held.value)


def _near(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= _CLOSE * max(abs(a), abs(b))


def aligned(asked: tuple[Amount, ...], held: tuple[Amount, ...]) -> tuple[Amount, ...] | None:
    """The asked amounts in the product's order when they are the product's strength, else None."""
    if len(asked) != len(held) or not 1 <= len(held) <= _MAX_PARTS:
        return None
    for order in permutations(asked):
        if all(same(a, h) for a, h in zip(order, held, strict=True)):
            return order
    return None


def completed(asked: tuple[Amount, ...], held: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """The asked amounts, with the unit and the volume that the product adds where none was written."""
    return tuple(_complete(a, h) for a, h in zip(asked, held, strict=True))


def _complete(asked: Amount, held: Amount) -> Amount:
    if asked.unit is None and asked.value != held.value and not asked.per_unit:
        return asked._replace(unit="mg", per=held.per, per_unit=held.per_unit)
    unit = asked.unit or held.unit
    if asked.per_unit is None and held.per_unit is not None and unit != _PERCENT:
        return Amount(asked.value, unit, held.per, held.per_unit)
    return asked._replace(unit=unit)


def say(amounts: Iterable[Amount]) -> str:
    """Amounts in words: "5 mg", "875 mg / 125 mg", "600 mg / 42.9 mg per 5 mL"."""
    parts = tuple(amounts)
    denominators = {(a.per, a.per_unit) for a in parts}
    if len(parts) > 1 and len(denominators) == 1 and parts[0].per_unit:
        tops = " / ".join(_top(a) for a in parts)
        return f"{tops} per {_bottom(parts[0])}"
    return " / ".join(_top(a) + (f"/{_bottom(a)}" if a.per_unit else "") for a in parts)


def _top(amount: Amount) -> str:
    return f"{number(amount.value)} {amount.unit}" if amount.unit else number(amount.value)


def _bottom(amount: Amount) -> str:
    per = amount.per or Decimal(1)
    return f"{amount.per_unit}" if per == 1 else f"{number(per)} {amount.per_unit}"


def number(value: Decimal) -> str:
    """A number without trailing zeros or a naked point."""
    text = f"{value:f}"
    text = re.sub(r"(\.\d*?)0+$", r"\1", text).rstrip(".") if "." in text else text
    return text.lstrip("0") if re.match(r"0\d", text) else text
