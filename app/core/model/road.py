"""What is handed from station to station, and between processes."""

from __future__ import annotations

import hashlib
from datetime import datetime

from app.core.model.base import Model
from app.core.model.case import Disposition, FieldView, Processed
from app.core.model.drug import DrugMatch, MatchStatus
from app.core.model.finding import CheckResult
from app.core.model.order import Order, ReviewField
from app.core.model.people import PatientFacts
from app.core.model.quality import EventClass
from app.core.model.raw import RawPrescription, RawView, ReadStatus
from app.core.model.regimen import Comparison


class Received(Model):
    """Bytes that arrived, to be read."""

    name: str
    data: bytes
    now: datetime


class Reading(Model):
    """One prescription as read: nothing is checked yet."""

    raw: RawPrescription
    view: RawView
    order: Order

    @classmethod
    def refused(cls, received: Received, reason: str) -> Reading:
        """The reading of a message that could not be read for a reason outside of it."""
        raw = RawPrescription(
            file=received.name,
            sha256=hashlib.sha256(received.data).hexdigest(),
            kind="text",
            status=ReadStatus.REFUSED,
            reason=reason,
        )
        order = Order(
            patient=raw.patient,
            prescriber=raw.prescriber,
            drug_text=None,
            drug=DrugMatch(text="", status=MatchStatus.UNKNOWN),
            directions=None,
        )
        return cls(raw=raw, view=RawView(title=received.name, text=""), order=order)


class CheckJob(Model):
    """An order to be checked against a patient's facts."""

    raw: RawPrescription
    order: Order
    facts: PatientFacts
    now: datetime
    corrected: tuple[ReviewField, ...] = ()  # what a person has typed
    last_fill_days_ago: int | None = None


class Checked(Model):
    """What the checks made of it."""

    fields: tuple[FieldView, ...]
    checks: CheckResult
    disposition: Disposition
    facts: PatientFacts
    engine: str

    def with_reading(self, reading: Reading) -> Processed:
        """Reading and checks as one."""
        return Processed(
            raw=reading.raw,
            view=reading.view,
            order=reading.order,
            fields=self.fields,
            checks=self.checks,
            facts=self.facts,
            disposition=self.disposition,
            engine=self.engine,
        )


class RevisionJob(Model):
    """A correction to be tried: `text` as typed for `field`."""

    raw: RawPrescription
    order: Order
    field: ReviewField
    text: str


class Revised(Model):
    """What a correction would make of the order, and how it stands to the prescriber's words.

    `problem` says why the words cannot be used; the order is then unchanged.
    """

    order: Order
    value: str = ""
    comparison: Comparison | None = None
    needs_authorisation: bool = False
    classification: EventClass = EventClass.EDIT
    component: str = ""
    problem: str | None = None
