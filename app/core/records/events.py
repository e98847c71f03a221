"""Near misses, interventions and edits: added and changed with optimistic locking, never deleted."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.core.model.quality import EventFilter, QualityEvent
from app.core.records.failures import missing, stale
from app.core.records.tables import Event
from app.core.records.words import query_words, words_of


class Events:
    """Repository of quality events."""

    def __init__(self, session: Session) -> None:
        """Work inside the transaction of `session`."""
        self._session = session

    def add(self, event: QualityEvent) -> QualityEvent:
        """Keep a new event; its `id` and `version` are given here."""
        row = Event(version=1, case_id=event.case_id, happened_at=event.happened_at)
        _fill(row, event.model_copy(update={"version": 1}))
        self._session.add(row)
        self._session.flush()
        return _event(row)

    def get(self, event_id: int) -> QualityEvent:
        """One event."""
        return _event(self._row(event_id))

    def update(self, event: QualityEvent) -> QualityEvent:
        """Keep a change; StaleCaseError when the event was changed since it was read."""
        row = self._row(event.id, lock=True)
        if row.version != event.version:
            raise stale("report")
        row.version = event.version + 1
        _fill(row, event.model_copy(update={"version": row.version}))
        self._session.flush()
        return _event(row)

    def page(self, shown: EventFilter, limit: int = 100, before_id: int | None = None) -> tuple[QualityEvent, ...]:
        """Some events, newest first, older than `before_id`."""
        query = select(Event).where(*_conditions(shown)).order_by(Event.id.desc()).limit(limit)
        if before_id is not None:
            query = query.where(Event.id < before_id)
        return tuple(_event(row) for row in self._session.scalars(query))

    def count(self, shown: EventFilter) -> int:
        """How many events a filter shows."""
        query = select(func.count()).select_from(Event).where(*_conditions(shown))
        return self._session.scalars(query).one()

    def _row(self, event_id: int, *, lock: bool = False) -> Event:
        row = self._session.get(Event, event_id, with_for_update=lock or None)
        if row is None:
            raise missing("report")
        return row


def _fill(row: Event, event: QualityEvent) -> None:
    row.classification = event.classification
    row.type = event.type
    row.reviewed = event.reviewed_at is not None
    row.search = " " + " ".join(sorted(_words(event)))
    row.document = event


def _words(event: QualityEvent) -> frozenset[str]:
    return words_of(
        event.prescription_number,
        event.drug,
        event.found_by,
        event.component,
        event.was,
        event.became,
        event.raw_words,
        event.note,
    )


def _event(row: Event) -> QualityEvent:
    return row.document.model_copy(update={"id": row.id})


def _conditions(shown: EventFilter) -> list[ColumnElement[bool]]:
    terms: list[ColumnElement[bool]] = []
    if shown.classification is not None:
        terms.append(Event.classification == shown.classification)
    if shown.type is not None:
        terms.append(Event.type == shown.type)
    if shown.since is not None:
        terms.append(Event.happened_at >= shown.since)
    if shown.unreviewed_only:
        terms.append(Event.reviewed.is_(False))
    terms += [Event.search.contains(f" {word}", autoescape=True) for word in query_words(shown.text)]
    return terms
