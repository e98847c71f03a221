"""What a signed-in user sees: the navigation, the pages of the role, and the figures kept up to date."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.model.case import UnreadableRow
from app.core.model.identity import Permission
from app.ui.queue import QueueRail
from app.ui.shell.navigation import NavigationRail
from app.ui.shell.pages import Means, PageSpec
from app.ui.widgets import StatePane
from app.ui.work import Lane, Latest

if TYPE_CHECKING:
    from app.ui.entry import RefillStrip

_FIGURES_MS = 60_000


class DeskPage(QWidget):
    """The pages beside their navigation; a page is made when it is first opened.

    Signals:
        counts_changed: the Counts of the shift.
    """

    counts_changed = Signal(object)

    def __init__(self, means: Means, specs: tuple[PageSpec, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("deskPage")
        self._means = means
        self._specs = {spec.name: spec for spec in specs if means.desk.may(means.actor, spec.permission)}
        self._pages: dict[str, QWidget] = {}
        self._counts_job = Latest(means.work)
        self._tray_job = Latest(means.work)
        self.navigation = NavigationRail()
        self._stack = QStackedWidget()
        self._refill: RefillStrip | None = None
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        self._right.addWidget(self._stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addLayout(self._right, 1)
        for spec in self._specs.values():
            self.navigation.add(spec.name, spec.icon, spec.text, spec.key)
        self.navigation.chosen.connect(self.open_page)
        self._timer = QTimer(self, interval=_FIGURES_MS)
        self._timer.timeout.connect(self.refresh_figures)
        self._timer.start()
        self._open_first()
        self.refresh_figures()

    @property
    def page_names(self) -> tuple[str, ...]:
        """The pages that this user has."""
        return tuple(self._specs)

    def page(self, name: str) -> QWidget | None:
        """A page that has been opened before."""
        return self._pages.get(name)

    @Slot(str)
    def open_page(self, name: str) -> None:
        """Show a page; one that was open before looks for what is new."""
        if name not in self._specs:
            return
        if name in self._pages:
            self._refresh(self._pages[name])
        else:
            self._make(name)
        page = self._pages[name]
        self._stack.setCurrentWidget(page)
        self.navigation.choose(name)
        self._mark_words()
        self.focus_page()

    @Slot(int)
    def open_case(self, case_id: int) -> None:
        """Show a case in the review, where this user has it."""
        self.open_page("review")
        open_case = getattr(self._pages.get("review"), "open_case", None)
        if open_case is not None:
            open_case(case_id)

    def ask_refill(self) -> None:
        """Bring up the strip that asks for a refill, with the number of the case on screen where there is one."""
        case = getattr(self._stack.currentWidget(), "case", None)
        self._refill_strip().ask(case.prescription_number if case is not None else "")

    def may_leave(self, afterwards: Callable[[], object]) -> bool:
        """Whether nothing typed would be lost; else asks on its page, and goes on with `afterwards` if it may go."""
        for name, page in self._pages.items():
            if getattr(page, "has_words", False):
                self.open_page(name)
                return bool(page.may_leave(afterwards))  # type: ignore[attr-defined] # goes with has_words
        return True

    def focus_page(self) -> None:
        """Put the keys into the open page."""
        page = self._stack.currentWidget()
        if page is not None:
            page.setFocus()

    @Slot()
    def refresh(self) -> None:
        """Fetch again what the open page and the figures show."""
        self._refresh(self._stack.currentWidget())
        self.refresh_figures()

    @Slot()
    def refresh_lists(self) -> None:
        """Fetch the queue and the figures again, and leave what is being worked on alone."""
        page = self._stack.currentWidget()
        rail = page.findChild(QueueRail) if page is not None else None
        if rail is not None:
            rail.refresh()
        self.refresh_figures()

    @Slot()
    def refresh_figures(self) -> None:
        """Fetch the counts of the shift and of the tray."""
        desk, actor = self._means.desk, self._means.actor
        if not desk.may(actor, Permission.VIEW_QUEUE):
            return
        job = self._counts_job.submit(Lane.DB, desk.review.counts, actor)
        job.finished.connect(self.counts_changed)
        job.failed.connect(self._means.messages.fail)
        job = self._tray_job.submit(Lane.DB, desk.review.unreadable, actor)
        job.finished.connect(self._on_tray)
        job.failed.connect(self._means.messages.fail)

    def _open_first(self) -> None:
        if self._specs:
            self.open_page(next(iter(self._specs)))
            return
        nothing = StatePane()
        nothing.show_empty(
            "No page for this role", "Your role works on no page of this desk. Sign out to change the user.", "lock"
        )
        self._stack.addWidget(nothing)

    def _make(self, name: str) -> None:
        page = self._specs[name].make(self._means)
        self._pages[name] = page
        self._stack.addWidget(page)
        changed = getattr(page, "case_changed", None)
        if changed is not None:  # an act on a case moves the figures of the shift
            changed.connect(self.refresh_figures)
        made = getattr(page, "case_made", None)
        if made is not None:
            made.connect(self._on_case_made)
            page.left.connect(self._on_left)  # type: ignore[attr-defined] # goes with case_made

    def _refill_strip(self) -> RefillStrip:
        if self._refill is None:
            from app.ui.entry import RefillStrip

            means = self._means
            self._refill = RefillStrip(means.desk.review, means.work, means.messages, means.actor)
            self._refill.case_made.connect(self._on_case_made)
            self._refill.closed.connect(self.focus_page)
            self._right.addWidget(self._refill)
        return self._refill

    def _mark_words(self) -> None:
        """Say in the navigation where typed words wait to be received."""
        for name, page in self._pages.items():
            words = getattr(page, "has_words", None)
            if words is not None:
                self.navigation.set_count(name, int(words and page is not self._stack.currentWidget()))

    @Slot(int)
    def _on_case_made(self, case_id: int) -> None:
        """Show the new case, unless somebody has gone on to other work since."""
        if self.sender() in (self._refill, self._stack.currentWidget()):
            self.open_case(case_id)
            self.refresh_figures()
        else:
            self._mark_words()
            self.refresh_lists()

    @Slot()
    def _on_left(self) -> None:
        self.open_page(next(iter(self._specs)))

    def _refresh(self, page: QWidget | None) -> None:
        refresh = getattr(page, "refresh", None)
        if refresh is not None:
            refresh()

    @Slot(object)
    def _on_tray(self, rows: tuple[UnreadableRow, ...]) -> None:
        self.navigation.set_count("tray", len(rows))
