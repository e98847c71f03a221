"""What all acts of review share: the tools they are given, and how a case is fetched, shown and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.core.model.case import (
    OPEN_STATUSES,
    CaseView,
    ClaimView,
    FieldState,
    PendingKind,
)
from app.core.model.clock import Clock
from app.core.model.errors import KnownError, StaleCaseError
from app.core.model.identity import Actor
from app.core.model.order import Order, ReviewField
from app.core.model.pending import pending_of
from app.core.model.people import PatientProfile
from app.core.model.road import Checked, CheckJob
from app.core.records import FillStatus, Records, StoredCase, Tx
from app.core.review.admission import last_fill_days
from app.core.review.ports import Crew
from app.core.settings import Settings

HISTORY_LINES = 8


class ReviewBase:
    """Records, a crew that walks the road, settings and a clock."""

    def __init__(self, records: Records, crew: Crew, settings: Settings, clock: Clock) -> None:
        """Keep the tools."""
        self.records = records
        self.crew = crew
        self.settings = settings
        self.clock = clock

    @property
    def versions(self) -> Mapping[str, str]:
        """Engine, rules and catalogue, for the audit row of every act."""
        return {"engine": self.crew.engine}

    def load(self, tx: Tx, case_id: int, version: int | None = None) -> StoredCase:
        """The case as it stands; with a version, only if it is still that one."""
        case = tx.cases.load(case_id)
        if version is not None and case.version != version:
            raise stale()
        return case

    def claim(self, tx: Tx, actor: Actor, case_id: int) -> ClaimView:
        """Claim a case for this user; who holds it then."""
        minutes = self.settings.claim_minutes
        return tx.cases.claim(case_id, actor.user_id, actor.name, initials_of(actor.name), self.clock.now(), minutes)

    def load_own(self, tx: Tx, actor: Actor, case_id: int, version: int) -> StoredCase:
        """The case for an act that changes it: as shown, not decided yet, and not open in another's hands."""
        case = self.load(tx, case_id, version)
        refuse_closed(case)
        claim = self.claim(tx, actor, case_id)
        if claim.user_id != actor.user_id:
            raise KnownError(
                "CASE_LOCKED",
                f"This prescription is open at {claim.name}'s desk.",
                "Nothing was changed.",
                "Ask them, or take another case.",
            )
        return case

    def view(self, tx: Tx, case: StoredCase, claim: ClaimView | None = None) -> CaseView:
        """All that the review window shows of a case."""
        content = case.content
        return CaseView(
            id=case.id,
            version=case.version,
            prescription_number=case.prescription_number,
            fill_number=case.fill_number,
            status=case.status,
            priority=case.priority,
            received_at=case.received_at,
            promise_at=case.promise_at,
            raw=content.raw,
            raw_view=content.raw_view,
            read_order=content.read_order,
            order=content.order,
            fields=content.fields,
            checks=content.checks,
            disposition=content.disposition,
            profile=profile_of(tx, case),
            facts=content.facts,
            history=history_of(tx, case),
            pending=pending_of(content.fields, content.checks, content.confirmations),
            confirmations=content.confirmations,
            claim=claim or case.claim,
            status_note=case.status_note,
            engine=content.engine,
        )

    def save(self, tx: Tx, case: StoredCase, **changes: object) -> StoredCase:
        """Keep the case, with the counts and the reason that the queue shows brought up to date."""
        case = case.model_copy(update=changes)
        content = case.content
        pending = pending_of(content.fields, content.checks, content.confirmations)
        kinds = [p.kind for p in pending]
        case = case.model_copy(
            update={
                "stops": kinds.count(PendingKind.STOP),
                "warns": kinds.count(PendingKind.WARN) + kinds.count(PendingKind.NOT_CHECKED),
                "doubts": kinds.count(PendingKind.FIELD),
                "why_here": why_here(p.text for p in pending),
                "patient": content.order.patient.name or "unknown patient",
                "drug": drug_of(content.order),
            }
        )
        tx.cases.save(case)
        return tx.cases.load(case.id)

    def job_of(self, tx: Tx, case: StoredCase) -> CheckJob:
        """The checks that the case as it stands asks for."""
        content, now = case.content, self.clock.now()
        return CheckJob(
            raw=content.raw,
            order=content.order,
            facts=content.facts,
            now=now,
            corrected=corrected_fields(case),
            last_fill_days_ago=last_fill_days(tx, profile_of(tx, case), content.order, now),
        )


def with_checks(case: StoredCase, checked: Checked) -> StoredCase:
    """The case with what the checks now say of it."""
    content = case.content.model_copy(
        update={
            "fields": checked.fields,
            "checks": checked.checks,
            "disposition": checked.disposition,
            "facts": checked.facts,
            "engine": checked.engine,
        }
    )
    return case.model_copy(update={"content": content})


def corrected_fields(case: StoredCase) -> tuple[ReviewField, ...]:
    """The fields that a person has typed."""
    return tuple(f.field for f in case.content.fields if f.state is FieldState.CORRECTED)


def profile_of(tx: Tx, case: StoredCase) -> PatientProfile | None:
    """The patient's profile, where the patient is known."""
    return tx.people.get(case.patient_id) if case.patient_id is not None else None


def history_of(tx: Tx, case: StoredCase) -> tuple[str, ...]:
    """Earlier fills of this patient, newest first, one line each."""
    if case.patient_id is None:
        return ()
    fills = tx.prescriptions.fills_of(case.patient_id, HISTORY_LINES + 1)
    lines = (f for f in fills if f.fill_id != case.fill_id and f.status is not FillStatus.CANCELLED)
    return tuple(
        f"{f.drug} · {f.prescription_number} fill {f.fill_number} · {f.status.value} {f.at:%Y-%m-%d}" for f in lines
    )[:HISTORY_LINES]


def why_here(texts: Iterable[str]) -> str:
    """Why the case waits, in few words: its first open point, and how many more."""
    points = list(texts)
    if not points:
        return "clean"
    more = f" (+{len(points) - 1})" if len(points) > 1 else ""
    return points[0].rstrip(".") + more


def drug_of(order: Order) -> str:
    """The drug as lists name it: as resolved, else as written."""
    drug = order.drug
    return " ".join(p for p in (drug.ingredient, drug.strength, drug.form) if p) or order.drug_text or "?"


def initials_of(name: str) -> str:
    """Initials of a name, without titles."""
    words = [w for w in name.replace(",", " ").split() if w.isalpha() and not (w.isupper() and len(w) > 1)]
    return "".join(w[0] for w in words[:3]).upper() or name[:2].upper()


def refuse_closed(case: StoredCase) -> None:
    """What was decided stands; it can be taken back while that is possible, and is not changed under it."""
    if case.status not in OPEN_STATUSES:
        raise KnownError(
            "CASE_CLOSED",
            f"This prescription is {case.status.value} already.",
            "Nothing was changed; the decision stands as it was recorded.",
            "Take the decision back while that is offered, or record a new act.",
        )


def stale() -> StaleCaseError:
    """Somebody or something changed the case since it was shown."""
    return StaleCaseError(
        "CASE_CHANGED",
        "This prescription was changed since it was shown to you.",
        "Nothing of yours was saved over it.",
        "Look at it again as it now stands.",
    )
