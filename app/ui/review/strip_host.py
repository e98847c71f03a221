"""The place at the foot where an act's strip stands while it is being made; one at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.review.strip import Strip


class StripHost(QWidget):
    """Holds the open strip.

    Signals:
        changed: a strip opened or closed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip-host")
        self.strip: Strip | None = None
        self._before: QWidget | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether an act is being made."""
        return self.strip is not None

    def open(self, strip: Strip, before: QWidget | None) -> None:
        """Show a strip; `before` gets the keyboard back when it closes."""
        self.drop()
        self.strip, self._before = strip, before
        strip.closed.connect(self.close_strip)
        self._box.addWidget(strip)
        self.show()
        strip.begin()
        self.changed.emit()

    def close_strip(self) -> None:
        """Take the strip away and give the keyboard back."""
        before = self._before
        if self.drop() and before is not None:
            before.setFocus()

    def drop(self) -> bool:
        """Take the strip away; True where there was one."""
        strip, self.strip, self._before = self.strip, None, None
        if strip is None:
            return False
        strip.stop()
        strip.closed.disconnect(self.close_strip)
        self._box.removeWidget(strip)
        strip.hide()
        strip.deleteLater()
        self.hide()
        self.changed.emit()
        return True
