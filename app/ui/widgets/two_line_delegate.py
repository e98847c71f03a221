"""Rows of two lines that are read at a glance: a state at the left, two texts on each line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui import theme

HEIGHT = 54
_PAD = 12
_ICON = 16
_STATE = 56  # the column of the state: its shape, and its word below
_LEFT = _STATE + 6


@dataclass(frozen=True, slots=True)
class Lines:
    """What a row shows; `below_share` is the most that the lower right text may take of the width."""

    mark: theme.Mark
    title: str
    right: str = ""
    below: str = ""
    below_right: str = ""
    locked: bool = False
    below_share: float = 0.45


class TwoLineDelegate(QStyledItemDelegate):
    """Paints Lines; a subclass says which belong to an index."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._strong = theme.font(theme.Size.BODY, QFont.Weight.DemiBold)
        self._plain = theme.font(theme.Size.SMALL)
        self._word = theme.font(theme.Size.TINY, QFont.Weight.DemiBold)

    def lines(self, index: QModelIndex | QPersistentModelIndex) -> Lines | None:
        """What stands in a row; None while it is on its way."""
        raise NotImplementedError

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every row has one height, so that the list never measures."""
        return QSize(200, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row; an empty one while it is on its way."""
        palette = theme.palette()
        rect: QRect = option.rect
        state = option.state
        painter.save()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hover = bool(state & QStyle.StateFlag.State_MouseOver)
        _paint_ground(painter, rect, palette, selected=selected, hover=hover)
        if selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(palette.accent))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        lines = self.lines(index)
        if lines is not None:
            self._paint_lines(painter, rect, lines, palette)
        painter.restore()

    def _paint_lines(self, painter: QPainter, rect: QRect, lines: Lines, palette: theme.Palette) -> None:
        self._paint_state(painter, rect, lines.mark, palette)
        top = QRect(rect.left() + _LEFT, rect.top() + 6, rect.width() - _LEFT - _PAD, 21)
        bottom = top.translated(0, 21)
        right = _paint_right(painter, top, lines.right, self._strong, palette.text)
        if lines.locked:
            lock = QRectF(top.right() - right - 14, top.top() + 4, 12, 12)
            theme.paint_icon(painter, "lock", palette.muted, lock)
            right += 18
        _paint_left(painter, top, lines.title, self._strong, palette.text, right)
        below = QFontMetrics(self._plain).elidedText(
            lines.below_right, Qt.TextElideMode.ElideRight, int(bottom.width() * lines.below_share)
        )
        right = _paint_right(painter, bottom, below, self._plain, palette.text)
        _paint_left(painter, bottom, lines.below, self._plain, palette.muted, right)

    def _paint_state(self, painter: QPainter, rect: QRect, mark: theme.Mark, palette: theme.Palette) -> None:
        colour = mark.colour(palette)
        left = rect.left() + 4
        icon = QRectF(left + (_STATE - _ICON) / 2, rect.top() + 10, _ICON, _ICON)
        theme.paint_icon(painter, mark.icon, colour, icon)
        painter.setFont(self._word)
        painter.setPen(QColor(colour))
        below = QRect(left, rect.top() + 28, _STATE, 18)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, mark.word)


def _paint_ground(painter: QPainter, rect: QRect, palette: theme.Palette, *, selected: bool, hover: bool) -> None:
    if selected or hover:
        painter.fillRect(rect, QColor(palette.selected if selected else palette.hover))
    if selected:
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(palette.accent))
    else:
        painter.fillRect(QRect(rect.left() + _PAD, rect.bottom(), rect.width() - 2 * _PAD, 1), QColor(palette.line))


def _paint_right(painter: QPainter, rect: QRect, text: str, font: QFont, colour: str) -> int:
    """Paint at the right edge; gives the room that it took."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    return QFontMetrics(font).horizontalAdvance(text) + 8 if text else 0


def _paint_left(painter: QPainter, rect: QRect, text: str, font: QFont, colour: str, taken: int) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    room = rect.adjusted(0, 0, -taken, 0)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
