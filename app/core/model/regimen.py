"""Directions as data: what to take, how much, how, when and for how long.

The fields and their meaning are those of the gold schema that transcription is measured with;
docs/data-formats.md explains them for people.
"""

from __future__ import annotations

from typing import Literal

from app.core.model.base import Model, Span

Relation = Literal["first", "then", "and", "if"]


class Frequency(Model):
    """How often: `times` per `period`; BID is 2 per 1 day, q4-6h is 1 per 4 to 6 hours.

    `times_min` is None for "up to"; `period_*` is None for a single dose.
    """

    times_min: float | None = None
    times_max: float | None = None
    period_min: float | None = None
    period_max: float | None = None
    period_unit: Literal["minute", "hour", "day", "week", "month", "year"] | None = None


class Duration(Model):
    """For how long; `up_to` and `at_least` say that the value is a bound."""

    value: float | None = None
    value_max: float | None = None
    unit: Literal["minute", "hour", "day", "week", "month", "year"] | None = None
    up_to: bool = False
    at_least: bool = False


class MaxPerDay(Model):
    """The most that may be taken in 24 hours; the unit is None when the text names none."""

    value: float
    unit: str | None = None


class Dosing(Model):
    """One step of directions, or the whole of them when there is only one step."""

    action: str | None = None
    dose_min: float | None = None  # None with a dose_max: "up to"
    dose_max: float | None = None
    dose_unit: str | None = None  # singular: tablet, mL, unit, puff ...
    route: str | None = None
    frequency: Frequency | None = None
    timing: tuple[str, ...] = ()
    as_needed: bool = False
    as_needed_reason: str | None = None
    indication: str | None = None
    duration: Duration | None = None
    max_per_day: MaxPerDay | None = None
    site: str | None = None
    strength: str | None = None
    notes: tuple[str, ...] = ()


class Step(Dosing):
    """One step of a taper, a titration, a split dose or a sliding scale."""

    relation: Relation = "first"
    condition: str | None = None


class Regimen(Dosing):
    """The whole directions; with several steps the top level repeats step one.

    `implied` names fields that are not written but certain from the form;
    `error_prone` names notations on the ISMP and Joint Commission lists.
    """

    steps: tuple[Step, ...] = ()
    ambiguous: bool = False
    ambiguity_reason: str | None = None
    implied: tuple[str, ...] = ()
    error_prone: tuple[str, ...] = ()


class PerDay(Model):
    """The amount a day, in `unit`."""

    min: float | None
    max: float
    unit: str | None


class Transcription(Model):
    """What was understood of a prescriber's directions.

    `plain` and `plain_es` are None when the regimen is ambiguous: the safe output is then no
    suggestion and a question. `spans` point into `text`; `confidence` is 0 to 1 a field and holds
    the key "overall".
    """

    text: str
    drug: str | None = None
    regimen: Regimen
    plain: str | None = None
    plain_es: str | None = None
    spans: dict[str, tuple[Span, ...]] = {}
    confidence: dict[str, float] = {}
    per_day: PerDay | None = None
    engine: str = ""  # name and version of what read it


class Difference(Model):
    """One component in which two directions differ, as people would read it."""

    field: str
    prescribed: str | None
    entered: str | None


class Comparison(Model):
    """Whether what was entered says what the prescriber said."""

    verdict: Literal["same", "different", "cannot_tell"]
    differences: tuple[Difference, ...] = ()
    reason: str | None = None  # why it cannot tell


class Supply(Model):
    """What directions need over a number of days, or how long a quantity lasts."""

    per_day: float | None
    unit: str | None
    quantity: float | None
    days: float | None
    assumptions: tuple[str, ...] = ()
