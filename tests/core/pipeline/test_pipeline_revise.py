import pytest

from app.core.demo import DEMO_NOW
from app.core.model.order import ReviewField
from app.core.model.quality import EventClass
from app.core.model.road import Reading, Received, Revised, RevisionJob
from app.core.pipeline import Road

NOTE = b"""Patient: Alma Nestor  DOB 3/9/1961  Sex F
Prescriber: Dana Whitfield MD  NPI 1234567893
Date: 3/1/2026
Drug: lisinopril 10 mg tablet
Sig: Take 1 tablet by mouth once daily
Qty: 30
Refills: 2
"""


@pytest.fixture
def reading(real_road: Road) -> Reading:
    return real_road.read(Received(name="note.txt", data=NOTE, now=DEMO_NOW))[0]


def tried(road: Road, reading: Reading, field: ReviewField, text: str) -> Revised:
    return road.revise(RevisionJob(raw=reading.raw, order=reading.order, field=field, text=text))


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (ReviewField.DOSE, "2 tablets", "2 tablets"),
        (ReviewField.FREQUENCY, "bid", "twice a day"),
        (ReviewField.QUANTITY, "60", "60"),
        (ReviewField.REFILLS, "0", "0"),
        (ReviewField.STRENGTH, "20 mg", "20 mg"),
        (ReviewField.DRUG, "losartan 50 mg tablet", "losartan"),
        (ReviewField.PATIENT, "Alma Nestor 1961-03-19", "Alma Nestor · 1961-03-19"),
        (ReviewField.DATE_WRITTEN, "2/27/2026", "2026-02-27"),
    ],
)
def test_that_another_value_than_the_prescribers_needs_an_authorisation(
    real_road: Road, reading: Reading, field: ReviewField, text: str, value: str
) -> None:
    revised = tried(real_road, reading, field, text)

    assert revised.problem is None
    assert revised.value == value
    assert revised.needs_authorisation
    assert revised.classification is EventClass.INTERVENTION


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (ReviewField.DIRECTIONS, "1 tab po qd"),
        (ReviewField.QUANTITY, "30"),
        (ReviewField.DAYS_SUPPLY, "30"),
        (ReviewField.NOTES, "call when ready"),
        (ReviewField.DRUG, "Zestril 10 mg tablet"),
    ],
)
def test_that_saying_the_same_in_other_words_needs_none(
    real_road: Road, reading: Reading, field: ReviewField, text: str
) -> None:
    revised = tried(real_road, reading, field, text)

    assert revised.problem is None
    assert not revised.needs_authorisation


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (ReviewField.QUANTITY, "a few"),
        (ReviewField.REFILLS, "some"),
        (ReviewField.DAYS_SUPPLY, "long"),
        (ReviewField.DOSE, "xyzzy"),
        (ReviewField.DIRECTIONS, "take as directed"),
        (ReviewField.DRUG, "zorblaxifen"),
        (ReviewField.PATIENT, "Alma Nestor"),
        (ReviewField.DATE_WRITTEN, "31/31/2026"),
        (ReviewField.SUBSTITUTION, "perhaps"),
        (ReviewField.PRESCRIBER, "NPI 1234567893"),
        (ReviewField.QUANTITY, "   "),
    ],
)
def test_that_words_that_do_not_fit_the_field_are_told_and_change_nothing(
    real_road: Road, reading: Reading, field: ReviewField, text: str
) -> None:
    revised = tried(real_road, reading, field, text)

    assert revised.problem
    assert revised.order == reading.order


def test_that_a_strength_is_corrected_without_losing_drug_and_form(real_road: Road, reading: Reading) -> None:
    drug = tried(real_road, reading, ReviewField.STRENGTH, "20 mg").order.drug

    assert (drug.ingredient, drug.strength, drug.form) == ("lisinopril", "20 mg", "tablet")


def test_that_days_supply_is_ours_to_work_out(real_road: Road, reading: Reading) -> None:
    assert tried(real_road, reading, ReviewField.DAYS_SUPPLY, "30 days").classification is EventClass.EDIT
