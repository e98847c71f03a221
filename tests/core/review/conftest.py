"""A desk with real records and real stations, in this process, on the demo's day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.bulk import Here
from app.core.demo import DEMO_NOW
from app.core.desk import Desk
from app.core.model.case import CaseView
from app.core.model.clock import FixedClock
from app.core.model.identity import Actor, Role
from app.core.model.people import PatientFacts, PatientProfile
from app.core.pipeline import Road
from app.core.records import Records
from app.core.reference import Catalogue
from app.core.review import Arrival
from app.core.settings import Settings

NEWRX = """Patient: {patient}  DOB {dob}  Sex F
Prescriber: Dana Whitfield MD  NPI 1234567893
Date: 3/1/2026
Drug: {drug}
Sig: {sig}
Qty: {quantity}
Days supply: {days}
Refills: {refills}
"""


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(DEMO_NOW)


@pytest.fixture
def desk(tmp_path: Path, real_catalogue: Catalogue, real_road: Road, clock: FixedClock) -> Iterator[Desk]:
    settings = Settings(data_dir=tmp_path)
    records = Records.open(settings.url, clock)
    yield Desk(settings, clock, records, Here(real_road), real_catalogue)
    records.close()


@pytest.fixture
def pharmacist() -> Actor:
    return Actor(user_id=1, name="Jordan Doe", role=Role.PHARMACIST, workstation="bench-1")


@pytest.fixture
def other() -> Actor:
    return Actor(user_id=2, name="Kim Park", role=Role.PHARMACIST, workstation="bench-2")


@pytest.fixture
def technician() -> Actor:
    return Actor(user_id=3, name="Terry Ames", role=Role.TECHNICIAN, workstation="bench-3")


@pytest.fixture
def supervisor() -> Actor:
    return Actor(user_id=4, name="Sam Ortiz", role=Role.SUPERVISOR, workstation="office")


@pytest.fixture
def receive(desk: Desk, technician: Actor) -> Callable[..., int]:
    """Receive a typed prescription for a known patient; the id of its case."""
    with desk.records.transaction() as tx:
        tx.people.add(
            PatientProfile(
                name="Alma Nestor",
                dob=DEMO_NOW.date().replace(year=1961),
                sex="F",
                facts=PatientFacts(allergies=(), conditions=(), medications=(), weight_kg=62, egfr=80, pregnant=False),
            )
        )

    def receive_one(
        drug: str = "amoxicillin 500 mg capsule",
        sig: str = "Take 1 capsule by mouth three times a day for 10 days",
        quantity: str = "30",
        days: str = "10",
        refills: str = "0",
        patient: str = "Alma Nestor",
        dob: str = "3/2/1961",
    ) -> int:
        text = NEWRX.format(drug=drug, sig=sig, quantity=quantity, days=days, refills=refills, patient=patient, dob=dob)
        report = desk.review.receive(technician, [Arrival(name="typed.txt", data=text.encode())])
        assert len(report.cases) == 1, report
        return report.cases[0]

    return receive_one


@pytest.fixture
def opened(desk: Desk, pharmacist: Actor, receive: Callable[..., int]) -> Callable[..., CaseView]:
    """Receive one and open it as the pharmacist."""
    return lambda **words: desk.review.open(pharmacist, receive(**words))
