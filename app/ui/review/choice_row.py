"""A row of choices, each with the one key that chooses it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from app.core.model.case import ActReason, FieldView
from app.core.model.order import ReviewField
from app.ui.review.flow_layout import FlowLayout


class Choice(NamedTuple):
    """What can be chosen: the key, the words, the value."""

    key: str
    text: str
    value: str


class ChoiceRow(QWidget):
    """Shows choices; a click or the key chooses one.

    Signals:
        chosen: the value.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.value: str | None = None
        self.choices = tuple(choices)
        self._buttons: dict[str, QToolButton] = {}
        flow = FlowLayout(self, gap=6)
        for choice in self.choices:
            button = QToolButton()
            button.setProperty("role", "choice")
            button.setObjectName(f"{name}-{choice.value}")
            button.setText(f"{choice.key}  {choice.text}")
            button.setAccessibleName(f"{choice.text}, key {choice.key}")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key reaches it
            button.clicked.connect(lambda _checked=False, value=choice.value: self.choose(value))
            self._buttons[choice.value] = button
            flow.addWidget(button)

    def choose(self, value: str) -> None:
        """Choose; the others are given up."""
        if value not in self._buttons:
            return
        self.value = value
        for name, button in self._buttons.items():
            button.setChecked(name == value)
        self.chosen.emit(value)

    def press(self, key: str) -> bool:
        """Choose by key; False where no choice has it."""
        found = next((c.value for c in self.choices if c.key.casefold() == key.casefold()), None)
        if found is None:
            return False
        self.choose(found)
        return True


def reason_choices(reasons: Sequence[ActReason]) -> tuple[Choice, ...]:
    """Reasons by their digits."""
    return tuple(Choice(str(reason.digit), reason.text, reason.code) for reason in reasons)


# The letter of each field where something is sent back; fixed, so that the hand can learn it.
FIELD_LETTERS = {
    ReviewField.PATIENT: "P",
    ReviewField.PRESCRIBER: "B",
    ReviewField.DRUG: "D",
    ReviewField.STRENGTH: "S",
    ReviewField.FORM: "F",
    ReviewField.DOSE: "O",
    ReviewField.ROUTE: "U",
    ReviewField.FREQUENCY: "Q",
    ReviewField.TIMING: "T",
    ReviewField.AS_NEEDED: "A",
    ReviewField.DURATION: "L",
    ReviewField.MAX_PER_DAY: "X",
    ReviewField.SITE: "I",
    ReviewField.STEPS: "E",
    ReviewField.DIRECTIONS: "G",
    ReviewField.QUANTITY: "N",
    ReviewField.DAYS_SUPPLY: "Y",
    ReviewField.REFILLS: "R",
    ReviewField.SUBSTITUTION: "W",
    ReviewField.DATE_WRITTEN: "Z",
    ReviewField.NOTES: "M",
}


def field_choices(fields: Sequence[FieldView]) -> tuple[Choice, ...]:
    """The fields of a case by their letters."""
    return tuple(Choice(FIELD_LETTERS[f.field], f.label, f.field.value) for f in fields)
