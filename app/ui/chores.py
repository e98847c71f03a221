"""What the desk does of its own accord: takes up what was left, and lets fills leave when their time has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Slot

from app.ui.work import Job, Lane, Progress, Work

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

RELEASE_EVERY_MS = 5_000


class ReviewChores(Protocol):
    """What of review runs by the clock."""

    def release_due(self) -> int:
        """Let verified fills leave."""
        ...


class DeskChores(Protocol):
    """A desk that has work of its own."""

    review: ReviewChores

    def take_up(self, progress: Progress) -> int:
        """Finish what was left; how many cases changed."""
        ...


class Chores(QObject):
    """Runs the desk's own work in the lanes while people work."""

    def __init__(self, work: Work, window: MainWindow) -> None:
        super().__init__(window)
        self._work = work
        self._window = window
        self._desk: DeskChores | None = None
        self._timer = QTimer(self, interval=RELEASE_EVERY_MS)
        self._timer.timeout.connect(self._release)

    @Slot(object)
    def begin(self, desk: DeskChores) -> None:
        """Take up what was left, and start the clock."""
        self._desk = desk
        job = self._work.submit_with_progress(Lane.IO, desk.take_up)
        job.progressed.connect(self._on_progressed)
        job.finished.connect(self._on_taken_up)
        job.failed.connect(self._window.messages.fail)
        self._timer.start()

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        self._window.messages.say(f"Getting the queue ready: {done} of {total}")

    @Slot(object)
    def _on_taken_up(self, changed: int) -> None:
        if changed:
            self._window.messages.say(f"The queue is ready: {changed} prescriptions read and checked.")
            self._window.refresh()

    @Slot()
    def _release(self) -> None:
        if self._desk is None:
            return
        job: Job = self._work.submit(Lane.DB, self._desk.review.release_due)
        job.failed.connect(self._window.messages.fail)
