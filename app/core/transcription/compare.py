"""Whether entered directions say what the prescriber said, component by component."""

from __future__ import annotations

from collections.abc import Callable

from rapidfuzz import fuzz

from app.core.model.regimen import Comparison, Difference, Dosing, Frequency, Regimen, Transcription
from app.core.transcription.assemble import english
from app.core.transcription.assemble.moments import is_clock
from app.core.transcription.assemble.rates import DAYS, days_of
from app.core.transcription.product import Product, in_mg, in_ml, pieces
from app.core.transcription.reading import read

_COUNTED = frozenset({"tablet", "capsule", "dose"})
_SAME_MOMENTS = {
    "night": "bedtime",
    "with_meals": "with_food",
    "after_meals": "after_food",
    "before_food": "before_meals",
}
_ALIKE = 80
_ROUTES_ALIKE = ({"topical", "transdermal"},)
Value = object
_DIGITS = 4


def compare(prescribed: Transcription, entered: Transcription, drug: Product | None) -> Comparison:
    """Compare two transcriptions; where words are in doubt, only what is definite on both sides differs.

    Entered words that are all understood, but lack or contradict what clear directions say, are different.
    """
    differences = tuple(_differences(prescribed.regimen, entered.regimen, drug))
    doubtful = [
        f"{side}: {regimen.ambiguity_reason}"
        for side, regimen in (("the prescriber's words", prescribed.regimen), ("the entered words", entered.regimen))
        if regimen.ambiguous
    ]
    if not doubtful:
        return Comparison(verdict="different" if differences else "same", differences=differences)
    definite = differences
    if prescribed.regimen.ambiguous or read(entered.text, drug).unexplained:
        definite = tuple(d for d in differences if d.prescribed is not None and d.entered is not None)
    if definite:
        return Comparison(verdict="different", differences=definite, reason="; ".join(doubtful))
    return Comparison(verdict="cannot_tell", differences=differences, reason="; ".join(doubtful))


def _differences(one: Regimen, other: Regimen, drug: Product | None) -> list[Difference]:
    if len(one.steps) != len(other.steps):
        return [Difference(field="steps", prescribed=english.body(one) or None, entered=english.body(other) or None)]
    if one.steps:
        found = [d for pair in zip(one.steps, other.steps, strict=True) for d in _of_step(*pair, drug)]
        found += [d for a, b in zip(one.steps, other.steps, strict=True) for d in _relations(a.condition, b.condition)]
        found += _limit(one, other)
        return list(dict.fromkeys(found)) if found else []
    return [*_of_step(one, other, drug), *_limit(one, other)]


def _relations(one: str | None, other: str | None) -> list[Difference]:
    return [] if one == other else [Difference(field="steps", prescribed=one, entered=other)]


def _limit(one: Regimen, other: Regimen) -> list[Difference]:
    most = _most_doses(one), _most_doses(other)
    if most[0] != most[1]:
        return [Difference(field="max_per_day", prescribed=most[0], entered=most[1])]
    a, b = one.max_per_day, other.max_per_day
    if a is not None and b is not None:
        units = {a.unit, b.unit} - {None}
        same_unit = len(units) <= 1
        mass = in_mg(a.value, a.unit) == in_mg(b.value, b.unit)
        if (a.value == b.value and same_unit) or mass:
            return []
    if a is None and b is None:
        return []
    words = (english.limit(a) if a else None, english.limit(b) if b else None)
    return [Difference(field="max_per_day", prescribed=words[0], entered=words[1])]


def _most_doses(regimen: Regimen) -> str | None:
    """The most doses in a row, which stands among the remarks: up to 3 doses."""
    return next((note for note in regimen.notes if note.startswith("Maximum ") and note.endswith(" doses")), None)


def _of_step(one: Dosing, other: Dosing, drug: Product | None) -> list[Difference]:
    found: list[Difference] = []
    for field, differ, words in _COMPONENTS:
        if differ(one, other, drug):
            found.append(Difference(field=field, prescribed=words(one) or None, entered=words(other) or None))
    return found


def _dose_differs(one: Dosing, other: Dosing, drug: Product | None) -> bool:
    a, b = _dose(one, drug), _dose(other, drug)
    if a[:2] != b[:2]:
        by_strength = _strength(one), _strength(other)
        return not (a == by_strength[1] or b == by_strength[0])
    strengths = (_strength(one), _strength(other))
    return None not in strengths and strengths[0] != strengths[1]


def _unit_differs(one: Dosing, other: Dosing, drug: Product | None) -> bool:
    if one.dose_max is None or other.dose_max is None or _dose_differs(one, other, drug):
        return False
    units = {_dose(one, drug)[2], _dose(other, drug)[2]}
    if len(units) == 1 or (None in units and units - {None} <= _COUNTED):
        return False
    return _dose(one, drug) != _strength(other) and _dose(other, drug) != _strength(one)


