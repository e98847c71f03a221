"""The one message service: a status line for what was done, an inline banner for what went wrong.

No screen opens a message box: a box stops the work, and nobody can test it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.model.errors import TallmanError
from app.ui import theme
from app.ui.widgets import IconButton, IconLabel, PlainLabel

__all__ = ["Banner", "Messages", "Notice", "PlainLabel", "announce"]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a banner says; tone is stop, check, ok or note."""

    tone: str
    what: str
    safe: str = ""
    next_step: str = ""
    code: str = ""


class Messages(QObject):
    """Where every screen says what happened.

    Signals:
        status_changed: a sentence for the status line.
        notice_raised: a Notice for the banner.
        notice_cleared: the banner has nothing to say any more.
    """

    status_changed = Signal(str)
    notice_raised = Signal(object)
    notice_cleared = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.notice: Notice | None = None
        self.status = ""

    @Slot(str)
    def say(self, text: str) -> None:
        """Put a sentence on the status line."""
        self.status = text
        self.status_changed.emit(text)

    @Slot(object)
    def fail(self, error: TallmanError) -> None:
        """Show an error with all that a person needs to go on; connect it to a job's `failed`."""
        self.raise_notice(Notice("stop", error.what, error.safe, error.next_step, error.code))

    def raise_notice(self, notice: Notice) -> None:
        """Show a banner until it is closed or another takes its place."""
        self.notice = notice
        self.notice_raised.emit(notice)

    @Slot()
    def clear(self) -> None:
        """Take the banner away."""
        if self.notice is not None:
            self.notice = None
            self.notice_cleared.emit()


_ICONS = {"stop": "stop", "check": "check", "ok": "ok", "note": "note"}


class Banner(QFrame):
    """The inline banner: what happened, what is safe, what to do next, and the code for support."""

    def __init__(self, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("role", "banner")
        self.setProperty("tone", "stop")
        self._icon = IconLabel("stop", "stop", 18)
        self.what = PlainLabel("", "strong", wrap=True)
        self.rest = PlainLabel("", wrap=True)
        self.code = PlainLabel("", "caption")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.what.setObjectName("bannerWhat")
        self.rest.setObjectName("bannerRest")
        self.code.setObjectName("bannerCode")
        close = IconButton("close", "Close this message")
        close.setObjectName("bannerClose")
        close.clicked.connect(messages.clear)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.what)
        words.addWidget(self.rest)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(10)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        messages.notice_raised.connect(self._on_raised)
        messages.notice_cleared.connect(self.hide)
        self.hide()

    @Slot(object)
    def _on_raised(self, notice: Notice) -> None:
        self.setProperty("tone", notice.tone)
        theme.repolish(self)
        self._icon.set_icon(_ICONS[notice.tone], notice.tone)
        rest = " ".join(part for part in (notice.safe, notice.next_step) if part)
        self.what.setText(notice.what)
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))
        self.code.setText(notice.code)
        self.code.setVisible(bool(notice.code))
        self.show()
        announce(self, f"{notice.what} {rest}")


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say something that changed without the focus."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
