"""What is handed from station to station, and between processes."""

from __future__ import annotations

from datetime import datetime

from app.core.model.base import Model
from app.core.model.case import Disposition, FieldView
from app.core.model.finding import CheckResult
from app.core.model.order import Order, ReviewField
from app.core.model.people import PatientFacts
from app.core.model.quality import EventClass
from app.core.model.raw import RawPrescription, RawView
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
