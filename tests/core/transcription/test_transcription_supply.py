"""How much directions need, and how long a quantity lasts."""

from __future__ import annotations

import pytest

from app.core.transcription import Transcriber


@pytest.mark.parametrize(
    ("text", "drug", "days", "quantity", "unit"),
    [
        ("1 tab po bid", None, 30, 60, "tablet"),
        ("1-2 tabs q6h prn pain", None, 10, 80, "tablet"),
        ("1-2 tabs q6h prn pain max 6/day", None, 10, 60, "tablet"),
        ("20 mEq daily", "potassium chloride 20 mEq ER tablet", 30, 30, "tablet"),
        ("40 mg daily", "furosemide 20 mg tablet", 30, 60, "tablet"),
        ("1 vial via neb q6h", "albuterol 0.083% 3 mL vial", 10, 120, "mL"),
        ("inject 20 units qhs", "insulin glargine 100 units/mL", 30, 6, "mL"),
        ("1 tsp tid", "guaifenesin syrup", 5, 75, "mL"),
        ("1 patch q72h", None, 30, 10, "patch"),
        ("1 tab qam and 2 tabs qhs", None, 10, 30, "tablet"),
        ("4 tabs weekly", None, 28, 16, "tablet"),
        ("1 drop in both eyes bid", "timolol 0.5% eye drops", 30, 6, "mL"),
        ("1 drop in the right eye bid", "timolol 0.5% eye drops", 30, 3, "mL"),
        ("2 sprays in each nostril daily", None, 30, 120, "spray"),
        ("5 mg Mon Wed Fri and 2.5 mg on all other days", "warfarin 5 mg tablet", 28, 20, "tablet"),
    ],
)
def test_that_days_tell_the_quantity(
    transcriber: Transcriber, text: str, drug: str | None, days: float, quantity: float, unit: str
) -> None:
    found = transcriber.supply(transcriber.transcribe(text, drug), drug, days=days)
    assert (found.quantity, found.unit, found.days) == (quantity, unit, days)


def test_that_open_ended_directions_are_counted_over_ninety_days(transcriber: Transcriber) -> None:
    found = transcriber.supply(transcriber.transcribe("1 tab daily"))
    assert (found.quantity, found.days) == (90, 90)
    assert any("90 days" in words for words in found.assumptions)


def test_that_steps_follow_one_another(transcriber: Transcriber) -> None:
    taper = transcriber.transcribe("4 tabs x 3 days, 3 tabs x 3 days, 2 tabs x 3 days, 1 tab x 3 days")
    found = transcriber.supply(taper)
    assert (found.quantity, found.days) == (30, 12)
    assert transcriber.supply(taper, quantity=21).days == 6


def test_that_a_quantity_tells_whole_days(transcriber: Transcriber) -> None:
    assert transcriber.supply(transcriber.transcribe("1 tab tid"), quantity=20).days == 6


def test_that_a_course_ends_before_its_quantity_does(transcriber: Transcriber) -> None:
    assert transcriber.supply(transcriber.transcribe("1 tab bid x 5 days"), quantity=60).days == 5


def test_that_doubtful_directions_are_not_counted(transcriber: Transcriber) -> None:
    found = transcriber.supply(transcriber.transcribe("1 tab as directed"), days=30)
    assert found.quantity is None
    assert found.assumptions[0].startswith("not counted")
