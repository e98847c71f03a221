"""The header bar: where this is, who works, what time it is, and the figures of the shift."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenuBar, QWidget

from app.core.model.clock import Clock
from app.core.model.identity import Actor
from app.core.model.quality import Counts
from app.ui.widgets import PlainLabel, rule
from app.ui.wording import counted, local_time, role_name

_CLOCK_MS = 5_000


class HeaderBar(QFrame):
    """One line above the pages; it never names a patient."""

    def __init__(self, pharmacy: str, workstation: str, clock: Clock, menus: QMenuBar) -> None:
        super().__init__()
        self.setObjectName("headerBar")
        self.setProperty("role", "header")
        self._clock = clock
        self.figures = PlainLabel("", "muted")
        self.figures.setObjectName("headerFigures")
        self.user = PlainLabel("", "strong")
        self.user.setObjectName("headerUser")
        self.time = PlainLabel("", "strong")
        self.time.setObjectName("headerTime")
        self.place = PlainLabel(f"{pharmacy} · {workstation}", "muted")
        self.place.setObjectName("headerPlace")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 14, 6)
        layout.setSpacing(12)
        layout.addWidget(PlainLabel("Tallman", "title"))
        layout.addWidget(self.place)
        layout.addSpacing(8)
        layout.addWidget(menus)
        layout.addStretch(1)
        self._figures_end = self._divider()
        for widget in (self.figures, self._figures_end, self.user, self._divider(), self.time):
            layout.addWidget(widget)
        self._tick()
        self._timer = QTimer(self, interval=_CLOCK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def set_actor(self, actor: Actor | None) -> None:
        """Name who works, or nobody."""
        self.user.setText(f"{actor.name}, {role_name(actor.role)}" if actor else "Nobody is signed in")
        self.user.set_role("strong" if actor else "muted")
        self.figures.setText("")
        self._figures_end.hide()

    @Slot(object)
    def set_counts(self, counts: Counts) -> None:
        """Show the figures of the shift, always with what they are counted against."""
        near = counted(counts.near_misses, "near miss", "near misses")
        self.figures.setText(f"{counts.verified:,} verified · {near} · {counts.waiting:,} waiting")
        self._figures_end.show()

    @Slot()
    def _tick(self) -> None:
        self.time.setText(local_time(self._clock.now()))

    def _divider(self) -> QWidget:
        line = rule(vertical=True)
        line.setFixedHeight(18)
        return line
