"""Whose prescription this is: the line that cannot be missed, announced whenever it changes."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.model.case import CaseView
from app.core.model.identity import Actor
from app.ui.messages import announce
from app.ui.review import wording
from app.ui.review.flow_layout import FlowLayout
from app.ui.review.parts import LineLabel, label, show_as
from app.ui.widgets import IconLabel, PlainLabel

_FLASH_MS = 700


class PatientHeader(QFrame):
    """Name, sex, birth, weight, kidneys and allergies; promise, number and lock."""

    def __init__(self, actor: Actor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("patient-header")
        self.setProperty("role", "patient")
        self._actor = actor
        self._patient = ""
        self._flash = QTimer(self, singleShot=True, interval=_FLASH_MS)
        self._flash.timeout.connect(self._calm)
        self._name = label("who", "patient-name")
        self._sex = label("fact", "patient-sex", wrap=False)
        self._born = label("fact", "patient-born", wrap=False)
        self._weight = label("fact", "patient-weight", wrap=False)
        self._egfr = label("fact", "patient-egfr", wrap=False)
        self._allergies = LineLabel("allergy", "patient-allergies")
        self._promise = label("due", "case-promise", wrap=False)
        self._number = label("muted", "case-number", wrap=False)
        self._standing = label("", "case-standing")
        self._standing_icon = IconLabel("hold", "note", 16)
        self._standing_bar = QFrame()
        self._standing_bar.setProperty("role", "banner")
        self._standing_bar.hide()
        self._lay_out()

    def show_case(self, case: CaseView, now: datetime) -> None:
        """Fill every line; a change of patient is shown and spoken."""
        facts, today = case.facts, now.astimezone().date()
        self._name.setText(wording.patient_name(case))
        self._sex.setText(wording.sex_of(case))
        self._born.setText(wording.born(case, today))
        _show_fact(self._weight, wording.weight(facts), known=facts.weight_kg is not None)
        _show_fact(self._egfr, wording.egfr(facts), known=facts.egfr is not None)
        self._show_allergies(case)
        self.show_time(case, now)
        fill = f", refill {case.fill_number - 1}" if case.fill_number > 1 else ""
        self._number.setText(f"{case.prescription_number}{fill} · case {case.id}{self._lock(case)}")
        self._show_standing(case)
        self._notice_patient(case)

    def show_time(self, case: CaseView, now: datetime) -> None:
        """What is left until the promise."""
        self._promise.setText(wording.promise(case.promise_at, now))
        late = case.promise_at is not None and case.promise_at < now
        show_as(self._promise, "late", value=late)

    def spoken(self) -> str:
        """The patient in one sentence."""
        parts = (self._name, self._sex, self._born, self._weight, self._egfr, self._allergies)
        return ", ".join(part.text() for part in parts)

    def _show_allergies(self, case: CaseView) -> None:
        known = case.facts.allergies
        text = wording.allergies(case.facts)
        self._allergies.setText(f"▲ {text}" if known is None else f"Allergies: {text}" if known else text)
        show_as(self._allergies, "known", value="nothing" if known is None else "some" if known else "none")

    def _lock(self, case: CaseView) -> str:
        if case.claim is None:
            return ""
        mine = case.claim.user_id == self._actor.user_id
        return " · locked by you" if mine else f" · locked by {case.claim.name}"

    def _show_standing(self, case: CaseView) -> None:
        """Why the case is not simply waiting: somebody else has it, it is on hold, it is done."""
        locked = case.claim is not None and case.claim.user_id != self._actor.user_id
        sentences = (wording.lock_sentence(case.claim) if locked and case.claim else "", wording.status_sentence(case))
        text = " ".join(sentence for sentence in sentences if sentence)
        self._standing.setText(text)
        self._standing_icon.set_icon("lock" if locked else "hold", "check" if locked else "note")
        show_as(self._standing_bar, "tone", value="check" if locked else "note")
        self._standing_bar.setVisible(bool(text))

    def _notice_patient(self, case: CaseView) -> None:
        """Another patient than before: a flash without movement, and a word for screen readers."""
        who = f"{wording.patient_name(case)}|{wording.birth_of(case)}"
        spoken = self.spoken()
        self.setAccessibleName(f"Patient: {spoken}")
        if who == self._patient:
            return
        self._patient = who
        show_as(self, "fresh", value=True)
        self._flash.start()
        announce(self, f"Patient: {spoken}")

    def _calm(self) -> None:
        show_as(self, "fresh", value=False)

    def _lay_out(self) -> None:
        facts = QWidget()
        flow = FlowLayout(facts, gap=18, line_gap=4)
        for part in (self._sex, self._born, self._weight, self._egfr, self._allergies):
            flow.addWidget(part)
        right = QVBoxLayout()
        right.setSpacing(2)
        for part in (self._promise, self._number):
            part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            right.addWidget(part)
        bar = QHBoxLayout(self._standing_bar)
        bar.setContentsMargins(12, 5, 16, 5)
        bar.setSpacing(8)
        bar.addWidget(self._standing_icon)
        bar.addWidget(self._standing, 1)
        grid = QGridLayout()
        grid.setContentsMargins(16, 8, 16, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._name, 0, 0)
        grid.addLayout(right, 0, 1, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(facts, 1, 0)
        grid.setColumnStretch(0, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(grid)
        outer.addWidget(self._standing_bar)


def _show_fact(part: PlainLabel, text: str, *, known: bool) -> None:
    part.setText(text)
    show_as(part, "known", value=known)
