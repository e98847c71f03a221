"""The case under review and the acts on it: every call to the core, and what may come of its answer.

An answer counts only for the case that was on screen when it was asked for. An act that failed is told in any
case: a verification that was not recorded may never pass in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from app.core.model.case import Authorisation, CaseChange, CaseView
from app.core.model.errors import StaleCaseError, TallmanError
from app.core.model.identity import Actor
from app.core.model.order import ReviewField
from app.core.model.people import PatientFacts
from app.ui.work import Job, Lane, Work


class Busy(StrEnum):
    """What is under way for the case on screen."""

    NO = ""
    OPENING = "Opening"
    CONFIRMING = "Recording"
    CHECKING = "Checks are running"
    DECIDING = "Recording the decision"


class _Call(NamedTuple):
    """What was asked, for which case, and who gets the answer."""

    ticket: int
    case_id: int | None
    busy: Busy
    done: Callable[[Any], None]
    is_act: bool


class CaseSession(QObject):
    """Holds the case on screen and asks the core for what changes it.

    Attributes:
        case: the case on screen, None while there is none.
        busy: what is under way for it.

    Signals:
        shown: the CaseView to be shown from now on.
        changed: the name of an act that changed the case on screen, and the CaseView that it left.
        emptied: there is no further case.
        decided: the CaseChange of an act on the case on screen.
        decided_late: the CaseChange of an act whose case has left the screen since.
        undone: the CaseView that an undo brought back.
        failed: a TallmanError to be told.
        open_failed: a TallmanError; there is no case to show because of it.
        busy_changed: `busy` has another value.
    """

    shown = Signal(object)
    changed = Signal(str, object)
    emptied = Signal()
    decided = Signal(object)
    decided_late = Signal(object)
    undone = Signal(object)
    failed = Signal(object)
    open_failed = Signal(object)
    busy_changed = Signal()

    def __init__(self, review: Any, work: Work, actor: Actor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.case: CaseView | None = None
        self.busy = Busy.NO
        self._review = review
        self._work = work
        self._actor = actor
        self._ticket = 0
        self._wanted: int | None = None
        self._calls: dict[Job, _Call] = {}

    def open(self, case_id: int) -> None:
        """Show another case, or the same one anew; what was still to come for the earlier one is void."""
        if self.case is not None and self.case.id != case_id:
            self._release()
        self._ticket += 1
        self._wanted = case_id
        self._ask(Busy.OPENING, self._on_view, partial(self._review.open, self._actor, case_id), case_id=case_id)

    def open_next(self) -> None:
        """Show the case that is first in the queue."""
        self._ticket += 1
        self._wanted = None
        self._ask(Busy.OPENING, self._on_next, partial(self._review.next_case, self._actor))

    def reload(self) -> None:
        """Show the case on screen as it stands now."""
        if self.case is not None:
            self.open(self.case.id)

    def reopen(self) -> None:
        """Try again what could not be opened."""
        if self._wanted is None:
            self.open_next()
        else:
            self.open(self._wanted)

    def leave(self) -> None:
        """Let go of the case on screen."""
        self._release()
        self._ticket += 1
        self._set_busy(Busy.NO)

    def confirm(self, key: str, reason: str | None = None, note: str | None = None) -> None:
        """Record that a pending thing was looked at."""
        self._change("confirm", Busy.CONFIRMING, self._review.confirm, key, reason, note)

    def correct(self, field: ReviewField, text: str, reason: str, authorisation: Authorisation | None) -> None:
        """Replace a field by typed words; the checks run again."""
        self._change("correct", Busy.CHECKING, self._review.correct, field, text, reason, authorisation)

    def edit_profile(self, facts: PatientFacts) -> None:
        """Replace the facts of the patient's profile; the checks run again."""
        self._change("profile", Busy.CHECKING, self._review.edit_profile, facts)

    def verify(self) -> None:
        """Approve the case exactly as it is on screen."""
        if self.case is not None:
            self._decide(self._review.verify, self.case.digest)

    def set_aside(self, act: str, reason: str, note: str) -> None:
        """Hold, ask the prescriber or refuse."""
        acts = {"hold": self._review.hold, "ask": self._review.ask, "refuse": self._review.refuse}
        self._decide(acts[act], reason, note)

    def send_back(self, field: ReviewField, reason: str, note: str) -> None:
        """Return the case to data entry."""
        self._decide(self._review.send_back, field, reason, note)

    def take_over(self) -> None:
        """Take the case on screen from whoever has it open."""
        if self.case is not None and self.busy is Busy.NO:
            call = partial(self._review.take_over, self._actor, self.case.id)
            self._ask(Busy.OPENING, self._on_view, call, case_id=self.case.id, is_act=True)

    def undo(self, decision_id: int) -> None:
        """Take a decision back; its case comes on screen again."""
        if self.busy is Busy.NO:
            self._ask(Busy.DECIDING, self._on_undone, partial(self._review.undo, self._actor, decision_id), is_act=True)

    def _change(self, act: str, busy: Busy, operation: Callable[..., CaseView], *args: object) -> None:
        """Ask for something that leaves the case on screen, changed."""
        case = self.case
        if case is not None and self.busy is Busy.NO:
            call = partial(operation, self._actor, case.id, case.version, *args)
            self._ask(busy, partial(self._on_changed, act), call, case_id=case.id, is_act=True)

    def _decide(self, operation: Callable[..., CaseChange], *args: object) -> None:
        """Ask for something that ends the work on the case."""
        case = self.case
        if case is not None and self.busy is Busy.NO:
            call = partial(operation, self._actor, case.id, case.version, *args)
            self._ask(Busy.DECIDING, self._on_decided, call, case_id=case.id, is_act=True)

    def _ask(
        self,
        busy: Busy,
        done: Callable[[Any], None],
        operation: Callable[[], object],
        case_id: int | None = None,
        *,
        is_act: bool = False,
    ) -> None:
        self._set_busy(busy)
        job = self._work.submit(Lane.DB, operation)
        self._calls[job] = _Call(self._ticket, case_id, busy, done, is_act)
        job.finished.connect(self._on_finished)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)

    def _release(self) -> None:
        """A case that others may take again; one that somebody else holds is not ours to release."""
        case, self.case = self.case, None
        if case is not None and (case.claim is None or case.claim.user_id == self._actor.user_id):
            job = self._work.submit(Lane.DB, self._review.release, self._actor, case.id)
            job.failed.connect(self.failed)

    def _take_call(self) -> tuple[_Call, bool] | None:
        """The call whose answer is being delivered, and whether it is for the case on screen."""
        job = self.sender()
        call = self._calls.pop(job, None) if isinstance(job, Job) else None
        if call is None:
            return None
        current = call.ticket == self._ticket
        if current:
            self._set_busy(Busy.NO)
        return call, current

    @Slot(object)
    def _on_finished(self, result: object) -> None:
        taken = self._take_call()
        if taken is None:
            return
        call, current = taken
        if current:
            call.done(result)
        elif isinstance(result, CaseChange):  # the act counts though another case is on screen by now
            self.decided_late.emit(result)

    @Slot(object)
    def _on_failed(self, error: TallmanError) -> None:
        taken = self._take_call()
        if taken is None:
            return
        call, current = taken
        if current and not call.is_act:
            self.case = None
            self.open_failed.emit(error)
        elif call.is_act:
            self.failed.emit(error)
        if current and isinstance(error, StaleCaseError):
            self.reload()

    @Slot()
    def _on_cancelled(self) -> None:
        self._take_call()

    def _on_view(self, view: CaseView) -> None:
        if self.case is not None and self.case.id == view.id and view.version < self.case.version:
            return
        self.case = view
        self.shown.emit(view)

    def _on_changed(self, act: str, view: CaseView) -> None:
        self._on_view(view)
        self.changed.emit(act, view)

    def _on_undone(self, view: CaseView) -> None:
        if self.case is not None and self.case.id != view.id:
            self._release()
        self._on_view(view)
        self.undone.emit(view)

    def _on_next(self, case_id: int | None) -> None:
        if case_id is None:
            self._release()
            self.emptied.emit()
        else:
            self.open(case_id)

    def _on_decided(self, change: CaseChange) -> None:
        self.case = None  # the core has ended the claim with the decision
        self.decided.emit(change)

    def _set_busy(self, busy: Busy) -> None:
        if busy is not self.busy:
            self.busy = busy
            self.busy_changed.emit()
