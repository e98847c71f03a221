"""How a strength is written or said, and how its words become the usual signs."""

from __future__ import annotations

import re

from app.core.intake.numbers_in_words import DIGITS, SPOKEN, whole

_POINT = rf"(?:\s+point(?:\s+{SPOKEN})+)"
# A number in digits or words: "2.5", "twelve point five", "point five".
AMOUNT = rf"(?:{DIGITS}|\b{SPOKEN}{_POINT}?\b|\bpoint(?:\s+{SPOKEN})+\b)"
_WORDS = r"milligrams?|micrograms?|milliequivalents?|milliliters?|grams?|units?|percent|mils?"
UNIT = rf"(?:mg|mcg|ug|µg|μg|g|gm|meq|iu|%|ml|{_WORDS})(?![A-Za-z])"
_PER = (
    rf"(?:\s*(?:/|\bper\b)\s*(?:{AMOUNT})?\s*"
    r"(?:ml|milliliters?|mils?|l|g|gram|hr|hour|h|actuation|act|puff|spray|dose|day)\b)"
)
STRENGTH = re.compile(
    rf"(?<![\w.])(?:{AMOUNT}\s*(?:{UNIT})?\s*[-/]\s*){{0,4}}{AMOUNT}\s*{UNIT}(?:\s*[-/]\s*{UNIT})?{_PER}?",
    re.IGNORECASE,
)
_SPOKEN_AMOUNT = re.compile(rf"\b(?:{SPOKEN}{_POINT}?|point(?:\s+{SPOKEN})+)\b(?=\s*{UNIT})", re.IGNORECASE)
_PER_SIGN = re.compile(r"\s+per\s+(?=(?:\d|mL|milli|g\b|hr|hour|actuation|puff|spray|dose))", re.IGNORECASE)


def in_signs(said: str) -> str:
    """A drug or strength with spoken numbers as digits, "percent" as %, "per 5 mils" as /5 mL."""
    plain = _SPOKEN_AMOUNT.sub(lambda m: _digits(m[0]), said)
    plain = re.sub(r"(?<=\d)\s*percent\b", " %", plain, flags=re.IGNORECASE)
    plain = re.sub(r"(?<=\d)(\s*)mils?\b", r"\1mL", plain, flags=re.IGNORECASE)
    plain = re.sub(rf"\bper\s+({SPOKEN})\s+mils?\b", lambda m: f"per {_digits(m[1])} mL", plain, flags=re.IGNORECASE)
    return _PER_SIGN.sub("/", plain)


def _digits(said: str) -> str:
    base, point, rest = said.lower().strip().partition("point")
    number = whole(base) if base.strip() else 0
    if number is None:
        return said
    if not point:
        return str(number)
    places = [whole(word) for word in rest.split()]
    return said if None in places else f"{number}." + "".join(str(p) for p in places)
