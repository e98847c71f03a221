"""What extraction finds: components of directions, each with its meaning and its place in the original text."""

from __future__ import annotations

from typing import Literal, NamedTuple

from app.core.model.regimen import Duration, Frequency, MaxPerDay

Joined = Literal["", "and", "or"]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Dose(NamedTuple):
    """How much; `lo` is None for "up to". `strength` is the same dose by weight ("1 tablet 5 mg")."""

    lo: float | None
    hi: float
    unit: str | None
    strength: str | None = None


class Bare(NamedTuple):
    """A unit that is named without a number: "take tablet"."""

    unit: str


class Strength(NamedTuple):
    """The drug's strength, written apart from the dose."""

    words: str
    total: bool = False
    lo: float = 0.0
    hi: float = 0.0
    unit: str = ""


class Often(NamedTuple):
    """How often."""

    frequency: Frequency


class When(NamedTuple):
    """Moments of the day or the week, and the word that joins them to what stands before."""

    moments: tuple[str, ...]
    joined: Joined = ""


class Lasting(NamedTuple):
    """For how long."""

    duration: Duration


class Days(NamedTuple):
    """The days, weeks or months of a schedule to which a step belongs: "day 1", "weeks 3-4", "week 5 onwards"."""

    lo: float
    hi: float
    unit: Literal["day", "week", "month"]
    onward: bool = False


class Most(NamedTuple):
    """The most in a day."""

    limit: MaxPerDay


class Way(NamedTuple):
    """A route."""

    route: str


class Site(NamedTuple):
    """A place on the body, with the route that it tells and the word that joins it to the place before."""

    words: str | None
    route: str | None
    joined: Joined = ""


class Verb(NamedTuple):
    """What the patient does."""

    action: str


class Need(NamedTuple):
    """As needed, with the reason where one is given."""

    reason: str | None


class Purpose(NamedTuple):
    """What the drug is for, without "as needed"."""

    words: str


class Note(NamedTuple):
    """A remark for the label."""

    words: str


class Amount(NamedTuple):
    """An amount in words: a thin layer, sparingly."""

    words: str


class Scale(NamedTuple):
    """One row of a sliding scale."""

    condition: str
    dose: Dose


class Mark(NamedTuple):
    """A word that steers: then, and, as directed, an as-needed alternative, a drug's name, filler."""

    kind: str


class Doubt(NamedTuple):
    """Something that a careful pharmacist must ask; `field` is the component it spoils, None for the whole."""

    reason: str
    field: str | None = None


class Leftover(NamedTuple):
    """A token that nothing explains."""

    kind: str
    words: str


Meaning = (
    Dose
    | Bare
    | Strength
    | Often
    | When
    | Lasting
    | Days
    | Most
    | Way
    | Site
    | Verb
    | Need
    | Purpose
    | Note
    | Amount
    | Scale
    | Mark
    | Doubt
    | Leftover
)


class Component(NamedTuple):
    """A meaning, where it stands in the original text, and whether its spelling had to be repaired."""

    meaning: Meaning
    start: int
    end: int
    changed: str = ""
