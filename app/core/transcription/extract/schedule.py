"""How often, for how long, on which days of a schedule, and how much at most in a day."""

from __future__ import annotations

from typing import Literal, cast

from app.core.model.regimen import Duration, Frequency, MaxPerDay
from app.core.transcription.extract.parts import (
    Days,
    Dose,
    Doubt,
    Lasting,
    Mark,
    Meaning,
    Most,
    Note,
    Often,
)
from app.core.transcription.extract.pattern import Match, rule
from app.core.transcription.normalise import Token
from app.core.transcription.wording import plain_number

Unit = Literal["minute", "hour", "day", "week", "month", "year"]
_UNITS = frozenset({"minute", "hour", "day", "week", "month", "year"})
_SHORT = frozenset({"second", "minute"})
_HOURS_A_DAY = 24
_BRITISH = {7.0: "day", 52.0: "week", 12.0: "month"}
_NOT_AFTER_LENGTH = frozenset({"meal_rel", "event_before", "per", "slash", "kg", "supply", "cycle", "over"})
_NOT_BEFORE_LENGTH = frozenset({"every", "meal_rel", "note", "over", "under", "hash"})


def _unit(token: Token) -> Unit | None:
    return cast("Unit", token.value) if token.value in _UNITS else None


def _code(value: str) -> Frequency:
    """Read "2/1 day" of the lexicon."""
    count, _, rest = value.partition("/")
    period, _, unit = rest.partition(" ")
    return _times(float(count), float(count), float(period), float(period), cast("Unit", unit))


def _times(lo: float | None, hi: float, period_lo: float, period_hi: float, unit: Unit) -> Frequency:
    return Frequency(times_min=lo, times_max=hi, period_min=period_lo, period_max=period_hi, period_unit=unit)


def coded(m: Match) -> tuple[Meaning, ...]:
    """A code or phrase of the lexicon: bid, every other day."""
    frequency = _code(m.named["f"].value)
    if m.named["f"].text == "qh" and not any(token.value == "drop" for token in m.stream.tokens):
        return (Doubt("'qh' may be every hour or at bedtime (qhs)", "frequency"),)
    if m.has("up"):
        frequency = frequency.model_copy(update={"times_min": None})
    return (Often(frequency),)


def code_range(m: Match) -> tuple[Meaning, ...]:
    """From one code to another: qd - bid."""
    low, high = _code(m.named["f"].value), _code(m.named["g"].value)
    same_period = (low.period_min, low.period_unit) == (high.period_min, high.period_unit)
    if not same_period or m.named["j"].kind == "slash" or (low.times_max or 0) > (high.times_max or 0):
        return _contradiction(m) if low != high else (Often(low),)
    return (Often(high.model_copy(update={"times_min": low.times_min})),)


def _contradiction(m: Match) -> tuple[Meaning, ...]:
    return (Doubt(f"'{m.stream.words(m.first, m.last)}' gives two frequencies", "frequency"),)


def times_a_period(m: Match) -> tuple[Meaning, ...]:
    """3 times a day, up to 4 times daily, twice a week, 5 times per 24 hours."""
    count = m.named["n"]
    low, high = (count.lo, count.hi) if count.kind == "num" else (float(count.value), float(count.value))
    if m.has("n2"):
        high = m.named["n2"].hi if m.named["n2"].kind == "num" else float(m.named["n2"].value)
    base = _base(m)
    if base is None:
        return ()
    lowest = None if m.has("up") else low
    return (Often(base.model_copy(update={"times_min": lowest, "times_max": high})),)


def once_or(m: Match) -> tuple[Meaning, ...]:
    """Once or twice a day, where "twice a day" is a phrase of its own."""
    frequency = _code(m.named["f"].value)
    low = float(m.named["n"].value)
    if low >= (frequency.times_max or 0):
        return ()
    return (Often(frequency.model_copy(update={"times_min": low})),)


def _base(m: Match) -> Frequency | None:
    if m.has("f"):
        found = _code(m.named["f"].value)
        return found if found.times_max == 1 else None
    unit = _unit(m.named["p"])
    length = m.named["length"].lo if m.has("length") else 1.0
    return None if unit is None else _times(1, 1, length, length, unit)


def slash_period(m: Match) -> tuple[Meaning, ...]:
    """4 / day after a dose; without a dose the number is the dose itself."""
    return times_a_period(m) if m.stream.seen(Dose) and m.before() not in ("max", "maxday") else ()


