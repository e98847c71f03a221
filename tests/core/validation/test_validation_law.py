"""Refills and dates that the law allows, and the people whom a prescription must name."""

from __future__ import annotations

import pytest
from validation_desk import codes, loud, order, patient, sig, the, undone

from app.core.model.finding import Tier
from app.core.validation import Checker


@pytest.mark.parametrize(
    ("drug", "refills", "code"),
    [
        ("oxycodone 5 mg tablet", 1, "CS_CII_REFILL"),
        ("oxycodone 5 mg tablet", 0, None),
        ("alprazolam 0.5 mg tablet", 6, "CS_REFILL_LIMIT"),
        ("alprazolam 0.5 mg tablet", 5, None),
        ("lisinopril 10 mg tablet", 11, None),
    ],
)
def test_that_refills_keep_to_the_schedule(checker: Checker, drug: str, refills: int, code: str | None) -> None:
    found = codes(checker.check(order(drug, sig(), refills=refills)), Tier.STOP)
    assert found == ({code} if code else set())


@pytest.mark.parametrize(
    ("drug", "days", "code"),
    [
        ("zolpidem 5 mg tablet", 200, "CS_EXPIRED"),
        ("zolpidem 5 mg tablet", 184, None),
        ("lisinopril 10 mg tablet", 400, "RX_EXPIRED"),
        ("lisinopril 10 mg tablet", 365, None),
    ],
)
def test_that_an_old_prescription_stops(checker: Checker, drug: str, days: int, code: str | None) -> None:
    found = codes(checker.check(order(drug, sig(), days_since_written=days)), Tier.STOP)
    assert found == ({code} if code else set())


def test_that_the_regulation_is_cited(checker: Checker) -> None:
    assert (
        "21 CFR 1306.12" in the(checker.check(order("oxycodone 5 mg tablet", sig(), refills=2)), "CS_CII_REFILL").source
    )


def test_that_the_states_limit_for_schedule_two_is_an_open_question(checker: Checker) -> None:
    missing = undone(
        checker.check(order("oxycodone 5 mg tablet", sig(), days_since_written=45)),
        "expiry of a schedule II prescription",
    )
    assert missing is not None
    assert missing.required


@pytest.mark.parametrize(("drug", "needed"), [("alprazolam 0.5 mg tablet", True), ("lisinopril 10 mg tablet", False)])
def test_that_an_unknown_date_is_listed(checker: Checker, drug: str, needed: bool) -> None:
    missing = undone(checker.check(order(drug, sig(), days_since_written=None)), "date written")
    assert missing is not None
    assert missing.required is needed


@pytest.mark.parametrize(
    ("dea", "flagged"),
    [("AB1234563", False), ("ab1234563-12", False), ("AB1234560", True), (None, True), ("12345", True)],
)
def test_that_a_controlled_substance_needs_a_dea_number_that_passes(
    checker: Checker, dea: str | None, flagged: bool
) -> None:
    request = order(
        "alprazolam 0.5 mg tablet",
        sig(),
        identified=True,
        patient_name="A B",
        patient_dob="1980-01-01",
        prescriber_name="C D",
        prescriber_dea=dea,
    )
    assert ("CS_DEA" in codes(checker.check(request))) is flagged


def test_that_a_prescription_without_its_people_must_be_completed(checker: Checker) -> None:
    result = checker.check(order("lisinopril 10 mg tablet", sig(), identified=True))
    assert {"PATIENT_INCOMPLETE", "PRESCRIBER_INCOMPLETE"} <= loud(result)
    assert "name and date of birth" in the(result, "PATIENT_INCOMPLETE").message


def test_that_a_bare_line_is_not_asked_for_its_people(checker: Checker) -> None:
    assert not codes(checker.check(order("lisinopril 10 mg tablet", sig())))


def test_that_an_unknown_age_is_a_check_that_must_be_done(checker: Checker) -> None:
    missing = undone(checker.check(order("lisinopril 10 mg tablet", sig(), patient(age_years=None))), "age")
    assert missing is not None
    assert missing.required
