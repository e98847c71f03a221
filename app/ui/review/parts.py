"""Small parts that every pane of the review window is made of."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.ui.theme import repolish
from app.ui.widgets import PlainLabel

_AROUND = 28  # padding, border and indent of the widest role


def label(role: str, name: str = "", *, wrap: bool = True, text: str = "") -> PlainLabel:
    """A label that shows text as text, in a role of the style sheet."""
    made = PlainLabel(text, role, wrap=wrap)
    if name:
        made.setObjectName(name)
    return made


class LineLabel(PlainLabel):
    """A text that stands on one line where there is room, and wraps only where there is none."""

    def __init__(self, role: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", role, parent, wrap=True)
        self.setObjectName(name)

    def sizeHint(self) -> QSize:
        """The whole line with what the style sheet puts around it."""
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(self.text()) + _AROUND
        return QSize(width, self.heightForWidth(width))


def chip(action: QAction, text: str, name: str) -> QToolButton:
    """A small button for an action that has a key; never in the focus order."""
    action.setIconText(text)
    button = QToolButton()
    button.setObjectName(name)
    button.setProperty("role", "chip")
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button


def show_as(widget: QWidget, name: str, *, value: object) -> None:
    """Set a property that the style sheet asks about, and let it look again where it changed."""
    shown = str(value).lower() if isinstance(value, bool) else value
    if widget.property(name) != shown:
        widget.setProperty(name, shown)
        repolish(widget)


class Stop(QFrame):
    """A place where the keyboard can stand: a field or a finding.

    Signals:
        entered: the focus came here.
    """

    entered = Signal()

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus is here."""
        super().focusInEvent(event)
        self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click is a way to come here."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)


class Area(QFrame):
    """The part of the page in which its keys work.

    Signals:
        entered: the focus came to the area itself, not to anything in it.
    """

    entered = Signal()

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus is here."""
        super().focusInEvent(event)
        self.entered.emit()


class Scrolled(QScrollArea):
    """A content that may be higher than its place, never wider; the focus stands in the content only."""

    def __init__(self, content: QWidget, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def minimumSizeHint(self) -> QSize:
        """As wide as the content needs, so that nothing of it is cut at the side."""
        content = self.widget()
        least = content.minimumSizeHint().width() if content is not None else 0
        return QSize(least + self.verticalScrollBar().sizeHint().width(), super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another content may need another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def column(place: str, title: QWidget, *widgets: QWidget) -> QFrame:
    """A column of the window with its title."""
    frame = QFrame()
    frame.setProperty("role", "column")
    frame.setProperty("place", place)
    box = QVBoxLayout(frame)
    box.setContentsMargins(12, 8, 12, 8)
    box.setSpacing(6)
    box.addWidget(title)
    for widget in widgets:
        box.addWidget(widget)
    return frame