def number_a_period(m: Match) -> tuple[Meaning, ...]:
    """Two tablets three a day: three times, or three tablets?"""
    if not m.stream.seen(Dose) or m.before() in ("max", "maxday", "and", "then"):
        return ()
    return (Doubt(f"'{m.stream.words(m.first, m.last)}' may be a number of times or an amount", "frequency"),)


def every_period(m: Match) -> tuple[Meaning, ...]:
    """Every 4 to 6 hours, q8h, 3 hourly."""
    unit = _unit(m.named["p"])
    if unit is None:
        return ()
    low, high = (m.named["n"].lo, m.named["n"].hi) if m.has("n") else (1.0, 1.0)
    if m.has("n2"):
        high = m.named["n2"].hi
    if m.has("ord"):
        low = high = float(m.named["ord"].value)
    if m.has("other"):
        low = high = 2.0
    if low <= 0 or high < low:
        return ()
    return (Often(_times(1, 1, low, high, unit)),)


def a_period(m: Match) -> tuple[Meaning, ...]:
    """A day, per day: once, and in doubt when the amount before it could be parted over the day."""
    unit = _unit(m.named["p"])
    if unit is None or unit in ("minute", "hour"):
        return ()
    last = next((c.meaning for c in reversed(m.stream.found) if isinstance(c.meaning, Dose)), None)
    often = Often(_times(1, 1, 1, 1, unit))
    if last is not None and last.hi > 1 and last.unit in (None, "tablet", "capsule", "puff", "drop"):
        return often, Doubt(
            f"'{plain_number(last.hi)} {m.stream.words(m.first, m.last)}': at once or parted?", "frequency"
        )
    return (often,)


def days_a_week(m: Match) -> tuple[Meaning, ...]:
    """5 days a week."""
    if m.named["p"].value != "day":
        return ()
    count = m.named["n"]
    week = _times(count.lo, count.hi, 1, 1, "week")
    if m.has("f"):
        return (Often(week),) if m.named["f"].value == "1/1 week" else ()
    return (Often(week),) if m.named["p2"].value == "week" else ()


def once(m: Match) -> tuple[Meaning, ...]:
    """Once: a single dose. Twice, of which period?"""
    if m.named["o"].value != "1":
        return (Doubt(f"'{m.stream.words(m.first, m.last)}': in which time?", "frequency"),)
    return single(m)


def single(_m: Match) -> tuple[Meaning, ...]:
    """One dose only."""
    return (Often(Frequency(times_min=1, times_max=1)),)


def no_period(m: Match) -> tuple[Meaning, ...]:
    """A number of times, or an interval, without its unit."""
    return (Doubt(f"'{m.stream.words(m.first, m.last)}': of which unit of time?", "frequency"),)


def once_or_no_period(m: Match) -> tuple[Meaning, ...]:
    """One time is a single dose; three times, in which time?"""
    return single(m) if m.named["n"].hi == 1 else no_period(m)


def as_well(_m: Match) -> tuple[Meaning, ...]:
    """A schedule, and as needed besides."""
    return (Note("May also be used as needed"),)


def biweekly(_m: Match) -> tuple[Meaning, ...]:
    """Biweekly is twice a week to some and every two weeks to others."""
    return (Doubt("biweekly may be twice a week or every two weeks", "frequency"),)


def lasting(m: Match) -> tuple[Meaning, ...]:
    """For 10 days, x 7-10 d, up to 2 weeks, 30 days."""
    unit = m.named["p"].value
    low, high = (m.named["n"].lo, m.named["n"].hi) if m.has("n") else (1.0, 1.0)
    if unit in _SHORT or (unit == "hour" and high < _HOURS_A_DAY):
        return (Note(f"for {m.stream.words(_number_at(m), m.last)}"),)
    bound = m.named["b"].kind if m.has("b") else ""
    duration = Duration(
        value=low,
        value_max=high,
        unit=_unit(m.named["p"]),
        up_to=bound == "upto",
        at_least=bound == "atleast",
    )
    return (Lasting(duration),)


def _number_at(m: Match) -> int:
    number = m.named.get("n")
    return m.stream.tokens.index(number) if number is not None else m.first


def bare_length(m: Match) -> tuple[Meaning, ...]:
    """A length of time by itself: "three times a day 10 days"."""
    if m.after() in _NOT_AFTER_LENGTH or m.before() in _NOT_BEFORE_LENGTH or not m.stream.found:
        return ()
    if m.named["p"].value in _SHORT or m.named["p"].value == "hour" or "on" in m.stream.lead[m.last - 1].split():
        return ()
    return lasting(m)


