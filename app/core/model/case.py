"""A case: one fill of a prescription on its way through verification."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Literal

from app.core.model.base import Model, Span
from app.core.model.finding import CheckResult, Finding, NotChecked
from app.core.model.order import Order, ReviewField
from app.core.model.people import PatientFacts, PatientProfile
from app.core.model.raw import RawPrescription, RawView


class Disposition(StrEnum):
    """What the road made of a prescription before any person saw it."""

    READY = "ready"  # one key verifies
    ATTENTION = "attention"  # something must be confirmed
    STOPPED = "stopped"  # must not pass without a reason
    UNREADABLE = "unreadable"


class CaseStatus(StrEnum):
    """Where a case stands."""

    WAITING = "waiting"
    ON_HOLD = "on_hold"
    ASKED = "asked"  # a question to the prescriber is open
    RETURNED = "returned"  # back at data entry
    VERIFIED = "verified"
    REFUSED = "refused"


OPEN_STATUSES = (CaseStatus.WAITING, CaseStatus.ON_HOLD, CaseStatus.ASKED, CaseStatus.RETURNED)


class FieldState(StrEnum):
    """How far a field may be trusted."""

    SURE = "sure"
    CHECK = "check"  # below the confidence limit: must be confirmed
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    MISSING = "missing"


class FieldView(Model):
    """One field as the screen shows it, with the place it was read from.

    `path` is an anchor of the raw view; `spans` are ranges within the value there (empty: the whole
    value); `doubt` says in words why a look is needed.
    """

    field: ReviewField
    label: str
    value: str
    raw_value: str | None = None
    path: str = ""
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0
    state: FieldState = FieldState.SURE
    implied: bool = False
    doubt: str = ""


class Processed(Model):
    """What the road says of one prescription; nothing is stored yet."""

    raw: RawPrescription
    view: RawView
    order: Order
    fields: tuple[FieldView, ...] = ()
    checks: CheckResult = CheckResult()
    facts: PatientFacts = PatientFacts()  # the facts that the checks used
    disposition: Disposition
    engine: str = ""


class PendingKind(StrEnum):
    """Why something must be looked at before verification."""

    FIELD = "field"
    STOP = "stop"
    WARN = "warn"
    NOT_CHECKED = "not_checked"


class Pending(Model):
    """One thing that stands between a case and its verification.

    `digest` covers what is shown; a confirmation holds only as long as the digest is the same.
    """

    kind: PendingKind
    key: str
    text: str
    digest: str
    field: ReviewField | None = None


class Confirmation(Model):
    """That a person looked at a pending thing, and what they said to it."""

    key: str
    digest: str
    by: str
    at: datetime
    reason: str | None = None  # a stop needs one
    note: str | None = None


class Authorisation(Model):
    """That the prescriber allowed a change of the order."""

    by: str  # who at the prescriber's authorised it
    at: datetime
    read_back: bool


class ClaimView(Model):
    """Who has a case open, since when."""

    user_id: int
    name: str
    initials: str
    since: datetime


class CaseView(Model):
    """All that the review window shows of a case; a verification signs its digest."""

    id: int
    version: int
    prescription_number: str
    fill_number: int
    status: CaseStatus
    priority: int
    received_at: datetime
    promise_at: datetime | None
    raw: RawPrescription
    raw_view: RawView
    read_order: Order  # as the machine read it
    order: Order  # as it stands
    fields: tuple[FieldView, ...]
    checks: CheckResult
    disposition: Disposition
    profile: PatientProfile | None
    facts: PatientFacts
    history: tuple[str, ...] = ()  # earlier fills and open cases of this patient, one line each
    pending: tuple[Pending, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    claim: ClaimView | None = None
    status_note: str = ""  # why it is on hold, asked, returned
    engine: str = ""

    @property
    def digest(self) -> str:
        """A hash over everything a pharmacist answers for."""
        shown = self.model_copy(update={"claim": None, "raw_view": RawView(title="", text="")})
        return hashlib.sha256(shown.model_dump_json().encode()).hexdigest()

    def field(self, name: ReviewField) -> FieldView | None:
        """The view of one field, where the case has it."""
        return next((f for f in self.fields if f.field == name), None)

    def finding(self, key: str) -> Finding | NotChecked | None:
        """The finding or missing check behind a pending key."""
        for finding in self.checks.findings:
            if finding.key == key:
                return finding
        return next((n for n in self.checks.not_checked if n.check == key), None)


class QueueRow(Model):
    """A case as the queue lists it."""

    id: int
    version: int
    prescription_number: str
    status: CaseStatus
    disposition: Disposition
    priority: int
    promise_at: datetime | None
    received_at: datetime
    patient: str
    drug: str
    why_here: str
    stops: int = 0
    warns: int = 0
    doubts: int = 0
    claimed_by: str | None = None


class QueueCursor(Model):
    """Where a page of the queue ended: the sort key of its last row."""

    priority: int
    promise_at: datetime | None
    id: int


class QueueFilter(Model):
    """What the queue shows; an empty tuple means all open cases."""

    statuses: tuple[CaseStatus, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    text: str = ""  # words that begin patient, drug or number


class QueuePage(Model):
    """Some rows of the queue and where to go on."""

    rows: tuple[QueueRow, ...]
    next: QueueCursor | None
    total: int


class UnreadableRow(Model):
    """A message in the "Could not read" tray."""

    id: int
    file: str
    received_at: datetime
    size: int
    sha256: str
    kind: str
    reason: str


class ActReason(Model):
    """A reason that an act may be given, and the digit that chooses it."""

    digit: int
    code: str
    text: str


ActKind = Literal["verify", "hold", "ask", "refuse", "return", "correct"]


class CaseChange(Model):
    """What an operation changed: screens decide by it what to refresh."""

    case_id: int
    act: str
    status: CaseStatus
    next_case_id: int | None = None  # the case that opens by itself
    decision_id: int | None = None
    undo_until: datetime | None = None
    event_ids: tuple[int, ...] = ()  # near misses, edits and interventions that were filed
    message: str = ""  # a sentence for the status line
