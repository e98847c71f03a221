"""Somebody at the keyboard of a whole desk, and what the file dialogs would answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.core.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.review import ReviewPage

PASSWORD = "harbor-light-7"  # of people who do not exist


@dataclass
class Answers:
    """Stands in for the file dialogs: what a person would choose."""

    path: Path

    def files(self, parent: QWidget, title: str, chosen: Callable[[tuple[Path, ...]], object]) -> None:
        chosen((self.path,))

    def folder(self, parent: QWidget, title: str, chosen: Callable[[tuple[Path, ...]], object]) -> None:
        chosen((self.path,))

    def save(self, parent: QWidget, title: str, name: str, chosen: Callable[[tuple[Path, ...]], object]) -> None:
        chosen((self.path,))


@dataclass
class Person:
    """Somebody at the keyboard: presses keys where the focus is, and waits for what should come of it."""

    window: MainWindow
    desk: Desk
    qtbot: QtBot
    answers: Answers
    keys: int = field(default=0)

    @property
    def page(self) -> ReviewPage:
        """The review page on screen."""
        pages = [p for p in self.window.findChildren(ReviewPage) if p.isVisible()]
        assert pages, "no review page is on screen"
        return pages[-1]

    def press(self, *keys: Qt.Key | str, mod: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.keys += 1
            self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, mod)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)

    def sign_in(self, login: str) -> None:
        self.until(lambda: self.window.sign_in_page.login.hasFocus())
        self.type(login)
        self.press(Qt.Key.Key_Tab)
        self.type(PASSWORD)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: self.window.actor is not None)

    def sign_out(self) -> None:
        self.press("Q", mod=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        self.until(lambda: self.window.actor is None)

    def case_of(self, patient: str) -> None:
        """Wait until this patient's case stands on the screen and keys act."""
        self.until(lambda: self.page.accepts_keys and self.page.case.order.patient.name == patient)

    def child(self, name: str) -> QWidget:
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found