def british_length(m: Match) -> tuple[Meaning, ...]:
    """1/52 is one week, 3/12 three months, 5/7 five days."""
    unit = _BRITISH.get(m.named["d"].lo)
    if unit is None or not (m.has("lead") or m.stream.seen(Often)):
        return ()
    number = m.named["n"].lo
    return (Lasting(Duration(value=number, value_max=number, unit=cast("Unit", unit))),)


def times_unknown(m: Match) -> tuple[Meaning, ...]:
    """X 5, which may be days, doses or tablets; x 1 is a single dose."""
    if m.named["n"].hi == 1:
        return single(m)
    if any(isinstance(c.meaning, Often) and c.meaning.frequency.period_unit == "minute" for c in m.stream.found):
        return (Note(f"Maximum {plain_number(m.named['n'].hi)} doses"),)
    return (Doubt(f"'{m.stream.words(m.first, m.last)}' may be days or doses", "duration"),)


def number_of_doses(m: Match) -> tuple[Meaning, ...]:
    """X 3 doses."""
    if m.named["u"].value != "dose":
        return ()
    if m.named["n"].hi == 1:
        return single(m)
    return (Note(f"Maximum {plain_number(m.named['n'].hi)} doses"),)


def no_longer_than(m: Match) -> tuple[Meaning, ...]:
    """No more than 7 days; "max 4 day" may lack its stroke."""
    unit, number = m.named["p"].value, m.named["n"]
    if unit not in ("day", "week", "month") or (number.hi > 1 and m.named["p"].text == unit):
        return ()
    return (Lasting(Duration(value=number.lo, value_max=number.hi, unit=_unit(m.named["p"]), up_to=True)),)


def days_of_schedule(m: Match) -> tuple[Meaning, ...]:
    """Day 1, days 2-5, weeks 3 and 4."""
    unit = m.named["p"].value
    number = m.named["n"]
    if unit not in ("day", "week", "month") or m.after() in ("unit", "vol", "mass", "times", "period", "hourly"):
        return ()
    high = m.named["n2"].hi if m.has("n2") else number.hi
    if m.has("then") and not m.named["then"].text.endswith("thereafter"):
        return ()
    onward = m.has("onward") or m.has("then") or (m.after() in ("sep", "") and m.stream.lead[m.last] == "on")
    return (Days(number.lo, max(high, number.hi), cast("Literal['day', 'week', 'month']", unit), onward),)


def most(m: Match) -> tuple[Meaning, ...]:
    """Max 8 tablets per day, mdd 6, not to exceed 4 g in 24 hours."""
    if not m.stream.found and m.after() and not (m.has("p") or m.has("f")):
        return ()  # the first word of all: a drug's name with a slip
    if not _in_a_day(m):
        return (Note(m.stream.words(m.first, m.last)),)
    unit = m.named["u"].value if m.has("u") else None
    unit = None if unit in ("dose", "injection", "application") else unit
    if m.has("u") and m.named["u"].value == "dose" and not m.has("daily"):
        return (Note(f"Maximum {plain_number(m.named['n'].hi)} doses"),)
    value = m.named["n"].hi
    return (Most(MaxPerDay(value=value, unit=unit)),) if value > 0 else ()


def most_before(m: Match) -> tuple[Meaning, ...]:
    """8 tablets max; where a number follows, the limit is that number's."""
    return () if m.after() in ("num", "once", "freq") else most(m)


def up_to_a_day(m: Match) -> tuple[Meaning, ...]:
    """Up to 4 a day, beside a frequency, is a limit."""
    return most(m) if m.stream.seen(Often) and m.stream.seen(Dose) else ()


def _in_a_day(m: Match) -> bool:
    if m.has("f"):
        return m.named["f"].value == "1/1 day"
    if not m.has("p"):
        return True
    length = m.named["length"].lo if m.has("length") else 1.0
    return (m.named["p"].value, length) in (("day", 1.0), ("hour", float(_HOURS_A_DAY)))


def most_times(m: Match) -> tuple[Meaning, ...]:
    """No more than 3 times a day, which is a frequency when there is no other."""
    if m.stream.seen(Often):
        return (Note(m.stream.words(m.first, m.last)),)
    found = times_a_period(m)
    return tuple(
        Often(f.frequency.model_copy(update={"times_min": None})) if isinstance(f, Often) else f for f in found
    )


def filler(m: Match) -> tuple[Meaning, ...]:
    """Words about the supply, not about the directions; "ds" alone may be a frequency with a slip."""
    return () if m.last == m.first + 1 and m.stream.tokens[m.first].text == "ds" else (Mark("filler"),)


def cycle(_m: Match) -> tuple[Meaning, ...]:
    """A schedule with pauses, which the regimen has no place for."""
    return (Doubt("a schedule with days off is not read", "steps"),)


