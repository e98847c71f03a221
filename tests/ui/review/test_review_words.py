"""How states, facts, times and open points are put into words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from review_double import NOTE, NOW, STOP, UNDONE, UNDONE_REQUIRED, WARN, case, doubtful, fields

from app.core.model.case import CaseStatus, Confirmation, FieldState
from app.core.model.order import ReviewField
from app.core.model.people import PatientFacts
from app.ui.review import wording
from app.ui.review.choice_row import FIELD_LETTERS
from app.ui.review.items import fields_of, items_of, profile_lines


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1"), (0.5, "0.5"), (1234.5, "1,234.5"), (62.0, "62"), (0.0, "0"), (3.456, "3.46"), (100.0, "100")],
)
def test_that_numbers_have_no_trailing_zero_and_a_leading_one(value: float, text: str) -> None:
    assert wording.number(value) == text


def test_that_a_confidence_is_rounded_down() -> None:
    assert wording.percent(0.999) == "99%"
    assert wording.percent(0.29) == "29%"


@pytest.mark.parametrize(
    ("birth", "text"),
    [
        (date(1961, 3, 9), "65 y"),
        (date(1961, 11, 26), "64 y"),
        (date(2026, 1, 30), "9 mo"),
        (date(2024, 12, 1), "23 mo"),
        (date(2027, 1, 1), "not born yet"),
    ],
)
def test_that_infants_are_counted_in_months(birth: date, text: str) -> None:
    assert wording.age(birth, date(2026, 11, 25)) == text


def test_that_a_promise_says_how_long_or_how_late() -> None:
    assert wording.promise(NOW + timedelta(minutes=75), NOW).endswith("in 1 h 15 min")
    assert wording.promise(NOW - timedelta(minutes=7), NOW).endswith("7 min late")
    assert wording.promise(None, NOW) == "no promise time"


def test_that_open_points_are_counted_by_kind() -> None:
    found = case(1, views=doubtful(), findings=(STOP, WARN), not_checked=(UNDONE_REQUIRED, UNDONE))
    assert wording.what_is_pending(found.pending) == "1 stop, 2 checks, 1 check not done"


def test_that_a_copied_value_is_sure_without_a_number_and_an_estimate_has_one() -> None:
    by_name = {f.field: f for f in doubtful()}
    assert wording.state_words(by_name[ReviewField.QUANTITY]) == "Sure"
    assert wording.state_words(by_name[ReviewField.DOSE]) == "Sure 98%"
    assert wording.state_words(by_name[ReviewField.DRUG]) == "Check 72%"
    assert wording.state_words(by_name[ReviewField.DAYS_SUPPLY]) == "Implied"


def test_that_a_case_on_hold_says_why() -> None:
    held = case(1).model_copy(update={"status": CaseStatus.ON_HOLD, "status_note": "Waiting for stock"})
    assert wording.status_sentence(held) == "On hold: Waiting for stock"


def test_that_a_patient_without_a_name_does_not_leave_an_empty_line() -> None:
    nameless = case(1, name="").model_copy(update={"profile": None})
    assert wording.patient_name(nameless) == "No patient is named"


def test_that_findings_stand_worst_first_and_what_was_not_checked_is_never_left_out() -> None:
    found = items_of(case(1, findings=(NOTE, WARN, STOP), not_checked=(UNDONE, UNDONE_REQUIRED)))
    assert [item.mark.word for item in found] == ["STOP", "CHECK", "NOT CHECKED", "Note", "NOT CHECKED"]
    assert [item.pending is not None for item in found] == [True, True, True, False, False]


def test_that_a_settled_finding_says_who_saw_it_and_why() -> None:
    stopped = case(1, findings=(STOP,))
    seen = Confirmation(key=STOP.key, digest="d", by="J. Doe", at=NOW, reason="Does not apply", note="cross-checked")
    settled = stopped.model_copy(update={"pending": (), "confirmations": (seen,)})
    (item,) = items_of(settled)
    assert "J. Doe" in item.settled
    assert item.settled.endswith("Does not apply – cross-checked")
    assert item.hint == ""


def test_that_a_confirmation_of_what_has_changed_since_is_not_shown_as_settled() -> None:
    stopped = case(1, findings=(STOP,))
    old = Confirmation(key=STOP.key, digest="another", by="J. Doe", at=NOW)
    (item,) = items_of(stopped.model_copy(update={"confirmations": (old,)}))
    assert item.settled == ""
    assert item.pending is not None


def test_that_a_doubtful_field_reads_confirmed_once_nothing_is_open_for_it() -> None:
    doubted = case(1, views=doubtful())
    assert {f.state for f in fields_of(doubted)} == {FieldState.SURE, FieldState.CHECK}
    seen = fields_of(doubted.model_copy(update={"pending": ()}))
    assert next(f.state for f in seen if f.field is ReviewField.DRUG) is FieldState.CONFIRMED


def test_that_not_known_and_none_are_two_answers_in_the_profile() -> None:
    unknown = dict(line[:2] for line in profile_lines(case(1, facts=PatientFacts(sex="F"))))
    none = dict(line[:2] for line in profile_lines(case(1, facts=PatientFacts(sex="M", allergies=()))))
    assert unknown["Allergies"].startswith("not known")
    assert unknown["Pregnant"] == "not known"
    assert none["Allergies"] == "none known"
    assert "Pregnant" not in none


def test_that_every_field_has_a_letter_of_its_own() -> None:
    assert set(FIELD_LETTERS) == set(ReviewField)
    assert len(set(FIELD_LETTERS.values())) == len(FIELD_LETTERS)
    assert {f.field for f in fields()} <= set(FIELD_LETTERS)
