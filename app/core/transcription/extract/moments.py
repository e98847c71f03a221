"""Moments: times of day, meals, clock times, weekdays, and events such as a procedure."""

from __future__ import annotations

from app.core.model.regimen import Frequency
from app.core.transcription.extract.parts import WEEKDAYS, Doubt, Meaning, Note, Often, When
from app.core.transcription.extract.pattern import Match, rule

_HOURS = 12
_DAY_HOURS = 24
_MINUTES = 60
_A_DAY_PART = frozenset({"morning", "noon", "afternoon", "evening", "night", "bedtime", "before_bedtime"})
_PARTS_OF_DAY = {"morning": "AM", "afternoon": "PM", "evening": "PM", "night": "PM", "noon": "PM"}
_BEFORE_AFTER = ("before", "prior", "after", "antes", "despues", "upon", "on waking")


def moment(m: Match) -> tuple[Meaning, ...]:
    """A moment of the lexicon."""
    return (When(tuple(m.named["t"].value.split(",")), m.joined()),)


def every_few(m: Match) -> tuple[Meaning, ...]:
    """Every other night, every third evening."""
    days = 2.0 if m.has("other") else float(m.named["ord"].value)
    often = Frequency(times_min=1, times_max=1, period_min=days, period_max=days, period_unit="day")
    moments = tuple(m.named["t"].value.split(","))
    return (Often(often), When(moments)) if set(moments) <= _A_DAY_PART else ()


def meals(m: Match) -> tuple[Meaning, ...]:
    """With, before or after one or more meals, and how long before."""
    relation = m.named["rel"].value
    names = [m.named[name].value for name in ("m", "m2", "m3", "m4") if m.has(name)]
    moments = tuple(dict.fromkeys(f"{relation}_{name}" for name in names))
    return (When(moments, m.joined()), *_distance(m))


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
    found = When((f"{hour}:{minute:02d} {half}".strip() if half else _twelve(hour, minute),), m.joined())
    if _may_be_dose(m):
        return found, Doubt(f"'{m.stream.words(m.first, m.last)}' may be a time of day or a dose", "timing")
    return (found,)


def military(m: Match) -> tuple[Meaning, ...]:
    """At 0900, 2100 hours: four figures that stand where a time of the clock stands."""
    text = m.named["n"].text
    if len(text) != len("0900") or not text.isdigit() or int(text[:2]) >= _DAY_HOURS or int(text[2:]) >= _MINUTES:
        return ()
    if not ((m.joined() and _clock_before(m)) or text.startswith("0") or "at" in m.stream.lead[m.first].split()):
        return ()
    return (When((_twelve(int(text[:2]), int(text[2:])),), m.joined()),)


def _clock_before(m: Match) -> bool:
    whens = [c.meaning for c in m.stream.found if isinstance(c.meaning, When)]
    return bool(whens) and whens[-1].moments[-1][:1].isdigit()


def other_days(m: Match) -> tuple[Meaning, ...]:
    """All other days of the week than those named before."""
    named = {moment for c in m.stream.found if isinstance(c.meaning, When) for moment in c.meaning.moments}
    rest = tuple(day for day in WEEKDAYS if day not in named)
    return (When(rest),) if 0 < len(rest) < len(WEEKDAYS) else ()


def _reading(m: Match) -> tuple[int, int]:
    if m.has("c"):
        hour, _, minute = m.named["c"].text.partition(":")
        return int(hour), int(minute)
    number = m.named["n"]
    whole = number.lo.is_integer() and number.lo == number.hi and number.text not in ("i", "ii", "iii", "iiii")
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
    return (When(("morning" if m.named["h"].value == "AM" else "evening",), m.joined()),)


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
    rule("every other:other t:timing", every_few),
    rule("every ord:ord t:timing", every_few),
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
    rule("every? n:num h:ampm", clock),
    rule("n:num oclock h:ampm?", clock),
    rule("n:num part:timing", clock),
    rule("n:num oclock part:timing", clock),
    rule("c:clock part:timing", clock),
    rule("every? h:ampm", half_of_day),
    rule("n:num", military),
    rule("n:num period", military),
    rule("every|per? w:weekday", weekdays),
    rule("otherdays", other_days),
    rule("atleast? num|per period event_before", event),
    rule("event_before", event),
    rule("event", each_event),
)
