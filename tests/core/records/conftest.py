"""A fresh database for every test, and builders for what goes into it.

TALLMAN_TEST_URL names a PostgreSQL database to run the same tests on; it is emptied before each.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app.core.model.base import Span
from app.core.model.case import Confirmation, Disposition, FieldView, Processed
from app.core.model.clock import FixedClock
from app.core.model.drug import DrugMatch, MatchStatus
from app.core.model.finding import CheckResult, Finding, NotChecked, Severity, Tier
from app.core.model.identity import Actor, Role
from app.core.model.order import Order, ReviewField
from app.core.model.people import PatientFacts, PatientName, PatientProfile, PrescriberName
from app.core.model.quality import EventClass, EventType, QualityEvent, Stage
from app.core.model.raw import RawPrescription, RawView, ReadStatus
from app.core.model.regimen import Frequency, Regimen, Transcription
from app.core.records import NewCase, Records, Tx

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
POSTGRESQL = os.environ.get("TALLMAN_TEST_URL", "")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables and no rows, built once and copied for each test."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Records.open(f"sqlite:///{path}", FixedClock(NOW)).close()
    return path


@pytest.fixture
def url(tmp_path: Path, empty_database: Path) -> str:
    if POSTGRESQL:
        engine = create_engine(POSTGRESQL)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
        return POSTGRESQL
    shutil.copy(empty_database, tmp_path / "tallman.db")
    return f"sqlite:///{tmp_path / 'tallman.db'}"


@pytest.fixture
def records(url: str, clock: FixedClock) -> Iterator[Records]:
    opened = Records.open(url, clock)
    yield opened
    opened.close()


class _UndoneError(Exception):
    """Ends a transaction without keeping it."""


@pytest.fixture
def trial(records: Records) -> Callable[[], AbstractContextManager[Tx]]:
    """Transactions of which nothing remains, so that many examples share one database."""

    @contextmanager
    def undone() -> Iterator[Tx]:
        with suppress(_UndoneError), records.transaction() as tx:
            yield tx
            raise _UndoneError

    return undone


@pytest.fixture
def pharmacist() -> Actor:
    return Actor(user_id=7, name="Jo Doe", role=Role.PHARMACIST, workstation="desk-1")


@pytest.fixture
def processed() -> Processed:
    """A prescription as the road delivers it, with something in every corner."""
    drug = DrugMatch(
        text="amoxicillin 500 mg cap",
        status=MatchStatus.MATCHED,
        ingredient="amoxicillin",
        strength="500 mg",
        form="capsule",
        how="name",
        confidence=0.98,
    )
    regimen = Regimen(
        action="take",
        dose_min=1,
        dose_max=1,
        dose_unit="capsule",
        route="by mouth",
        frequency=Frequency(times_min=3, times_max=3, period_min=1, period_max=1, period_unit="day"),
    )
    return Processed(
        raw=RawPrescription(
            file="a.xml", sha256="0" * 64, kind="script", status=ReadStatus.READ, sig="1 cap po tid x10d"
        ),
        view=RawView(title="NewRx", text="Sig: 1 cap po tid", anchors={"/sig": Span(5, 17)}),
        order=Order(
            patient=PatientName(name="Alma Nestor", dob="1961-03-09"),
            prescriber=PrescriberName(name="Dr. Ruth Okafor"),
            drug_text="amoxicillin 500 mg cap",
            drug=drug,
            directions=Transcription(
                text="1 cap po tid x10d", regimen=regimen, spans={"dose": (Span(0, 5),)}, confidence={"dose": 0.9}
            ),
            quantity=Decimal("30"),
            date_written=date(2026, 3, 1),
        ),
        fields=(FieldView(field=ReviewField.DOSE, label="Take", value="1 capsule", path="/sig", spans=(Span(0, 5),)),),
        checks=CheckResult(
            findings=(
                Finding(
                    code="allergy-class",
                    tier=Tier.STOP,
                    severity=Severity.MAJOR,
                    message="Amoxicillin is a penicillin; the profile says penicillin allergy.",
                    evidence="profile",
                    source="label, section 4",
                ),
            ),
            not_checked=(NotChecked(check="pregnancy", reason="not recorded", required=False),),
            rules="1",
            catalogue="1",
        ),
        facts=PatientFacts(age_years=65, allergies=("penicillin",)),
        disposition=Disposition.STOPPED,
        engine="grammar 1",
    )


@pytest.fixture
def add_case(processed: Processed) -> Callable[..., int]:
    """Adds a prescription with its first fill and its case; gives the case's id."""

    def add(
        tx: Tx,
        *,
        patient: str = "Alma Nestor",
        drug: str = "amoxicillin 500 mg capsule",
        priority: int = 5,
        promise_at: datetime | None = None,
        disposition: Disposition = Disposition.READY,
        patient_id: int | None = None,
    ) -> int:
        prescription = tx.prescriptions.add(
            patient_id=patient_id,
            message_id=None,
            drug=drug,
            authorised=2,
            date_written=date(2026, 3, 1),
            order=processed.order,
        )
        fill, _ = tx.prescriptions.add_fill(prescription)
        return tx.cases.add(
            NewCase(
                fill_id=fill,
                patient_id=patient_id,
                priority=priority,
                promise_at=promise_at,
                received_at=NOW,
                patient=patient,
                drug=drug,
                why_here="new",
                processed=processed.model_copy(update={"disposition": disposition}),
            )
        )

    return add


@pytest.fixture
def profile() -> PatientProfile:
    return PatientProfile(
        name="Alma Nestor",
        dob=date(1961, 3, 9),
        sex="F",
        phone="555-0100",
        facts=PatientFacts(weight_kg=62.5, allergies=("penicillin",), conditions=()),
    )


@pytest.fixture
def make_event() -> Callable[..., QualityEvent]:
    def make(case_id: int, **changes: object) -> QualityEvent:
        event = QualityEvent(
            id=0,
            case_id=case_id,
            prescription_number="RX100001",
            classification=EventClass.NEAR_MISS,
            type=EventType.DIRECTIONS,
            field=ReviewField.DOSE,
            component="dose",
            was="1 capsule",
            became="2 capsules",
            raw_words="ii caps",
            drug="amoxicillin",
            found_by="Jo Doe",
            found_by_role="pharmacist",
            workstation="desk-1",
            happened_at=NOW,
            arose=Stage.TRANSCRIPTION,
        )
        return event.model_copy(update=changes)

    return make


@pytest.fixture
def confirmation() -> Confirmation:
    return Confirmation(key="k", digest="d", by="Jo Doe", at=NOW, reason="checked with patient")
