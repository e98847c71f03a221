"""The review window: the queue on the left, the case beside it, the keys below, and the acts between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.core.model.case import CaseChange, CaseView
from app.core.model.errors import TallmanError
from app.core.model.identity import Actor
from app.core.model.people import PatientFacts
from app.ui.actions import Actions
from app.ui.messages import Messages
from app.ui.queue import DeskQueue, QueueRail
from app.ui.review import wording
from app.ui.review.acts import ReviewActs
from app.ui.review.hint import Hint
from app.ui.review.key_bar import KeyBar
from app.ui.review.keys import Keys, Situation
from app.ui.review.parts import Area
from app.ui.review.rights import Rights
from app.ui.review.session import Busy, CaseSession
from app.ui.review.strip_host import StripHost
from app.ui.review.strips import Strips
from app.ui.review.undo import UndoOffer
from app.ui.review.workspace import Workspace
from app.ui.widgets import StatePane
from app.ui.work import Work

_PATIENCE_MS = 100  # a case that opens faster than this needs no word
_CLOCK_MS = 10_000
_RAIL_WIDTH = 296
_LEAST_WIDTH = 800
_NARROW = 1060  # below this the queue makes room for the case until it is asked for


class ReviewPage(QWidget):
    """The screen on which prescriptions are verified.

    Attributes:
        session: the case on screen and what is under way for it.

    Signals:
        case_changed: a CaseChange; counts and lists may want to look again.
    """

    case_changed = Signal(object)

    def __init__(
        self,
        desk: Any,
        work: Work,
        messages: Messages,
        actions: Actions,
        actor: Actor,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("review-page")
        self._desk = desk
        self._messages = messages
        self._takes_focus = False
        self._rail_by_hand = False
        self._shown: CaseView | None = None
        self.session = CaseSession(desk.review, work, actor, self)
        self._undo = UndoOffer(desk.clock.now, self)
        self._host = StripHost()
        self._strips = Strips(desk, actor, work, self.session, self._host, self)
        self._area = Area("case-area", "Prescription under review")
        self.setFocusProxy(self._area)
        self.hint = Hint(self._area)
        self._rights = Rights(desk, actor)
        self._keys = Keys(actions, self._area, self._run, self._rights.may)
        self.workspace = Workspace(actor, self._keys.actions["source"], self._keys.actions["edit"])
        self._acts = ReviewActs(self.session, self.workspace, self._strips, self.hint, self._rights, self)
        self.key_bar = KeyBar(self._keys.actions)
        self.rail = QueueRail(DeskQueue(desk, actor), work, messages)
        self._state = StatePane()
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._clock.start()
        self._lay_out()
        self._connect()
        self._show_none()

    # -- the face ------------------------------------------------------------------------------

    def open_case(self, case_id: int) -> None:
        """Show a case; the keyboard goes to it."""
        self._host.drop()
        self._takes_focus = True
        self.session.open(case_id)

    def refresh(self) -> None:
        """Look again at the queue and at the case on screen; what is being typed is not disturbed."""
        self.rail.refresh()
        if not self._is_elsewhere() and self.session.busy is Busy.NO:
            self.session.reload()

    def leave(self) -> None:
        """Let go of the case, for instance before signing out."""
        self._host.drop()
        self.session.leave()
        self._show_none()

    @property
    def case(self) -> CaseView | None:
        """The case on screen."""
        return self.session.case

    @property
    def accepts_keys(self) -> bool:
        """Whether a key acts now: the case has stood long enough and nothing is under way."""
        return self.case is not None and not self._acts.is_guarded and self.session.busy is Busy.NO

    def _run(self, name: str) -> object:
        """Do what a key of that name stands for."""
        own: dict[str, Callable[[], object]] = {"undo": self._on_undo, "queue": self._on_queue, "source": _nothing}
        return (own.get(name) or self._acts.handlers[name])()

    def _on_queue(self) -> None:
        """Show or hide the queue; from then on the width no longer decides it."""
        self._rail_by_hand = True
        self.rail.setVisible(self.rail.isHidden())

    def _on_undo(self) -> None:
        decision = self._undo.decision_id
        if decision is not None:
            self._takes_focus = True
            self.session.undo(decision)

    # -- what comes back -----------------------------------------------------------------------

    @Slot(object)
    def _on_shown(self, case: CaseView) -> None:
        before, self._shown = self._shown, case
        self._patience.stop()
        self.hint.clear_hint()
        if before is None or not _same_matter(before, case):
            self._acts.guard()
        self._pages.setCurrentWidget(self.workspace)
        self.workspace.show_case(case, self._desk.clock.now())
        self.rail.select(case.id)
        self._update()
        if before is None or (before.id, before.version) != (case.id, case.version) or self._takes_focus:
            self._place_focus(case, is_new=before is None or before.id != case.id)
        self._acts.release_enter()

    @Slot()
    def _on_keyboard_wanted(self) -> None:
        self._takes_focus = True

    @Slot()
    def _on_area_entered(self) -> None:
        """Whoever comes back to the page stands where the work is."""
        if self._host.strip is not None:
            self._host.strip.begin()
        elif self.case is not None:
            self._stand(self.case)

    def _stand(self, case: CaseView) -> None:
        if case.pending:
            self.workspace.go_to(case.pending[0])
        else:
            self.workspace.go_to_start()

    def _place_focus(self, case: CaseView, *, is_new: bool) -> None:
        """To what is open, else to the drug; never out of the hands of somebody who types elsewhere."""
        focus = QApplication.focusWidget()
        inside = focus is None or self._area.isAncestorOf(focus) or focus is self._area
        if not (inside or self._takes_focus):
            return
        self._takes_focus = False
        if case.pending or is_new:
            self._stand(case)

    @Slot(object)
    def _on_decided_late(self, change: CaseChange) -> None:
        """An act counts though another case has come on screen since it was asked for."""
        self._messages.say(change.message)
        self._undo.offer(change)
        self.rail.refresh()
        self.case_changed.emit(change)

    @Slot(object)
    def _on_decided(self, change: CaseChange) -> None:
        self._on_decided_late(change)
        self._takes_focus = self._takes_focus or self._has_keyboard()
        if change.next_case_id is None:
            self._on_emptied()
        else:
            self.session.open(change.next_case_id)

    @Slot(str, object)
    def _on_changed(self, act: str, case: CaseView) -> None:
        """Lists and counts look again; what a confirmation changes is seen well enough without a word."""
        told = {"correct": self._strips.sentence, "profile": "Profile saved; the checks ran again."}
        self._tell_change(case, act, told.get(act, ""))

    @Slot(object)
    def _on_undone(self, case: CaseView) -> None:
        self._undo.clear()
        self._tell_change(case, "undo", f"Taken back: {case.prescription_number} is open again.")

    @Slot(object)
    def _on_failed(self, error: TallmanError) -> None:
        self._acts.forget_enter()
        self._messages.fail(error)
        self._update()

    @Slot(object)
    def _on_open_failed(self, error: TallmanError) -> None:
        self._patience.stop()
        self._shown = None
        self._state.show_error(error)
        self._show_state()

    @Slot()
    def _on_emptied(self) -> None:
        self._shown = None
        self._patience.stop()
        self._state.show_empty("Nothing waits", "Every prescription that was yours to take is done.")
        self._show_state()

    @Slot()
    def _on_busy(self) -> None:
        if self.session.busy is Busy.OPENING:
            self._patience.start()
        self._update()

    @Slot()
    def _on_slow(self) -> None:
        if self.session.busy is Busy.OPENING and self.session.case is None:
            self._shown = None
            self._state.show_loading("Opening the prescription")
            self._show_state()

    @Slot(object)
    def _on_profile_edited(self, facts: PatientFacts) -> None:
        self._area.setFocus()
        self.session.edit_profile(facts)

    def _tell_change(self, case: CaseView, act: str, message: str) -> None:
        if message:
            self._messages.say(message)
        self.rail.refresh()
        self.case_changed.emit(CaseChange(case_id=case.id, act=act, status=case.status, message=message))

    # -- how things stand ----------------------------------------------------------------------

    def _is_elsewhere(self) -> bool:
        return self._host.is_open or self.workspace.profile.editing

    def _has_keyboard(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is None or self.isAncestorOf(focus)

    @Slot()
    def _update(self) -> None:
        """Switch the keys on and off, and say what Enter will do."""
        case = self.case
        own = case is not None and not self._rights.why_not(case) and self.session.busy is Busy.NO
        locked = case is not None and not self._rights.is_own(case)
        undo = self._undo.decision_id is not None and self.session.busy is Busy.NO
        self._keys.update(Situation(case is not None, own, locked, undo, self._is_elsewhere()))
        self.key_bar.show_undo(self._undo.text if self._undo.decision_id is not None else "")
        self._say_enter(case)

    def _say_enter(self, case: CaseView | None) -> None:
        if self._is_elsewhere():
            self.key_bar.show_enter("finish above, or Esc", ready=False, enabled=False)
        elif self.session.busy is not Busy.NO:
            self.key_bar.show_enter(f"{self.session.busy} …", ready=False, enabled=False)
        elif case is None:
            self.key_bar.show_enter("open the next", ready=False)
        elif self._rights.why_not(case):
            self.key_bar.show_enter("read only", ready=False, enabled=False)
        elif case.pending:
            self.key_bar.show_enter(f"verify (after {wording.what_is_pending(case.pending)})", ready=False)
        else:
            self.key_bar.show_enter("verify", ready=True)

    @Slot()
    def _on_tick(self) -> None:
        if self.case is not None:
            self.workspace.header.show_time(self.case, self._desk.clock.now())

    def _show_none(self) -> None:
        self._shown = None
        self._state.show_empty(
            "No prescription is open", "Choose one on the left, or press Enter for the next.", icon="review"
        )
        self._show_state()

    def _show_state(self) -> None:
        self._pages.setCurrentWidget(self._state)
        self.hint.clear_hint()
        if self._has_keyboard():
            self._area.setFocus()
        self._update()

    # -- building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self._state)
        self._pages.addWidget(self.workspace)
        inside = QVBoxLayout(self._area)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._pages)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("review-split")
        split.addWidget(self.rail)
        split.addWidget(self._area)
        split.setStretchFactor(1, 1)
        split.setCollapsible(1, False)  # noqa: FBT003 - Qt's signature
        split.setSizes([_RAIL_WIDTH, 1000])
        self.setMinimumWidth(_LEAST_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(split, 1)
        outer.addWidget(self._host)
        outer.addWidget(self.key_bar)

    def _connect(self) -> None:
        session = self.session
        self._area.entered.connect(self._on_area_entered)
        session.shown.connect(self._on_shown)
        session.changed.connect(self._on_changed)
        session.emptied.connect(self._on_emptied)
        session.decided.connect(self._on_decided)
        session.decided_late.connect(self._on_decided_late)
        session.undone.connect(self._on_undone)
        session.failed.connect(self._on_failed)
        session.open_failed.connect(self._on_open_failed)
        session.busy_changed.connect(self._on_busy)
        self._acts.keyboard_wanted.connect(self._on_keyboard_wanted)
        self._undo.changed.connect(self._update)
        self._host.changed.connect(self._update)
        self._patience.timeout.connect(self._on_slow)
        self._clock.timeout.connect(self._on_tick)
        self._state.acted.connect(self.session.reopen)
        self.rail.case_chosen.connect(self.open_case)
        self.workspace.profile_edited.connect(self._on_profile_edited)
        self.workspace.editing_changed.connect(self._update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same places at every size; only the queue steps aside where there is no room for it."""
        super().resizeEvent(event)
        if not self._rail_by_hand:
            self.rail.setVisible(self.width() >= _NARROW)


def _nothing() -> None:
    """The action is a switch; the raw pane listens to it."""


def _same_matter(before: CaseView, after: CaseView) -> bool:
    """Whether nothing but confirmations differs, so that what was read of the one holds for the other."""
    parts = ("id", "order", "checks", "facts", "raw", "promise_at")
    if any(getattr(before, part) != getattr(after, part) for part in parts):
        return False
    return [(f.field, f.value) for f in before.fields] == [(f.field, f.value) for f in after.fields]
