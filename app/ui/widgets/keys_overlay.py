"""The keys overlay: every action that has a key, read from the registry."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.actions import Actions, KeyHelp
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import PlainLabel, rule

_MARGIN = 32
_WIDTH = 760
_FRAME = 90  # the head and the margins


class KeysOverlay(QFrame):
    """A sheet over the window with all keys in groups; Escape or ? closes it and the focus goes back."""

    def __init__(self, actions: Actions, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("keysOverlay")
        self.setAccessibleName("Keys")
        self.setProperty("role", "overlay")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._actions = actions
        self._host = host
        self._before: QWidget | None = None
        close = IconButton("close", "Close the list of keys")
        close.setObjectName("keysClose")
        close.clicked.connect(self.close_sheet)
        head = QHBoxLayout()
        head.addWidget(PlainLabel("Keys", "title"))
        head.addStretch()
        head.addWidget(close)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setObjectName("keysScroll")
        self._scroll.setAccessibleName("All keys")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 16, 16)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        host.installEventFilter(self)
        self.hide()

    @Slot()
    def toggle(self) -> None:
        """Open the sheet, or close it."""
        if self.isVisible():
            self.close_sheet()
        else:
            self.open_sheet()

    def open_sheet(self) -> None:
        """Show what the keys do right now."""
        self._before = self.window().focusWidget()
        self._scroll.setWidget(_groups(self._actions.help()))
        self._place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def close_sheet(self) -> None:
        """Take the sheet away and give the focus back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def _place(self) -> None:
        host = self._host
        width = min(_WIDTH, host.width() - 2 * _MARGIN)
        body = self._scroll.widget()
        wanted = (body.sizeHint().height() if body is not None else 0) + _FRAME
        height = min(wanted, host.height() - 2 * _MARGIN)
        self.setGeometry((host.width() - width) // 2, (host.height() - height) // 3, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; no other key reaches the screen below."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        event.accept()


def _groups(groups: dict[str, list[KeyHelp]]) -> QWidget:
    """The groups in two columns, the longest first so that they end level."""
    body = QWidget()
    columns = [QVBoxLayout(), QVBoxLayout()]
    filled = [0, 0]
    for name, lines in groups.items():
        at = filled.index(min(filled))
        columns[at].addWidget(_group(name, lines))
        filled[at] += len(lines) + 2
    layout = QHBoxLayout(body)
    layout.setContentsMargins(0, 8, 12, 8)
    layout.setSpacing(32)
    for column in columns:
        column.setSpacing(18)
        column.addStretch()
        layout.addLayout(column, 1)
    return body


def _group(name: str, lines: list[KeyHelp]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(7)
    grid.setHorizontalSpacing(14)
    grid.setColumnStretch(1, 1)
    grid.addWidget(PlainLabel(name, "section"), 0, 0, 1, 2)
    grid.addWidget(rule(), 1, 0, 1, 2)
    for row, line in enumerate(lines, start=2):
        words = PlainLabel(line.text, "" if line.enabled else "muted", wrap=True)
        words.setToolTip(line.help)
        grid.addWidget(words, row, 1)
        grid.addWidget(_caps(line.keys), row, 0, Qt.AlignmentFlag.AlignRight)
    return box


def _caps(keys: tuple[str, ...]) -> QWidget:
    box = QWidget()
    layout = QHBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for key in keys:
        layout.addWidget(PlainLabel(key, "key"))
    return box
