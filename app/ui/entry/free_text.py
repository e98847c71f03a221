"""The other way in: a text that is pasted or typed as it comes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.widgets import PlainLabel

_HINT = """Patient: Jane Roe   DOB: 03/09/1961
Prescriber: Dana Whitfield MD   NPI: 1234567893
Drug: lisinopril 10 mg tablet
Sig: Take 1 tablet by mouth once daily
Qty: 30   Days supply: 30   Refills: 0
Date written: 11/24/2026"""


class FreeText(QWidget):
    """One field for all; Tab goes on, Enter begins a line.

    Signals:
        changed: something was typed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entryFreeText")
        told = PlainLabel(
            "One prescription, in any words. Labels such as “Patient:” and “Sig:” help, but are not needed; "
            "what is not understood will be asked about.",
            "muted",
            wrap=True,
        )
        self.text = QPlainTextEdit()
        self.text.setObjectName("entry-text")
        self.text.setAccessibleName("The prescription as plain text")
        self.text.setPlaceholderText(_HINT)
        self.text.setTabChangesFocus(True)
        self.text.setAcceptDrops(False)  # files dropped here are meant for the import
        self.text.textChanged.connect(self.changed)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 14)
        inside.setSpacing(8)
        inside.addWidget(told)
        inside.addWidget(self.text, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.text.toPlainText().strip()
