"""Every message of the demo pharmacy comes out of the road as its manifest says."""

from __future__ import annotations

import pytest
from samples_reading import Row, data_of, manifest

from app.core.demo import DEMO_NOW, demo_patients
from app.core.model.case import Disposition
from app.core.model.known import merged_facts
from app.core.model.order import Order
from app.core.model.people import PatientProfile
from app.core.model.raw import ReadStatus
from app.core.model.road import CheckJob, Received
from app.core.pipeline import Road
from app.core.reference import Catalogue
from app.core.settings import Settings
from app.core.transcription import Transcriber
from app.core.validation import Checker

CASES = [pytest.param(row, id=row["file"]) for row in manifest() if row["decided_by"] == "road"]


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Road:
    catalogue = Catalogue.open(tmp_path_factory.mktemp("catalogue"))
    return Road(catalogue, Transcriber(), Checker(catalogue), Settings().confidence_limit)


def known_as(order: Order) -> PatientProfile | None:
    """The profile with this very name and date of birth."""
    return next(
        (
            p
            for p in demo_patients()
            if p.dob and (p.name, p.dob.isoformat()) == (order.patient.name, order.patient.dob)
        ),
        None,
    )


@pytest.mark.parametrize("row", CASES)
def test_that_a_message_comes_out_as_the_manifest_says(road: Road, row: Row) -> None:
    (reading,) = road.read(Received(name=row["file"], data=data_of(row), now=DEMO_NOW))
    if reading.raw.status is ReadStatus.REFUSED:
        assert Disposition(row["expected"]) is Disposition.UNREADABLE
        return
    facts = merged_facts(known_as(reading.order), reading.raw, DEMO_NOW.date())
    checked = road.check(CheckJob(raw=reading.raw, order=reading.order, facts=facts, now=DEMO_NOW))
    assert checked.disposition is Disposition(row["expected"]), row["shows"]
