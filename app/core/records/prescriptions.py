"""Prescriptions (what was authorised) and their fills (what is dispensed), as separate records."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.core.model.clock import Clock
from app.core.model.order import Order
from app.core.records.failures import missing, stale
from app.core.records.stored import FillLine, FillStatus, StoredPrescription
from app.core.records.tables import Counter, Fill, Prescription

_COUNTER = "prescription"


class Prescriptions:
    """Repository of prescriptions and fills."""

    def __init__(self, session: Session, clock: Clock) -> None:
        """Work inside the transaction of `session`."""
        self._session = session
        self._clock = clock

    def add(
        self,
        *,
        patient_id: int | None,
        message_id: int | None,
        drug: str,
        authorised: int | None,
        date_written: date | None,
        order: Order,
        created_at: datetime | None = None,
    ) -> int:
        """Keep a new prescription under the next number; all that is authorised remains."""
        row = Prescription(
            number=self._next_number(),
            patient_id=patient_id,
            message_id=message_id,
            drug=drug,
            ingredient=order.drug.ingredient,
            authorised=authorised,
            remaining=authorised,
            date_written=date_written,
            created_at=created_at or self._clock.now(),
            order=order,
            version=1,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def get(self, prescription_id: int) -> StoredPrescription:
        """One prescription."""
        return _stored(self._row(prescription_id))

    def by_number(self, number: str) -> StoredPrescription | None:
        """The prescription with this number, however its letters are written."""
        query = select(Prescription).where(Prescription.number == number.strip().upper())
        row = self._session.scalar(query)
        return _stored(row) if row else None

    def update(self, prescription: StoredPrescription) -> StoredPrescription:
        """Keep a change of patient, drug, refills or order; StaleCaseError when it was changed meanwhile."""
        row = self._row(prescription.id, lock=True)
        if row.version != prescription.version:
            raise stale("prescription")
        row.patient_id = prescription.patient_id
        row.drug = prescription.drug
        row.ingredient = prescription.order.drug.ingredient
        row.authorised = prescription.authorised
        row.remaining = prescription.remaining
        row.date_written = prescription.date_written
        row.order = prescription.order
        row.version = prescription.version + 1
        self._session.flush()
        return _stored(row)

    def set_remaining(self, prescription_id: int, remaining: int | None) -> None:
        """Set how many refills remain."""
        row = self._row(prescription_id, lock=True)
        row.remaining = remaining
        row.version += 1
        self._session.flush()

    def add_fill(self, prescription_id: int) -> tuple[int, int]:
        """Begin the next fill: its id and its number, counted from 1."""
        self._row(prescription_id, lock=True)  # its lock keeps the numbers apart
        query = select(func.max(Fill.number)).where(Fill.prescription_id == prescription_id)
        number = (self._session.scalar(query) or 0) + 1
        now = self._clock.now()
        row = Fill(prescription_id=prescription_id, number=number, status=FillStatus.PENDING, at=now, changed_at=now)
        self._session.add(row)
        self._session.flush()
        return row.id, number

    def fill_status(self, fill_id: int) -> FillStatus:
        """Where a fill stands."""
        return FillStatus(self._fill(fill_id).status)

    def set_fill_status(self, fill_id: int, status: FillStatus) -> None:
        """Say where a fill stands now."""
        row = self._fill(fill_id, lock=True)
        row.status = status
        row.changed_at = self._clock.now()
        self._session.flush()

    def refills_under_way(self, prescription_id: int) -> int:
        """Refills that were begun and have neither left nor been cancelled: each will use one up."""
        under_way = (FillStatus.PENDING, FillStatus.VERIFIED)
        query = select(func.count()).select_from(Fill).where(Fill.prescription_id == prescription_id)
        return self._session.scalars(query.where(Fill.number > 1, Fill.status.in_(under_way))).one()

    def fills_of(self, patient_id: int, limit: int = 50) -> tuple[FillLine, ...]:
        """A patient's fills, newest first."""
        query = (
            select(Fill, Prescription.number, Prescription.drug, Prescription.ingredient)
            .join(Prescription, Prescription.id == Fill.prescription_id)
            .where(Prescription.patient_id == patient_id)
            .order_by(Fill.at.desc(), Fill.id.desc())
            .limit(limit)
        )
        return tuple(
            FillLine(
                fill_id=fill.id,
                fill_number=fill.number,
                prescription_id=fill.prescription_id,
                prescription_number=number,
                drug=drug,
                ingredient=ingredient,
                status=FillStatus(fill.status),
                at=fill.at,
            )
            for fill, number, drug, ingredient in self._session.execute(query)
        )

    def _next_number(self) -> str:
        step = update(Counter).where(Counter.name == _COUNTER).values(value=Counter.value + 1)
        value = self._session.execute(step.returning(Counter.value)).scalar_one()
        return f"RX{value}"

    def _row(self, prescription_id: int, *, lock: bool = False) -> Prescription:
        row = self._session.get(Prescription, prescription_id, with_for_update=lock or None)
        if row is None:
            raise missing("prescription")
        return row

    def _fill(self, fill_id: int, *, lock: bool = False) -> Fill:
        row = self._session.get(Fill, fill_id, with_for_update=lock or None)
        if row is None:
            raise missing("fill")
        return row


def _stored(row: Prescription) -> StoredPrescription:
    return StoredPrescription(
        id=row.id,
        number=row.number,
        patient_id=row.patient_id,
        message_id=row.message_id,
        drug=row.drug,
        ingredient=row.ingredient,
        authorised=row.authorised,
        remaining=row.remaining,
        date_written=row.date_written,
        order=row.order,
        version=row.version,
    )
