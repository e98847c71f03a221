"""What a test of the entry room looks at, and how it presses keys."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui_double import FakeDesk

from app.ui.actions import Actions
from app.ui.messages import Messages
from app.ui.work import Work


@dataclass
class Bench:
    """A widget with all that a test looks at."""

    widget: QWidget
    fake: FakeDesk
    messages: Messages
    actions: Actions
    work: Work
    qtbot: QtBot

    def press(self, *keys: Qt.Key | str, mod: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget() or self.widget, key, mod)

    def type(self, text: str) -> None:
        for at, line in enumerate(text.split("\n")):
            if at:
                self.press(Qt.Key.Key_Return)
            self.qtbot.keyClicks(QApplication.focusWidget(), line)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.work.active == 0, timeout=10_000)

    def focus(self) -> str:
        """The name of the widget that has the keyboard."""
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None else ""

    def child(self, name: str) -> QWidget:
        found = self.widget.findChild(QWidget, name)
        assert found is not None, name
        return found

    def shown(self, name: str) -> str:
        """The words of a label that is on screen; empty where it is not."""
        label = self.child(name)
        return label.text() if label.isVisible() else ""
