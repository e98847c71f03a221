"""A desk in memory for the tests of the screens: the real services' signatures, data of its own."""

from __future__ import annotations

import csv
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from app.core.identity import may
from app.core.model.case import (
    CaseStatus,
    Disposition,
    QueueCursor,
    QueueFilter,
    QueuePage,
    QueueRow,
    UnreadableRow,
)
from app.core.model.clock import FixedClock
from app.core.model.drug import DrugCandidate
from app.core.model.errors import KnownError, StaleCaseError
from app.core.model.identity import Actor, Permission, Role, User
from app.core.model.order import ReviewField
from app.core.model.quality import Counts, EventClass, EventFilter, EventType, QualityEvent, Stage
from app.core.review import Arrival

NOW = datetime(2026, 11, 24, 19, 2, tzinfo=UTC)
PHARMACIST = Actor(user_id=1, name="Jordan Doe", role=Role.PHARMACIST, workstation="bench-1")
SUPERVISOR = Actor(user_id=2, name="Sam Ortiz", role=Role.SUPERVISOR, workstation="bench-1")
ADMIN = Actor(user_id=3, name="Ann Reyes", role=Role.ADMIN, workstation="bench-1")
DISK_FULL = KnownError(
    "DISK-FULL", "The disk is full.", "Everything recorded before is safe.", "Free some space and try again."
)

_PEOPLE = (
    ("NESTOR, Alma", "amoxicillin 500 mg capsule", "penicillin allergy", Disposition.STOPPED, 12),
    ("OKAFOR, Daniel", "methotrexate 2.5 mg tablet", "methotrexate daily", Disposition.STOPPED, 26),
    ("LINDQVIST, Per", "insulin glargine 100 units/mL pen", "dose to be confirmed", Disposition.ATTENTION, 31),
    ("HUANG, Mei-Ling", "hydrOXYzine 25 mg tablet", "look-alike name", Disposition.ATTENTION, 44),
    ("ABRAHAMSSON-WHITTAKER, Bartholomew J.", "levothyroxine 75 mcg tablet", "ready", Disposition.READY, 58),
    ("DAS, Priya", "metFORMIN 500 mg tablet", "ready", Disposition.READY, 65),
    ("O'BRIEN, Seán", "atorvastatin 20 mg tablet", "ready", Disposition.READY, 71),
    ("GARCÍA, Lucía", "prednisone 10 mg tablet", "taper read from words", Disposition.ATTENTION, 83),
    ("TANAKA, Kenji", "timolol 0.5 % eye drops", "ready", Disposition.READY, 96),
    ("<b>SMITH</b>, Robert", "lisinopril 10 mg tablet", "ready", Disposition.READY, 100),
)


def queue_row(number: int) -> QueueRow:
    """The nth case; the first lines are like a real morning, the rest fills up."""
    patient, drug, why, disposition, minutes = _PEOPLE[number % len(_PEOPLE)]
    lap = number // len(_PEOPLE)
    status = CaseStatus.WAITING
    if lap == 1 and number % 10 in (3, 5):
        status = CaseStatus.ON_HOLD if number % 10 == 3 else CaseStatus.ASKED
    return QueueRow(
        id=10_482 + number,
        version=1,
        prescription_number=f"70{number:05d}",
        status=status,
        disposition=disposition,
        priority=1 if number < 2 else 2,
        promise_at=NOW + timedelta(minutes=minutes + 110 * lap - (20 if number == 0 else 0)),
        received_at=NOW - timedelta(minutes=30),
        patient=patient if not lap else f"{patient} {lap}",
        drug=drug,
        why_here=why,
        claimed_by="MK" if number == 3 else None,
    )


