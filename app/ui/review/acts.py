"""What each key does to the case on screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.model.case import CaseView, PendingKind
from app.core.model.identity import Permission
from app.core.model.pending import can_be_confirmed
from app.ui.review.hint import Hint
from app.ui.review.rights import Rights
from app.ui.review.session import Busy, CaseSession
from app.ui.review.strips import Strips
from app.ui.review.workspace import Workspace

_DEBOUNCE_MS = 250  # a key that was meant for the case before is not taken for this one


class ReviewActs(QObject):
    """Enter, Space and the letters.

    Signals:
        keyboard_wanted: the case that comes now was asked for by key, so the keyboard goes to it.
    """

    keyboard_wanted = Signal()

    def __init__(
        self,
        session: CaseSession,
        workspace: Workspace,
        strips: Strips,
        hint: Hint,
        rights: Rights,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._workspace = workspace
        self._strips = strips
        self._hint = hint
        self._rights = rights
        self._held_enter = False
        self._guard = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)

    @property
    def handlers(self) -> dict[str, Callable[[], object]]:
        """The acts by the names of their keys."""
        return {
            "enter": self.enter,
            "confirm": self._confirm,
            "stop": self._stop,
            "correct": self._correct,
            "return": self._return,
            "hold": lambda: self._strips.open_reason("hold"),
            "ask": lambda: self._strips.open_reason("ask"),
            "refuse": lambda: self._strips.open_reason("refuse"),
            "take_over": self._session.take_over,
            "down": lambda: self._workspace.walk(1),
            "up": lambda: self._workspace.walk(-1),
            "right": lambda: self._workspace.cross(1),
            "left": lambda: self._workspace.cross(-1),
            "findings": self._workspace.show_findings,
            "patient": self._workspace.show_profile,
            "edit": self._workspace.edit_profile,
        }

    @property
    def is_guarded(self) -> bool:
        """Whether the case has come so recently that a key may have been meant for the one before."""
        return self._guard.isActive()

    def guard(self) -> None:
        """Something else to be read is on screen: take no key for a moment, and forget the one that waits."""
        self._held_enter = False
        self._guard.start()

    def forget_enter(self) -> None:
        """What the waiting Enter was for has failed."""
        self._held_enter = False

    def release_enter(self) -> None:
        """Do now what an Enter has waited to do."""
        if self._held_enter:
            self._held_enter = False
            self.enter()

    def enter(self) -> None:
        """Verify what is on screen; while anything is open, go there instead."""
        case = self._session.case
        if self._session.busy is not Busy.NO:
            self._wait_with_enter()
        elif case is None:
            self.keyboard_wanted.emit()
            self._session.open_next()
        elif not self.is_guarded:
            self._enter_on(case)

    def _enter_on(self, case: CaseView) -> None:
        if why_not := self._rights.why_not(case):
            self._hint.tell(why_not)
        elif case.pending:
            self._go_to_first(case)
        elif self._rights.may(Permission.VERIFY):
            self._session.verify()
        else:
            self._hint.tell("Only a pharmacist verifies; C corrects a field.")

    def _wait_with_enter(self) -> None:
        """After a confirmation Enter only has to wait; after anything else the screen has to be read first."""
        if self._session.busy is Busy.CONFIRMING:
            self._held_enter = True
        else:
            self._hint.tell(f"{self._session.busy} … Enter waits until that is done.")

    def _go_to_first(self, case: CaseView) -> None:
        first = case.pending[0]
        standing = self._workspace.standing()
        if standing is None or standing.key != first.key:
            self._workspace.go_to(first)
        elif first.kind is PendingKind.STOP or not can_be_confirmed(first):
            self._confirm()
        else:
            self._hint.tell("Space confirms it; Enter verifies after that.")

    def _confirm(self) -> None:
        """Deal with the open point in focus: confirm it, give a reason, or type what is missing."""
        case = self._session.case
        if case is None or self.is_guarded:
            return
        pending = self._workspace.standing()
        if pending is None:
            self._hint.tell("Enter goes to what is open." if case.pending else "Nothing is open here.")
        elif not can_be_confirmed(pending):
            self._correct()
        elif not self._rights.may(Permission.CONFIRM):
            self._hint.tell("Only a pharmacist confirms; C corrects a field.")
        elif pending.kind is PendingKind.STOP:
            self._strips.open_stop(pending)
        else:
            self._session.confirm(pending.key)

    def _stop(self) -> None:
        case = self._session.case
        stop = next((p for p in case.pending if p.kind is PendingKind.STOP), None) if case else None
        if stop is None:
            self._hint.tell("No stop is open.")
        elif not self.is_guarded:
            self._workspace.go_to(stop)
            self._strips.open_stop(stop)

    def _correct(self) -> None:
        case, current = self._session.case, self._workspace.fields.current
        field = case.field(current) if case is not None and current is not None else None
        if case is not None and field is not None:
            self._strips.open_correction(case, field)
        else:
            self._hint.tell("Stand in a field first: the arrow keys go there.")

    def _return(self) -> None:
        if self._session.case is not None:
            self._strips.open_return(self._session.case)
