"""One unreadable message: why, what is known of it, and its bytes as text and as hexadecimal."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.model.case import UnreadableRow
from app.ui import theme
from app.ui.tray.dump import Dump
from app.ui.widgets import IconLabel, PlainLabel
from app.ui.wording import local_moment, size_text

_FACTS = ("Received", "Size", "Taken for", "SHA-256")


class TrayDetail(QWidget):
    """Shows a message; the page fetches it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trayDetail")
        self.title = PlainLabel("", "title", wrap=True)
        self.title.setObjectName("trayFile")
        self.save = QPushButton("Save bytes as …")
        self.save.setObjectName("traySave")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTop)
        self.text = _viewer("trayText", "The message as text")
        self.hexadecimal = _viewer("trayHex", "The message as hexadecimal")
        tabs = QTabWidget()
        tabs.setObjectName("trayTabs")
        tabs.tabBar().setObjectName("trayTabBar")
        tabs.tabBar().setAccessibleName("Forms of the message")
        tabs.setAccessibleName("The message as received")
        tabs.addTab(self.text, "Text")
        tabs.addTab(self.hexadecimal, "Bytes")
        self.note = PlainLabel("", "caption")
        self.note.setObjectName("trayNote")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._reason_box())
        layout.addLayout(self._fact_grid())
        layout.addWidget(tabs, 1)
        layout.addWidget(self.note)

    def show_row(self, row: UnreadableRow, *, may_look: bool) -> None:
        """Show what is known of a message; its bytes follow."""
        self.title.setText(row.file)
        self.reason.setText(row.reason)
        values = (local_moment(row.received_at), size_text(row.size), row.kind, row.sha256)
        for label, value in zip(self._values, values, strict=True):
            label.setText(value)
        self.text.clear()
        self.hexadecimal.clear()
        self.save.setEnabled(may_look)
        self.note.setText("Loading the bytes …" if may_look else "Your role may not look into messages.")

    def show_bytes(self, shown: Dump) -> None:
        """Show the bytes in both forms."""
        self.text.setPlainText(shown.text)
        self.hexadecimal.setPlainText(shown.hexadecimal)
        self.note.setText(shown.note or "Shown as received; nothing in it is run or followed.")

    def _reason_box(self) -> QFrame:
        box = QFrame()
        box.setProperty("role", "banner")
        box.setProperty("tone", "stop")
        self.reason = PlainLabel("", "strong", wrap=True)
        self.reason.setObjectName("trayReason")
        what_next = "What was received is kept unchanged, and stands below."
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.reason)
        words.addWidget(PlainLabel(what_next, wrap=True))
        line = QHBoxLayout(box)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(10)
        line.addWidget(IconLabel("stop", "stop", 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        return box

    def _fact_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        self._values = []
        for at, name in enumerate(_FACTS):
            value = PlainLabel("")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._values.append(value)
            grid.addWidget(PlainLabel(name, "muted"), at, 0)
            grid.addWidget(value, at, 1)
        self._values[-1].setFont(theme.mono_font())
        return grid


def _viewer(name: str, spoken: str) -> QPlainTextEdit:
    """A read-only view of plain text; Tab leaves it."""
    made = QPlainTextEdit()
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setProperty("role", "quoted")
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    made.setFont(theme.mono_font())
    return made
