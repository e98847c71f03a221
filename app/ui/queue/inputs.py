"""What the rail listens to: the list of rows and the search field, each with keys of its own."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LIST_KEYS = (
    *_ENTER,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)
_SEARCH_KEYS = (*_ENTER, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Escape)


def _claimed(event: QEvent, keys: Collection[int]) -> bool:
    """Take a key for the focused widget before a shortcut of the page sees it."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.key() not in keys:
        return False
    event.accept()
    return True


class QueueList(QListView):
    """The rows; Enter or a click opens one, whatever else Enter does on the page.

    Signals:
        opened: the row that a person opened.
    """

    opened = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("queueList")
        self.setAccessibleName("Cases in the queue")
        self.setProperty("role", "queue")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self.opened)

    def event(self, event: QEvent) -> bool:
        """Claim the list's own keys before the page's shortcuts see them."""
        return _claimed(event, _LIST_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row; a held key opens it once."""
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Narrow; the splitter decides."""
        return QSize(280, 400)


class QueueSearch(QLineEdit):
    """The search field; Enter opens, Down goes to the list, Escape empties.

    Signals:
        entered: Enter was pressed.
        left_down: Down was pressed.
    """

    entered = Signal()
    left_down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("queueSearch")
        self.setAccessibleName("Search the queue by patient, drug or number")
        self.setPlaceholderText("Patient, drug or number")
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)  # files dropped here are meant for the import

    def event(self, event: QEvent) -> bool:
        """Claim Enter, Down and Escape before the page's shortcuts see them."""
        return _claimed(event, _SEARCH_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Down, Escape; all else is typing."""
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)
