"""What one step leaves to another: unit, route, dose, frequency; and steps that are one."""

from __future__ import annotations

from itertools import pairwise

from app.core.model.regimen import Relation
from app.core.transcription.assemble.fields import Fields, contradiction
from app.core.transcription.assemble.moments import day_slots, tidy
from app.core.transcription.assemble.rates import daily, is_single, per_day
from app.core.transcription.extract.parts import Dose, Doubt

Steps = tuple[list[Fields], list[Relation]]


def inherit(fields: list[Fields], relations: list[Relation]) -> Steps:
    """Fill in each step what the others say for it."""
    fields, relations = _scale(fields, relations)
    _forward(fields)
    _shared(fields)
    _groups(fields, relations)
    if len(fields) > 1:
        _frequencies(fields, relations)
        for step in fields:
            if is_single(step.frequency):
                step.moments = tuple(moment for moment in step.moments if moment != "stat")
    return fields, relations


def _scale(fields: list[Fields], relations: list[Relation]) -> Steps:
    """What stands before a sliding scale holds for all its rows."""
    if "if" not in relations:
        return fields, relations
    if relations[0] == "if":
        moments = {row.moments for row in fields if row.moments}
        said = next((row.frequency for row in fields if row.frequency and not row.frequency_implied), None)
        for row in fields:
            row.moments = next(iter(moments)) if len(moments) == 1 else row.moments
            row.frequency, row.frequency_implied = said, False
        return fields, relations
    first = fields[0]
    for row in fields[1:]:
        row.moments = row.moments or first.moments
        row.action, row.route = row.action or first.action or "inject", row.route or first.route
        row.notes = tuple(dict.fromkeys((*first.notes, *row.notes)))
        row.doubts = [*first.doubts, *row.doubts]
        row.frequency = None if first.frequency_implied else first.frequency
        row.frequency_implied = False
        row.duration = row.duration or first.duration
        first.doubts = []
    keep = [row for row in fields[1:] if row.condition]
    return keep, ["if"] * len(keep)


def _forward(fields: list[Fields]) -> None:
    for before, step in pairwise(fields):
        if step.dose is None and step.unit is None:
            step.dose, step.strength = before.dose, step.strength or before.strength
        elif step.dose is not None and step.dose.unit is None and before.dose is not None:
            step.dose = step.dose._replace(unit=before.dose.unit)
        step.site = step.site or before.site
        step.action = step.action or before.action


def _shared(fields: list[Fields]) -> None:
    """A route, verb or unit that only one step names holds for all."""
    routes = {step.route for step in fields if step.route}
    actions = {step.action for step in fields if step.action}
    units = {step.dose.unit for step in fields if step.dose and step.dose.unit}
    sites = {step.site for step in fields if step.site}
    for step in fields:
        if len(sites) == 1:
            step.site = step.site or next(iter(sites))
        if len(routes) == 1:
            step.route = step.route or next(iter(routes))
        if len(actions) == 1:
            step.action = step.action or next(iter(actions))
        if len(units) == 1 and step.dose is not None and step.dose.unit is None:
            step.dose = step.dose._replace(unit=next(iter(units)))


def _groups(fields: list[Fields], relations: list[Relation]) -> None:
    """Steps joined by "and" share the duration and the as-needed that stand at their end."""
    for at in range(len(fields) - 1, 0, -1):
        before, step = fields[at - 1], fields[at]
        if relations[at] != "and":
            continue
        if before.duration is None:
            before.duration = step.duration
        if step.as_needed and not before.as_needed:
            before.as_needed, before.reason = True, step.reason
    for before, step, relation in zip(fields, fields[1:], relations[1:], strict=False):
        if relation == "and" and step.duration is None:
            step.duration = before.duration


def _frequencies(fields: list[Fields], relations: list[Relation]) -> None:
    """A taper that says no frequency is once a day; one that says it once means it throughout."""
    known = [step.frequency for step in fields if step.frequency is not None and not is_single(step.frequency)]
    rates = {per_day(frequency) for frequency in known}
    for at, step in enumerate(fields):
        if step.frequency is not None or step.as_needed or relations[at] in ("and", "if"):
            continue
        if (step.duration is None and not (step.days and step.days.onward)) or step.dose is None:
            continue
        if rates <= {1.0} or (step.days is not None and step.days.lo == step.days.hi):
            step.frequency = daily(1)
        elif at:
            step.doubts.append(Doubt("a step without its frequency", "steps"))


def merge(fields: list[Fields], relations: list[Relation]) -> Steps:
    """The same dose at several times of day is one step: 1 tablet every morning and 1 tablet every evening."""
    if len(fields) == 1 or any(relation != "and" for relation in relations[1:]) or not _all_alike(fields):
        return fields, relations
    first = fields[0]
    moments = tidy([moment for step in fields for moment in step.moments])
    times = sum(step.frequency.times_max or 0 for step in fields if step.frequency)
    first.frequency, first.frequency_implied = daily(times), True
    first.moments = moments
    first.notes = tuple(dict.fromkeys(note for step in fields for note in step.notes))
    first.limit = next((step.limit for step in fields if step.limit), None)
    first.indication = " and ".join(dict.fromkeys(step.indication for step in fields if step.indication)) or None
    first.reason = next((step.reason for step in fields if step.reason), None)
    for step in fields[1:]:
        first.doubts.extend(step.doubts)
    reason = contradiction(first.frequency, moments)
    if reason:
        first.doubts.append(Doubt(reason, "timing"))
    return [first], ["first"]


def _all_alike(fields: list[Fields]) -> bool:
    first = fields[0]
    return all(
        _key(step.dose) == _key(first.dose)
        and step.site == first.site
        and step.as_needed == first.as_needed
        and day_slots(step.moments) > 0
        and step.frequency is not None
        and step.frequency.period_unit == "day"
        and step.frequency.period_min == 1
        and step.frequency.times_max == day_slots(step.moments)
        for step in fields
    )


def _key(dose: Dose | None) -> tuple[float | None, float | None, str | None]:
    return (None, None, None) if dose is None else (dose.lo, dose.hi, dose.unit)
