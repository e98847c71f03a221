"""The navigation rail: the pages that the user's role may see, each with a number where something waits."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout, QWidget

from app.ui import theme

_WIDTH = 96
_HEIGHT = 66
_ICON = 24


class NavButton(QAbstractButton):
    """A page in the rail: icon, name, and a count for what waits there."""

    def __init__(self, icon: str, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._count = 0
        self.setText(text)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFixedSize(_WIDTH, _HEIGHT)

    def set_count(self, count: int) -> None:
        """Show how much waits; nothing is shown for none."""
        self._count = count
        self.setAccessibleName(f"{self.text()}, {count}" if count else self.text())
        self.update()

    def sizeHint(self) -> QSize:
        """One size for all."""
        return QSize(_WIDTH, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, icon, name and count."""
        palette = theme.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, palette)
        ink = palette.accent if self.isChecked() else palette.muted
        theme.paint_icon(painter, self._icon_name, ink, QRectF((self.width() - _ICON) / 2, 11, _ICON, _ICON))
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium
        painter.setFont(theme.font(theme.Size.CAPTION, weight))
        painter.setPen(QColor(palette.text if self.isChecked() else palette.muted))
        painter.drawText(QRect(0, 38, self.width(), 20), Qt.AlignmentFlag.AlignCenter, self.text())
        if self._count:
            self._paint_count(painter, palette)

    def _paint_ground(self, painter: QPainter, palette: theme.Palette) -> None:
        if self.isChecked():
            painter.fillRect(self.rect(), QColor(palette.selected))
            painter.fillRect(QRect(0, 0, 3, self.height()), QColor(palette.accent))
        elif self.underMouse():
            painter.fillRect(self.rect(), QColor(palette.hover))
        if self.hasFocus():
            painter.setPen(QColor(palette.accent))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)

    def _paint_count(self, painter: QPainter, palette: theme.Palette) -> None:
        font = theme.font(theme.Size.TINY, QFont.Weight.Bold)
        text = f"{self._count:,}"
        width = max(18, QFontMetrics(font).horizontalAdvance(text) + 10)
        badge = QRectF(self.width() / 2 + 6, 5, width, 17)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.text))
        painter.drawRoundedRect(badge, 8.5, 8.5)
        painter.setFont(font)
        painter.setPen(QColor(palette.ground))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


class NavigationRail(QFrame):
    """The pages, one below the other.

    Signals:
        chosen: the name of the page that a person asked for.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setProperty("role", "rail")
        self._buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 8, 0, 8)
        self._layout.setSpacing(2)
        self._layout.addStretch()
        self._group.buttonClicked.connect(self._on_clicked)

    def add(self, name: str, icon: str, text: str, keys: str) -> None:
        """Put a page below the others."""
        button = NavButton(icon, text, f"nav_{name}")
        button.setToolTip(f"{text}  {keys}")
        self._buttons[name] = button
        self._group.addButton(button)
        self._layout.insertWidget(self._layout.count() - 1, button)

    def choose(self, name: str) -> None:
        """Mark the open page."""
        self._buttons[name].setChecked(True)

    def set_count(self, name: str, count: int) -> None:
        """Say how much waits on a page, where the page is there."""
        if name in self._buttons:
            self._buttons[name].set_count(count)

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(button.objectName().removeprefix("nav_"))
