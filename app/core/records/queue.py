"""The order of the queue, and how its pages are filtered: keyset pages, words that begin words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, select, tuple_

from app.core.model.case import OPEN_STATUSES, CaseStatus, Disposition, QueueCursor, QueueFilter, QueueRow
from app.core.records.tables import Case, Claim, Word
from app.core.records.words import prefix_end, query_words

# A case without a promise comes after all that have one.
NO_PROMISE = datetime(9000, 1, 1, tzinfo=UTC)

ORDER = (Case.priority, Case.due, Case.id)


def due_of(promise_at: datetime | None) -> datetime:
    """A promise as the order needs it."""
    return promise_at or NO_PROMISE


def promise_of(due: datetime) -> datetime | None:
    """A promise as people know it."""
    return None if due >= NO_PROMISE else due


def after(cursor: QueueCursor) -> ColumnElement[bool]:
    """What comes after a cursor in queue order."""
    return tuple_(*ORDER) > tuple_(cursor.priority, due_of(cursor.promise_at), cursor.id)


def live(now: datetime) -> ColumnElement[bool]:
    """That the joined claim still holds."""
    return Claim.until > now


def listing(now: datetime) -> Select[*tuple[Any, ...]]:
    """The columns of queue rows, with the name of whoever has a case open."""
    return select(
        Case.id,
        Case.version,
        Case.number,
        Case.status,
        Case.disposition,
        Case.priority,
        Case.due,
        Case.received_at,
        Case.patient,
        Case.drug,
        Case.why_here,
        Case.stops,
        Case.warns,
        Case.doubts,
        Claim.name,
    ).outerjoin(Claim, and_(Claim.case_id == Case.id, live(now)))


def row_of(row: Row[Any]) -> QueueRow:
    """One line of the queue."""
    return QueueRow(
        id=row.id,
        version=row.version,
        prescription_number=row.number,
        status=CaseStatus(row.status),
        disposition=Disposition(row.disposition),
        priority=row.priority,
        promise_at=promise_of(row.due),
        received_at=row.received_at,
        patient=row.patient,
        drug=row.drug,
        why_here=row.why_here,
        stops=row.stops,
        warns=row.warns,
        doubts=row.doubts,
        claimed_by=row.name,
    )


def conditions(shown: QueueFilter) -> list[ColumnElement[bool]]:
    """What a case must be to be shown."""
    statuses = shown.statuses or OPEN_STATUSES
    only_open = set(statuses) <= set(OPEN_STATUSES)
    terms: list[ColumnElement[bool]] = []
    if only_open:
        terms.append(Case.is_open == True)  # noqa: E712 - SQL, not Python; leads the queue's index
    if set(statuses) != set(OPEN_STATUSES):
        terms.append(Case.status.in_(statuses))
    if shown.dispositions:
        terms.append(Case.disposition.in_(shown.dispositions))
    return terms + _text(shown.text, only_open=only_open)


def _text(text: str, *, only_open: bool) -> list[ColumnElement[bool]]:
    """Each typed word begins a word of the case; typed signs without a word find nothing."""
    words = query_words(text)
    if not words and text.strip():
        return [false()]
    return [_begins(word, only_open=only_open) for word in words]


def _begins(word: str, *, only_open: bool) -> ColumnElement[bool]:
    # The open queue is short: ask each case. History is long: start from the word.
    found = select(Word.case_id).where(Word.word >= word, Word.word < prefix_end(word))
    if only_open:
        return found.where(Word.case_id == Case.id).correlate(Case).exists()
    return Case.id.in_(found)


def cursor_of(rows: Sequence[QueueRow]) -> QueueCursor:
    """Where these rows end."""
    last = rows[-1]
    return QueueCursor(priority=last.priority, promise_at=last.promise_at, id=last.id)
