"""The queue as a table: keyset pages through the database lane, ids for all rows, whole rows for a few pages.

Painting never waits: data() only looks things up. A row whose page was let go is fetched again when it comes
into view, and stays empty until then.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot

from app.core.model.case import QueueCursor, QueueFilter, QueuePage, QueueRow
from app.core.model.errors import TallmanError
from app.ui.queue.due import due_text, due_words
from app.ui.queue.source import QueueSource
from app.ui.theme import queue_mark
from app.ui.widgets import plain_tip
from app.ui.work import Lane, Latest, Work

PAGE = 100
_KEPT_PAGES = 20

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)


class Column(IntEnum):
    """The columns of the queue."""

    DUE = 0
    STATE = 1
    PATIENT = 2
    DRUG = 3
    WHY = 4


_HEADERS = {
    Column.DUE: "Due",
    Column.STATE: "State",
    Column.PATIENT: "Patient",
    Column.DRUG: "Drug",
    Column.WHY: "Why here",
}


class QueueModel(QAbstractTableModel):
    """The rows of one filter, in the order of the queue.

    Signals:
        loaded: the first rows of a filter are there; gives the number of all rows of the filter.
        failed: rows could not be fetched; gives the TallmanError.
    """

    loaded = Signal(int)
    failed = Signal(object)

    def __init__(self, source: QueueSource, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._filter = QueueFilter()
        self._ids: list[int] = []
        self._where: dict[int, int] = {}
        self._pages: OrderedDict[int, tuple[QueueRow, ...]] = OrderedDict()
        self._anchors: list[QueueCursor | None] = [None]  # where each page begins, and where the next would
        self._has_more = False
        self._loading_more = False
        self._again: int | None = None  # the page that is being fetched anew
        self._first_job = Latest(work)
        self._more_job = Latest(work)
        self._again_job = Latest(work)

    @property
    def filter(self) -> QueueFilter:
        """What is shown."""
        return self._filter

    def set_filter(self, wanted: QueueFilter) -> None:
        """Show other rows, from the top."""
        self._filter = wanted
        self._load(PAGE)

    def reload(self) -> None:
        """Fetch again what is shown, as far as it was scrolled."""
        pages = max(1, min(_KEPT_PAGES, len(self._anchors) - 1))
        self._load(pages * PAGE)

    def row_of(self, case_id: int) -> int:
        """Where a case stands; -1 where it is not among the loaded rows."""
        return self._where.get(case_id, -1)

    def row_at(self, row: int) -> QueueRow | None:
        """The case in a row; None while its page is on its way."""
        page, offset = divmod(row, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._fetch_again(page)
            return None
        self._pages.move_to_end(page)
        return rows[offset] if offset < len(rows) else None

    def id_at(self, row: int) -> int:
        """The case number in a row, known even while its page is not there."""
        return self._ids[row]

    @Slot()
    def tick(self) -> None:
        """The clock moved on: what is left of each promise changed."""
        if self._ids:
            self.dataChanged.emit(self.index(0, Column.DUE), self.index(len(self._ids) - 1, Column.DUE))

    # -- fetching ------------------------------------------------------------------------------

    def _load(self, limit: int) -> None:
        self._more_job.cancel()
        self._again_job.cancel()
        self._loading_more = False
        self._again = None
        job = self._first_job.submit(Lane.DB, self._source.page, self._filter, None, limit)
        job.finished.connect(self._on_first)
        job.failed.connect(self.failed)

    @Slot(object)
    def _on_first(self, page: QueuePage) -> None:
        self._has_more = False  # views ask while rows are being put in
        self.beginResetModel()
        self._ids.clear()
        self._where.clear()
        self._pages.clear()
        self._anchors = [None]
        self._append(page)
        self.endResetModel()
        self.loaded.emit(page.total)

    @Slot(object)
    def _on_more(self, page: QueuePage) -> None:
        fresh = QueuePage(
            rows=tuple(row for row in page.rows if row.id not in self._where), next=page.next, total=page.total
        )
        if len(fresh.rows) != len(page.rows):  # the queue moved meanwhile: pages would no longer fit together
            self.reload()
            return
        if fresh.rows:
            first = len(self._ids)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh.rows) - 1)
            self._append(fresh)
            self.endInsertRows()
        self._has_more = page.next is not None
        self._loading_more = False

    def _append(self, page: QueuePage) -> None:
        """Add rows at the end; every page but the last is full."""
        for at in range(0, len(page.rows), PAGE):
            rows = page.rows[at : at + PAGE]
            self._pages[len(self._anchors) - 1] = rows
            last = rows[-1]
            self._anchors.append(QueueCursor(priority=last.priority, promise_at=last.promise_at, id=last.id))
        for row in page.rows:
            self._where[row.id] = len(self._ids)
            self._ids.append(row.id)
        self._has_more = page.next is not None
        if page.next is not None:
            self._anchors[-1] = page.next
        self._let_go()

    def _let_go(self) -> None:
        while len(self._pages) > _KEPT_PAGES:
            self._pages.popitem(last=False)

    def _fetch_again(self, page: int) -> None:
        if self._again is not None:
            return
        self._again = page
        job = self._again_job.submit(Lane.DB, self._source.page, self._filter, self._anchors[page], PAGE)
        job.finished.connect(self._on_again)
        job.failed.connect(self._on_again_failed)

    @Slot(object)
    def _on_again(self, page: QueuePage) -> None:
        number, self._again = self._again, None
        if number is None:
            return
        first = number * PAGE
        last = min(first + PAGE, len(self._ids)) - 1
        if [row.id for row in page.rows] != self._ids[first : last + 1]:
            self.reload()
            return
        self._pages[number] = page.rows
        self._let_go()
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    @Slot(object)
    def _on_again_failed(self, error: TallmanError) -> None:
        self._again = None
        self.failed.emit(error)

    @Slot(object)
    def _on_more_failed(self, error: TallmanError) -> None:
        self._loading_more = False
        self.failed.emit(error)

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, and immutable
        """The rows that are loaded."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, and immutable
        """The columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Look up; never fetch and wait."""
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, Column(index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{row.patient}\n{row.drug}\n{row.why_here}")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADERS[Column(section)]
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the queue goes on behind the loaded rows."""
        return not parent.isValid() and self._has_more and not self._loading_more

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page."""
        if not self.canFetchMore(parent):
            return
        self._loading_more = True
        job = self._more_job.submit(Lane.DB, self._source.page, self._filter, self._anchors[-1], PAGE)
        job.finished.connect(self._on_more)
        job.failed.connect(self._on_more_failed)

    def _text(self, row: QueueRow, column: Column) -> str:
        return _TEXTS[column](row) if column in _TEXTS else due_text(row.promise_at, self._source.now())

    def _spoken(self, row: QueueRow, column: Column) -> str:
        """The first cell says the whole row, as a list has only that one."""
        if column is not Column.DUE:
            return self._text(row, column)
        due = due_words(row.promise_at, self._source.now())
        claimed = f"open by {row.claimed_by}" if row.claimed_by else ""
        parts = (row.patient, row.drug, queue_mark(row).word, due, row.why_here, claimed)
        return ", ".join(part for part in parts if part)


_TEXTS: dict[Column, Callable[[QueueRow], str]] = {
    Column.STATE: lambda row: queue_mark(row).word,
    Column.PATIENT: lambda row: row.patient,
    Column.DRUG: lambda row: row.drug,
    Column.WHY: lambda row: row.why_here,
}
