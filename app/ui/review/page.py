"""The review window: the queue on the left, the case beside it, the keys below, and the acts between them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.core.model.case import OPEN_STATUSES, CaseChange, CaseView, PendingKind
from app.core.model.errors import TallmanError
from app.core.model.identity import Actor, Permission
from app.core.model.pending import can_be_confirmed
from app.core.model.people import PatientFacts
from app.ui.actions import Actions
from app.ui.messages import Messages
from app.ui.queue import DeskQueue, QueueRail
from app.ui.review import wording
from app.ui.review.hint import Hint
from app.ui.review.key_bar import KeyBar
from app.ui.review.keys import Keys, Situation
from app.ui.review.parts import Area
from app.ui.review.session import Busy, CaseSession
from app.ui.review.sheet import review_sheet
from app.ui.review.strip_host import StripHost
from app.ui.review.strips import Strips
from app.ui.review.undo import UndoOffer
from app.ui.review.workspace import Workspace
from app.ui.widgets import StatePane
from app.ui.work import Work

_DEBOUNCE_MS = 250  # a key that was meant for the case before is not taken for this one
_PATIENCE_MS = 100  # a case that opens faster than this needs no word
_CLOCK_MS = 10_000
_RAIL_WIDTH = 296


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
        self._actor = actor
        self._held_enter = False
        self._takes_focus = False
        self._shown: CaseView | None = None
        self.session = CaseSession(desk.review, work, actor, self)
        self._undo = UndoOffer(desk.clock.now, self)
        self._host = StripHost()
        self._strips = Strips(desk, actor, work, self.session, self._host, self)
        self._area = Area("case-area", "Prescription under review")
        self.setFocusProxy(self._area)
        self.hint = Hint(self._area)
        self._keys = Keys(actions, self._area, self._handlers(), self._may)
        self.workspace = Workspace(actor, self._keys.actions["source"], self._keys.actions["edit"])
        self.key_bar = KeyBar(self._keys.actions)
        self.rail = QueueRail(DeskQueue(desk, actor), work, messages)
        self._state = StatePane()
        self._guard = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._clock.start()
        self._lay_out()
        self._connect()
        self.setStyleSheet(review_sheet())
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
        return self.case is not None and not self._guard.isActive() and self.session.busy is Busy.NO

    # -- keys ----------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Any]:
        return {
            "enter": self._on_enter,
            "confirm": self._on_confirm,
            "stop": self._on_stop,
            "correct": self._on_correct,
            "return": self._on_return,
            "hold": lambda: self._on_reason("hold"),
            "ask": lambda: self._on_reason("ask"),
            "refuse": lambda: self._on_reason("refuse"),
            "undo": self._on_undo,
            "down": lambda: self.workspace.walk(1),
            "up": lambda: self.workspace.walk(-1),
            "right": lambda: self.workspace.cross(1),
            "left": lambda: self.workspace.cross(-1),
            "findings": lambda: self.workspace.show_findings(),
            "patient": lambda: self.workspace.show_profile(),
            "edit": lambda: self.workspace.edit_profile(),
            "source": lambda: None,  # the action is a switch; the raw pane listens to it
            "queue": lambda: self.rail.setVisible(self.rail.isHidden()),
            "take_over": self.session.take_over,
        }

    def _on_enter(self) -> None:
        """Verify what is on screen; while anything is open, go there instead."""
        case = self.case
        if self.session.busy is not Busy.NO:
            self._wait_with_enter()
        elif case is None:
            self._takes_focus = True
            self.session.open_next()
        elif self._guard.isActive():
            return
        elif self._why_not(case):
            self.hint.tell(self._why_not(case))
        elif case.pending:
            self._go_to_first(case)
        elif self._may(Permission.VERIFY):
            self.session.verify()
        else:
            self.hint.tell("Only a pharmacist verifies; H, R or C are open to you.")

    def _wait_with_enter(self) -> None:
        """After a confirmation Enter only has to wait; after anything else the screen has to be read first."""
        if self.session.busy is Busy.CONFIRMING:
            self._held_enter = True
        else:
            self.hint.tell(f"{self.session.busy} … Enter waits until that is done.")

    def _go_to_first(self, case: CaseView) -> None:
        first = case.pending[0]
        standing = self.workspace.standing()
        if standing is None or standing.key != first.key:
            self.workspace.go_to(first)
        elif first.kind is PendingKind.STOP or not can_be_confirmed(first):
            self._on_confirm()
        else:
            self.hint.tell("Space confirms it; Enter verifies after that.")

    def _on_confirm(self) -> None:
        """Deal with the open point in focus: confirm it, give a reason, or type what is missing."""
        case = self.case
        if case is None or self._guard.isActive() or self.session.busy is not Busy.NO:
            return
        pending = self.workspace.standing()
        if self._why_not(case):
            self.hint.tell(self._why_not(case))
        elif pending is None:
            self.hint.tell("Nothing is open here." if not case.pending else "Enter goes to what is open.")
        elif pending.kind is PendingKind.STOP:
            self._strips.open_stop(pending)
        elif not can_be_confirmed(pending):
            self._on_correct()
        else:
            self.session.confirm(pending.key)

    def _on_stop(self) -> None:
        case = self.case
        stop = next((p for p in case.pending if p.kind is PendingKind.STOP), None) if case else None
        if stop is None:
            self.hint.tell("No stop is open.")
        elif not self._guard.isActive():
            self.workspace.go_to(stop)
            self._strips.open_stop(stop)

    def _on_correct(self) -> None:
        case, current = self.case, self.workspace.fields.current
        field = case.field(current) if case is not None and current is not None else None
        if case is not None and field is not None:
            self._strips.open_correction(case, field)
        else:
            self.hint.tell("Stand in a field first: the arrow keys go there.")

    def _on_return(self) -> None:
        if self.case is not None:
            self._strips.open_return(self.case)

    def _on_reason(self, act: str) -> None:
        self._strips.open_reason(act)

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
            self._guard.start()
            self._held_enter = False
        self._pages.setCurrentWidget(self.workspace)
        self.workspace.show_case(case, self._desk.clock.now())
        self.rail.select(case.id)
        self._update()
        self._place_focus(case, is_new=before is None or before.id != case.id)
        if self._held_enter:
            self._held_enter = False
            self._on_enter()

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
        self._held_enter = False
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

    def _may(self, permission: Permission) -> bool:
        allowed: bool = self._desk.identity.may(self._actor, permission)
        return allowed

    def _is_own(self, case: CaseView) -> bool:
        return case.claim is None or case.claim.user_id == self._actor.user_id

    def _why_not(self, case: CaseView) -> str:
        """Why the case cannot be changed; empty when it can."""
        if not self._is_own(case) and case.claim is not None:
            offer = " T takes it over." if self._may(Permission.TAKE_OVER) else ""
            return f"{wording.lock_sentence(case.claim)}{offer}"
        return "" if case.status in OPEN_STATUSES else wording.status_sentence(case)

    def _is_elsewhere(self) -> bool:
        return self._host.is_open or self.workspace.profile.editing

    def _has_keyboard(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is None or self.isAncestorOf(focus)

    @Slot()
    def _update(self) -> None:
        """Switch the keys on and off, and say what Enter will do."""
        case = self.case
        own = case is not None and not self._why_not(case) and self.session.busy is Busy.NO
        locked = case is not None and not self._is_own(case)
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
        elif self._why_not(case):
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
        self._undo.changed.connect(self._update)
        self._host.changed.connect(self._update)
        self._patience.timeout.connect(self._on_slow)
        self._clock.timeout.connect(self._on_tick)
        self._state.acted.connect(self.session.reopen)
        self.rail.case_chosen.connect(self.open_case)
        self.workspace.profile_edited.connect(self._on_profile_edited)
        self.workspace.editing_changed.connect(self._update)

    def changeEvent(self, event: QEvent) -> None:
        """Another scheme has other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            sheet = review_sheet()
            if sheet != self.styleSheet():
                self.setStyleSheet(sheet)


def _same_matter(before: CaseView, after: CaseView) -> bool:
    """Whether nothing but confirmations differs, so that what was read of the one holds for the other."""
    parts = ("id", "order", "checks", "facts", "raw", "promise_at")
    if any(getattr(before, part) != getattr(after, part) for part in parts):
        return False
    return [(f.field, f.value) for f in before.fields] == [(f.field, f.value) for f in after.fields]
