"""How long the event loop is kept waiting while the worker pool reads and checks prescriptions.

The same messages are read three ways in one run: not at all (idle), as the desk does it (worker
processes, the database on its own lane), and the way that is avoided (threads of this process).

  python3 dev.py bench event_loop
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QElapsedTimer, Qt, QTimer

from app.core.bulk import Here, Processes
from app.core.demo import DEMO_NOW, demo_messages
from app.core.desk import Desk, build_road
from app.core.model.clock import RunningClock
from app.core.model.road import Received
from app.core.seeding import fill_people, fill_queue
from app.core.settings import Settings
from app.ui.work import Lane, Work

BEAT_MS = 5
SECONDS = 6.0
LIMIT_MS = 100.0


class Beat:
    """A timer that should fire every few milliseconds, and how late it was."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._since = QElapsedTimer()
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)

    def measure(self, application: QCoreApplication, until: Callable[[], bool]) -> list[float]:
        """Beat until it is over; how many milliseconds late each beat was."""
        self.late.clear()
        self._since.start()
        self._timer.start()
        while not until():
            application.processEvents()
        self._timer.stop()
        return sorted(self.late)

    def _on_beat(self) -> None:
        self.late.append(max(0.0, self._since.nsecsElapsed() / 1e6 - BEAT_MS))
        self._since.restart()


def busy(work: Work, call: Callable[[], object], threads: int) -> Callable[[], bool]:
    """Keep `threads` calls running until the time is over."""
    end = time.monotonic() + SECONDS

    def again() -> None:
        if time.monotonic() < end:
            work.submit(Lane.IO, call).finished.connect(again)

    for _ in range(threads):
        again()
    return lambda: time.monotonic() >= end and work.active == 0


def line(name: str, late: list[float]) -> str:
    """One row of the table."""
    at = lambda share: late[min(len(late) - 1, int(len(late) * share))]  # noqa: E731 -- a column, not a function
    return f"{name:<42}{at(0.5):>9.1f}{at(0.95):>9.1f}{at(0.99):>9.1f}{late[-1]:>9.1f}{len(late):>8}"


def main() -> int:
    """Measure and print; 1 when the desk's own way holds the loop too long."""
    application = QCoreApplication(sys.argv)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder) / "data", cache_dir=Path(folder) / "cache")
        inputs = [Received(name=m.name, data=m.data, now=DEMO_NOW) for m in demo_messages()]
        here = Here(build_road(settings.cache_dir, settings.confidence_limit))
        list(here.read(inputs))  # load everything once, so that only the work is measured
        desk = Desk.open(settings, RunningClock(DEMO_NOW), is_demo=True)
        fill_people(desk)
        fill_queue(desk)
        desk.warm_up()
        crew = desk.crew
        assert isinstance(crew, Processes)
        work, beat = Work(), Beat()

        def idle_until() -> Callable[[], bool]:
            end = time.monotonic() + SECONDS / 2
            return lambda: time.monotonic() >= end

        def queue_and_read() -> None:
            list(crew.read(inputs))
            with desk.records.reading() as tx:
                tx.cases.counts(DEMO_NOW)

        print(f"{'milliseconds late':<42}{'p50':>9}{'p95':>9}{'p99':>9}{'max':>9}{'beats':>8}")
        print(line("idle", beat.measure(application, idle_until())))
        ours = beat.measure(application, busy(work, queue_and_read, 2))
        print(line("the desk: processes and a database lane", ours))
        theirs = beat.measure(application, busy(work, lambda: list(here.read(inputs)), 2))
        print(line("baseline: the same work in two threads", theirs))
        work.close()
        desk.close()
    verdict = "held" if ours[-1] <= LIMIT_MS else "NOT held"
    print(f"limit of {LIMIT_MS:.0f} ms: {verdict}")
    return 0 if ours[-1] <= LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
