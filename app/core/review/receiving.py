"""Receiving: bytes are stored first, then read, then become cases; nothing is ever dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from app.core import intake
from app.core.identity import operation, require
from app.core.model.base import Model
from app.core.model.case import QueueCursor, QueueFilter
from app.core.model.errors import WORKER_DIED, KnownError
from app.core.model.identity import Actor, Permission
from app.core.model.known import merged_facts
from app.core.model.road import Checked, CheckJob, Reading, Received
from app.core.records import MessageStatus, NewCase, StoredCase, StoredMessage, Tx
from app.core.review.admission import (
    belongs_in_queue,
    last_fill_days,
    match_patient,
    new_patient,
    why_not,
    with_records,
)
from app.core.review.base import ReviewBase, corrected_fields, with_checks
from app.core.review.ports import Progress

NORMAL = 2  # priority: 1 somebody waits in the store, 2 normal, 3 may be later
PROMISE = timedelta(hours=2)
MOST_AT_ONCE = 1000
BATCH = 64


class Arrival(Model):
    """A message at the door, with what the door knows of its urgency."""

    name: str
    data: bytes
    door: str = "file"
    priority: int = NORMAL
    promise_at: datetime | None = None


class ImportReport(Model):
    """What became of imported messages."""

    received: int = 0
    new: int = 0
    duplicates: int = 0
    unreadable: int = 0
    cases: tuple[int, ...] = ()


class _Stored(Model):
    """A receipt, with what the door knew; the bytes stay in the records until they are read."""

    id: int
    name: str
    priority: int = NORMAL
    promise_at: datetime | None = None


class Receiving(ReviewBase):
    """From the door to the queue."""

    def import_files(self, actor: Actor, paths: Sequence[Path], progress: Progress | None = None) -> ImportReport:
        """Every file of the paths, folders included."""
        require(self.records, actor, "message.import", Permission.IMPORT)
        return self.receive(actor, _opened(intake.files_of(list(paths))), progress)

    def receive(self, actor: Actor, arrivals: Iterable[Arrival], progress: Progress | None = None) -> ImportReport:
        """Store all, then read all; what was stored but not read is taken up at the next start."""
        fresh: list[_Stored] = []
        received = 0
        for arrival in arrivals:
            received += 1
            receipt = self.store(actor, arrival)
            if progress is not None:
                progress.raise_if_cancelled()
            if receipt.duplicate_of is None:
                fresh.append(
                    _Stored(id=receipt.id, name=arrival.name, priority=arrival.priority, promise_at=arrival.promise_at)
                )
        report = ImportReport(received=received, duplicates=received - len(fresh))
        return self._read(actor, fresh, report, progress)

    def resume(self, actor: Actor) -> ImportReport:
        """Read what was stored before the desk last ended, and not read yet."""
        require(self.records, actor, "message.import", Permission.IMPORT)
        with self.records.reading() as tx:
            stored = [_Stored(id=i, name=tx.messages.name_of(i)) for i in tx.messages.unread(MOST_AT_ONCE)]
        return self._read(actor, stored, ImportReport(received=len(stored)), None)

    def _read(
        self, actor: Actor, stored: list[_Stored], report: ImportReport, progress: Progress | None
    ) -> ImportReport:
        """A batch at a time, so that memory does not grow with the number of messages."""
        done = 0
        for start in range(0, len(stored), BATCH):
            batch = stored[start : start + BATCH]
            for item, readings in zip(batch, self._readings(self._inputs(batch)), strict=True):
                report = _counted(report, self._admit(actor, item, readings))
                done += 1
                if progress is not None:
                    progress.report(done, len(stored))
                    progress.raise_if_cancelled()
        return report

    def _inputs(self, batch: list[_Stored]) -> list[Received]:
        now = self.clock.now()
        with self.records.reading() as tx:
            return [Received(name=s.name, data=tx.messages.bytes_of(s.id), now=now) for s in batch]

    def _readings(self, inputs: list[Received]) -> Iterator[tuple[Reading, ...]]:
        """What each message reads as; one that ends its worker is refused, and the others are read all the same."""
        read = 0
        try:
            for readings in self.crew.read(inputs):
                yield readings
                read += 1
        except KnownError as error:
            if error.code != WORKER_DIED:
                raise
            for item in inputs[read:]:
                yield self._reading_alone(item)

    def _reading_alone(self, item: Received) -> tuple[Reading, ...]:
        try:
            (readings,) = self.crew.read([item])
        except KnownError as error:
            if error.code != WORKER_DIED:
                raise
            return (Reading.refused(item, error.text()),)
        return readings

    def _admit(self, actor: Actor, item: _Stored, readings: tuple[Reading, ...]) -> tuple[int, ...]:
        """Check against the patients' profiles off this process, then keep all of one message at once."""
        with self.records.reading() as tx:
            known = tuple(self._with_records(tx, reading) for reading in readings)
            jobs = [self._first_job(tx, reading) for reading in known if belongs_in_queue(reading.raw)]
        checked = tuple(self.crew.check(jobs))
        return self.admit(actor, item, known, checked)

    def _with_records(self, tx: Tx, reading: Reading) -> Reading:
        if not belongs_in_queue(reading.raw):
            return reading
        return reading.model_copy(update={"raw": with_records(tx, reading.raw, reading.order)})

    def _first_job(self, tx: Tx, reading: Reading) -> CheckJob:
        now = self.clock.now()
        profile = match_patient(tx, reading.order)
        facts = merged_facts(profile, reading.raw, now.date())
        return CheckJob(
            raw=reading.raw,
            order=reading.order,
            facts=facts,
            now=now,
            last_fill_days_ago=last_fill_days(tx, profile, reading.order, now),
        )

    @operation("message.store", Permission.IMPORT)
    def store(self, tx: Tx, actor: Actor, arrival: Arrival) -> StoredMessage:
        """Keep the bytes exactly as they came."""
        receipt = tx.messages.store(arrival.name, arrival.data, self.clock.now(), arrival.door, actor.user_id)
        tx.note(subject=f"message {receipt.id}", sha256=receipt.sha256, duplicate_of=receipt.duplicate_of)
        return receipt

    @operation("message.read", Permission.IMPORT)
    def admit(
        self,
        tx: Tx,
        actor: Actor,
        stored: _Stored,
        readings: tuple[Reading, ...],
        checked: tuple[Checked, ...],
    ) -> tuple[int, ...]:
        """Make cases of what was read; put into the tray what was not."""
        fit = [r for r in readings if belongs_in_queue(r.raw)]
        cases = tuple(self._new_case(tx, stored, reading, result) for reading, result in zip(fit, checked, strict=True))
        first = readings[0].raw
        unfit = [r.raw for r in readings if not belongs_in_queue(r.raw)]
        status = MessageStatus.UNREADABLE if unfit else MessageStatus.READ
        tx.messages.mark(
            stored.id,
            status,
            kind=first.kind,
            reason="; ".join(why_not(raw) for raw in unfit),
            sender=first.sender or "",
            external_id=first.message_id or "",
        )
        tx.note(subject=f"message {stored.id}", cases=list(cases), tray=len(unfit))
        return cases

    def _new_case(self, tx: Tx, stored: _Stored, reading: Reading, checked: Checked) -> int:
        now, order = self.clock.now(), reading.order
        profile = match_patient(tx, order) or new_patient(tx, reading)
        patient_id = profile.id if profile else None
        authorised = order.refills or 0
        prescription_id = tx.prescriptions.add(
            patient_id=patient_id,
            message_id=stored.id,
            drug=order.drug_text or "?",
            authorised=authorised,
            date_written=order.date_written,
            order=order,
        )
        fill_id, _ = tx.prescriptions.add_fill(prescription_id)
        processed = checked.with_reading(reading)
        case_id = tx.cases.add(
            NewCase(
                fill_id=fill_id,
                patient_id=patient_id,
                priority=stored.priority,
                promise_at=stored.promise_at or now + PROMISE,
                received_at=now,
                patient=order.patient.name or "unknown patient",
                drug=order.drug_text or "?",
                why_here="",
                processed=processed,
            )
        )
        self.save(tx, tx.cases.load(case_id))
        return case_id

    def recheck_open(self, actor: Actor, progress: Progress | None = None) -> int:
        """Run the checks again over open cases that an older engine, rule set or catalogue checked."""
        require(self.records, actor, "message.import", Permission.IMPORT)
        engine = self.crew.engine
        with self.records.reading() as tx:
            stale = [c for c in _open_cases(tx) if c.content.engine != engine]
            jobs = [self.job_of(tx, case) for case in stale]
        for done, (case, checked) in enumerate(zip(stale, self.crew.check(jobs), strict=True), start=1):
            self.store_checks(actor, case.id, case.version, checked)
            if progress is not None:
                progress.report(done, len(stale))
                progress.raise_if_cancelled()
        return len(stale)

    @operation("case.recheck", Permission.IMPORT)
    def store_checks(self, tx: Tx, actor: Actor, case_id: int, version: int, checked: Checked) -> None:
        """Keep what the checks now say; confirmations of what changed fall by their digests."""
        case = with_checks(self.load(tx, case_id, version), checked)
        self.save(tx, case)
        tx.note(subject=f"case {case_id}", corrected=[f.value for f in corrected_fields(case)])


def _opened(paths: Iterable[Path]) -> Iterator[Arrival]:
    """The files one after the other; those before one that cannot be opened are received all the same."""
    for path in paths:
        try:
            yield Arrival(name=path.name, data=path.read_bytes())
        except OSError as error:
            raise KnownError(
                "FILE_UNREADABLE",
                f"The file {path.name} could not be opened: {error.strerror}.",
                "The files before it are stored and will be read.",
                "Check that the file is there and may be read, then import again.",
            ) from error


def _counted(report: ImportReport, cases: tuple[int, ...]) -> ImportReport:
    return report.model_copy(
        update={
            "new": report.new + len(cases),
            "unreadable": report.unreadable + int(not cases),
            "cases": (*report.cases, *cases),
        }
    )


def _open_cases(tx: Tx) -> Iterator[StoredCase]:
    """Every open case, a page of the queue at a time."""
    after: QueueCursor | None = None
    while True:
        page = tx.cases.page(QueueFilter(), after, MOST_AT_ONCE)
        for row in page.rows:
            yield tx.cases.load(row.id)
        if page.next is None:
            return
        after = page.next
