"""How a case looks in the narrow rail: two lines that are read at a glance."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.core.model.case import QueueRow
from app.ui import theme
from app.ui.queue.model import ROW_ROLE, Column

HEIGHT = 54
_PAD = 12
_ICON = 16
_GAP = 10
_LEFT = _PAD + _ICON + _GAP


class QueueDelegate(QStyledItemDelegate):
    """Line 1: patient, and what is left of the promise. Line 2: drug, and why the case stands here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._strong = theme.font(theme.Size.BODY, QFont.Weight.DemiBold)
        self._plain = theme.font(theme.Size.SMALL)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every row has one height, so that the list never measures."""
        return QSize(200, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row; an empty one while its page is on its way."""
        palette = theme.palette()
        rect: QRect = option.rect
        state = option.state
        painter.save()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        _paint_ground(painter, rect, palette, selected=selected, hover=bool(state & QStyle.StateFlag.State_MouseOver))
        if selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(palette.accent))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        row = index.data(ROW_ROLE)
        if isinstance(row, QueueRow):
            due = index.sibling(index.row(), Column.DUE).data()
            self._paint_row(painter, rect, row, str(due or ""), palette)
        painter.restore()

    def _paint_row(self, painter: QPainter, rect: QRect, row: QueueRow, due: str, palette: theme.Palette) -> None:
        mark = theme.queue_mark(row)
        icon = QRectF(rect.left() + _PAD, rect.top() + 9, _ICON, _ICON)
        theme.paint_icon(painter, mark.icon, mark.colour(palette), icon)
        top = QRect(rect.left() + _LEFT, rect.top() + 6, rect.width() - _LEFT - _PAD, 21)
        bottom = top.translated(0, 21)
        right = self._paint_right(painter, top, due, self._strong, palette.text)
        if row.claimed_by:
            lock = QRectF(top.right() - right - 14, top.top() + 4, 12, 12)
            theme.paint_icon(painter, "lock", palette.muted, lock)
            right += 18
        _paint_left(painter, top, row.patient, self._strong, palette.text, right)
        why = QFontMetrics(self._plain).elidedText(row.why_here, Qt.TextElideMode.ElideRight, int(bottom.width() * 0.5))
        right = self._paint_right(painter, bottom, why, self._plain, palette.text)
        _paint_left(painter, bottom, row.drug, self._plain, palette.muted, right)

    def _paint_right(self, painter: QPainter, rect: QRect, text: str, font: QFont, colour: str) -> int:
        """Paint at the right edge; gives the room that it took."""
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        return QFontMetrics(font).horizontalAdvance(text) + 8 if text else 0


def _paint_ground(painter: QPainter, rect: QRect, palette: theme.Palette, *, selected: bool, hover: bool) -> None:
    if selected or hover:
        painter.fillRect(rect, QColor(palette.selected if selected else palette.hover))
    if selected:
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(palette.accent))
    else:
        painter.fillRect(QRect(rect.left() + _PAD, rect.bottom(), rect.width() - 2 * _PAD, 1), QColor(palette.line))


def _paint_left(painter: QPainter, rect: QRect, text: str, font: QFont, colour: str, taken: int) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    room = rect.adjusted(0, 0, -taken, 0)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
