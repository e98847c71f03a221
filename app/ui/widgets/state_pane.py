"""What a list shows when it has no rows: that it loads, that it is empty, or what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.core.model.errors import TallmanError
from app.ui.widgets.labels import IconLabel, PlainLabel


class StatePane(QWidget):
    """An icon, a line that says what is, a line that says what to do, and maybe a button.

    Signals:
        acted: the button was pressed.
    """

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statePane")
        self.icon = IconLabel("clock", "muted", 28)
        self.title = PlainLabel("", "strong", wrap=True)
        self.text = PlainLabel("", "muted", wrap=True)
        self.button = QPushButton("Try again")
        self.button.setObjectName("stateButton")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.acted)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def show_loading(self, title: str = "Loading") -> None:
        """Say that rows are on their way."""
        self._show("clock", "muted", title, "")

    def show_empty(self, title: str, text: str, icon: str = "ok", button: str = "") -> None:
        """Say that there is nothing, and why that is so."""
        self._show(icon, "muted", title, text, button)

    def show_error(self, error: TallmanError) -> None:
        """Say what happened, what is safe and what to do."""
        self._show("stop", "stop", error.what, f"{error.safe} {error.next_step}  ({error.code})", "Try again")

    def _show(self, icon: str, tone: str, title: str, text: str, button: str = "") -> None:
        self.icon.set_icon(icon, tone)
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.button.setText(button or self.button.text())
        self.button.setVisible(bool(button))
