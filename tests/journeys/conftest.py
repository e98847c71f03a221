"""A whole desk in its window: real records, real stations, real people; only the dialogs for files are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from journey_person import PASSWORD, Answers, Person
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.bulk import Here
from app.core.demo import DEMO_NOW
from app.core.desk import Desk
from app.core.model.clock import FixedClock
from app.core.model.identity import Role
from app.core.model.people import PatientFacts, PatientProfile
from app.core.pipeline import Road
from app.core.records import Records
from app.core.reference import Catalogue
from app.core.review import Arrival
from app.core.settings import Settings
from app.ui import theme
from app.ui.application import review_page
from app.ui.main_window import MainWindow
from app.ui.work import Work

TYPED = """Patient: {patient}  DOB {dob}  Sex F
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
    opened = Desk(settings, clock, records, Here(real_road), real_catalogue)
    opened.identity.ensure_user("jdoe", "Jordan Doe", "JD", Role.PHARMACIST, PASSWORD)
    opened.identity.ensure_user("slarsen", "Soren Larsen", "SL", Role.SUPERVISOR, PASSWORD)
    opened.identity.ensure_user("tkim", "Tara Kim", "TK", Role.TECHNICIAN, PASSWORD)
    yield opened
    records.close()


@pytest.fixture
def arrive(desk: Desk) -> Callable[..., int]:
    """A typed prescription comes in for a known patient, each one promised a little later; its case."""
    minutes = 0

    def one(
        patient: str,
        drug: str = "lisinopril 10 mg tablet",
        sig: str = "Take 1 tablet by mouth once daily",
        quantity: int = 30,
        days: int = 30,
        refills: int = 0,
        allergies: tuple[str, ...] = (),
    ) -> int:
        nonlocal minutes
        minutes += 1
        with desk.records.transaction() as tx:
            facts = PatientFacts(
                allergies=allergies, conditions=(), medications=(), weight_kg=62, egfr=80, pregnant=False
            )
            tx.people.add(PatientProfile(name=patient, dob=date(1961, 3, 9), sex="F", facts=facts))
        text = TYPED.format(
            patient=patient, dob="3/9/1961", drug=drug, sig=sig, quantity=quantity, days=days, refills=refills
        )
        promise = DEMO_NOW + timedelta(minutes=minutes)
        arrival = Arrival(name=f"{patient}.txt", data=text.encode(), promise_at=promise)
        (case_id,) = desk.review.receive(desk.itself, [arrival]).cases
        return case_id

    return one


@pytest.fixture
def person(desk: Desk, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Person]:
    """Somebody in front of the window, before signing in."""
    theme.apply(qapp, theme.Scheme.LIGHT)
    work, answers = Work(), Answers(tmp_path / "chosen")
    window = MainWindow(work, review_page, answers)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.set_desk(desk)
    yield Person(window, desk, qtbot, answers)
    work.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
