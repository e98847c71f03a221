"""The events as a table, newest first, fetched page by page through the database lane."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot

from app.core.model.clock import Clock
from app.core.model.errors import TallmanError
from app.core.model.identity import Actor
from app.core.model.quality import EventFilter, QualityEvent
from app.ui.services import QualityService
from app.ui.widgets import plain_tip
from app.ui.wording import CLASS_NAMES, short_moment
from app.ui.work import Lane, Latest, Work

PAGE = 100

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns of the page."""

    WHEN = 0
    CLASS = 1
    TYPE = 2
    DRUG = 3
    CHANGE = 4
    REVIEWED = 5


def change_text(event: QualityEvent) -> str:
    """What it was and what it became, on one line."""
    return f"{event.was or '(nothing)'} → {event.became or '(nothing)'}"


_HEADERS = ("When", "Class", "What was wrong", "Drug", "Was → became", "Reviewed")

_TEXTS: dict[Column, Callable[[QualityEvent], str]] = {
    Column.CLASS: lambda event: CLASS_NAMES[event.classification],
    Column.TYPE: lambda event: event.component or event.type.value,
    Column.DRUG: lambda event: event.drug,
    Column.CHANGE: change_text,
    Column.REVIEWED: lambda event: event.reviewed_by or "not yet",
}


class EventModel(QAbstractTableModel):
    """The events of one filter.

    Signals:
        loaded: the first rows of a filter are there.
        failed: rows could not be fetched; gives the TallmanError.
    """

    loaded = Signal()
    failed = Signal(object)

    def __init__(
        self, service: QualityService, clock: Clock, actor: Actor, work: Work, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._clock = clock
        self._actor = actor
        self._filter = EventFilter()
        self._events: list[QualityEvent] = []
        self._has_more = False
        self._loading_more = False
        self._first_job = Latest(work)
        self._more_job = Latest(work)

    @property
    def filter(self) -> EventFilter:
        """What is shown."""
        return self._filter

    def set_filter(self, wanted: EventFilter) -> None:
        """Show other events, newest first."""
        self._filter = wanted
        self.reload()

    def reload(self) -> None:
        """Fetch the first page again."""
        self._more_job.cancel()
        self._loading_more = False
        job = self._first_job.submit(Lane.DB, self._service.events, self._actor, self._filter, None, PAGE)
        job.finished.connect(self._on_first)
        job.failed.connect(self.failed)

    def event_at(self, row: int) -> QualityEvent:
        """The event in a row."""
        return self._events[row]

    def row_of(self, event_id: int) -> int:
        """Where an event stands; -1 where it does not."""
        return next((at for at, event in enumerate(self._events) if event.id == event_id), -1)

    def replace(self, event: QualityEvent) -> None:
        """Show an event as it is now; it stays in its row, even where the filter would no longer have it."""
        row = self.row_of(event.id)
        if row >= 0:
            self._events[row] = event
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    @Slot(object)
    def _on_first(self, events: tuple[QualityEvent, ...]) -> None:
        self._has_more = False
        self.beginResetModel()
        self._events = list(events)
        self._has_more = len(events) == PAGE
        self.endResetModel()
        self.loaded.emit()

    @Slot(object)
    def _on_more(self, events: tuple[QualityEvent, ...]) -> None:
        self._has_more = False  # views ask while rows are being put in
        if events:
            first = len(self._events)
            self.beginInsertRows(QModelIndex(), first, first + len(events) - 1)
            self._events.extend(events)
            self.endInsertRows()
        self._has_more = len(events) == PAGE
        self._loading_more = False

    @Slot(object)
    def _on_more_failed(self, error: TallmanError) -> None:
        self._loading_more = False
        self.failed.emit(error)

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, and immutable
        """The events that are loaded."""
        return 0 if parent.isValid() else len(self._events)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, and immutable
        """The columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell."""
        if not index.isValid():
            return None
        text = self._text(self._events[index.row()], Column(index.column()))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The names of the columns."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return _HEADERS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _text(self, event: QualityEvent, column: Column) -> str:
        return short_moment(event.happened_at, self._clock.now()) if column is Column.WHEN else _TEXTS[column](event)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are older events."""
        return not parent.isValid() and self._has_more and not self._loading_more

    def fetchMore(self, parent: Index) -> None:
        """Ask for older events."""
        if not self.canFetchMore(parent):
            return
        self._loading_more = True
        before = self._events[-1].id
        job = self._more_job.submit(Lane.DB, self._service.events, self._actor, self._filter, before, PAGE)
        job.finished.connect(self._on_more)
        job.failed.connect(self._on_more_failed)
