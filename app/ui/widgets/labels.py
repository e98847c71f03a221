"""Labels that show text as text: what stands in a prescription is never taken for markup."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from app.ui import theme


class PlainLabel(QLabel):
    """A label for any text.

    `role` chooses its look: heading, title, strong, muted, caption, section, key.
    """

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None, *, wrap: bool = False) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)

    def set_role(self, role: str) -> None:
        """Change the look."""
        if self.property("role") != role:
            self.setProperty("role", role)
            theme.repolish(self)


class ElidedLabel(PlainLabel):
    """A label of one line that shortens its text where there is no room; the tool tip has the whole."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, role, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        whole = self.text()
        shown = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == whole else plain_tip(whole))
        if shown == whole:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, shown)


class IconLabel(QWidget):
    """An icon in a colour of the palette that is shown."""

    def __init__(self, name: str, tone: str = "muted", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tone = tone
        self.setFixedSize(size, size)

    def set_icon(self, name: str, tone: str) -> None:
        """Show another icon or colour."""
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon over the whole widget."""
        painter = QPainter(self)
        colour = str(getattr(theme.palette(), self._tone))
        theme.paint_icon(painter, self._name, colour, self.rect().toRectF())


class MarkLabel(QWidget):
    """A severity or state: its shape and its word, in its colour."""

    def __init__(self, mark: theme.Mark | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: theme.Mark | None = None
        self._text = ""
        self.setFont(theme.font(theme.Size.SMALL, self.font().Weight.DemiBold))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if mark is not None:
            self.set_mark(mark)

    def set_mark(self, mark: theme.Mark, text: str | None = None) -> None:
        """Show a mark; `text` stands in place of its word."""
        self._mark = mark
        self._text = mark.word if text is None else text
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The icon, a gap, the word."""
        return QSize(21 + self.fontMetrics().horizontalAdvance(self._text), max(18, self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:
        """A mark is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw shape and word."""
        if self._mark is None:
            return
        painter = QPainter(self)
        colour = self._mark.colour(theme.palette())
        square = self.rect().toRectF()
        square.setRect(0, (self.height() - 15) / 2, 15, 15)
        theme.paint_icon(painter, self._mark.icon, colour, square)
        painter.setPen(colour)
        painter.drawText(self.rect().adjusted(20, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._text)


def rule(parent: QWidget | None = None, *, vertical: bool = False) -> QFrame:
    """A hairline."""
    line = QFrame(parent)
    line.setProperty("role", "vrule" if vertical else "rule")
    return line


def plain_tip(text: str) -> str:
    """A tool tip that shows a text as text; Qt would take one that looks like markup for markup."""
    return f"<p>{'<br>'.join(escape(line) for line in text.splitlines())}</p>"