_WRONGS = (
    (
        EventType.DIRECTIONS,
        ReviewField.FREQUENCY,
        "frequency",
        "once daily",
        "once weekly",
        "methotrexate",
        "1 tab qwk",
    ),
    (EventType.STRENGTH, ReviewField.STRENGTH, "", "5 mg", "0.5 mg", "risperiDONE", "risperidone .5mg hs"),
    (EventType.QUANTITY, ReviewField.QUANTITY, "", "30", "90", "lisinopril", "#90"),
    (EventType.DRUG, ReviewField.DRUG, "", "hydrALAZINE 25 mg", "hydrOXYzine 25 mg", "hydrOXYzine", "hydroxyzine prn"),
)


def quality_event(number: int) -> QualityEvent:
    """The nth near miss."""
    kind, where, component, was, became, drug, words = _WRONGS[number % len(_WRONGS)]
    classification = (EventClass.NEAR_MISS, EventClass.NEAR_MISS, EventClass.EDIT, EventClass.INTERVENTION)[number % 4]
    return QualityEvent(
        id=number,
        case_id=10_400 + number,
        prescription_number=f"70{number:05d}",
        classification=classification,
        type=kind,
        field=where,
        component=component,
        was=was,
        became=became,
        raw_words=words,
        drug=drug,
        found_by="Jordan Doe",
        found_by_role="pharmacist",
        workstation="bench-1",
        happened_at=NOW - timedelta(hours=3 * (40 - number)),
        arose=Stage.TRANSCRIPTION,
        confidence=0.82,
        note="Caught against the raw words." if number % 2 else "",
        reason="read wrong",
        authorised_by="Dr. Lee, by phone" if classification is EventClass.INTERVENTION else None,
        reviewed_by="Sam Ortiz" if number < 20 else None,
        reviewed_at=NOW if number < 20 else None,
        review_note="Discussed at the huddle." if number < 20 else "",
    )


@dataclass
class FakeSettings:
    pharmacy: str = "Harbor Pharmacy"
    workstation: str = "bench-1"


@dataclass
class FakeReport:
    received: int = 3
    new: int = 2
    duplicates: int = 1
    unreadable: int = 0
    cases: tuple[int, ...] = (1, 2)


class FakeIdentity:
    """Two people who may come in, one who is locked out."""

    def __init__(self) -> None:
        self.left: list[str] = []

    def sign_in(self, login: str, password: str, workstation: str) -> Actor:
        people = {"jdoe": PHARMACIST, "sortiz": SUPERVISOR, "areyes": ADMIN}
        if login not in people or password != "harbor-demo":
            raise KnownError("SIGN-IN", "The login or the password is not right.", "Nothing was changed.", "Try again.")
        return people[login].model_copy(update={"workstation": workstation})

    def sign_out(self, actor: Actor) -> None:
        self.left.append(actor.name)

    def users(self) -> tuple[User, ...]:
        return (
            User(id=1, login="jdoe", name="Jordan Doe", initials="JD", role=Role.PHARMACIST),
            User(id=2, login="sortiz", name="Sam Ortiz", initials="SO", role=Role.SUPERVISOR),
            User(id=3, login="areyes", name="Ann Reyes", initials="AR", role=Role.ADMIN),
        )


class FakeCatalogue:
    """Three drugs, found by how they begin."""

    drugs = (
        DrugCandidate(ingredient="lisinopril", strength="10 mg", form="tablet"),
        DrugCandidate(ingredient="lithium carbonate"),
        DrugCandidate(ingredient="hydroxyzine"),
    )

    def search(self, prefix: str, limit: int) -> tuple[DrugCandidate, ...]:
        return tuple(drug for drug in self.drugs if drug.ingredient.startswith(prefix.lower()))[:limit]

    def tall_man(self, name: str) -> str:
        return "hydrOXYzine" if name == "hydroxyzine" else name


