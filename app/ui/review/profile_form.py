"""The form for a patient's facts: not known, known to be none, and listed are three different answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.model.people import PatientFacts
from app.ui.review import wording
from app.ui.review.parts import label, show_as

_PREGNANT = (("not known", None), ("no", False), ("yes", True))


class ListEntry(QWidget):
    """Several values separated by semicolons, or the word that there are none."""

    def __init__(self, caption: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setObjectName(f"edit-{name}")
        self.edit.setAccessibleName(f"{caption}, separated by semicolons")
        self.edit.setPlaceholderText("separate with ;")
        self.none = QCheckBox("Asked: none")
        self.none.setObjectName(f"none-{name}")
        self.none.setAccessibleName(f"{caption}: asked, there are none")
        self.none.toggled.connect(self._on_none)
        self.edit.textEdited.connect(lambda _text: self.none.setChecked(False))
        head = QHBoxLayout()
        head.addWidget(label("field-label", text=caption, wrap=False))
        head.addStretch(1)
        head.addWidget(self.none)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addLayout(head)
        box.addWidget(self.edit)

    def show_values(self, values: tuple[str, ...] | None) -> None:
        """Fill in what is known."""
        self.edit.setText("; ".join(values or ()))
        self.edit.setCursorPosition(0)
        self.none.setChecked(values == ())

    @Slot(bool)
    def _on_none(self, none: bool) -> None:  # noqa: FBT001 - the signal hands it over by place
        """None and a list exclude each other."""
        if none:
            self.edit.clear()

    def values(self) -> tuple[str, ...] | None:
        """What was entered; an empty line without the tick means that nobody knows."""
        if self.none.isChecked():
            return ()
        found = tuple(part.strip() for part in self.edit.text().split(";") if part.strip())
        return found or None


class NumberEntry(QWidget):
    """A number with its unit, or nothing where it is not known."""

    def __init__(self, caption: str, unit: str, name: str, most: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self.caption = caption
        self.edit = QLineEdit()
        self.edit.setObjectName(f"edit-{name}")
        self.edit.setAccessibleName(f"{caption} in {unit}; empty when not known")
        self.edit.setPlaceholderText("not known")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(label("field-label", text=f"{caption} ({unit})", wrap=False))
        box.addWidget(self.edit)

    def show_value(self, value: float | None) -> None:
        """Fill in what is known."""
        self.edit.setText("" if value is None else wording.number(value).replace(",", ""))
        show_as(self.edit, "wrong", value=False)

    def value(self) -> float | None:
        """The number; ValueError where what was typed is none, or none that can be."""
        text = self.edit.text().strip()
        if not text:
            return None
        try:
            found = float(text)
        except ValueError:
            found = -1.0
        wrong = not 0 < found <= self._most
        show_as(self.edit, "wrong", value=wrong)
        if wrong:
            raise ValueError(
                f"{self.caption}: type a number up to {wording.number(self._most)}, or nothing when not known."
            )
        return found


class ProfileForm(QWidget):
    """The form; Enter saves, Escape drops.

    Signals:
        saved: the PatientFacts as entered.
        closed: the form is to go away.
    """

    saved = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("profile-form")
        self._facts = PatientFacts()
        self._allergies = ListEntry("Allergies", "allergies")
        self._conditions = ListEntry("Conditions", "conditions")
        self._medications = ListEntry("Medications", "medications")
        self._weight = NumberEntry("Weight", "kg", "weight", 700)
        self._egfr = NumberEntry("eGFR", "mL/min/1.73 m²", "egfr", 250)
        self._pregnant = QComboBox()
        self._pregnant.setObjectName("edit-pregnant")
        self._pregnant.setAccessibleName("Pregnant")
        self._pregnant.addItems([word for word, _ in _PREGNANT])
        self._pregnant_caption = label("field-label", text="Pregnant", wrap=False)
        self._problem = label("check", "profile-problem")
        self._save = QPushButton("Save  Enter")
        self._save.setObjectName("profile-save")
        self._cancel = QPushButton("Cancel  Esc")
        self._cancel.setObjectName("profile-cancel")
        self._save.setAccessibleName("Save the profile, key Enter")
        self._cancel.setAccessibleName("Drop the changes, key Escape")
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.closed)
        self._lay_out()

    def show_facts(self, facts: PatientFacts, base: PatientFacts) -> None:
        """Fill in what is known; what the form does not ask for stays as in `base`."""
        self._facts = base
        self._allergies.show_values(facts.allergies)
        self._conditions.show_values(facts.conditions)
        self._medications.show_values(facts.medications)
        self._weight.show_value(facts.weight_kg)
        self._egfr.show_value(facts.egfr)
        self._pregnant.setCurrentIndex([value for _, value in _PREGNANT].index(facts.pregnant))
        for part in (self._pregnant, self._pregnant_caption):
            part.setVisible(facts.sex != "M")
        self._problem.hide()

    def begin(self) -> None:
        """Stand in the first entry."""
        self._allergies.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_save(self) -> None:
        try:
            entered = {"weight_kg": self._weight.value(), "egfr": self._egfr.value()}
        except ValueError as problem:
            self._problem.setText(str(problem))
            self._problem.show()
            return
        self.saved.emit(
            self._facts.model_copy(
                update={
                    **entered,
                    "allergies": self._allergies.values(),
                    "conditions": self._conditions.values(),
                    "medications": self._medications.values(),
                    "pregnant": _PREGNANT[self._pregnant.currentIndex()][1],
                }
            )
        )

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 10, 4, 8)
        box.setSpacing(10)
        for part in (self._allergies, self._conditions, self._medications):
            box.addWidget(part)
        numbers = QHBoxLayout()
        numbers.setSpacing(10)
        numbers.addWidget(self._weight)
        numbers.addWidget(self._egfr)
        box.addLayout(numbers)
        box.addWidget(self._pregnant_caption)
        box.addWidget(self._pregnant)
        box.addWidget(self._problem)
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        box.addLayout(buttons)
        box.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Escape drops; a held key does neither twice."""
        if event.isAutoRepeat():
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (enter and self._cancel.hasFocus()):
            self.closed.emit()
        elif enter:
            self._on_save()
        else:
            super().keyPressEvent(event)
