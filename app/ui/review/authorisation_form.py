"""Who allowed a change of the order: asked for where typed words differ from the prescriber's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.model.case import Authorisation
from app.core.model.regimen import Comparison
from app.ui.review import wording
from app.ui.review.parts import label

_TOLERANCE = timedelta(minutes=2)
_WHEN_WIDTH = 160


class IncompleteError(ValueError):
    """Something is missing; the sentence is for the person at the desk."""


class AuthorisationForm(QWidget):
    """The prescriber's words against the typed ones; then who, when, read back.

    Signals:
        changed: a person entered something.
    """

    changed = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("authorisation")
        self._now = now
        self._title = label("check", "authorisation-title")
        self._differences = label("field-doubt", "authorisation-differences")
        self.who = QLineEdit()
        self.who.setObjectName("authorised-by")
        self.who.setAccessibleName("Authorised by, at the prescriber's")
        self.who.setPlaceholderText("Name of the prescriber or agent")
        self.when = QLineEdit(wording.day_and_clock(now()))
        self.when.setObjectName("authorised-at")
        self.when.setAccessibleName("Authorised at, year-month-day hour:minute")
        self.when.setFixedWidth(_WHEN_WIDTH)
        self.read_back = QCheckBox("Read back and confirmed")
        self.read_back.setObjectName("read-back")
        self.read_back.setAccessibleName("The change was read back and confirmed")
        self.who.textEdited.connect(self.changed)
        self.when.textEdited.connect(self.changed)
        self.read_back.toggled.connect(self.changed)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(label("field-label", text="Authorised by", wrap=False))
        row.addWidget(self.who, 1)
        row.addWidget(label("field-label", text="at", wrap=False))
        row.addWidget(self.when)
        row.addWidget(self.read_back)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self._title)
        box.addWidget(self._differences)
        box.addLayout(row)

    def show_difference(self, comparison: Comparison | None) -> None:
        """Say in which parts the typed words differ."""
        differences = comparison.differences if comparison else ()
        changes = bool(comparison and comparison.verdict == "different")
        self._title.setText(
            "▲ This changes the prescriber's order: record who authorised it."
            if changes
            else "▲ Record who at the prescriber's clarified it."
        )
        lines = [
            f"{d.field.replace('_', ' ')}: the prescriber wrote “{d.prescribed or 'nothing'}”, "
            f"you typed “{d.entered or 'nothing'}”"
            for d in differences
        ]
        self._differences.setText("\n".join(lines))
        self._differences.setVisible(bool(lines))

    def authorisation(self) -> Authorisation:
        """What was entered; IncompleteError says what is missing."""
        who = self.who.text().strip()
        if not who:
            raise IncompleteError("Say who at the prescriber's authorised it.")
        at = self._moment()
        if not self.read_back.isChecked():
            raise IncompleteError("Read the change back to them, then tick “Read back”.")
        return Authorisation(by=who, at=at, read_back=True)

    def _moment(self) -> datetime:
        """The time as typed, which is that of this pharmacy."""
        try:
            local = datetime.strptime(self.when.text().strip(), "%Y-%m-%d %H:%M")  # noqa: DTZ007 - local on purpose
        except ValueError:
            raise IncompleteError("Type the time as 2026-03-01 14:30.") from None
        at = local.astimezone(UTC)
        if at > self._now() + _TOLERANCE:
            raise IncompleteError("The time of the authorisation lies in the future.")
        return at
