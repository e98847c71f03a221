"""The supervisor's acts: list, reclassify, review, export."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from app.core.identity import operation, query
from app.core.model.clock import Clock
from app.core.model.errors import KnownError
from app.core.model.identity import Actor, Permission
from app.core.model.quality import EventClass, EventFilter, QualityEvent
from app.core.quality.rates import in_words
from app.core.records import Records, Tx

PAGE = 200

# What an export holds; the patient is not in it.
COLUMNS = (
    "id",
    "happened_at",
    "classification",
    "type",
    "field",
    "was",
    "became",
    "raw_words",
    "drug",
    "prescription_number",
    "arose",
    "caught",
    "merp",
    "found_by",
    "found_by_role",
    "workstation",
    "suggestion_shown",
    "confidence",
    "reason",
    "note",
    "authorised_by",
    "reclassified_by",
    "reclassified_from",
    "reclassify_reason",
    "reviewed_by",
    "reviewed_at",
    "review_note",
)


class Quality:
    """Near misses and their kin: read by many, judged by supervisors, deleted by nobody."""

    def __init__(self, records: Records, clock: Clock) -> None:
        """Keep the tools."""
        self.records = records
        self.clock = clock
        self.versions: Mapping[str, str] = {}  # its acts rest on no engine

    @query("event.list", Permission.VIEW_QUALITY)
    def events(
        self, tx: Tx, actor: Actor, shown: EventFilter, before_id: int | None = None, limit: int = PAGE
    ) -> tuple[QualityEvent, ...]:
        """Events, newest first."""
        return tx.events.page(shown, limit, before_id)

    @query("event.rate", Permission.VIEW_QUALITY)
    def rate(self, tx: Tx, actor: Actor, since: datetime | None = None) -> str:
        """Near misses against prescriptions verified since then, with the interval."""
        counts = tx.cases.counts(since or datetime.min.replace(tzinfo=UTC))
        return in_words(counts.near_misses, counts.verified)

    @operation("event.reclassify", Permission.RECLASSIFY)
    def reclassify(
        self, tx: Tx, actor: Actor, event_id: int, version: int, classification: EventClass, reason: str
    ) -> QualityEvent:
        """Say that an event is of another class, and why; what it was before stays readable."""
        if not reason.strip():
            raise KnownError(
                "REASON_NEEDED",
                "A reclassification needs a reason.",
                "Nothing was changed.",
                "Say in a few words why it belongs to the other class.",
            )
        event = tx.events.get(event_id).model_copy(update={"version": version})
        changed = event.model_copy(
            update={
                "classification": classification,
                "reclassified_from": event.reclassified_from or event.classification,
                "reclassified_by": actor.name,
                "reclassify_reason": reason.strip(),
            }
        )
        tx.note(subject=f"event {event_id}", was=event.classification.value, now=classification.value)
        return tx.events.update(changed)

    @operation("event.review", Permission.REVIEW_QUALITY)
    def mark_reviewed(self, tx: Tx, actor: Actor, event_id: int, version: int, note: str) -> QualityEvent:
        """Say that a supervisor has looked at it, with what follows from it."""
        event = tx.events.get(event_id)
        update = {
            "version": version,
            "reviewed_by": actor.name,
            "reviewed_at": self.clock.now(),
            "review_note": note.strip(),
        }
        tx.note(subject=f"event {event_id}")
        return tx.events.update(event.model_copy(update=update))

    @operation("event.export", Permission.EXPORT_QUALITY)
    def export_csv(self, tx: Tx, actor: Actor, shown: EventFilter, path: Path) -> int:
        """Write the events of a filter to a CSV file, without patients; how many."""
        part = path.with_name(path.name + ".part")
        count = 0
        try:
            with part.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(COLUMNS)
                for event in _all(tx, shown):
                    writer.writerow(_cells(event))
                    count += 1
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise KnownError(
                "EXPORT_FAILED",
                f"The file could not be written: {error.strerror}.",
                "Nothing was changed; an older file of that name is as it was.",
                "Choose another folder and export again.",
            ) from error
        tx.note(subject="events", rows=count)
        return count


def _all(tx: Tx, shown: EventFilter) -> Iterator[QualityEvent]:
    before: int | None = None
    while events := tx.events.page(shown, PAGE, before):
        yield from events
        before = events[-1].id


def _cells(event: QualityEvent) -> list[str]:
    """One row; a cell that a spreadsheet would run as a formula is kept as text."""
    row = event.model_dump(mode="json")
    texts = ("" if row[name] is None else str(row[name]) for name in COLUMNS)
    return [f"'{text}" if text[:1] in "=+-@\t\r" and text else text for text in texts]
