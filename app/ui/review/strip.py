"""What every act's strip at the foot of the window has in common: title, body, what is wrong, and its keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.messages import announce
from app.ui.review.parts import label

_CAPTION_WIDTH = 56
_CAPTION_GAP = 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Strip(QFrame):
    """An act in the making; nothing else on the page answers to keys while it is open.

    Signals:
        closed: it was given up or is done.
    """

    closed = Signal()

    def __init__(self, name: str, title: str, save_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("role", "strip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.needs_control = False
        self._title = label("title", f"{name}-title", text=title)
        self._problem = label("check", f"{name}-problem")
        self._problem.hide()
        self.save = self._button(f"{name}-save", save_text)
        self.save.setProperty("role", "primary")
        cancel = self._button(f"{name}-cancel", "Cancel  Esc")
        self.save.clicked.connect(self.submit)
        cancel.clicked.connect(self.closed)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title, 1)
        head.addWidget(self.save)
        head.addWidget(cancel)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 12)
        box.setSpacing(8)
        box.addLayout(head)
        box.addLayout(self.body)
        box.addWidget(self._problem)

    def submit(self) -> None:
        """Do the act; each strip says how."""
        raise NotImplementedError

    def begin(self) -> None:
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Answers that are still to come are no longer wanted."""

    def press(self, key: str) -> bool:
        """A letter or digit; True where it chose something."""
        del key
        return False

    def tell(self, problem: str) -> None:
        """Say what is missing or wrong; an empty text takes it away."""
        self._problem.setText(f"▲ {problem}" if problem else "")
        self._problem.setVisible(bool(problem))
        if problem:
            announce(self, problem)

    def add_row(self, caption: str, widget: QWidget, at: int = -1) -> None:
        """A line of the body with its caption before it."""
        row = QHBoxLayout()
        row.setSpacing(_CAPTION_GAP)
        words = label("field-label", text=caption, wrap=False)
        words.setFixedWidth(_CAPTION_WIDTH)
        words.setContentsMargins(0, 6, 0, 0)
        row.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(widget, 1)
        self.body.insertLayout(at, row)

    def indented(self, widget: QWidget) -> QHBoxLayout:
        """A line of the body without a caption, in line with those that have one."""
        row = QHBoxLayout()
        row.setContentsMargins(_CAPTION_WIDTH + _CAPTION_GAP, 0, 0, 0)
        row.addWidget(widget)
        return row

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter and Escape reach it
        return button

    def _is_submit(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return event.key() in _ENTER and (control or not self.needs_control)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it, Escape gives up, letters and digits choose; a held key does nothing twice."""
        event.accept()
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif self._is_submit(event):
            self.submit()
        elif event.key() in _ENTER:
            self.tell("Ctrl+Enter records it.")
        elif not (event.text().strip() and self.press(event.text())):
            event.ignore()
