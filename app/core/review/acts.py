"""Decisions: confirm, verify, hold, ask, refuse, send back, undo. Each is one act in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.core.identity import operation
from app.core.model.case import (
    CaseChange,
    CaseStatus,
    CaseView,
    Confirmation,
    Pending,
    PendingKind,
)
from app.core.model.errors import KnownError
from app.core.model.identity import Actor, Permission
from app.core.model.order import ReviewField
from app.core.model.pending import can_be_confirmed, pending_of
from app.core.model.quality import EventClass, EventFilter, Stage
from app.core.records import FillStatus, StoredCase, Tx
from app.core.review.base import stale
from app.core.review.correcting import Correcting
from app.core.review.queue import QueueReading
from app.core.review.reasons import ORDER_ERRORS, reason_of
from app.core.review.receiving import Receiving
from app.core.review.refills import Refilling

EVENTS_LOOKED_AT = 200

# What an event says that a field became when nobody has typed another value.
_OUTCOMES = {"return": "returned to data entry", "refuse": "refused"}

_DONE = {
    CaseStatus.VERIFIED: "Verified",
    CaseStatus.ON_HOLD: "On hold",
    CaseStatus.ASKED: "Waiting for the prescriber",
    CaseStatus.REFUSED: "Refused",
    CaseStatus.RETURNED: "Returned to data entry",
}


class Review(QueueReading, Receiving, Correcting, Refilling):
    """All acts of review behind one face."""

    @operation("case.confirm", Permission.CONFIRM)
    def confirm(
        self,
        tx: Tx,
        actor: Actor,
        case_id: int,
        version: int,
        key: str,
        reason: str | None = None,
        note: str | None = None,
    ) -> CaseView:
        """Say of one pending thing that it was looked at; a stop needs a reason."""
        case = self.load_own(tx, actor, case_id, version)
        pending = _pending(case, key)
        chosen = reason_of("stop", reason) if pending.kind is PendingKind.STOP else None
        confirmation = Confirmation(
            key=pending.key,
            digest=pending.digest,
            by=actor.name,
            at=self.clock.now(),
            reason=chosen.text if chosen else None,
            note=note,
        )
        kept = tuple(c for c in case.content.confirmations if c.key != pending.key)
        content = case.content.model_copy(update={"confirmations": (*kept, confirmation)})
        saved = self.save(tx, case, content=content)
        tx.note(
            subject=f"case {case_id}",
            kind=pending.kind.value,
            digest=pending.digest,
            reason=chosen.code if chosen else None,
        )
        return self.view(tx, saved)

    @operation("case.verify", Permission.VERIFY)
    def verify(self, tx: Tx, actor: Actor, case_id: int, version: int, digest: str) -> CaseChange:
        """Approve exactly what was on screen: `digest` is that of the view that was shown."""
        case = self.load_own(tx, actor, case_id, version)
        view = self.view(tx, case)
        if view.digest != digest:
            raise stale()
        if view.pending:
            raise KnownError(
                "STILL_PENDING",
                f"{len(view.pending)} point(s) still need a look: {view.pending[0].text}",
                "Nothing was verified.",
                "Look at them, then verify.",
            )
        tx.prescriptions.set_fill_status(case.fill_id, FillStatus.VERIFIED)
        return self._decide(tx, actor, case, CaseStatus.VERIFIED, "verify", digest=digest)

    @operation("case.hold", Permission.SET_ASIDE)
    def hold(self, tx: Tx, actor: Actor, case_id: int, version: int, reason: str, note: str = "") -> CaseChange:
        """Put aside until something else has happened."""
        case = self.load_own(tx, actor, case_id, version)
        return self._decide(tx, actor, case, CaseStatus.ON_HOLD, "hold", reason, note)

    @operation("case.ask", Permission.SET_ASIDE)
    def ask(self, tx: Tx, actor: Actor, case_id: int, version: int, reason: str, note: str = "") -> CaseChange:
        """Put aside with a question to the prescriber."""
        case = self.load_own(tx, actor, case_id, version)
        return self._decide(tx, actor, case, CaseStatus.ASKED, "ask", reason, note)

    @operation("case.refuse", Permission.REFUSE)
    def refuse(self, tx: Tx, actor: Actor, case_id: int, version: int, reason: str, note: str = "") -> CaseChange:
        """Do not fill; an error in the order itself is filed as an intervention."""
        case = self.load_own(tx, actor, case_id, version)
        events: tuple[int, ...] = ()
        if reason in ORDER_ERRORS:
            events = (self._file(tx, actor, case, ReviewField.DIRECTIONS, EventClass.INTERVENTION, reason, note),)
        tx.prescriptions.set_fill_status(case.fill_id, FillStatus.CANCELLED)
        return self._decide(tx, actor, case, CaseStatus.REFUSED, "refuse", reason, note, events=events)

    @operation("case.return", Permission.SET_ASIDE)
    def send_back(
        self,
        tx: Tx,
        actor: Actor,
        case_id: int,
        version: int,
        field: ReviewField,
        reason: str,
        note: str = "",
    ) -> CaseChange:
        """Return to data entry, naming the field that is wrong; this files the near miss by itself."""
        case = self.load_own(tx, actor, case_id, version)
        event = self._file(tx, actor, case, field, EventClass.NEAR_MISS, reason, note)
        return self._decide(tx, actor, case, CaseStatus.RETURNED, "return", reason, note, events=(event,))

    def _file(
        self,
        tx: Tx,
        actor: Actor,
        case: StoredCase,
        field: ReviewField,
        classification: EventClass,
        reason: str,
        note: str,
    ) -> int:
        before = next((f for f in case.content.fields if f.field == field), None)
        act = "return" if classification is EventClass.NEAR_MISS else "refuse"
        changes: dict[str, object] = {
            "classification": classification,
            "became": _OUTCOMES[act],
            "reason": reason_of(act, reason).text,
            "note": note,
        }
        if classification is EventClass.INTERVENTION:
            changes["arose"] = Stage.PRESCRIBING
        return tx.events.add(self._event(case, actor, field, before, None).model_copy(update=changes)).id

    def _decide(
        self,
        tx: Tx,
        actor: Actor,
        case: StoredCase,
        status: CaseStatus,
        act: str,
        reason: str = "",
        note: str = "",
        *,
        digest: str = "",
        events: tuple[int, ...] = (),
    ) -> CaseChange:
        """Sign the decision over what was shown, move the case, and name the next one."""
        now = self.clock.now()
        chosen = reason_of(act, reason) if act != "verify" else None
        shown = self.view(tx, case)
        until = now + timedelta(seconds=self.settings.undo_seconds)
        decision_id = tx.decisions.add(
            case_id=case.id,
            act=act,
            actor=actor,
            at=now,
            reason_code=chosen.code if chosen else "",
            reason_text=chosen.text if chosen else "",
            note=note,
            snapshot_json=shown.model_dump_json(),
            digest=digest or shown.digest,
            undo_until=until,
        )
        words = " · ".join(p for p in (chosen.text if chosen else "", note) if p)
        self.save(tx, case, status=status, status_note=words)
        tx.cases.release(case.id, actor.user_id)
        tx.note(
            subject=f"case {case.id}",
            decision=decision_id,
            reason=chosen.code if chosen else None,
            events=list(events),
            signed=digest or shown.digest,
        )
        return CaseChange(
            case_id=case.id,
            act=act,
            status=status,
            next_case_id=tx.cases.next_after(case.id, actor.user_id, now),
            decision_id=decision_id,
            undo_until=until,
            event_ids=events,
            message=f"{_DONE[status]}: {case.prescription_number}",
        )

    @operation("case.undo", Permission.SET_ASIDE)
    def undo(self, tx: Tx, actor: Actor, decision_id: int) -> CaseView:
        """Take back one's own decision while nothing has left the desk; the record of it stays."""
        decision = tx.decisions.get(decision_id)
        now = self.clock.now()
        if decision.actor_id != actor.user_id or decision.undone_at or not decision.undo_until:
            raise stale()
        if now > decision.undo_until:
            raise KnownError(
                "UNDO_OVER",
                "The time to take this back has passed.",
                "The decision stands as it was recorded.",
                "Open the prescription and record a new act.",
            )
        case = self.load(tx, decision.case_id)
        before = CaseView.model_validate_json(decision.snapshot_json)
        tx.decisions.undo(decision_id, actor, now)
        tx.prescriptions.set_fill_status(case.fill_id, FillStatus.PENDING)
        self._withdraw(tx, actor, case, decision.at)
        saved = self.save(tx, case, status=before.status, status_note=before.status_note)
        tx.note(subject=f"case {case.id}", decision=decision_id)
        return self.view(tx, saved, self.claim(tx, actor, case.id))

    def _withdraw(self, tx: Tx, actor: Actor, case: StoredCase, at: datetime) -> None:
        """Events that the undone decision filed stay, reclassified: nothing is deleted."""
        for event in tx.events.page(EventFilter(since=at), EVENTS_LOOKED_AT, None):
            filed = event.case_id == case.id and event.happened_at == at
            if filed and event.classification is not EventClass.EDIT:
                tx.events.update(
                    event.model_copy(
                        update={
                            "classification": EventClass.EDIT,
                            "reclassified_from": event.classification,
                            "reclassified_by": actor.name,
                            "reclassify_reason": "The decision was taken back at once.",
                        }
                    )
                )

    def release_due(self) -> int:
        """Let verified fills leave whose time to be taken back has passed; how many left."""
        with self.records.transaction() as tx:
            due = tx.decisions.due(self.clock.now())
            for decision in due:
                tx.prescriptions.set_fill_status(decision.fill_id, FillStatus.RELEASED)
                self._use_refill(tx, decision.case_id)
                tx.audit.append(None, "fill.release", f"case {decision.case_id}", {"decision": decision.id})
            return len(due)

    def _use_refill(self, tx: Tx, case_id: int) -> None:
        """The first fill is what was written; each later one uses a refill."""
        case = tx.cases.load(case_id)
        prescription = tx.prescriptions.get(case.prescription_id)
        if case.fill_number > 1 and prescription.remaining:
            tx.prescriptions.set_remaining(prescription.id, prescription.remaining - 1)


def _pending(case: StoredCase, key: str) -> Pending:
    content = case.content
    for pending in pending_of(content.fields, content.checks, content.confirmations):
        if pending.key == key:
            if can_be_confirmed(pending):
                return pending
            raise KnownError(
                "MUST_BE_ENTERED",
                f"{pending.text}",
                "Nothing was confirmed.",
                "Enter it by correcting the field, or ask the prescriber.",
            )
    raise stale()
