"""Cases: added, loaded, saved with optimistic locking, listed in queue order, claimed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from app.core.model.case import (
    OPEN_STATUSES,
    CaseStatus,
    ClaimView,
    Disposition,
    QueueCursor,
    QueueFilter,
    QueuePage,
    QueueRow,
)
from app.core.model.clock import Clock
from app.core.model.quality import Counts, EventClass
from app.core.records import claims, queue
from app.core.records.content import CaseContent, NewCase, StoredCase
from app.core.records.failures import missing, stale
from app.core.records.tables import Case, Content, Decision, Event, Fill, Prescription, Word
from app.core.records.words import words_of


class Cases:
    """Repository of cases and their queue."""

    def __init__(self, session: Session, clock: Clock) -> None:
        """Work inside the transaction of `session`."""
        self._session = session
        self._clock = clock

    def add(self, new: NewCase) -> int:
        """Put a case into the queue."""
        number = self._session.scalar(
            select(Prescription.number)
            .join(Fill, Fill.prescription_id == Prescription.id)
            .where(Fill.id == new.fill_id)
        )
        if number is None:
            raise missing("fill")
        row = Case(
            fill_id=new.fill_id,
            patient_id=new.patient_id,
            number=number,
            status=CaseStatus.WAITING,
            is_open=True,
            disposition=new.processed.disposition,
            priority=new.priority,
            due=queue.due_of(new.promise_at),
            received_at=new.received_at,
            patient=new.patient,
            drug=new.drug,
            why_here=new.why_here,
            status_note=new.status_note,
            stops=new.stops,
            warns=new.warns,
            doubts=new.doubts,
            version=1,
        )
        self._session.add(row)
        self._session.flush()
        self._session.add(Content(case_id=row.id, document=CaseContent.of(new.processed)))
        self._write_words(row)
        self._session.flush()
        return row.id

    def load(self, case_id: int) -> StoredCase:
        """One case with its document."""
        found = self._session.execute(
            select(Case, Content.document, Fill.number, Prescription.id, Prescription.message_id)
            .join(Content, Content.case_id == Case.id)
            .join(Fill, Fill.id == Case.fill_id)
            .join(Prescription, Prescription.id == Fill.prescription_id)
            .where(Case.id == case_id)
        ).one_or_none()
        if found is None:
            raise missing("case")
        row, document, fill_number, prescription_id, message_id = found
        return StoredCase(
            id=row.id,
            version=row.version,
            fill_id=row.fill_id,
            fill_number=fill_number,
            prescription_id=prescription_id,
            prescription_number=row.number,
            message_id=message_id,
            patient_id=row.patient_id,
            status=CaseStatus(row.status),
            priority=row.priority,
            promise_at=queue.promise_of(row.due),
            received_at=row.received_at,
            patient=row.patient,
            drug=row.drug,
            why_here=row.why_here,
            stops=row.stops,
            warns=row.warns,
            doubts=row.doubts,
            status_note=row.status_note,
            content=document,
            claim=claims.holder(self._session, case_id, self._clock.now()),
        )

    def save(self, case: StoredCase) -> int:
        """Keep a change and return the new version; StaleCaseError when it was changed meanwhile."""
        row = self._session.get(Case, case.id, with_for_update=True)
        content = self._session.get(Content, case.id)
        if row is None or content is None:
            raise missing("case")
        if row.version != case.version:
            raise stale("case")
        found_by = (row.patient, row.drug)
        _fill(row, case)
        content.document = case.content
        if found_by != (row.patient, row.drug):
            self._write_words(row)
        self._session.flush()
        return row.version

    def page(self, shown: QueueFilter, after: QueueCursor | None = None, limit: int = 50) -> QueuePage:
        """Some rows of the queue; `next` is None at its end."""
        query = queue.listing(self._clock.now()).where(*queue.conditions(shown)).order_by(*queue.ORDER)
        if after is not None:
            query = query.where(queue.after(after))
        rows = [queue.row_of(row) for row in self._session.execute(query.limit(limit + 1))]
        more = len(rows) > limit
        rows = rows[:limit]
        next_page = queue.cursor_of(rows) if more and rows else None
        return QueuePage(rows=tuple(rows), next=next_page, total=self.count(shown))

    def count(self, shown: QueueFilter) -> int:
        """How many cases a filter shows."""
        query = select(func.count()).select_from(Case).where(*queue.conditions(shown))
        return self._session.scalars(query).one()

    def open_of_patient(self, patient_id: int) -> tuple[QueueRow, ...]:
        """A patient's open cases in queue order."""
        query = queue.listing(self._clock.now()).where(Case.patient_id == patient_id, Case.status.in_(OPEN_STATUSES))
        return tuple(queue.row_of(row) for row in self._session.execute(query.order_by(*queue.ORDER)))

    def next_after(self, case_id: int | None, user_id: int, now: datetime) -> int | None:
        """The next waiting case that nobody else has open.

        It is the first one behind `case_id` in queue order, or the first of all when none is left
        behind it; never `case_id` itself.
        """
        free = (
            select(Case.id)
            .where(Case.is_open == True, Case.status == CaseStatus.WAITING)  # noqa: E712 - SQL, not Python
            .where(claims.free_for(user_id, now))
            .order_by(*queue.ORDER)
            .limit(1)
        )
        here = self._session.get(Case, case_id) if case_id is not None else None
        if here is None:
            return self._session.scalar(free)
        cursor = QueueCursor(priority=here.priority, promise_at=queue.promise_of(here.due), id=here.id)
        behind = self._session.scalar(free.where(queue.after(cursor)))
        return behind if behind is not None else self._session.scalar(free.where(Case.id != here.id))

    def claim(self, case_id: int, user_id: int, name: str, initials: str, now: datetime, minutes: int) -> ClaimView:
        """Take or renew a claim; when somebody else's still holds, that one is returned."""
        self._lock(case_id)
        return claims.take(self._session, case_id, claims.Claimer(user_id, name, initials), now, minutes)

    def take_over(self, case_id: int, user_id: int, name: str, initials: str, now: datetime, minutes: int) -> ClaimView:
        """Take a claim whoever holds it."""
        self._lock(case_id)
        claims.drop(self._session, case_id)
        return claims.take(self._session, case_id, claims.Claimer(user_id, name, initials), now, minutes)

    def release(self, case_id: int, user_id: int) -> bool:
        """Give a claim back; False when it was not this user's."""
        self._lock(case_id)
        return claims.drop(self._session, case_id, user_id)

    def release_all(self, user_id: int) -> int:
        """Give back all claims of a user, at sign-out or after a crash."""
        return claims.drop_all(self._session, user_id)

    def counts(self, since: datetime) -> Counts:
        """The figures of a shift."""
        return Counts(
            verified=self._count(
                select(func.count(Decision.case_id.distinct())).where(
                    Decision.act == "verify", Decision.at >= since, Decision.undone_at.is_(None)
                )
            ),
            near_misses=self._events(EventClass.NEAR_MISS, since),
            interventions=self._events(EventClass.INTERVENTION, since),
            waiting=self.count(QueueFilter(statuses=(CaseStatus.WAITING,))),
            stopped=self.count(QueueFilter(dispositions=(Disposition.STOPPED,))),
        )

    def _events(self, classification: EventClass, since: datetime) -> int:
        query = select(func.count()).select_from(Event)
        return self._count(query.where(Event.classification == classification, Event.happened_at >= since))

    def _count(self, query: Select[int]) -> int:
        return self._session.scalars(query).one()

    def _lock(self, case_id: int) -> None:
        """Claims of one case follow one another, on every engine."""
        query = select(Case.id).where(Case.id == case_id).with_for_update()
        if self._session.scalar(query) is None:
            raise missing("case")

    def _write_words(self, row: Case) -> None:
        self._session.execute(delete(Word).where(Word.case_id == row.id))
        words = words_of(row.patient, row.drug, row.number)
        self._session.add_all(Word(case_id=row.id, word=word) for word in sorted(words))


def _fill(row: Case, case: StoredCase) -> None:
    row.patient_id = case.patient_id
    row.status = case.status
    row.is_open = case.status in OPEN_STATUSES
    row.disposition = case.content.disposition
    row.priority = case.priority
    row.due = queue.due_of(case.promise_at)
    row.patient = case.patient
    row.drug = case.drug
    row.why_here = case.why_here
    row.status_note = case.status_note
    row.stops = case.stops
    row.warns = case.warns
    row.doubts = case.doubts
    row.version = case.version + 1
