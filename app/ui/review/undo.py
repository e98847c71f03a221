"""The decision that can still be taken back, and how long."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.model.case import CaseChange

_TICK_MS = 250


class UndoOffer(QObject):
    """Counts down after a decision.

    Signals:
        changed: another second has passed, or the offer came or went.
    """

    changed = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._change: CaseChange | None = None
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def decision_id(self) -> int | None:
        """The decision that can be taken back; None when there is none any more."""
        if self._change is None or self.seconds <= 0:
            return None
        return self._change.decision_id

    @property
    def seconds(self) -> int:
        """How many seconds are left, rounded up."""
        if self._change is None or self._change.undo_until is None:
            return 0
        return max(0, math.ceil((self._change.undo_until - self._now()).total_seconds()))

    @property
    def text(self) -> str:
        """What the chip says."""
        return f"Undo {self._change.act} ({self.seconds} s)" if self._change is not None else ""

    def offer(self, change: CaseChange) -> None:
        """A decision was made."""
        if change.decision_id is None or change.undo_until is None:
            return
        self._change = change
        self._timer.start()
        self.changed.emit()

    def clear(self) -> None:
        """It was taken back, or cannot be any more."""
        self._change = None
        self._timer.stop()
        self.changed.emit()

    def tick(self) -> None:
        """Look at the clock."""
        if self.decision_id is None:
            self.clear()
        else:
            self.changed.emit()
