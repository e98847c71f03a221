"""Correcting one component: typed words take the place of what was read, the rest stays as it was."""

from __future__ import annotations

from typing import Any

from app.core.model.order import ReviewField
from app.core.model.regimen import Dosing, Regimen, Transcription
from app.core.transcription.product import Product
from app.core.transcription.reading import Reading, read

_REPLACES: dict[ReviewField, tuple[str, ...]] = {
    ReviewField.DOSE: ("dose_min", "dose_max", "dose_unit", "strength"),
    ReviewField.ROUTE: ("route",),
    ReviewField.FREQUENCY: ("frequency",),
    ReviewField.TIMING: ("timing",),
    ReviewField.AS_NEEDED: ("as_needed", "as_needed_reason", "indication"),
    ReviewField.DURATION: ("duration",),
    ReviewField.MAX_PER_DAY: ("max_per_day",),
    ReviewField.SITE: ("site",),
}
_SPANS: dict[ReviewField, tuple[str, ...]] = {
    ReviewField.DOSE: ("dose", "dose_unit", "strength"),
    ReviewField.AS_NEEDED: ("as_needed", "as_needed_reason", "indication"),
}
_LEADS = {
    ReviewField.ROUTE: "{} ",
    ReviewField.MAX_PER_DAY: "max {}",
    ReviewField.DURATION: "for {}",
    ReviewField.SITE: "to {}",
    ReviewField.AS_NEEDED: "as needed for {}",
}
_EMPTY = frozenset({"", "none", "no", "-"})
_CLEARED: dict[str, Any] = {"timing": (), "as_needed": False}
_MAY_BE_EMPTY = frozenset(_REPLACES) - {ReviewField.DOSE, ReviewField.FREQUENCY, ReviewField.ROUTE}


def replaced_spans(field: ReviewField) -> tuple[str, ...]:
    """The spans that no longer show where the field stands."""
    return _SPANS.get(field, (str(field),))


def amended(current: Transcription, field: ReviewField, text: str, drug: Product | None) -> Regimen:
    """The regimen with one component replaced; ValueError when the words are not such a component."""
    words = text.strip()
    if field not in _REPLACES:
        raise ValueError(f"The field '{field}' is not a part of the directions that can be typed by itself.")
    if words.lower() in _EMPTY:
        if field not in _MAY_BE_EMPTY:
            raise ValueError(f"The {field.value.replace('_', ' ')} cannot be left empty.")
        return _put(current.regimen, {name: _CLEARED.get(name) for name in _REPLACES[field]})
    values = _read(field, words, drug)
    return _put(current.regimen, values)


def _read(field: ReviewField, words: str, drug: Product | None) -> dict[str, Any]:
    for attempt in (words, _LEADS.get(field, "").format(words)):
        if not attempt.strip():
            continue
        reading = read(attempt, drug if field is ReviewField.DOSE else None)
        values = _values(field, reading)
        if values is not None:
            return values
    raise ValueError(f"'{words}' cannot be read as {_article(field)}.")


def _article(field: ReviewField) -> str:
    return {
        ReviewField.AS_NEEDED: "an as-needed instruction",
        ReviewField.MAX_PER_DAY: "a daily maximum",
    }.get(field, f"a {field.value.replace('_', ' ')}")


def _values(field: ReviewField, reading: Reading) -> dict[str, Any] | None:
    """What the words say about the field, None when they say nothing or anything else."""
    found = reading.regimen
    names = _REPLACES[field]
    spoken = set(reading.assembled.spans)
    allowed = set(replaced_spans(field)) | _COMPANIONS.get(field, frozenset())
    unclear = [
        doubt for doubt in reading.doubts if doubt.field == str(field) and not doubt.reason.startswith("missing")
    ]
    if not spoken or spoken - allowed or reading.unexplained or reading.normalised.doubts or found.steps or unclear:
        return None
    values = {name: getattr(found, name) for name in names}
    if field is ReviewField.FREQUENCY and found.timing:
        values["timing"] = found.timing
    filled = any(value not in (None, (), False) for value in values.values())
    return values if filled and not (field is ReviewField.DOSE and found.dose_max is None) else None


_COMPANIONS: dict[ReviewField, frozenset[str]] = {
    ReviewField.DOSE: frozenset({"action"}),
    ReviewField.ROUTE: frozenset(),
    ReviewField.FREQUENCY: frozenset({"timing"}),
    ReviewField.SITE: frozenset({"route", "action"}),
}


def _put(regimen: Regimen, values: dict[str, Any]) -> Regimen:
    """The values at the top and in the steps: in all steps that shared the old value, else in the first."""
    steps = list(regimen.steps)
    for at, step in enumerate(steps):
        if at == 0 or _same(step, regimen, values):
            steps[at] = step.model_copy(
                update={k: v for k, v in values.items() if k not in ("max_per_day", "indication")}
            )
    implied = tuple(name for name in regimen.implied if name not in _implied_by(values))
    return regimen.model_copy(update={**values, "steps": tuple(steps), "implied": implied})


def _implied_by(values: dict[str, Any]) -> set[str]:
    return set(values) | ({"dose"} if "dose_max" in values else set())


def _same(step: Dosing, top: Dosing, values: dict[str, Any]) -> bool:
    return all(getattr(step, name) == getattr(top, name) for name in values)
