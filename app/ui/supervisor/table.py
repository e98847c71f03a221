"""The table of events: fixed widths, one height, nothing measured while scrolling."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.core.model.quality import EventClass
from app.ui import theme
from app.ui.supervisor.detail import CLASS_MARKS
from app.ui.supervisor.model import Column, EventModel
from app.ui.wording import CLASS_NAMES

_ROW = 34
_ICON = 14
_WIDTHS = {
    Column.WHEN: 118,
    Column.CLASS: 122,
    Column.TYPE: 126,
    Column.DRUG: 108,
    Column.CHANGE: 170,
    Column.REVIEWED: 92,
}
_CLASSES = {name: item for item, name in CLASS_NAMES.items()}


class EventTable(QTableView):
    """Rows of events; one is current."""

    def __init__(self, model: EventModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("eventTable")
        self.setAccessibleName("Events")
        self.setProperty("role", "rows")
        self.setModel(model)
        self.setItemDelegateForColumn(Column.CLASS, _ClassDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in _WIDTHS.items():
            head.resizeSection(column, width)
        head.setSectionResizeMode(Column.CHANGE, QHeaderView.ResizeMode.Stretch)
        self.setMinimumWidth(420)

    def select_row(self, row: int) -> None:
        """Make a row the current one, and see to it that it is in view."""
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)


class _ClassDelegate(QStyledItemDelegate):
    """The class as shape and word."""

    def initStyleOption(  # noqa: N802 - Qt names it
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Put the shape before the word."""
        super().initStyleOption(option, index)
        mark = CLASS_MARKS[_CLASSES.get(option.text, EventClass.EDIT)]
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.decorationSize = QSize(_ICON, _ICON)
        option.icon = theme.icon(mark.icon, mark.colour(theme.palette()), _ICON)
