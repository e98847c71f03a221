"""Whether two ways of writing a drug's strength can mean the same product."""

from __future__ import annotations

import re
from fractions import Fraction

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,6})?|\.\d{1,6}"
_UNIT = (
    r"mg|mcg|ug|µg|μg|g|gm|grams?|milligrams?|micrograms?|meq|mmol|units?|unt|iu|u|ml|milliliters?|l|%|percent"
    r"|actuat\w*|puff|hr|hour"
)
_RATIO = re.compile(rf"({_NUMBER})\s*(?:{_UNIT})?\s*/\s*({_NUMBER})\s*(?:ml|g|l|actuat|hr|h)\b", re.IGNORECASE)
_STRENGTH = re.compile(
    rf"(?<![\w.])({_NUMBER})(?=\s*(?:{_UNIT})(?![a-z])|\s*-\s*[\d.]+\s*(?:{_UNIT})|\s*/)", re.IGNORECASE
)
_ANY = re.compile(rf"(?<![\w.])({_NUMBER})", re.IGNORECASE)
# The same strength in another unit: mg and mcg, mg and g, percent and mg/mL.
_SCALES = (Fraction(1), Fraction(1000), Fraction(1, 1000), Fraction(10), Fraction(1, 10))


def named(text: str) -> frozenset[Fraction]:
    """The numbers of a drug's text that are strengths: those with a unit."""
    return frozenset(_value(m[1]) for m in _STRENGTH.finditer(text)) - {0}


def contradict(name: str, coded: str) -> bool:
    """Whether a coded strength names a number that the drug's text cannot mean.

    True only when both name strengths and one of the coded numbers fits none of the text's, in no
    usual unit and as no ratio: a doubt is left to the checks that know the drug.
    """
    said, written = named(name), named(coded) or _numbers(coded)
    if not said or not written:
        return False
    return not (_fit(written, _variants(name), coded) or _fit(said, _variants(coded), name))


def _fit(numbers: frozenset[Fraction], others: frozenset[Fraction], text: str) -> bool:
    return all(n in others for n in numbers) or any(n in others for n in _ratios(text))


def _variants(text: str) -> frozenset[Fraction]:
    base = _numbers(text) | _ratios(text)
    percent = "%" in text or "percent" in text.lower()
    scales = _SCALES if percent else _SCALES[:3]
    return frozenset(n * s for n in base for s in scales)


def _ratios(text: str) -> frozenset[Fraction]:
    return frozenset(_value(m[1]) / _value(m[2]) for m in _RATIO.finditer(text) if _value(m[2]))


def _numbers(text: str) -> frozenset[Fraction]:
    return frozenset(_value(m[1]) for m in _ANY.finditer(text)) - {0}


def _value(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))
