"""What a test of the review window looks at, and how it presses keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from review_double import FakeReviewDesk

from app.ui.actions import Actions
from app.ui.messages import Messages
from app.ui.review import ReviewPage


@dataclass
class Bench:
    """A page with all that a test looks at; `keys` counts what was pressed."""

    page: ReviewPage
    desk: FakeReviewDesk
    messages: Messages
    actions: Actions
    qtbot: QtBot
    keys: int = 0

    def press(self, *keys: Qt.Key | str, mod: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys where the focus is, as a person does."""
        for key in keys:
            self.keys += 1
            self.qtbot.keyClick(self.focus(), key, mod)

    def type(self, text: str) -> None:
        """Type words."""
        self.qtbot.keyClicks(self.focus(), text)

    def focus(self) -> QWidget:
        """The widget that has the keyboard."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def ready(self, case_id: int | None = None) -> None:
        """Wait until a case stands on the screen and keys act."""
        self.qtbot.waitUntil(
            lambda: self.page.accepts_keys and (case_id is None or self.page.case.id == case_id), timeout=10_000
        )

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition."""
        self.qtbot.waitUntil(condition, timeout=10_000)

    def shows(self, look: Callable[[], object], wanted: object) -> None:
        """Wait until a look finds what is wanted; a failure tells what it found instead."""

        def same() -> None:
            found = look()
            assert found == wanted, found

        self.qtbot.waitUntil(same, timeout=10_000)

    def asked(self, *names: str) -> None:
        """Wait until exactly these acts were asked for, and their answers are in."""
        self.until(lambda: self.desk.review.names() == list(names) and not self.page.session.busy)

    def child(self, name: str) -> QWidget:
        """A widget of the page by its objectName."""
        found = self.page.findChild(QWidget, name)
        assert found is not None, name
        return found


BenchMaker = Callable[..., Bench]
