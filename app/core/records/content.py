"""A case as it is stored: its columns, and the document that the review window needs."""

from __future__ import annotations

from datetime import datetime

from app.core.model.base import Model
from app.core.model.case import CaseStatus, ClaimView, Confirmation, Disposition, FieldView, Processed
from app.core.model.finding import CheckResult
from app.core.model.order import Order
from app.core.model.people import PatientFacts
from app.core.model.raw import RawPrescription, RawView


class CaseContent(Model):
    """The document of a case: what arrived, what was understood, what people said to it."""

    raw: RawPrescription
    raw_view: RawView
    read_order: Order  # as the machine read it; never changes
    order: Order  # as it stands
    fields: tuple[FieldView, ...] = ()
    checks: CheckResult = CheckResult()
    disposition: Disposition
    facts: PatientFacts = PatientFacts()
    confirmations: tuple[Confirmation, ...] = ()
    engine: str = ""

    @classmethod
    def of(cls, processed: Processed) -> CaseContent:
        """The document of a case that nobody has touched yet."""
        return cls(
            raw=processed.raw,
            raw_view=processed.view,
            read_order=processed.order,
            order=processed.order,
            fields=processed.fields,
            checks=processed.checks,
            disposition=processed.disposition,
            facts=processed.facts,
            engine=processed.engine,
        )


class NewCase(Model):
    """What a case begins with; `priority` counts down: the lowest number is the most urgent."""

    fill_id: int
    patient_id: int | None = None
    priority: int
    promise_at: datetime | None = None
    received_at: datetime
    patient: str  # as the queue shows and finds it
    drug: str
    why_here: str
    stops: int = 0
    warns: int = 0
    doubts: int = 0
    status_note: str = ""
    processed: Processed


class StoredCase(Model):
    """A case as it stands; `save` takes it back with the version it was loaded with."""

    id: int
    version: int
    fill_id: int
    fill_number: int
    prescription_id: int
    prescription_number: str
    message_id: int | None
    patient_id: int | None
    status: CaseStatus
    priority: int
    promise_at: datetime | None
    received_at: datetime
    patient: str
    drug: str
    why_here: str
    stops: int
    warns: int
    doubts: int
    status_note: str
    content: CaseContent
    claim: ClaimView | None  # read only: `save` leaves it alone
