"""One case laid out: the patient above, then raw, transcription, findings side by side, at every size the same."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.core.model.case import CaseView, Pending, PendingKind
from app.core.model.identity import Actor
from app.core.model.order import ReviewField
from app.ui.review.fields_pane import FieldsPane
from app.ui.review.findings_pane import FindingsPane
from app.ui.review.items import Item, fields_of
from app.ui.review.patient_header import PatientHeader
from app.ui.review.profile_pane import ProfilePane
from app.ui.review.raw_pane import RawPane

_WIDTHS = (31, 39, 30)


class Workspace(QWidget):
    """Everything that is shown of a case, and where the keyboard stands in it.

    Signals:
        profile_edited: the PatientFacts that a person entered.
        editing_changed: the profile's form came up or went away.
    """

    profile_edited = Signal(object)
    editing_changed = Signal()

    def __init__(self, actor: Actor, source: QAction, edit: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workspace")
        self._case: CaseView | None = None
        self.header = PatientHeader(actor)
        self.raw = RawPane(source)
        self.fields = FieldsPane()
        self.findings = FindingsPane()
        self.profile = ProfilePane(edit)
        self._tabs = QTabBar()
        self._tabs.setObjectName("right-tabs")
        self._tabs.setAccessibleName("Findings or patient")
        self._tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # F and P reach them
        self._tabs.setExpanding(False)
        self._tabs.addTab("Findings")
        self._tabs.addTab("Patient")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.findings)
        self._pages.addWidget(self.profile)
        self._lay_out()
        self._connect()

    def show_case(self, case: CaseView, now: datetime) -> None:
        """Show a case, or the same one anew."""
        is_new = self._case is None or self._case.id != case.id
        self._case = case
        self.header.show_case(case, now)
        self.raw.show_case(case)
        self.fields.show_fields(fields_of(case))
        self.findings.show_case(case)
        self.profile.show_case(case)
        count = len(self.findings.items)
        self._tabs.setTabText(0, f"Findings {count}" if count else "Findings")
        if is_new:
            self.show_findings()

    def show_findings(self) -> None:
        """Bring the findings to the front."""
        self._tabs.setCurrentIndex(0)

    def show_profile(self) -> None:
        """Bring the patient's profile to the front."""
        self._tabs.setCurrentIndex(1)

    def edit_profile(self) -> None:
        """Open the profile's form."""
        self.show_profile()
        self.profile.open_form()

    def go_to(self, pending: Pending) -> None:
        """Bring the keyboard to an open point."""
        if pending.kind is PendingKind.FIELD and pending.field is not None:
            self.fields.focus(pending.field)
        else:
            self.show_findings()
            self.findings.focus(pending.key)

    def go_to_start(self) -> None:
        """Where the eye begins when nothing is open: the drug."""
        order = self.fields.order()
        if order:
            self.fields.focus(ReviewField.DRUG if ReviewField.DRUG in order else order[0])

    def standing(self) -> Pending | None:
        """The open point on which the keyboard stands."""
        case = self._case
        if case is None:
            return None
        item = self.findings.focused()
        if item is not None:
            return item.pending
        if not self.fields.has_focus():
            return None
        field = self.fields.current
        return next((p for p in case.pending if p.kind is PendingKind.FIELD and p.field is field), None)

    def walk(self, step: int) -> None:
        """To the next field or finding, or the one before."""
        if self.findings.focused() is not None:
            self.findings.focus_near(step)
            return
        field = self.fields.neighbour(step)
        if field is not None:
            self.fields.focus(field)

    def cross(self, step: int) -> None:
        """Over to the findings, or back to the fields."""
        if step > 0:
            self.show_findings()
            if self.findings.focused() is None:
                self.findings.focus_near(1)
        elif self.fields.order():
            self.fields.focus(self.fields.current or self.fields.order()[0])

    @Slot(object)
    def _on_field_entered(self, field: ReviewField) -> None:
        view = self._case.field(field) if self._case is not None else None
        if view is not None:
            self.raw.mark_field(view)

    @Slot(object)
    def _on_item_entered(self, item: Item) -> None:
        if self._case is None:
            return
        views = [view for name in item.fields if (view := self._case.field(name)) is not None]
        self.raw.mark_fields(views, item.places)
        self.fields.light(views[0].field if views else None)

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.fields.field_entered.connect(self._on_field_entered)
        self.findings.item_entered.connect(self._on_item_entered)
        self.raw.field_clicked.connect(self.fields.focus)
        self.profile.edited.connect(self.profile_edited)
        self.profile.editing_changed.connect(self.editing_changed)

    def _lay_out(self) -> None:
        right = QFrame()
        right.setProperty("role", "column")
        right.setProperty("place", "right")
        box = QVBoxLayout(right)
        box.setContentsMargins(12, 2, 12, 8)
        box.setSpacing(0)
        box.addWidget(self._tabs)
        box.addWidget(self._pages, 1)
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.setObjectName("columns")
        columns.setChildrenCollapsible(False)
        for place, widget in enumerate((self.raw, self.fields, right)):
            columns.addWidget(widget)
            columns.setStretchFactor(place, _WIDTHS[place])
        columns.setSizes([width * 30 for width in _WIDTHS])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.header)
        outer.addWidget(columns, 1)
