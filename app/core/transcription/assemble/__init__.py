"""Stage three: components into a regimen, with its steps and what goes without saying."""

from __future__ import annotations

from typing import NamedTuple

from app.core.model.base import Span
from app.core.model.regimen import Regimen
from app.core.transcription.assemble.fields import Fields, resolve
from app.core.transcription.assemble.implied import imply
from app.core.transcription.assemble.inherit import inherit, merge
from app.core.transcription.assemble.regimens import regimen_of
from app.core.transcription.assemble.steps import split
from app.core.transcription.extract.parts import (
    Bare,
    Component,
    Dose,
    Doubt,
    Lasting,
    Most,
    Need,
    Often,
    Purpose,
    Scale,
    Site,
    Strength,
    Verb,
    Way,
    When,
)
from app.core.transcription.product import Product

__all__ = ["Assembled", "assemble"]

_FIELDS: dict[type, tuple[str, ...]] = {
    Verb: ("action",),
    Dose: ("dose", "dose_unit"),
    Scale: ("dose", "dose_unit"),
    Bare: ("dose_unit",),
    Strength: ("strength",),
    Way: ("route",),
    Site: ("site",),
    Often: ("frequency",),
    When: ("timing",),
    Lasting: ("duration",),
    Most: ("max_per_day",),
    Need: ("as_needed",),
    Purpose: ("indication",),
}


class Assembled(NamedTuple):
    """A regimen before it is judged: its doubts, where its fields stand, and which words had to be repaired."""

    regimen: Regimen
    doubts: tuple[Doubt, ...]
    spans: dict[str, tuple[Span, ...]]
    changed: dict[str, str]


def assemble(components: tuple[Component, ...], drug: Product | None) -> Assembled:
    """Put the components together."""
    steps = split(components)
    fields = [resolve(step) for step in steps]
    relations = [step.relation for step in steps]
    fields, relations = inherit(fields, relations)
    implied = list(dict.fromkeys(name for one in fields for name in imply(one, drug)))
    fields, relations = merge(fields, relations)
    if fields[0].frequency_implied:
        implied.append("frequency")
    spans, changed = _spans(components, fields)
    doubts = [c.meaning for c in components if isinstance(c.meaning, Doubt) and not _spelt_out(c.meaning, fields)]
    doubts += [doubt for one in fields for doubt in one.doubts]
    return Assembled(regimen_of(fields, relations, tuple(implied)), tuple(doubts), spans, changed)


def _spelt_out(doubt: Doubt, fields: list[Fields]) -> bool:
    """A taper is no open question where its steps are given."""
    given = len(fields) > 1 and all(step.duration is not None for step in fields[:-1])
    return given and doubt.reason.lower().endswith(("'taper'", "'tapering'"))


def _spans(
    components: tuple[Component, ...], fields: list[Fields]
) -> tuple[dict[str, tuple[Span, ...]], dict[str, str]]:
    spans: dict[str, list[Span]] = {}
    changed: dict[str, str] = {}
    for component in components:
        for name in _names(component):
            place = Span(component.start, component.end)
            if place not in spans.setdefault(name, []):
                spans[name].append(place)
            if component.changed:
                changed.setdefault(name, component.changed)
    if len(fields) > 1:
        ends = [place for found in spans.values() for place in found]
        if ends:
            spans["steps"] = [Span(min(p.start for p in ends), max(p.end for p in ends))]
    if any(one.strength for one in fields) and "strength" not in spans and "dose" in spans:
        spans["strength"] = spans["dose"]
    return {name: tuple(found) for name, found in spans.items()}, changed


def _names(component: Component) -> tuple[str, ...]:
    names = _FIELDS.get(type(component.meaning), ())
    if isinstance(component.meaning, Need) and component.meaning.reason:
        return (*names, "as_needed_reason")
    if isinstance(component.meaning, Dose) and component.meaning.unit is None:
        return ("dose",)
    return names
