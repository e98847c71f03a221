"""The stall watchdog: notices when the GUI thread does not come back in time, and logs where it was.

A heartbeat on the GUI thread tells the time of its last beat; a second thread looks at that time and writes
the GUI thread's stack when it is too old. Only places in the code are written, never values.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer, Slot

_log = logging.getLogger(__name__)

BEAT_MS = 50
LIMIT_MS = 250


class StallWatch(QObject):
    """Counts the times that the GUI thread was held too long.

    Attributes:
        stalls: how often the lag passed the limit.
        worst_ms: the longest lag seen between two heartbeats, beyond their interval.
    """

    def __init__(
        self,
        parent: QObject | None = None,
        limit_ms: int = LIMIT_MS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.stalls = 0
        self.worst_ms = 0.0
        self._limit_ms = limit_ms
        self._monotonic = monotonic
        self._gui_thread = threading.get_ident()
        self._last_beat = monotonic()
        self._beats = 0
        self._stop = threading.Event()
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._thread = threading.Thread(target=self._watch, name="stall-watch", daemon=True)

    def start(self) -> None:
        """Begin to watch; call it on the GUI thread."""
        self._last_beat = self._monotonic()
        self._timer.start()
        self._thread.start()

    def stop(self) -> None:
        """Stop watching and wait for the second thread."""
        self._timer.stop()
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    @Slot()
    def _on_beat(self) -> None:
        now = self._monotonic()
        self.worst_ms = max(self.worst_ms, (now - self._last_beat) * 1000 - BEAT_MS)
        self._last_beat = now
        self._beats += 1

    def _watch(self) -> None:
        """Look every beat; a stall is told once, however long it lasts."""
        told_for = -1
        while not self._stop.wait(BEAT_MS / 1000):
            lag_ms = (self._monotonic() - self._last_beat) * 1000 - BEAT_MS
            if lag_ms > self._limit_ms and told_for != self._beats:
                told_for = self._beats
                self.stalls += 1
                frame = sys._current_frames().get(self._gui_thread)  # noqa: SLF001 - the only way to another thread's stack
                _log.warning("the GUI thread was held for %d ms at %s", lag_ms, _places(frame))


def _places(frame: FrameType | None) -> str:
    """The innermost places of a stack as file, line and function."""
    if frame is None:
        return "an unknown place"
    stack = traceback.extract_stack(frame)[-8:]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(stack))