class FakeReview:
    """A queue, a tray and an import in memory."""

    def __init__(self) -> None:
        self.rows = [queue_row(n) for n in range(48)]
        self.error: KnownError | None = None
        self.calls: list[tuple[str, object]] = []
        self.imported: list[tuple[Path, ...]] = []
        self.import_gate = threading.Event()
        self.import_gate.set()
        self.report = FakeReport()
        self.tray = tuple(unreadable_row(n) for n in range(4))
        self.arrivals: list[Arrival] = []
        self.refills: list[str] = []

    def queue(self, actor: Actor, wanted: QueueFilter, after: QueueCursor | None, limit: int) -> QueuePage:
        self.calls.append(("queue", wanted))
        self._fail()
        found = [row for row in self.rows if _fits(row, wanted)]
        first = next((i + 1 for i, row in enumerate(found) if after and row.id == after.id), 0)
        page = found[first : first + limit]
        more = len(found) > first + limit
        last = page[-1] if page else None
        cursor = QueueCursor(priority=last.priority, promise_at=last.promise_at, id=last.id) if last and more else None
        return QueuePage(rows=tuple(page), next=cursor, total=len(found))

    def queue_counts(self, actor: Actor) -> dict[str, int]:
        self._fail()
        waiting = [row for row in self.rows if row.status is CaseStatus.WAITING]
        counts = {d.value: sum(row.disposition is d for row in waiting) for d in Disposition}
        for status in (CaseStatus.ON_HOLD, CaseStatus.ASKED, CaseStatus.RETURNED):
            counts[status.value] = sum(row.status is status for row in self.rows)
        return {**counts, "all": len(self.rows)}

    def import_files(self, actor: Actor, paths: tuple[Path, ...], progress: object = None) -> FakeReport:
        for done in range(1, 4):
            progress.report(done, 4)
        assert self.import_gate.wait(10)
        progress.raise_if_cancelled()
        self._fail()
        self.imported.append(paths)
        return self.report

    def receive(self, actor: Actor, arrivals: Sequence[Arrival]) -> FakeReport:
        assert self.import_gate.wait(10)
        self._fail()
        (arrival,) = arrivals
        if any(arrival.data == known.data for known in self.arrivals):
            return FakeReport(1, 0, 1, 0, ())
        self.arrivals.append(arrival)
        if b"milk" not in arrival.data:
            return FakeReport(1, 1, 0, 0, (10_490,))
        row = unreadable_row(len(self.tray)).model_copy(update={"file": arrival.name, "reason": "No drug was found."})
        self.tray = (*self.tray, row)
        return FakeReport(1, 0, 0, 1, ())

    def request_refill(self, actor: Actor, number: str) -> int:
        assert self.import_gate.wait(10)
        self._fail()
        if number != "RX1042":
            raise KnownError("UNKNOWN", f"There is no prescription {number}.", "Nothing was changed.", "Look again.")
        self.refills.append(number)
        return 10_491

    def unreadable(self, actor: Actor) -> tuple[UnreadableRow, ...]:
        self._fail()
        return self.tray

    def message_bytes(self, actor: Actor, message_id: int) -> bytes:
        self._fail()
        if message_id == 3:
            return bytes(range(256)) * 3
        return b"<?xml version='1.0'?>\n<Message>\n  <Body><NewRx>\n    <Patient><b>NESTOR</b>\n"

    def counts(self, actor: Actor) -> Counts:
        return Counts(verified=212, near_misses=3, interventions=1, waiting=48, stopped=2)

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error


def unreadable_row(number: int) -> UnreadableRow:
    """The nth message of the tray."""
    files = (
        ("newrx_0412.xml", "script", "The XML ends before <NewRx> is closed (line 14)."),
        ("bundle.json", "fhir", "Not JSON: an unexpected character at line 1, column 1."),
        ("fax-cover.pdf", "unknown", "This form is not read yet: the file begins like a PDF."),
        ("empty.xml", "unknown", "The file is empty (0 bytes)."),
    )
    name, kind, reason = files[number % len(files)]
    return UnreadableRow(
        id=number,
        file=name,
        received_at=NOW - timedelta(minutes=7 * (number + 1)),
        size=(1_204, 88, 51_240, 0)[number % 4],
        sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        kind=kind,
        reason=reason,
    )


