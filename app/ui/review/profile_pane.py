"""The patient's profile beside the findings: what the checks know, and the form to set it right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.core.model.case import CaseView
from app.core.model.people import PatientFacts
from app.ui.review.items import profile_lines
from app.ui.review.parts import Scrolled, chip, label, show_as
from app.ui.review.profile_form import ProfileForm
from app.ui.widgets import PlainLabel


class ProfilePane(QWidget):
    """The tab "Patient".

    Signals:
        edited: the PatientFacts that a person entered.
        editing_changed: the form came up or went away.
    """

    edited = Signal(object)
    editing_changed = Signal()

    def __init__(self, edit: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("profile-pane")
        self._facts = PatientFacts()
        self._base = PatientFacts()
        self._captions: list[tuple[PlainLabel, PlainLabel]] = []
        self._who = label("strong", "profile-who")
        self._contact = label("muted", "profile-contact")
        self._reviewed = label("caption", "profile-reviewed")
        self._history = label("finding-line", "profile-history")
        self._grid = QGridLayout()
        self._edit = chip(edit, "E  Edit", "profile-edit")
        self._form = ProfileForm()
        self._form.saved.connect(self._on_saved)
        self._form.closed.connect(self.close_form)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(Scrolled(self._reading(), "profile-scroll"))
        self._stack.addWidget(Scrolled(self._form, "profile-form-scroll"))

    @property
    def editing(self) -> bool:
        """Whether the form is up."""
        return self._stack.currentIndex() == 1

    def show_case(self, case: CaseView) -> None:
        """Show the profile of the case's patient; a form that is open for an earlier one goes away."""
        self.close_form()
        profile = case.profile
        self._facts = case.facts
        self._base = profile.facts if profile else PatientFacts(sex=case.facts.sex)
        self._who.setText(profile.name if profile else "This patient has no profile yet")
        contact = " · ".join(p for p in (profile.phone, profile.address) if p) if profile else ""
        self._contact.setText(contact)
        self._contact.setVisible(bool(contact))
        day = profile.reviewed_on if profile else None
        self._reviewed.setText(
            f"Profile confirmed with the patient {day.isoformat()}" if day else "Profile never confirmed"
        )
        self._fill(profile_lines(case))
        self._history.setText("\n".join(case.history) or "No earlier fills here.")

    def open_form(self) -> None:
        """Let a person set the facts right."""
        self._form.show_facts(self._facts, self._base)
        self._stack.setCurrentIndex(1)
        self._form.begin()
        self.editing_changed.emit()

    def close_form(self) -> None:
        """Back to reading; what was typed is dropped."""
        if self.editing:
            self._stack.setCurrentIndex(0)
            self.editing_changed.emit()

    def _on_saved(self, facts: PatientFacts) -> None:
        self.close_form()
        self.edited.emit(facts)

    def _fill(self, lines: tuple[tuple[str, str, bool], ...]) -> None:
        while len(self._captions) < len(lines):
            self._captions.append(self._line(len(self._captions)))
        for at, (caption, value) in enumerate(self._captions):
            has = at < len(lines)
            caption.setVisible(has)
            value.setVisible(has)
            if has:
                caption.setText(lines[at][0])
                value.setText(lines[at][1])
                show_as(value, "known", value=lines[at][2])

    def _line(self, row: int) -> tuple[PlainLabel, PlainLabel]:
        caption, value = label("field-label", wrap=False), label("fact")
        self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)
        return caption, value

    def _reading(self) -> QWidget:
        page = QWidget()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        box = QVBoxLayout(page)
        box.setContentsMargins(4, 10, 4, 8)
        box.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._who, 1)
        head.addWidget(self._edit)
        box.addLayout(head)
        for part in (self._contact, self._reviewed):
            box.addWidget(part)
        box.addSpacing(6)
        box.addLayout(self._grid)
        box.addSpacing(10)
        box.addWidget(label("section", text="EARLIER FILLS AND OPEN CASES"))
        box.addWidget(self._history)
        box.addStretch(1)
        return page
