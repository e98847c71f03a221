"""What directions must hold: a dose, a frequency, something to do at all."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.model.regimen import Dosing, Regimen, Step
from app.core.transcription.assemble.rates import is_single
from app.core.transcription.extract.parts import Component, Doubt, Mark
from app.core.transcription.product import Product

_MAY_LACK_DOSE = frozenset({"topical", "oromucosal"})
_DOSELESS_VERBS = frozenset({"apply", "swish", "gargle", "irrigate"})


def doubts(regimen: Regimen, components: tuple[Component, ...], drug: Product | None) -> Iterator[Doubt]:
    """What is missing."""
    marks = {c.meaning.kind for c in components if isinstance(c.meaning, Mark)}
    if "by_weight" in marks:
        yield Doubt("dose by body weight or surface without a computed amount", "dose")
    nothing = regimen.dose_max is None and regimen.frequency is None and not regimen.timing and not regimen.site
    if nothing and not regimen.as_needed:
        yield Doubt("only 'as directed'" if "asdir" in marks else "not a direction")
        return
    yield from _dose(regimen, drug)
    yield from _frequency(regimen, as_directed="asdir" in marks)
    yield from _counted_over_weeks(regimen)


def _dose(regimen: Regimen, drug: Product | None) -> Iterator[Doubt]:
    if regimen.dose_max is not None:
        return
    if regimen.dose_unit:
        if regimen.dose_unit not in ("application", "inch", "pump"):
            yield Doubt(f"missing number of {regimen.dose_unit}s", "dose")
        return
    by_amount = (drug is not None and drug.kind == "topical") or regimen.action in _DOSELESS_VERBS
    by_amount = by_amount or "application" in regimen.notes
    if regimen.route == "transdermal" or not (by_amount or regimen.route in _MAY_LACK_DOSE):
        yield Doubt("missing dose", "dose")


def _frequency(regimen: Regimen, *, as_directed: bool) -> Iterator[Doubt]:
    for step in regimen.steps or (regimen,):
        if _sliding(step) or (step.frequency is not None and not (step.as_needed and is_single(step.frequency))):
            continue
        if step.as_needed:
            if regimen.max_per_day is None and not _after_schedule(step):
                yield Doubt("as needed without interval or maximum", "frequency")
        elif as_directed:
            yield Doubt("frequency only 'as directed'", "frequency")
        else:
            yield Doubt("missing frequency", "frequency")
        return


def _counted_over_weeks(regimen: Regimen) -> Iterator[Doubt]:
    """Five every week: at once, or on five days?"""
    often = regimen.frequency
    if often is None or often.period_unit not in ("week", "month") or regimen.dose_unit or often.times_max != 1:
        return
    if regimen.dose_max is not None and regimen.dose_max > 1 and not regimen.timing:
        yield Doubt("a number without a unit over a longer time: at once, or parted?", "frequency")


def _sliding(step: Dosing) -> bool:
    return isinstance(step, Step) and step.relation == "if"


def _after_schedule(step: Dosing) -> bool:
    """After a course, "then as needed" keeps to what was said before."""
    return isinstance(step, Step) and step.relation == "then"
