"""The stall watchdog: it tells where the GUI thread was held, and nothing of what was there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.ui.stall import StallWatch


class Told(logging.Handler):
    """Knows when the watchdog has spoken."""

    def __init__(self) -> None:
        super().__init__()
        self.event = threading.Event()
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(record.getMessage())
        self.event.set()


@pytest.fixture
def told() -> Iterator[Told]:
    handler = Told()
    logger = logging.getLogger("app.ui.stall")
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


def hold_the_gui_thread(told: Told, patient: str) -> bool:
    """Does not come back before the watchdog has told."""
    return told.event.wait(10) and bool(patient)


def test_that_a_held_gui_thread_is_told_with_its_place_and_without_values(qtbot: QtBot, told: Told) -> None:
    watch = StallWatch(limit_ms=100)
    watch.start()
    assert hold_the_gui_thread(told, "NESTOR, Alma")
    watch.stop()
    assert watch.stalls == 1
    assert "hold_the_gui_thread" in told.words[0]
    assert "NESTOR" not in told.words[0]


def test_that_a_responsive_gui_thread_raises_no_alarm(qtbot: QtBot, told: Told) -> None:
    watch = StallWatch(limit_ms=60_000)
    watch.start()
    qtbot.waitUntil(lambda: watch._beats >= 3)
    watch.stop()
    assert watch.stalls == 0
    assert told.words == []
    assert not watch._thread.is_alive()


def test_that_the_worst_lag_is_remembered(qtbot: QtBot) -> None:
    now = [0.0]
    watch = StallWatch(monotonic=lambda: now[0])
    for at in (0.05, 0.30, 0.35):
        now[0] = at
        watch._on_beat()
    assert watch.worst_ms == pytest.approx(200)
