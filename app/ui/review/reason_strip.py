"""The strip that asks for a reason: hold, ask the prescriber, refuse, return to data entry, pass a stop."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.model.case import ActReason, FieldView
from app.core.model.order import ReviewField
from app.ui.review.choice_row import ChoiceRow, field_choices, reason_choices
from app.ui.review.strip import Strip


class ReasonStrip(Strip):
    """A digit chooses the reason, N goes to the note, Enter does it.

    Signals:
        given: the reason's code, and the note.
    """

    given = Signal(str, str)

    def __init__(
        self,
        name: str,
        title: str,
        save_text: str,
        reasons: Sequence[ActReason],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, title, save_text, parent)
        self.reasons = ChoiceRow(f"{name}-reason", reason_choices(reasons))
        self.reasons.chosen.connect(lambda _value: self.tell(""))
        self._note = QLineEdit()
        self._note.setObjectName(f"{name}-note")
        self._note.setAccessibleName("Note, optional")
        self._note.setPlaceholderText("optional, Tab goes here")
        self.add_row("Reason", self.reasons)
        self.add_row("Note", self._note)

    def press(self, key: str) -> bool:
        """A digit chooses the reason."""
        return self.reasons.press(key)

    def submit(self) -> None:
        """Hand over reason and note; without a reason, say so."""
        if self.reasons.value is None:
            self.tell("Choose a reason first: press its digit.")
            return
        self.given.emit(self.reasons.value, self._note.text().strip())


class StopStrip(ReasonStrip):
    """Passing a hard stop asks for one key more: Ctrl+Enter."""

    def __init__(self, message: str, reasons: Sequence[ActReason], parent: QWidget | None = None) -> None:
        super().__init__("stop-strip", f"STOP – {message}", "Record and go on  Ctrl+Enter", reasons, parent)
        self.needs_control = True


class ReturnStrip(ReasonStrip):
    """Return to data entry: a letter for the field, a digit for the reason, Enter.

    Signals:
        returned: ReviewField, the reason's code, and the note.
    """

    returned = Signal(object, str, str)

    def __init__(
        self, fields: Sequence[FieldView], reasons: Sequence[ActReason], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "return-strip", "Return to data entry: which field, and why?", "Return  Enter", reasons, parent
        )
        self._fields = ChoiceRow("return-field", field_choices(fields))
        self._fields.chosen.connect(lambda _value: self.tell(""))
        self.add_row("Field", self._fields, at=0)
        self.given.connect(self._on_given)

    def press(self, key: str) -> bool:
        """A letter chooses the field, a digit the reason."""
        return self._fields.press(key) or super().press(key)

    def submit(self) -> None:
        """Without a field, say so."""
        if self._fields.value is None:
            self.tell("Choose the field first: press its letter.")
            return
        super().submit()

    def _on_given(self, reason: str, note: str) -> None:
        self.returned.emit(ReviewField(str(self._fields.value)), reason, note)
