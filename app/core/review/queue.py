"""Looking: the queue, its counts, a case, the tray. Opening a case claims it, and leaves a trace."""

from __future__ import annotations

from app.core.identity import may, operation, query
from app.core.model.case import (
    OPEN_STATUSES,
    ActReason,
    CaseStatus,
    CaseView,
    Disposition,
    QueueCursor,
    QueueFilter,
    QueuePage,
    UnreadableRow,
)
from app.core.model.identity import Actor, Permission
from app.core.model.quality import Counts
from app.core.records import Tx
from app.core.review.base import ReviewBase, initials_of
from app.core.review.reasons import REASONS

# What the chips above the queue show.
CHIPS: dict[str, QueueFilter] = {
    "all": QueueFilter(),
    "stopped": QueueFilter(statuses=(CaseStatus.WAITING,), dispositions=(Disposition.STOPPED,)),
    "attention": QueueFilter(statuses=(CaseStatus.WAITING,), dispositions=(Disposition.ATTENTION,)),
    "ready": QueueFilter(statuses=(CaseStatus.WAITING,), dispositions=(Disposition.READY,)),
    "on_hold": QueueFilter(statuses=(CaseStatus.ON_HOLD,)),
    "asked": QueueFilter(statuses=(CaseStatus.ASKED,)),
    "returned": QueueFilter(statuses=(CaseStatus.RETURNED,)),
}

UNREADABLE_ROWS = 500


class QueueReading(ReviewBase):
    """The reading acts. Lists are not audited row by row; opening a patient's case is."""

    @query("queue.page", Permission.VIEW_QUEUE)
    def queue(self, tx: Tx, actor: Actor, wanted: QueueFilter, after: QueueCursor | None, limit: int) -> QueuePage:
        """A page of the queue, most urgent first."""
        return tx.cases.page(wanted, after, limit)

    @query("queue.counts", Permission.VIEW_QUEUE)
    def queue_counts(self, tx: Tx, actor: Actor) -> dict[str, int]:
        """How many cases each chip would show."""
        return {name: tx.cases.count(chip) for name, chip in CHIPS.items()}

    @query("queue.figures", Permission.VIEW_QUEUE)
    def counts(self, tx: Tx, actor: Actor) -> Counts:
        """The figures of the day."""
        midnight = self.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return tx.cases.counts(midnight)

    @query("queue.next", Permission.VIEW_QUEUE)
    def next_case(self, tx: Tx, actor: Actor, after: int | None = None) -> int | None:
        """The case to take next: the most urgent that nobody else has open."""
        return tx.cases.next_after(after, actor.user_id, self.clock.now())

    @operation("case.open", Permission.VIEW_CASE)
    def open(self, tx: Tx, actor: Actor, case_id: int) -> CaseView:
        """The case, claimed for this user unless somebody else has it open; who only reads claims nothing."""
        case = self.load(tx, case_id)
        works = case.status in OPEN_STATUSES and may(actor.role, Permission.CORRECT)
        claim = self.claim(tx, actor, case_id) if works else case.claim
        tx.note(subject=f"case {case_id}", claimed=claim is not None and claim.user_id == actor.user_id)
        return self.view(tx, case, claim)

    @operation("case.release", Permission.VIEW_CASE)
    def release(self, tx: Tx, actor: Actor, case_id: int) -> None:
        """Give up the claim."""
        tx.cases.release(case_id, actor.user_id)
        tx.note(subject=f"case {case_id}")

    @operation("case.take_over", Permission.TAKE_OVER)
    def take_over(self, tx: Tx, actor: Actor, case_id: int) -> CaseView:
        """Take a case that somebody else has open."""
        now, minutes = self.clock.now(), self.settings.claim_minutes
        claim = tx.cases.take_over(case_id, actor.user_id, actor.name, initials_of(actor.name), now, minutes)
        tx.note(subject=f"case {case_id}")
        return self.view(tx, self.load(tx, case_id), claim)

    @query("tray.list", Permission.VIEW_QUEUE)
    def unreadable(self, tx: Tx, actor: Actor) -> tuple[UnreadableRow, ...]:
        """The messages that could not be read, newest first."""
        return tx.messages.unreadable(UNREADABLE_ROWS)

    @operation("message.view", Permission.VIEW_CASE)
    def message_bytes(self, tx: Tx, actor: Actor, message_id: int) -> bytes:
        """The bytes of a message exactly as they were received."""
        tx.note(subject=f"message {message_id}")
        return tx.messages.bytes_of(message_id)

    def reasons(self, act: str) -> tuple[ActReason, ...]:
        """The reasons that an act may be given."""
        return REASONS[act]
