"""Where the time comes from; always UTC, and settable for tests, demos and screenshots."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        """Start at `at`; a naive time is taken as UTC."""
        self._at = at if at.tzinfo else at.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """The time that was set, in UTC."""
        return self._at.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move the clock on."""
        self._at += by


class RunningClock:
    """A clock that starts at a given time and runs on from there: a demo's day is always the same day."""

    def __init__(self, start: datetime) -> None:
        """Start at `start`; a naive time is taken as UTC."""
        self._start = start if start.tzinfo else start.replace(tzinfo=UTC)
        self._began = monotonic()

    def now(self) -> datetime:
        """The start and the time that has passed since, in UTC."""
        return (self._start + timedelta(seconds=monotonic() - self._began)).astimezone(UTC)
