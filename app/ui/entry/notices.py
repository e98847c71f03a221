"""What the entry page says and asks in place: what is missing, what went wrong, whether words may go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.messages import announce
from app.ui.widgets import IconLabel, PlainLabel, rule

_WIDTH = 236
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def key_button(name: str, text: str) -> QPushButton:
    """A button beside the key that does the same: the mouse reaches it, the focus never rests on it."""
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button


class MissingCard(QFrame):
    """What a prescription must say and this one does not yet; it never keeps anybody from going on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entryMissing")
        self.setProperty("role", "card")
        self.setFixedWidth(_WIDTH)
        self._icon = IconLabel("check", "check")
        self._title = PlainLabel("", "strong")
        self.list = PlainLabel("", wrap=True)
        self.list.setObjectName("entryMissingList")
        self.list.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 14, 14)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(rule())
        box.addWidget(self.list)
        box.addStretch()
        box.addWidget(
            PlainLabel(
                "You can receive it all the same: what is missing is asked for in the review.", "caption", wrap=True
            )
        )

    def show_missing(self, missing: Sequence[str]) -> None:
        """Show what is missing, or that nothing is."""
        self._title.setText("Still missing" if missing else "Complete")
        self._icon.set_icon(*("check", "check") if missing else ("ok", "ok"))
        self.list.setText(
            "\n".join(f"– {words}" for words in missing) or "Everything a prescription must say is there."
        )


class Problem(QFrame):
    """Why what was typed was not received."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entryProblem")
        self.setProperty("role", "banner")
        self.setProperty("tone", "check")
        self._icon = IconLabel("check", "check", 18)
        self.text = PlainLabel("", wrap=True)
        self.text.setObjectName("entryProblemText")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        self.hide()

    def tell(self, text: str, tone: str = "check") -> None:
        """Say it, aloud too; an empty text takes it away."""
        self.setProperty("tone", tone)
        theme.repolish(self)
        self._icon.set_icon(tone, tone)
        self.text.setText(text)
        self.setVisible(bool(text))
        if text:
            announce(self, text)


class DiscardQuestion(QFrame):
    """Asks before typed words go: Enter lets them go, Escape keeps them.

    Signals:
        discarded: let them go.
        kept: keep them.
    """

    discarded = Signal()
    kept = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entryDiscard")
        self.setAccessibleName("Discard what was typed? Enter discards it, Escape keeps it.")
        self.setProperty("role", "banner")
        self.setProperty("tone", "check")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        discard = key_button("entryDiscardYes", "Discard  Enter")
        keep = key_button("entryDiscardNo", "Keep  Esc")
        discard.clicked.connect(self.discarded)
        keep.clicked.connect(self.kept)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel("check", "check", 18))
        row.addWidget(PlainLabel("Discard what was typed? It was not received.", "strong"), 1)
        row.addWidget(discard)
        row.addWidget(keep)
        self.hide()

    def ask(self) -> None:
        """Come up and take the keyboard."""
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.accessibleName())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Escape; a held key answers nothing, and no other key gets past."""
        event.accept()
        if event.isAutoRepeat():
            return
        if event.key() in _ENTER:
            self.discarded.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.kept.emit()
