"""The road a prescription takes, on one page: bytes, reading, order, checks, disposition."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from app import __version__
from app.core import intake
from app.core.model.case import Disposition, FieldView, Processed
from app.core.model.finding import CheckResult, NotChecked, Tier
from app.core.model.known import merged_facts
from app.core.model.order import CheckRequest
from app.core.model.pending import pending_of
from app.core.model.people import PatientFacts
from app.core.model.raw import RawPrescription, ReadStatus
from app.core.model.road import Checked, CheckJob, Reading, Received, Revised, RevisionJob
from app.core.pipeline import consistency, fields, orders, revise
from app.core.pipeline.settled import unsettled
from app.core.reference import Catalogue
from app.core.transcription import Transcriber
from app.core.validation import Checker

_log = logging.getLogger(__name__)


class Road:
    """The stations in order. It knows neither records nor screen, and keeps nothing between calls.

    Attributes:
        engine: names and versions of all that reads and checks, for the records.
    """

    def __init__(
        self, catalogue: Catalogue, transcriber: Transcriber, checker: Checker, confidence_limit: float
    ) -> None:
        """Connect the stations; fields below `confidence_limit` will ask for a look."""
        self._catalogue = catalogue
        self._transcriber = transcriber
        self._checker = checker
        self._limit = confidence_limit
        self.engine = (
            f"tallman {__version__} · {transcriber.engine} · "
            f"rules {checker.rules_version} · catalogue {catalogue.release}"
        )

    def read(self, received: Received) -> tuple[Reading, ...]:
        """All prescriptions of one message, transcribed; a message that cannot be read gives one refusal."""
        try:
            raws = intake.read_bytes(received.name, received.data, received.now)
            return tuple(self._reading(received, raw) for raw in raws)
        except Exception as error:  # noqa: BLE001 -- a fault of ours on one message must not keep the others
            return (Reading.refused(received, _told(error)),)

    def _reading(self, received: Received, raw: RawPrescription) -> Reading:
        view = intake.view(received.name, received.data, raw)
        order = orders.order_of(raw, self._catalogue, self._transcriber)
        return Reading(raw=raw, view=view, order=order)

    def check(self, job: CheckJob) -> Checked:
        """Every check over one order, and what stands between it and a pharmacist's verification."""
        checks = self._checks(job)
        views = fields.views_of(job, self._limit)
        return Checked(
            fields=views,
            checks=checks,
            disposition=_disposition(job.raw, views, checks),
            facts=job.facts,
            engine=self.engine,
        )

    def _checks(self, job: CheckJob) -> CheckResult:
        """What intake found, what the parts say of each other, what the rules say; a fault of ours is said too."""
        found = tuple(unsettled(job))
        try:
            own = consistency.findings(job, self._catalogue, self._transcriber)
            result = self._checker.check(self._request(job))
        except Exception as error:  # noqa: BLE001 -- "not checked" is an answer, a broken queue is none
            undone = NotChecked(check="all checks", reason=_told(error), required=True)
            return CheckResult(findings=found, not_checked=(undone,))
        return result.model_copy(update={"findings": (*found, *own, *result.findings)})

    def revise(self, job: RevisionJob) -> Revised:
        """What a typed correction would make of the order; nothing is stored."""
        return revise.revised(job, self._catalogue, self._transcriber, self._limit)

    def process(self, received: Received) -> tuple[Processed, ...]:
        """The whole road without records: the patient is known by what the message itself says."""
        return tuple(self._process(reading, received) for reading in self.read(received))

    def _process(self, reading: Reading, received: Received) -> Processed:
        raw = reading.raw
        job = CheckJob(
            raw=raw, order=reading.order, facts=merged_facts(None, raw, received.now.date()), now=received.now
        )
        checked = self.check(job) if raw.status is not ReadStatus.REFUSED else _unreadable(raw, self.engine)
        return checked.with_reading(reading)

    def _request(self, job: CheckJob) -> CheckRequest:
        order, directions = job.order, job.order.directions
        quantity = float(order.quantity) if order.quantity is not None else None
        supply = None
        if directions is not None and not directions.regimen.ambiguous and quantity is not None:
            supply = self._transcriber.supply(directions, drug=orders.drug_words(order), quantity=quantity)
        return CheckRequest(
            drug=order.drug,
            drug_text=order.drug_text or "",
            directions=directions,
            supply=supply,
            quantity=quantity,
            quantity_unit=order.quantity_unit,
            days_supply=order.days_supply,
            refills=order.refills,
            days_since_written=(job.now.date() - order.date_written).days if order.date_written else None,
            patient=job.facts,
            patient_name=order.patient.name,
            patient_dob=order.patient.dob,
            prescriber_name=order.prescriber.name,
            prescriber_npi=order.prescriber.npi,
            prescriber_dea=order.prescriber.dea,
            last_fill_days_ago=job.last_fill_days_ago,
        )


def _disposition(raw: RawPrescription, views: tuple[FieldView, ...], checks: CheckResult) -> Disposition:
    """Ready only when nothing at all needs a person."""
    if raw.status is ReadStatus.REFUSED:
        return Disposition.UNREADABLE
    if any(f.tier is Tier.STOP for f in checks.findings):
        return Disposition.STOPPED
    return Disposition.ATTENTION if pending_of(views, checks) else Disposition.READY


def _unreadable(raw: RawPrescription, engine: str) -> Checked:
    """A refusal has findings of its own and nothing to check."""
    return Checked(
        fields=(),
        checks=CheckResult(findings=raw.findings),
        disposition=Disposition.UNREADABLE,
        facts=PatientFacts(),
        engine=engine,
    )


def _told(error: Exception) -> str:
    """A fault of ours for a person; the log gets its place in the code and no word of the message."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
    _log.error("the road broke: %s", place)
    return f"an internal error stopped it ({place}); report this to support"
