"""Refills: a request makes a new fill of the same prescription, and a case of its own."""

from __future__ import annotations

from app.core.identity import operation, require
from app.core.model.errors import KnownError
from app.core.model.identity import Actor, Permission
from app.core.model.known import merged_facts
from app.core.model.road import Checked, CheckJob, Reading, Received
from app.core.records import NewCase, StoredPrescription, Tx
from app.core.review.admission import last_fill_days
from app.core.review.base import ReviewBase, drug_of
from app.core.review.receiving import NORMAL, PROMISE


class Refilling(ReviewBase):
    """From a refill request to the queue."""

    def request_refill(self, actor: Actor, number: str) -> int:
        """Queue the next fill of a prescription, checked as of today; the new case."""
        require(self.records, actor, "prescription.refill", Permission.IMPORT)
        with self.records.reading() as tx:
            prescription = _refillable(tx, number)
            reading, job = self._refill(tx, prescription)
        (checked,) = self.crew.check([job])
        return self.keep_refill(actor, prescription, reading, checked)

    def _refill(self, tx: Tx, prescription: StoredPrescription) -> tuple[Reading, CheckJob]:
        """The message read again, the order as it was last corrected, the patient as known today."""
        now = self.clock.now()
        info = tx.messages.get(prescription.message_id or 0)
        received = Received(name=info.name, data=tx.messages.bytes_of(info.id), now=now)
        (readings,) = self.crew.read([received])
        reading = _same(readings, prescription).model_copy(update={"order": prescription.order})
        profile = tx.people.get(prescription.patient_id) if prescription.patient_id is not None else None
        job = CheckJob(
            raw=reading.raw,
            order=reading.order,
            facts=merged_facts(profile, reading.raw, now.date()),
            now=now,
            last_fill_days_ago=last_fill_days(tx, profile, reading.order, now),
        )
        return reading, job

    @operation("prescription.refill", Permission.IMPORT)
    def keep_refill(
        self, tx: Tx, actor: Actor, prescription: StoredPrescription, reading: Reading, checked: Checked
    ) -> int:
        """Keep the new fill and its case; refused when the last refill went meanwhile."""
        _refillable(tx, prescription.number)
        fill_id, fill_number = tx.prescriptions.add_fill(prescription.id)
        now = self.clock.now()
        case_id = tx.cases.add(
            NewCase(
                fill_id=fill_id,
                patient_id=prescription.patient_id,
                priority=NORMAL,
                promise_at=now + PROMISE,
                received_at=now,
                patient=reading.order.patient.name or "unknown patient",
                drug=drug_of(reading.order),
                why_here="",
                processed=checked.with_reading(reading),
            )
        )
        self.save(tx, tx.cases.load(case_id))
        tx.note(subject=f"prescription {prescription.id}", fill=fill_number, case=case_id)
        return case_id


def _refillable(tx: Tx, number: str) -> StoredPrescription:
    bare = number.strip()
    prescription = tx.prescriptions.by_number(f"RX{bare}" if bare.isdigit() else bare)
    if prescription is None:
        raise KnownError(
            "PRESCRIPTION_UNKNOWN",
            f"There is no prescription {number}.",
            "Nothing was changed.",
            "Check the number on the label.",
        )
    if (prescription.remaining or 0) <= tx.prescriptions.refills_under_way(prescription.id):
        raise KnownError(
            "NO_REFILLS",
            f"Prescription {prescription.number} has no refills left to begin.",
            "Nothing was changed.",
            "Ask the prescriber for a renewal.",
        )
    return prescription


def _same(readings: tuple[Reading, ...], prescription: StoredPrescription) -> Reading:
    """The prescription of the message that this one came from."""
    for reading in readings:
        if reading.order.drug_text == prescription.order.drug_text:
            return reading
    return readings[0]
