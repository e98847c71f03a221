"""The near-miss page: the honest figure, the filters, the table, and one event in full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from app.core.model.errors import StaleCaseError, TallmanError
from app.core.model.identity import Actor, Permission
from app.core.model.quality import EventClass, EventFilter, QualityEvent
from app.ui.actions import Actions
from app.ui.chooser import Chooser
from app.ui.messages import Messages
from app.ui.services import DeskServices
from app.ui.supervisor.detail import EventDetail
from app.ui.supervisor.filters import EventFilters
from app.ui.supervisor.model import EventModel
from app.ui.supervisor.table import EventTable
from app.ui.widgets import PlainLabel, StateStack
from app.ui.wording import counted
from app.ui.work import Lane, Latest, Work

_SPAN = timedelta(days=30)


class NearMissPage(QWidget):
    """What went wrong and was caught, for those who learn from it."""

    def __init__(
        self,
        desk: DeskServices,
        work: Work,
        messages: Messages,
        actions: Actions,
        actor: Actor,
        chooser: Chooser,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("nearMissPage")
        self._desk = desk
        self._work = work
        self._messages = messages
        self._actor = actor
        self._chooser = chooser
        self._rate_job = Latest(work)
        self._open: QualityEvent | None = None
        self.model = EventModel(desk.quality, desk.clock, actor, work, self)
        self._build()
        self._register(actions)
        self.model.loaded.connect(self._on_loaded)
        self.model.failed.connect(self._on_failed)
        self._pane.show_loading("Loading the events")
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Fetch the events and the figure again; the open event stays open."""
        self.model.reload()
        since = self._desk.clock.now() - _SPAN
        job = self._rate_job.submit(Lane.DB, self._desk.quality.rate, self._actor, since)
        job.finished.connect(self._on_rate)
        job.failed.connect(self._messages.fail)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.rate = PlainLabel("", "muted", wrap=True)
        self.rate.setObjectName("eventRate")
        self.export = QPushButton("Export CSV …")
        self.export.setObjectName("eventExport")
        if not self._may(Permission.EXPORT_QUALITY):
            self.export.hide()
        self.export.clicked.connect(self._on_export)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel("Near misses", "title"))
        words.addWidget(self.rate)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.export, 0, Qt.AlignmentFlag.AlignTop)
        self.filters = EventFilters()
        self.filters.changed.connect(self.model.set_filter)
        self.table = EventTable(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.detail = EventDetail(
            may_reclassify=self._may(Permission.RECLASSIFY), may_review=self._may(Permission.REVIEW_QUALITY)
        )
        self.detail.reclassify_asked.connect(self._on_reclassify)
        self.detail.review_asked.connect(self._on_review)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("eventSplit")
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 1)
        split.setSizes([900, 380])
        self._stack = StateStack(split, self.table)
        self._pane = self._stack.pane
        self._pane.acted.connect(self.refresh)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.filters)
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self._stack)

    def _register(self, actions: Actions) -> None:
        def add(name: str, text: str, key: str, act: Callable[[], object], told: str, *, shown: bool = True) -> None:
            if shown:
                actions.add(self, name, text, key, group="Near misses", triggered=act, window=True, help=told)

        add("quality.search", "Search the events", "Ctrl+F", self.filters.focus_search, "By drug or words")
        may_review = self._may(Permission.REVIEW_QUALITY)
        add("quality.review", "Write the review", "Ctrl+M", self.detail.note.setFocus, "Enter saves", shown=may_review)
        may_reclassify = self._may(Permission.RECLASSIFY)
        reclassify = self.detail.classes.setFocus
        add("quality.reclassify", "Reclassify", "Ctrl+R", reclassify, "Class, then reason", shown=may_reclassify)
        may_export = self._may(Permission.EXPORT_QUALITY)
        add("quality.export", "Export CSV", "Ctrl+E", self._on_export, "What the filters show", shown=may_export)

    def _may(self, permission: Permission) -> bool:
        return self._desk.may(self._actor, permission)

    # -- reading -------------------------------------------------------------------------------

    @Slot(object)
    def _on_rate(self, text: str) -> None:
        self.rate.setText(f"Last {_SPAN.days} days: {text}")

    @Slot()
    def _on_loaded(self) -> None:
        if not self.model.rowCount():
            self._open = None
            self._show_empty()
            return
        self._stack.show_content()
        row = self.model.row_of(self._open.id) if self._open else -1
        self.table.select_row(max(0, row))

    @Slot(object)
    def _on_failed(self, error: TallmanError) -> None:
        if self.model.rowCount():
            self._messages.fail(error)
            return
        self._pane.show_error(error)
        self._stack.show_pane()

    def _show_empty(self) -> None:
        if self.model.filter == EventFilter():
            self._pane.show_empty("No events yet", "Every correction at the desk is filed here by itself.")
        else:
            self._pane.show_empty("No event fits the filters", "Choose other filters to see more.", "search")
        self._stack.show_pane()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._show(self.model.event_at(current.row()))

    def _show(self, event: QualityEvent) -> None:
        self._open = event
        self.detail.show_event(event)

    # -- acts ----------------------------------------------------------------------------------

    @Slot(object, str)
    def _on_reclassify(self, to: EventClass, reason: str) -> None:
        if self._open is not None:
            event = self._open
            self._act("The event was reclassified.", self._desk.quality.reclassify, event, to, reason)

    @Slot(str)
    def _on_review(self, note: str) -> None:
        if self._open is not None:
            self._act("The event is marked as reviewed.", self._desk.quality.mark_reviewed, self._open, note)

    def _act(self, told: str, act: Callable[..., object], event: QualityEvent, *args: object) -> None:
        self._told = told
        job = self._work.submit(Lane.DB, act, self._actor, event.id, event.version, *args)
        job.finished.connect(self._on_changed)
        job.failed.connect(self._on_act_failed)

    @Slot(object)
    def _on_changed(self, event: QualityEvent) -> None:
        self.model.replace(event)
        if self._open is not None and self._open.id == event.id:
            self.detail.reason.clear()
            self.detail.note.clear()
            self._show(event)
        self._messages.say(self._told)

    @Slot(object)
    def _on_act_failed(self, error: TallmanError) -> None:
        self._messages.fail(error)
        if isinstance(error, StaleCaseError):
            self.refresh()

    @Slot()
    def _on_export(self) -> None:
        name = f"near-misses-{self._desk.clock.now().astimezone():%Y-%m-%d}.csv"
        self._chooser.save(self, "Export the events that are shown", name, self._export)

    def _export(self, paths: tuple[Path, ...]) -> None:
        self._exported = paths[0].name
        job = self._work.submit(Lane.DB, self._desk.quality.export_csv, self._actor, self.model.filter, paths[0])
        job.finished.connect(self._on_exported)
        job.failed.connect(self._messages.fail)

    @Slot(object)
    def _on_exported(self, number: int) -> None:
        self._messages.say(f"{counted(number, 'event', 'events')} exported to {self._exported}, without patients.")