def _fits(row: QueueRow, wanted: QueueFilter) -> bool:
    words = f"{row.patient} {row.drug} {row.prescription_number}".lower().split()
    return (
        (not wanted.statuses or row.status in wanted.statuses)
        and (not wanted.dispositions or row.disposition in wanted.dispositions)
        and all(any(word.startswith(part) for word in words) for part in wanted.text.lower().split())
    )


class FakeQuality:
    """Near misses in memory, with versions that are looked at."""

    def __init__(self) -> None:
        self.all = {n: quality_event(n) for n in range(1, 41)}
        self.error: KnownError | None = None

    def events(
        self, actor: Actor, wanted: EventFilter, before_id: int | None = None, limit: int = 50
    ) -> tuple[QualityEvent, ...]:
        if self.error is not None:
            raise self.error
        found = [e for e in reversed(self.all.values()) if self._fits(e, wanted)]
        return tuple(e for e in found if before_id is None or e.id < before_id)[:limit]

    def reclassify(
        self, actor: Actor, event_id: int, version: int, classification: EventClass, reason: str
    ) -> QualityEvent:
        before = self.all[event_id]
        change = {
            "classification": classification,
            "reclassified_by": actor.name,
            "reclassified_from": before.classification,
            "reclassify_reason": reason,
        }
        return self._change(event_id, version, change)

    def mark_reviewed(self, actor: Actor, event_id: int, version: int, note: str) -> QualityEvent:
        change = {"reviewed_by": actor.name, "reviewed_at": NOW, "review_note": note}
        return self._change(event_id, version, change)

    def export_csv(self, actor: Actor, wanted: EventFilter, path: Path) -> int:
        if self.error is not None:
            raise self.error
        rows = self.events(actor, wanted, None, 1_000)
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([e.id, e.type.value] for e in rows)
        return len(rows)

    def rate(self, actor: Actor, since: datetime) -> str:
        return "20 near misses in 8,412 verified · 24 per 10,000 (95 %: 15 to 37)"

    def _change(self, event_id: int, version: int, change: dict[str, object]) -> QualityEvent:
        before = self.all[event_id]
        if before.version != version:
            raise StaleCaseError(
                "STALE", "Somebody else changed this event.", "Their change is kept.", "Look at it again."
            )
        self.all[event_id] = before.model_copy(update={**change, "version": version + 1})
        return self.all[event_id]

    def _fits(self, event: QualityEvent, wanted: EventFilter) -> bool:
        words = f"{event.drug} {event.was} {event.became} {event.raw_words}".lower()
        return (
            wanted.classification in (None, event.classification)
            and wanted.type in (None, event.type)
            and wanted.text.lower() in words
            and not (wanted.unreviewed_only and event.reviewed_by)
        )


@dataclass
class FakeDesk:
    """The desk of the tests."""

    settings: FakeSettings = field(default_factory=FakeSettings)
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    is_demo: bool = True
    identity: FakeIdentity = field(default_factory=FakeIdentity)
    review: FakeReview = field(default_factory=FakeReview)
    quality: FakeQuality = field(default_factory=FakeQuality)
    catalogue: FakeCatalogue = field(default_factory=FakeCatalogue)

    def may(self, actor: Actor, permission: Permission) -> bool:
        return may(actor.role, permission)


def nameless(root: QWidget) -> list[str]:
    """The widgets under a root that take the focus by key and have no name for a screen reader or a test."""
    return [
        f"{type(widget).__name__} {widget.objectName()!r}"
        for widget in (root, *root.findChildren(QWidget))
        if _takes_focus(widget) and not (widget.objectName() and _spoken_name(widget))
    ]


def _takes_focus(widget: QWidget) -> bool:
    inner = widget.objectName().startswith("qt_") or widget.parent() is None
    return bool(widget.focusPolicy().value & 1) and not inner


def _spoken_name(widget: QWidget) -> str:
    face = QAccessible.queryAccessibleInterface(widget)
    return str(face.text(QAccessible.Text.Name)) if face else ""
