"""Numbers as people write and say them: digits, fractions, words."""

from __future__ import annotations

import re
from fractions import Fraction

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * (n + 2) for n, word in enumerate(_TENS)}
_WORDS |= {"oh": 0}
_SIGNS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}

_ONE = "|".join(sorted((*_UNITS, *_TENS), key=len, reverse=True))
_TEN = "|".join(_TENS)
_HUNDREDS = (
    rf"(?:(?:(?:{_ONE}|a)[\s-]hundred(?:[\s-](?:and\s)?(?:(?:{_TEN})[\s-](?:{_ONE})|{_ONE}))?)"
    rf"|(?:(?:{_TEN})[\s-](?:{_ONE}))|(?:{_ONE}))"
)
# "ninety", "twenty-one", "one hundred and twenty", "a hundred", "fifty thousand"
SPOKEN = rf"(?:(?:{_HUNDREDS}|a)[\s-]thousand(?:[\s-](?:and\s)?{_HUNDREDS})?|{_HUNDREDS})"
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
NUMBER = rf"(?:{DIGITS}|\b{SPOKEN}\b)"
# What a dose may be: also fractions.
DOSE = rf"(?:\d+\s+(?:and\s+)?\d+/\d+|\d+/\d+|(?:one|\d+)?\s*(?:and\s+(?:a|one)[\s-])?half|\d*[½¼¾]|{NUMBER})"


def whole(text: str) -> int | None:
    """The whole number of a word or digits; None for anything else."""
    plain = text.strip().lower().replace(",", "")
    if re.fullmatch(r"\d{1,9}", plain, re.ASCII):
        return int(plain)
    return _spoken(plain)


def amount(text: str) -> Fraction | None:
    """The amount that a dose names: "1/2", "1 1/2", "2.5", "one and a half", "three"."""
    plain = re.sub(r"\s+", " ", text.strip().lower()).replace(",", "")
    if len(plain) > _LONGEST:
        return None
    for read in (_sign, _fraction, _half, _decimal):
        found = read(plain)
        if found is not None:
            return found
    return None


_LONGEST = 24


def _sign(plain: str) -> Fraction | None:
    found = re.fullmatch(r"(\d*) ?([½¼¾])", plain, re.ASCII)
    return Fraction(int(found[1] or 0)) + _SIGNS[found[2]] if found else None


def _fraction(plain: str) -> Fraction | None:
    found = re.fullmatch(r"(?:(\d+) (?:and )?)?(\d+)/(\d+)", plain, re.ASCII)
    return int(found[1] or 0) + Fraction(int(found[2]), int(found[3])) if found and int(found[3]) else None


def _half(plain: str) -> Fraction | None:
    found = re.fullmatch(r"(?:(.+?) and (?:a |one )?|one-|one )?(?:a )?-?half", plain)
    if not found:
        return None
    base = _decimal(found[1]) if found[1] else Fraction(0)
    return None if base is None else base + Fraction(1, 2)


def _decimal(plain: str) -> Fraction | None:
    if re.fullmatch(r"\d+(?:\.\d+)?|\.\d+", plain, re.ASCII):
        return Fraction(plain)
    read = _spoken(plain)
    return None if read is None else Fraction(read)


def _spoken(plain: str) -> int | None:
    thousands, total = 0, 0
    for word in re.split(r"[\s-]+", plain):
        if word == "thousand":
            thousands, total = (total or 1) * 1000, 0
        elif word == "hundred":
            total = (total or 1) * 100
        elif word in _WORDS:
            total += _WORDS[word]
        elif word not in ("and", "a"):
            return None
    total += thousands
    return total if re.search("[a-z]", plain) and plain not in ("and", "a") else None