_EACH = "per|every|slash"
RULES = (
    rule("f:freq j:dash|or|to|slash g:freq", code_range),
    rule("up:upto? f:freq interval?", coded),
    rule(f"up:upto? n:num times {_EACH}? p:period", times_a_period),
    rule(f"up:upto? n:num times {_EACH}? length:num p:period", times_a_period),
    rule("up:upto? n:num times f:freq", times_a_period),
    rule(f"up:upto? n:num times_x {_EACH}? p:period", times_a_period),
    rule("up:upto? n:num times_x f:freq", times_a_period),
    rule(f"up:upto? times_x n:num {_EACH} p:period", times_a_period),
    rule("times_x n:num f:freq", times_a_period),
    rule("up:upto? n:num slash p:period", slash_period),
    rule("n:num per p:period", number_a_period),
    rule(f"up:upto? n:once {_EACH}? p:period", times_a_period),
    rule("up:upto? n:once f:freq", times_a_period),
    rule(f"up:upto? n:once or|to|dash|slash n2:once {_EACH}? p:period", times_a_period),
    rule("up:upto? n:once or|to|dash|slash n2:once f:freq", times_a_period),
    rule(f"n:once or|to|dash n2:num times {_EACH}? p:period", times_a_period),
    rule("n:once or|to|dash n2:num times f:freq", times_a_period),
    rule("n:once or|to|dash f:freq", once_or),
    rule("once f:freq", coded),
    rule("o:once", once),
    rule("once|times_x? single", single),
    rule("every n:num? p:period interval?", every_period),
    rule("every n:num period dash|to|or n2:num p:period", every_period),
    rule("every other:other p:period", every_period),
    rule("every ord:ord p:period", every_period),
    rule("every? n:num p:hourly", every_period),
    rule("p:hourly", every_period),
    rule("every n:num", no_period),
    rule("n:num times", once_or_no_period),
    rule("per p:period", a_period),
    rule("n:num p:period per p2:period", days_a_week),
    rule("n:num p:period f:freq", days_a_week),
    rule("and_prn", as_well),
    rule("biw", biweekly),
    rule("interval", filler),
    rule("for|times_x|times b:upto|atleast|next? n:num p:period", lasting),
    rule("times for n:num p:period", lasting),
    rule("b:upto|atleast n:num p:period", lasting),
    rule("for b:upto|next? per p:period", lasting),
    rule("for next p:period", lasting),
    rule("n:num p:period", bare_length),
    rule("lead:for|times_x n:num slash d:num", british_length),
    rule("n:num slash d:num", british_length),
    rule("times_x n:num times?", times_unknown),
    rule("for|times_x|times n:num u:unit", number_of_doses),
    rule("for? max n:num p:period", no_longer_than),
    rule("p:period n:num", days_of_schedule),
    rule("p:period n:num onward:onward", days_of_schedule),
    rule("p:period n:num then:then", days_of_schedule),
    rule("p:period n:num and|dash|to n2:num", days_of_schedule),
    rule("first_day", lambda _m: (Days(1, 1, "day"),)),
    rule("k:maxday equals|sep? n:num u:unit|vol|mass?", most),
    rule("k:maxday equals|sep? n:num u:unit|vol|mass? per|slash|every? length:num? p:period", most),
    rule("k:max n:num u:unit|vol|mass?", most),
    rule("k:max n:num u:unit|vol|mass? daily:per|slash|every length:num? p:period", most),
    rule("k:max n:num u:unit|vol|mass? length:num p:period", most),
    rule("k:max n:num u:unit|vol|mass? f:freq", most),
    rule("n:num u:unit|vol|mass? k:max|maxday", most_before),
    rule("upto n:num u:unit|vol|mass? daily:per|slash p:period", up_to_a_day),
    rule("upto n:num u:unit|vol|mass? f:freq", up_to_a_day),
    rule("n:num u:unit|vol|mass? daily:per|slash length:num? p:period k:max", most),
    rule(f"max n:num times {_EACH}? p:period", most_times),
    rule("max n:num times f:freq", most_times),
    rule(f"max n:once {_EACH}? p:period", most_times),
    rule("max f:freq", lambda m: tuple(o for o in coded(m._replace(named={**m.named, "up": m.named["f"]})))),
    rule("qty sep? num", filler),
    rule("refill sep? num", filler),
    rule("num refill sep? num?", filler),
    rule("num supply", filler),
    rule("n:num p:period supply", filler),
    rule("supply", filler),
    rule("instr sep?", filler),
    rule("cycle", cycle),
    rule("num cycle", cycle),
)
