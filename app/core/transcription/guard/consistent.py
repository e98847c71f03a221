"""Directions that cannot be right as they stand: limits, lengths, forms and routes that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from app.core.model.regimen import Dosing, Regimen, Step
from app.core.transcription.assemble.draft import MASSES
from app.core.transcription.assemble.implied import forms
from app.core.transcription.assemble.rates import DAYS, days_of, is_single, least_per_day
from app.core.transcription.extract.parts import Doubt
from app.core.transcription.product import Product, in_mg, in_ml, is_methotrexate
from app.core.transcription.wording import plain_number

_MOST_PIECES = 20
_PIECES = frozenset({"tablet", "capsule", "patch", "suppository", "lozenge", "film", "vial", "pen"})
_NOT_DONE = {
    "inject": ("tablet", "capsule", "puff", "spray", "patch", "suppository", "lozenge", "film", "drop", "packet"),
    "inhale": ("tablet", "patch", "suppository", "inch", "applicatorful", "lozenge", "film"),
    "chew": ("mL", "puff", "spray", "patch", "suppository", "drop", "vial"),
    "instill": ("tablet", "capsule", "patch", "puff", "suppository"),
    "swish": ("tablet", "capsule", "patch", "puff", "suppository"),
}
_ROUTES_OF = {
    "inject": frozenset({"subcutaneous", "intramuscular", "intravenous"}),
    "inhale": frozenset({"inhalation", "nasal"}),
    "chew": frozenset({"oral", "buccal", "oromucosal"}),
    "swish": frozenset({"oromucosal", "oral"}),
    "gargle": frozenset({"oromucosal", "oral"}),
}
_NOT_APPLIED = frozenset({"oral", "subcutaneous", "intramuscular", "intravenous", "inhalation", "feeding tube"})
_MOST_AT_ONCE = {"g": 500.0, "L": 4.0, "tablespoonful": 4.0}
_MOST_INJECTED = {"mg": 5000.0, "mL": 50.0, "L": 0.0}
_THOUSANDFOLD = 100.0  # between two steps: g written for mg
_NEAR = 1e-6


def doubts(regimen: Regimen, text: str, drug: Product | None) -> Iterator[Doubt]:
    """What contradicts itself, the product, or safe use."""
    for step in regimen.steps or (regimen,):
        yield from _dose(step)
        yield from _route(step)
        yield from _interval(step)
    yield from _rectal_code(regimen)
    yield from _steps(regimen)
    yield from _limit(regimen)
    yield from _open_steps(regimen)
    yield from _methotrexate(regimen, text, drug)
    if drug is not None:
        yield from _product(regimen, drug)


def _dose(step: Dosing) -> Iterator[Doubt]:
    if step.dose_max is None:
        return
    none = step.dose_max <= 0 or (step.dose_min is not None and step.dose_min <= 0)
    if none and not (isinstance(step, Step) and step.relation == "if"):
        yield Doubt("a dose of nothing", "dose")
    if step.dose_unit in _PIECES and step.dose_max > _MOST_PIECES:
        yield Doubt(f"{plain_number(step.dose_max)} {step.dose_unit}s at once", "dose")
    if step.dose_unit in _NOT_DONE.get(step.action or "", ()):
        yield Doubt(f"'{step.action}' and '{step.dose_unit}' do not fit", "action")
    amount, unit = in_mg(step.dose_max, step.dose_unit)
    injected = step.route in ("subcutaneous", "intramuscular") and amount > _MOST_INJECTED.get(unit, amount)
    if injected or step.dose_max > _MOST_AT_ONCE.get(step.dose_unit or "", step.dose_max):
        yield Doubt(f"{plain_number(step.dose_max)} {step.dose_unit} at once", "dose")
    form = forms().get(step.dose_unit or "")
    if form and form.possible and step.route and step.route not in form.possible:
        yield Doubt(f"a {step.dose_unit} and the route '{step.route}' do not fit", "route")


def _route(step: Dosing) -> Iterator[Doubt]:
    """Inject and by mouth, apply and into a vein."""
    possible = _ROUTES_OF.get(step.action or "")
    wrong = step.route is not None and possible is not None and step.route not in possible
    if wrong or (step.action == "apply" and step.route in _NOT_APPLIED):
        yield Doubt(f"'{step.action}' and the route '{step.route}' do not fit", "route")


def _rectal_code(regimen: Regimen) -> Iterator[Doubt]:
    """2 tablets q6h pr pain: PR may be PO or PRN where nothing else says the rectum."""
    said = regimen.action in ("insert", "place", "use", "apply", "give") and "action" not in regimen.implied
    if regimen.route == "rectal" and regimen.dose_max and regimen.dose_unit in ("tablet", "capsule", None) and not said:
        yield Doubt("by the rectum, or PR written for PO or PRN?", "route")


def _steps(regimen: Regimen) -> Iterator[Doubt]:
    """500 g in the morning and 1,000 mg in the evening; 2 tablespoonfuls and 1 tablet."""
    for one, other in pairwise(regimen.steps):
        units = {one.dose_unit, other.dose_unit} - {None}
        if len(units) < len("ab") or one.dose_max is None or other.dose_max is None:
            continue
        first, second = in_mg(one.dose_max, one.dose_unit), in_mg(other.dose_max, other.dose_unit)
        if first[1] == second[1]:
            unlike = max(first[0], second[0]) > _THOUSANDFOLD * min(first[0], second[0])
        else:
            volumes = [in_ml(1.0, unit) is not None for unit in units]
            unlike = not units & MASSES and not all(volumes)
        if unlike:
            yield Doubt(f"two units: {one.dose_unit} and {other.dose_unit}", "steps")


def _interval(step: Dosing) -> Iterator[Doubt]:
    """A course shorter than the interval between its doses."""
    length, frequency = days_of(step.duration), step.frequency
    if length is None or frequency is None or frequency.period_unit is None or not frequency.period_min:
        return
    if length < frequency.period_min * DAYS[frequency.period_unit] - _NEAR:
        yield Doubt("the duration is shorter than the interval", "duration")


def _limit(regimen: Regimen) -> Iterator[Doubt]:
    limit = regimen.max_per_day
    if limit is None:
        return
    if limit.unit and regimen.dose_unit and _of_other_kind(limit.unit, regimen.dose_unit):
        yield Doubt(f"the dose is counted in {regimen.dose_unit}s, its maximum in {limit.unit}s", "max_per_day")
    if regimen.steps:
        return
    scheduled = _scheduled(regimen, limit.unit)
    bounded = regimen.as_needed and regimen.frequency is not None and regimen.frequency.period_unit != "day"
    if scheduled is not None and not bounded and scheduled > limit.value + _NEAR:
        yield Doubt("the stated daily maximum is below the scheduled dose", "max_per_day")


def _of_other_kind(one: str, other: str) -> bool:
    """Tablets and capsules, tablets and spoonfuls; masses may be those of pieces."""
    if one == other or {one, other} & MASSES:
        return False
    volumes = {in_ml(1.0, one) is not None, in_ml(1.0, other) is not None}
    return volumes == {True, False} or {one, other} <= _PIECES


def _scheduled(regimen: Regimen, unit: str | None) -> float | None:
    """The least that the directions ask for in a day, in the unit of the limit."""
    rate = least_per_day(regimen.frequency) if regimen.frequency else None
    dose = regimen.dose_min if regimen.dose_min is not None else None
    if rate is None or dose is None:
        return None
    if unit is None or unit == regimen.dose_unit:
        return rate * dose
    limit, measured = in_mg(1.0, unit), in_mg(dose, regimen.dose_unit)
    if regimen.dose_unit in MASSES and limit[1] == measured[1]:
        return rate * measured[0] / limit[0]
    return None


def _open_steps(regimen: Regimen) -> Iterator[Doubt]:
    """A step that is followed by another must say when it ends."""
    for before, after in pairwise(regimen.steps):
        if after.relation == "then" and before.duration is None and not is_single(before.frequency):
            yield Doubt("a step does not say when the next begins", "steps")
            return


def _methotrexate(regimen: Regimen, text: str, drug: Product | None) -> Iterator[Doubt]:
    if not (is_methotrexate(text) or (drug is not None and is_methotrexate(drug.text))):
        return
    for step in regimen.steps or (regimen,):
        rate = least_per_day(step.frequency) if step.frequency else None
        if rate is not None and rate > 2 / DAYS["week"]:
            yield Doubt("methotrexate written as daily, weekly is expected", "frequency")
            return


def _product(regimen: Regimen, drug: Product) -> Iterator[Doubt]:
    for step in regimen.steps or (regimen,):
        if _other_form(step.dose_unit, drug):
            yield Doubt(f"the directions say {step.dose_unit}, the drug is '{drug.text}'", "dose")
            return
        if _other_strength(step, drug):
            yield Doubt(f"the directions say {step.strength}, the drug is '{drug.text}'", "dose")
            return
        if _other_route(step, drug):
            yield Doubt(f"the directions say {step.route}, the drug is '{drug.text}'", "route")
            return


def _other_form(unit: str | None, drug: Product) -> bool:
    solid = {"tablet", "capsule"}
    if drug.kind == "solid" and drug.unit in solid and unit in solid:
        return unit != drug.unit
    return (unit in solid and drug.kind in ("liquid", "drops", "topical", "device")) or (
        unit in ("puff", "drop", "spray", "patch", "suppository") and drug.kind == "solid"
    )


def _other_strength(step: Step | Dosing, drug: Product) -> bool:
    """The strength in the text is neither that of one piece nor that of the whole dose."""
    strength, known = step.strength, drug.strength
    if strength is None or known is None or known.volume or step.dose_unit not in ("tablet", "capsule"):
        return False
    number, _, unit = strength.removesuffix(" each").replace("units", "unit").rpartition(" ")
    try:
        value, measured = in_mg(float(number.replace(",", "")), unit)
    except ValueError:
        return False
    if measured != known.unit or step.dose_max is None:
        return False
    return not any(abs(value - known.value * times) < _NEAR for times in (1.0, step.dose_max))


def _other_route(step: Dosing, drug: Product) -> bool:
    outside = {"ophthalmic", "otic", "topical", "rectal", "vaginal", "nasal", "transdermal"}
    if not drug.route or not step.route or drug.route == step.route:
        return False
    if drug.route in outside and step.route == "oral":
        return True
    return drug.kind == "solid" and step.route in ("ophthalmic", "otic", "nasal", "topical", "transdermal")
