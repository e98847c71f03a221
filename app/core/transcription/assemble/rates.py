"""Arithmetic of frequencies: how many times a day, and whether two of them say the same."""

from __future__ import annotations

from app.core.model.regimen import Duration, Frequency

DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}


def per_day(frequency: Frequency) -> float | None:
    """The most times a day; None for a single dose."""
    if frequency.period_unit is None or not frequency.period_min:
        return None
    return (frequency.times_max or 1) / (frequency.period_min * DAYS[frequency.period_unit])


def least_per_day(frequency: Frequency) -> float | None:
    """The fewest times a day; None for a single dose."""
    longest = frequency.period_max or frequency.period_min
    if frequency.period_unit is None or not longest:
        return None
    times = frequency.times_min if frequency.times_min is not None else 0.0
    return times / (longest * DAYS[frequency.period_unit])


def is_single(frequency: Frequency | None) -> bool:
    """Whether there is one dose only."""
    return frequency is not None and frequency.period_unit is None


def same_rate(one: Frequency, other: Frequency) -> bool:
    """Whether two frequencies agree: twice a day and every 12 hours."""
    rates = per_day(one), per_day(other)
    if rates[0] is None or rates[1] is None:
        return one == other
    return abs(rates[0] - rates[1]) < 1e-6 * max(rates[0], rates[1])


def daily(times: float, *, lo: float | None = None) -> Frequency:
    """So many times a day."""
    return Frequency(
        times_min=times if lo is None else lo, times_max=times, period_min=1, period_max=1, period_unit="day"
    )


def weekly(times: float) -> Frequency:
    """So many times a week."""
    return Frequency(times_min=times, times_max=times, period_min=1, period_max=1, period_unit="week")


def days_of(duration: Duration | None) -> float | None:
    """The longest a duration can be, in days."""
    if duration is None or duration.unit is None:
        return None
    value = duration.value_max if duration.value_max is not None else duration.value
    return None if value is None else value * DAYS[duration.unit]
