"""The fields of a prescription, in the order in which one is told: patient, prescriber, drug, supply, caller."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.model.drug import DrugCandidate
from app.ui.entry.compose import ALLOWED, AS_WRITTEN, SEXES, Typed
from app.ui.entry.lines import DrugLine, WordsBox, captioned, choice, line
from app.ui.widgets import PlainLabel
from app.ui.widgets.drug_suggestions import DrugNames
from app.ui.work import Work

_DATE_HINT = "MM/DD/YYYY"
_CAPTIONS = {
    "patient": "Name",
    "born": "Date of birth",
    "sex": "Sex",
    "address": "Address",
    "allergies": "Allergies, as told",
    "prescriber": "Name",
    "npi": "NPI",
    "dea": "DEA number",
    "phone": "Telephone",
    "drug": "Drug",
    "strength": "Strength",
    "form": "Form",
    "sig": "Directions (sig), in the prescriber's words",
    "quantity": "Quantity",
    "days": "Days' supply",
    "refills": "Refills",
    "substitution": "Substitution",
    "written": "Date written",
    "notes": "Notes",
    "caller": "Who called",
}
_SPOKEN = {"patient": "Patient's name", "prescriber": "Prescriber's name", "phone": "Prescriber's telephone"}
_HINTS = {
    "born": _DATE_HINT,
    "written": f"{_DATE_HINT}, or t for today",
    "allergies": "none, or each one; between two a comma",
    "strength": "10 mg",
    "form": "tablet",
    "quantity": "30",
    "days": "30",
    "refills": "0",
    "caller": "Name and office",
}


class FieldsForm(QWidget):
    """All fields; nothing in it ever blocks.

    Signals:
        changed: something was typed or chosen.
        failed: a TallmanError of the drug search.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, catalogue: DrugNames, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entryFields")
        self._fields: dict[str, QLineEdit | WordsBox | QComboBox] = {
            name: line(f"entry-{name}", _SPOKEN.get(name, caption), _HINTS.get(name, ""))
            for name, caption in _CAPTIONS.items()
            if name not in ("sex", "substitution", "drug", "sig", "notes")
        }
        self.drug = DrugLine("entry-drug", "Drug", "Name, or name and strength", catalogue, work, self)
        self._fields["drug"] = self.drug
        self._fields["sex"] = choice("entry-sex", "Sex", "Not told", SEXES)
        self._fields["substitution"] = choice("entry-substitution", "Substitution", "Not told", (ALLOWED, AS_WRITTEN))
        self._fields["sig"] = WordsBox("entry-sig", "Directions", "1 tab po daily", rows=2)
        self._fields["notes"] = WordsBox("entry-notes", "Notes", "", rows=2)
        self.read_back = QCheckBox("Read back to the caller")
        self.read_back.setObjectName("entry-read-back")
        self._lay_out()
        self._connect()

    @property
    def typed(self) -> Typed:
        """What stands in the fields."""
        words = {name: _words(field) for name, field in self._fields.items()}
        return Typed(**words, read_back=self.read_back.isChecked())

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed, chosen or ticked."""
        return self.typed == Typed()

    @property
    def first(self) -> QWidget:
        """Where typing begins."""
        return self._fields["patient"]

    def clear(self) -> None:
        """Empty every field."""
        self.drug.close_list()
        for field in self._fields.values():
            _fill(field, "")
        self.read_back.setChecked(False)

    # -- building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        people = _card(
            _heading("Patient"),
            self._row("patient"),
            self._row("born", "sex"),
            self._row("address"),
            self._row("allergies"),
            _heading("Prescriber"),
            self._row("prescriber"),
            self._row("npi", "dea"),
            self._row("phone"),
        )
        caller = self._row("caller")
        self.read_back.setFixedHeight(self._fields["caller"].sizeHint().height())
        caller.addWidget(self.read_back, 0, Qt.AlignmentFlag.AlignBottom)
        order = _card(
            _heading("Prescription"),
            self._row("drug"),
            self._row("strength", "form"),
            self._row("sig"),
            self._row("quantity", "days", "refills"),
            self._row("substitution", "written"),
            self._row("notes"),
            _heading("Call"),
            caller,
        )
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(14)
        columns.addWidget(people, 4)
        columns.addWidget(order, 5)
        stops = [*(self._fields[name] for name in _CAPTIONS), self.read_back]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)
        self.drug.suggestions.raise_()

    def _row(self, *names: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        for name in names:
            cell = captioned(_CAPTIONS[name], self._fields[name])
            row.addLayout(cell, 1)
            row.setAlignment(cell, Qt.AlignmentFlag.AlignTop)
        return row

    def _connect(self) -> None:
        for field in self._fields.values():
            if isinstance(field, QComboBox):
                field.currentIndexChanged.connect(self.changed)
            else:
                field.textChanged.connect(self.changed)
        self.read_back.toggled.connect(self.changed)
        self.drug.drug_taken.connect(self._on_drug_taken)
        self.drug.failed.connect(self.failed)

    @Slot(object)
    def _on_drug_taken(self, drug: DrugCandidate) -> None:
        """Name, strength and form go to their fields; the keyboard to the first of the rest that is empty."""
        _fill(self.drug, drug.ingredient)
        for name, value in (("strength", drug.strength), ("form", drug.form)):
            if value:
                _fill(self._fields[name], value)
        rest = [self._fields[name] for name in ("strength", "form", "sig")]
        target = next((field for field in rest if not _words(field)), rest[-1])
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _words(field: QLineEdit | WordsBox | QComboBox) -> str:
    if isinstance(field, QComboBox):
        return str(field.currentData())
    return field.toPlainText() if isinstance(field, WordsBox) else field.text()


def _fill(field: QLineEdit | WordsBox | QComboBox, words: str) -> None:
    if isinstance(field, QComboBox):
        field.setCurrentIndex(max(0, field.findData(words)))
    elif isinstance(field, WordsBox):
        field.setPlainText(words)
    else:
        field.setText(words)


def _heading(text: str) -> PlainLabel:
    return PlainLabel(text, "strong")


def _card(*parts: QWidget | QHBoxLayout) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    box = QVBoxLayout(card)
    box.setContentsMargins(16, 12, 16, 14)
    box.setSpacing(8)
    for part in parts:
        if isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
    box.addStretch()
    return card