Amount = tuple[float | None, float | None, str | None]


def _dose(step: Dosing, drug: Product | None) -> Amount:
    """The dose in one unit of its kind, in pieces of the product where that is known."""
    low, high, unit = step.dose_min, step.dose_max, step.dose_unit
    if high is None:
        return None, None, unit
    if drug is not None and drug.unit:
        counted = pieces(high, unit, drug)
        if counted is not None:
            lowest = None if low is None else pieces(low, unit, drug)
            return lowest, counted, "mL" if drug.strength and drug.strength.volume else drug.unit
    return _folded(low, high, unit)


def _folded(low: float | None, high: float, unit: str | None) -> Amount:
    volume = in_ml(1.0, unit)
    if volume is not None:
        return None if low is None else round(low * volume, _DIGITS), round(high * volume, _DIGITS), "mL"
    mass, measured = in_mg(1.0, unit)
    factor = mass if measured == "mg" else 1.0
    return None if low is None else low * factor, high * factor, measured or None


def _strength(step: Dosing) -> Amount | None:
    """The dose by weight, where it stands beside the count."""
    strength = step.strength or ""
    if strength.endswith(" each"):
        return None
    words = strength.replace(",", "").replace("units", "unit").split(" to ")
    number, _, unit = words[-1].rpartition(" ")
    try:
        high = float(number)
        return _folded(float(words[0].split()[0]) if words[0] else high, high, unit)
    except ValueError:
        return None


def _route_differs(one: Dosing, other: Dosing, _drug: Product | None) -> bool:
    routes = {one.route, other.route}
    return len(routes) > 1 and routes not in _ROUTES_ALIKE


def _frequency_differs(one: Dosing, other: Dosing, _drug: Product | None) -> bool:
    return _rate(one.frequency) != _rate(other.frequency)


def _rate(frequency: Frequency | None) -> tuple[float | None, ...] | None:
    """Times and period in days; one time every 24 hours is once a day."""
    if frequency is None:
        return None
    if frequency.period_unit is None:
        return (frequency.times_max, None)
    days = DAYS[frequency.period_unit]
    low, high = (frequency.period_min or 1) * days, (frequency.period_max or frequency.period_min or 1) * days
    return frequency.times_min, frequency.times_max, round(low, _DIGITS), round(high, _DIGITS)


def _timing_differs(one: Dosing, other: Dosing, _drug: Product | None) -> bool:
    return _moments(one) != _moments(other)


def _moments(step: Dosing) -> frozenset[str]:
    return frozenset(m if is_clock(m) else _SAME_MOMENTS.get(m, m) for m in step.timing)


def _need_differs(one: Dosing, other: Dosing, _drug: Product | None) -> bool:
    if one.as_needed != other.as_needed:
        return True
    reasons = (one.as_needed_reason or one.indication, other.as_needed_reason or other.indication)
    if reasons[0] is None or reasons[1] is None:
        return False
    first, second = (reason.lower() for reason in reasons if reason)
    sides = [{"left", "right"} & set(reason.split()) for reason in (first, second)]
    return sides[0] != sides[1] or fuzz.token_set_ratio(first, second) < _ALIKE


def _length_differs(one: Dosing, other: Dosing, _drug: Product | None) -> bool:
    return days_of(one.duration) != days_of(other.duration)


def _site_differs(one: Dosing, other: Dosing, _drug: Product | None) -> bool:
    return _site(one.site) != _site(other.site)


def _site(words: str | None) -> str | None:
    if words is None:
        return None
    plain = words.lower().removeprefix("the ")
    for several, single in (
        ("both eyes", "each eye"),
        ("both ears", "each ear"),
        ("both nostrils", "each nostril"),
        ("areas", "area"),
    ):
        plain = plain.replace(several, single)
    return plain


def _need_words(step: Dosing) -> str:
    return english.need(step) or (english.purpose(step.indication) if step.indication else "")


_Differ = Callable[[Dosing, Dosing, "Product | None"], bool]
_COMPONENTS: tuple[tuple[str, _Differ, Callable[[Dosing], str]], ...] = (
    ("dose", _dose_differs, lambda step: english.dose(step, whole=True)),
    ("dose_unit", _unit_differs, lambda step: step.dose_unit or ""),
    ("route", _route_differs, english.route),
    ("frequency", _frequency_differs, lambda step: english.often(step.frequency)),
    ("timing", _timing_differs, lambda step: ", ".join(step.timing).replace("_", " ")),
    ("as_needed", _need_differs, _need_words),
    ("duration", _length_differs, lambda step: english.length(step.duration)),
    ("site", _site_differs, lambda step: step.site or ""),
)
