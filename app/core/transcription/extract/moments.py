"""Moments: times of day, meals, clock times, weekdays, and events such as a procedure."""

from __future__ import annotations

from app.core.model.regimen import Frequency
from app.core.transcription.extract.parts import Doubt, Meaning, Note, Often, When
from app.core.transcription.extract.pattern import Match, rule

_HOURS = 12
_DAY_HOURS = 24
_PARTS_OF_DAY = {"morning": "AM", "afternoon": "PM", "evening": "PM", "night": "PM", "noon": "PM"}
_BEFORE_AFTER = ("before", "prior", "after", "antes", "despues", "upon", "on waking")


def moment(m: Match) -> tuple[Meaning, ...]:
    """A moment of the lexicon."""
    return (When(tuple(m.named["t"].value.split(","))),)


def meals(m: Match) -> tuple[Meaning, ...]:
    """With, before or after one or more meals, and how long before."""
    relation = m.named["rel"].value
    names = [m.named[name].value for name in ("m", "m2", "m3", "m4") if m.has(name)]
    moments = tuple(dict.fromkeys(f"{relation}_{name}" for name in names))
    return (When(moments), *_distance(m))


def coded_meal(m: Match) -> tuple[Meaning, ...]:
    """Ac breakfast: the code says before or after, the word says which meal."""
    relation, _, meal = m.named["t"].value.partition("_")
    if meal != "meals" or relation not in ("before", "after"):
        return ()
    return (When((f"{relation}_{m.named['m'].value}",)),)


def _distance(m: Match) -> tuple[Meaning, ...]:
    """The remark that says how long before or after."""
    return (Note(m.stream.words(m.first, m.last)),) if m.has("n") else ()


def distant(m: Match) -> tuple[Meaning, ...]:
    """30 minutes before bedtime, at least 2 minutes after waking."""
    if not m.named["t"].text.startswith(_BEFORE_AFTER):
        return ()
    return (When(tuple(m.named["t"].value.split(","))), Note(m.stream.words(m.first, m.last)))


def clock(m: Match) -> tuple[Meaning, ...]:
    """8 am, 5:00 PM, 5 in the evening."""
    hour, minute = _reading(m)
    half = m.named["h"].value if m.has("h") else ""
    if m.has("part"):
        half = _PARTS_OF_DAY.get(m.named["part"].value, "")
        if "at" not in m.stream.lead[m.first].split() or not half:
            return ()
    if hour > _DAY_HOURS or (half and not 1 <= hour <= _HOURS) or (not half and not m.has("c")):
        return ()
    found = When((f"{hour}:{minute:02d} {half}".strip() if half else _twelve(hour, minute),))
    if _may_be_dose(m):
        return found, Doubt(f"'{m.stream.words(m.first, m.last)}' may be a time of day or a dose", "timing")
    return (found,)


def _reading(m: Match) -> tuple[int, int]:
    if m.has("c"):
        hour, _, minute = m.named["c"].text.partition(":")
        return int(hour), int(minute)
    number = m.named["n"]
    whole = number.lo.is_integer() and number.lo == number.hi
    return (int(number.lo), 0) if whole else (_DAY_HOURS + 1, 0)


def _twelve(hour: int, minute: int) -> str:
    half = "AM" if hour % _DAY_HOURS < _HOURS else "PM"
    return f"{(hour % _HOURS) or _HOURS}:{minute:02d} {half}"


def _may_be_dose(m: Match) -> bool:
    """2 tablets in the AM and 1 PM."""
    if m.has("c") or "at" in m.stream.lead[m.first].split() or m.before() not in ("and", "sep"):
        return False
    earlier = [c.meaning for c in m.stream.found if isinstance(c.meaning, When)]
    return any(not any(":" in token for token in when.moments) for when in earlier)


def weekdays(m: Match) -> tuple[Meaning, ...]:
    """On Monday, every Tuesday and Thursday."""
    return (When(tuple(m.named["w"].value.split(","))),)


def half_of_day(m: Match) -> tuple[Meaning, ...]:
    """AM or PM by itself is the morning or the evening."""
    return (When(("morning" if m.named["h"].value == "AM" else "evening",)),)


def event(m: Match) -> tuple[Meaning, ...]:
    """Before a procedure, a flight, exercise: one dose each time."""
    return Note(m.stream.words(m.first, m.last)), Often(Frequency(times_min=1, times_max=1))


def each_event(m: Match) -> tuple[Meaning, ...]:
    """After each loose stool: so often as that happens."""
    return (Doubt(f"'{m.stream.words(m.first, m.last)}' gives no frequency", "frequency"),)


_AND = "sep|and|or|slash|dash*"
_MEAL = "per|every|num?"
_LIST = f"{_AND} meal_rel? {_MEAL}"
RULES = (
    rule("every? t:timing", moment),
    rule("t:timing m:meal", coded_meal),
    rule(f"rel:meal_rel {_MEAL} m:meal", meals),
    rule(f"rel:meal_rel {_MEAL} m:meal {_LIST} m2:meal", meals),
    rule(f"rel:meal_rel {_MEAL} m:meal {_LIST} m2:meal {_LIST} m3:meal", meals),
    rule(f"atleast|dash? n:num p:period rel:meal_rel {_MEAL} m:meal", meals),
    rule(f"atleast|dash? n:num p:period rel:meal_rel {_MEAL} m:meal {_LIST} m2:meal", meals),
    rule(f"atleast|dash? n:num p:period rel:meal_rel {_MEAL} m:meal {_LIST} m2:meal {_LIST} m3:meal", meals),
    rule("atleast? n:num p:period t:timing", distant),
    rule("atleast? per p:period t:timing", distant),
    rule("c:clock h:ampm?", clock),
    rule("n:num h:ampm", clock),
    rule("n:num oclock h:ampm?", clock),
    rule("n:num part:timing", clock),
    rule("n:num oclock part:timing", clock),
    rule("c:clock part:timing", clock),
    rule("every? h:ampm", half_of_day),
    rule("every|per? w:weekday", weekdays),
    rule("atleast? num|per period event_before", event),
    rule("event_before", event),
    rule("event", each_event),
)
