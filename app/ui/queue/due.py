"""The promise as time that is left."""

from __future__ import annotations

from datetime import datetime

_DAY = 24 * 60


def minutes_left(promise: datetime, now: datetime) -> int:
    """Whole minutes to the promise; negative once it has passed."""
    return int((promise - now).total_seconds() // 60)


def due_text(promise: datetime | None, now: datetime) -> str:
    """Hours and minutes as the queue shows them; `late` says that the promise has passed."""
    if promise is None:
        return ""
    left = minutes_left(promise, now)
    return f"late {_hours(-left)}" if left < 0 else _hours(left)


def due_words(promise: datetime | None, now: datetime) -> str:
    """The same for a screen reader."""
    if promise is None:
        return "no promise time"
    left = minutes_left(promise, now)
    return f"{_spoken(-left)} late" if left < 0 else f"due in {_spoken(left)}"


def _hours(minutes: int) -> str:
    if minutes >= _DAY:
        return f"{minutes // _DAY} d"
    return f"{minutes // 60}:{minutes % 60:02d}"


def _spoken(minutes: int) -> str:
    parts = ((minutes // _DAY, "day"), (minutes % _DAY // 60, "hour"), (minutes % 60, "minute"))
    words = [f"{n} {name}{'s' * (n != 1)}" for n, name in parts if n]
    return " ".join(words[:2]) or "0 minutes"
