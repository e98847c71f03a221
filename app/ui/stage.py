"""The stage for screenshots: the demo desk in its window, and somebody who presses keys and waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Self

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.core.demo import DEMO_NOW, demo_messages, demo_users
from app.core.desk import Desk
from app.core.model.case import QueueFilter
from app.core.model.clock import FixedClock
from app.core.model.errors import KnownError
from app.core.model.order import ReviewField
from app.core.seeding import open_demo
from app.core.settings import Settings
from app.ui import theme
from app.ui.application import application, review_page
from app.ui.main_window import MainWindow
from app.ui.review import ReviewPage
from app.ui.work import Work

SIZE = (1440, 900)
_QUIET_ROUNDS = 12
_PATIENCE_SECONDS = 30
_TYPING_PAUSE_SECONDS = 0.6

# The demo messages that the scenes are about, by what the manifest says they show.
SUBJECTS = {
    "clean": "clean",
    "unknown-allergies": "allergies never asked",
    "penicillin": "amoxicillin for a patient allergic to penicillin",
    "conflict": "structured dose contradicts the words",
    "misspelt": "misspelt drug name",
    "typed": "directions say only as directed",
}


class Stage:
    """A desk that is played, not worked at."""

    def __init__(self, desk: Desk, window: MainWindow, work: Work, folder: Path, suffix: str) -> None:
        """Play on `window`; pictures go into `folder` under names that end in `suffix`."""
        self.written = 0
        self._desk = desk
        self._window = window
        self._work = work
        self._folder = folder
        self._suffix = suffix
        self._passwords = {user.login: user.password for user in demo_users()}

    @classmethod
    @contextmanager
    def opened(cls, place: Path, folder: Path, scheme: theme.Scheme) -> Iterator[Self]:
        """A stage with the demo pharmacy on it, cleared away afterwards."""
        app = application()
        theme.apply(app, scheme)
        app.setCursorFlashTime(0)
        settings = Settings(data_dir=place / "data", cache_dir=place / "cache")
        desk = open_demo(settings, FixedClock(DEMO_NOW), in_process=True)
        desk.take_up()
        work = Work()
        window = MainWindow(work, review_page)
        try:
            window.resize(*SIZE)
            window.show()
            window.activateWindow()
            window.set_desk(desk)
            stage = cls(desk, window, work, folder, scheme.value)
            stage.settle()
            yield stage
        finally:
            work.close()
            window.close()
            window.deleteLater()
            desk.close()

    def settle(self) -> None:
        """Wait until nothing is under way and nothing more is painted."""
        end, quiet = monotonic() + _PATIENCE_SECONDS, 0
        while quiet < _QUIET_ROUNDS and monotonic() < end:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 25)
            QApplication.sendPostedEvents()
            still = self._work.active or not self._keys_act()
            quiet = 0 if still else quiet + 1

    def pause(self) -> None:
        """Let what waits for the end of typing come to its turn."""
        end = monotonic() + _TYPING_PAUSE_SECONDS
        while monotonic() < end:
            self.settle()

    def _keys_act(self) -> bool:
        pages = [p for p in self._window.findChildren(ReviewPage) if p.isVisible()]
        return all(page.case is None or page.accepts_keys for page in pages)

    def shoot(self, name: str) -> None:
        """Take a picture."""
        self.settle()
        self._window.grab().save(str(self._folder / f"{name}-{self._suffix}.png"))
        self.written += 1

    def press(self, *names: str) -> None:
        """Press keys where the focus is."""
        for name in names:
            QTest.keySequence(QApplication.focusWidget() or self._window, QKeySequence(name))
            self.settle()

    def press_text(self, text: str) -> None:
        """Type over what stands in the field in focus."""
        self.press("Ctrl+A")
        QTest.keyClicks(QApplication.focusWidget() or self._window, text)
        self.pause()

    def type_into(self, name: str, text: str) -> None:
        """Type into a line edit by its objectName."""
        line = self._window.findChild(QLineEdit, name)
        if line is None:
            raise LookupError(name)
        line.setFocus()
        line.clear()
        QTest.keyClicks(line, text)

    def sign_in(self, login: str) -> None:
        """Sign in as one of the demo's people."""
        self.type_into("signInLogin", login)
        self.type_into("signInPassword", self._passwords[login])
        self.press("Return")

    def sign_out(self) -> None:
        """Sign out."""
        self._window.sign_out()
        self.settle()

    def page(self, name: str) -> None:
        """Go to a page."""
        self._window.open_page(name)
        self.settle()

    def open(self, subject: str) -> None:
        """Open the first open case that shows what the subject names."""
        self._review().open_case(self._case_of(SUBJECTS[subject]))
        self.settle()

    def stand_in(self, field: str) -> None:
        """Put the focus into a field of the transcription."""
        page = self._review()
        for _ in ReviewField:
            if page.workspace.fields.current is ReviewField(field):
                return
            self.press("Down")

    def search(self, text: str) -> None:
        """Type into the queue's search."""
        self.type_into("queueSearch", text)
        self.pause()

    def fail(self) -> None:
        """Show an error as it would be shown: a place that has run out of room."""
        self._window.messages.fail(
            KnownError(
                "disk_full",
                "The disk is full.",
                "Everything that was recorded before is safe; the last act was not.",
                "Free some space, then do it again.",
            )
        )

    def _review(self) -> ReviewPage:
        return next(p for p in self._window.findChildren(ReviewPage) if p.isVisible())

    def _case_of(self, shows: str) -> int:
        files = {m.name for m in demo_messages() if m.shows.startswith(shows)}
        with self._desk.records.reading() as tx:
            for row in tx.cases.page(QueueFilter(), None, 500).rows:
                if tx.cases.load(row.id).content.raw.file in files:
                    return row.id
        raise LookupError(f"no open case shows {shows!r}")
