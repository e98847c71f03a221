"""Whether structured directions plainly contradict the text beside them: a comparison of numbers, no more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from app.core.intake.numbers_in_words import DOSE, NUMBER, amount

_CLASSES = {
    "solid": r"tab(?:let)?s?|caps?(?:ules?)?|pills?|caplets?",
    "mL": r"ml|milliliters?|cc",
    "drop": r"gtts?|drops?",
    "puff": r"puffs?|inhalations?|actuations?|sprays?",
    "unit": r"units?|iu|u",
    "mg": r"mg|milligrams?",
    "mcg": r"mcg|ug|µg|micrograms?",
    "g": r"g|gm|grams?",
    "patch": r"patch(?:es)?",
    "suppository": r"suppositor(?:y|ies)",
}
_UNIT = "|".join(f"(?P<u{n}>{words})" for n, words in enumerate(_CLASSES.values()))
_DOSES = re.compile(
    rf"(?<![\w./])(?P<low>{DOSE})(?:\s*(?:-|–|to|or)\s*(?P<high>{DOSE}))?\s*(?:{_UNIT})(?![a-z])", re.IGNORECASE
)
_EVERY = re.compile(
    r"\b(?:every|q)\s*(\d+)(?:\s*(?:-|–|to|or)\s*(\d+))?\s*(hours?|hrs?|h|days?|d|weeks?|wks?)\b", re.IGNORECASE
)
_TIMES = re.compile(
    r"\b(?:(once|one time|twice|two times|three times|four times|five times|six times|\d+\s*(?:x|times))"
    r"(?:\s+(?:a|per|each|every))?\s*-?\s*(daily|day|weekly|week|wk|monthly|month))",
    re.IGNORECASE,
)
_WORDS_FOR_RATES = (
    (r"\bb\.?i\.?d\b", 2),
    (r"\bt\.?i\.?d\b", 3),
    (r"\bq\.?i\.?d\b", 4),
    (r"\bq\.?d\.?s\b", 4),
    (r"\b(?:q\.?d(?!\.?s)|qday|every day|once daily)\b", 1),
    (r"\b(?:every (?:morning|evening|night)|nightly|q\.?h\.?s|at bedtime|qam|qpm|in the (?:morning|evening))\b", 1),
    (r"\b(?:every other day|q\.?o\.?d)\b", Fraction(1, 2)),
    (r"\b(?:weekly|every week)\b", Fraction(1, 7)),
)
_DAILY = re.compile(r"\bdaily\b", re.IGNORECASE)
_SAID_AGAIN = re.compile(r"\s*\(\s*\d+\s*\)")  # one (1) tablet
_COUNTED = re.compile(rf"(?:{NUMBER})\s*(?:x|×)?\s*$", re.IGNORECASE)  # two 5 mL spoonfuls
_DAY_TIMES = {
    "morning": r"\bmornings?\b|\bqam\b|\bbreakfast\b|\ba\.?m\.?\b",
    "evening": r"\bevenings?\b|\bqpm\b|\bbedtime\b|\bq?hs\b|\bnight(?:ly)?\b|\bdinner\b|\bsupper\b|\bp\.?m\.?\b",
    "noon": r"\bnoon\b|\blunch\b",
}
_COUNTS = {
    "once": 1,
    "one time": 1,
    "twice": 2,
    "two times": 2,
    "three times": 3,
    "four times": 4,
    "five times": 5,
    "six times": 6,
}
_DAYS = {"d": 1, "w": 7, "m": 30}
_STEPS = re.compile(r"\bthen\b|\btaper\b|\bincrease\b|\bdecrease\b|;", re.IGNORECASE)


@dataclass(frozen=True)
class Coded:
    """What structured directions say: doses (low, high, unit as written), doses a day, words on timing."""

    doses: tuple[tuple[str, str, str], ...] = ()
    rates: frozenset[Fraction] = frozenset()
    timing: str = ""


def contradictions(text: str, coded: Coded) -> tuple[str, ...]:
    """Each plain contradiction between directions in words and in codes, as a phrase."""
    found = [_dose(text, dose) for dose in coded.doses]
    if not _STEPS.search(text):
        found.append(_rate(text, coded))
        found.append(_day_time(text, coded.timing))
    return tuple(phrase for phrase in found if phrase)


def rates_in(text: str) -> frozenset[Fraction]:
    """How many times a day the words say; empty when they do not say it plainly."""
    rates: set[Fraction] = set()
    text = _SAID_AGAIN.sub("", text)
    for low, high, unit in _EVERY.findall(text):
        hours = 1 if unit[0].lower() == "h" else 24 if unit[0].lower() == "d" else 168
        rates |= {Fraction(24, int(n) * hours) for n in (low, high) if n and 0 < int(n) < _LONG}
    rest = _EVERY.sub(" ", text)
    for count, period in _TIMES.findall(rest):
        number = _COUNTS.get(count.lower()) or int(re.sub(r"\D", "", count) or 0)
        rates.add(Fraction(number, _DAYS[period[0].lower()]))
    rest = _TIMES.sub(" ", rest)
    rates |= {Fraction(rate) for pattern, rate in _WORDS_FOR_RATES if re.search(pattern, rest, re.IGNORECASE)}
    if not rates and _DAILY.search(rest):
        rates.add(Fraction(1))
    at = len(_times_of_day(text))
    if at > 1:
        rates.add(Fraction(at))
    return frozenset(rates)


_LONG = 1000
_NEAR = 24  # characters that a number before a dose takes at most


def doses_in(text: str) -> tuple[tuple[Fraction, Fraction, str], ...]:
    """Each amount with a unit that the words name: (low, high, class of unit)."""
    found = []
    text = _SAID_AGAIN.sub("", text)
    for match in _DOSES.finditer(text):
        if _COUNTED.search(text, max(0, match.start() - _NEAR), match.start()):
            continue
        low, high = amount(match["low"]), amount(match["high"] or match["low"])
        unit = next(name for n, name in enumerate(_CLASSES) if match[f"u{n}"])
        if low is not None and high is not None:
            found.append((low, high, unit))
    return tuple(found)


def _dose(text: str, dose: tuple[str, str, str]) -> str:
    low, high = amount(dose[0]), amount(dose[1] or dose[0])
    unit = next((n for n, words in _CLASSES.items() if re.fullmatch(words, dose[2].strip(), re.IGNORECASE)), None)
    said = [d for d in doses_in(text) if d[2] == unit]
    if low is None or high is None or not said:
        return ""
    if any(d[0] <= high and low <= d[1] for d in said):
        return ""
    return f"dose {dose[0]}{'-' + dose[1] if dose[1] else ''} {dose[2]} against the words"


def _rate(text: str, coded: Coded) -> str:
    said, meant = rates_in(text), coded.rates or rates_in(coded.timing)
    if not said or not meant or said & meant or _between(said, meant):
        return ""
    return "how often against the words"


def _between(said: frozenset[Fraction], meant: frozenset[Fraction]) -> bool:
    return min(said) <= min(meant) and max(meant) <= max(said)


def _day_time(text: str, timing: str) -> str:
    said, meant = _times_of_day(text), _times_of_day(timing)
    return "time of day against the words" if said and meant and not said & meant else ""


def _times_of_day(text: str) -> frozenset[str]:
    return frozenset(name for name, words in _DAY_TIMES.items() if re.search(words, text, re.IGNORECASE))
