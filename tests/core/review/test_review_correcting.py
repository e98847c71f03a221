from collections.abc import Callable

import pytest

from app.core.desk import Desk
from app.core.model.case import Authorisation, CaseStatus, CaseView, Disposition, FieldState
from app.core.model.errors import KnownError
from app.core.model.identity import Actor
from app.core.model.order import ReviewField
from app.core.model.quality import EventClass, EventFilter, EventType

Opened = Callable[..., CaseView]


def authorised(desk: Desk, *, read_back: bool = True) -> Authorisation:
    return Authorisation(by="Dana Whitfield MD", at=desk.clock.now(), read_back=read_back)


def test_that_a_change_of_the_order_needs_an_authorisation(desk: Desk, pharmacist: Actor, opened: Opened) -> None:
    case = opened()

    tried = desk.review.preview(pharmacist, case.id, ReviewField.DOSE, "2 capsules")
    assert tried.needs_authorisation
    with pytest.raises(KnownError, match="AUTHORISATION_NEEDED"):
        desk.review.correct(pharmacist, case.id, case.version, ReviewField.DOSE, "2 capsules", "clarified")
    with pytest.raises(KnownError, match="AUTHORISATION_NEEDED"):
        desk.review.correct(
            pharmacist, case.id, case.version, ReviewField.DOSE, "2 capsules", "clarified",
            authorised(desk, read_back=False),
        )  # fmt: skip


def test_that_an_authorised_change_is_an_intervention_and_runs_the_checks_again(
    desk: Desk, pharmacist: Actor, supervisor: Actor, opened: Opened
) -> None:
    case = opened()

    after = desk.review.correct(
        pharmacist, case.id, case.version, ReviewField.DOSE, "2 capsules", "clarified", authorised(desk)
    )

    (event,) = desk.quality.events(supervisor, EventFilter())
    assert (event.classification, event.type) == (EventClass.INTERVENTION, EventType.DIRECTIONS)
    assert (event.was, event.became, event.authorised_by) == ("1 capsule", "2 capsules", "Dana Whitfield MD")
    assert after.disposition is not Disposition.READY, "30 capsules do not last 10 days any more"
    assert "QTY_DS_MISMATCH" in {f.code for f in after.checks.findings}


def test_that_the_read_order_stays_beside_the_corrected_one(desk: Desk, pharmacist: Actor, opened: Opened) -> None:
    case = opened()

    after = desk.review.correct(
        pharmacist, case.id, case.version, ReviewField.QUANTITY, "60", "clarified", authorised(desk)
    )

    assert (str(after.read_order.quantity), str(after.order.quantity)) == ("30", "60")
    corrected = after.field(ReviewField.QUANTITY)
    assert corrected is not None
    assert corrected.state is FieldState.CORRECTED


def test_that_what_cannot_be_read_as_the_field_is_said_and_changes_nothing(
    desk: Desk, pharmacist: Actor, opened: Opened
) -> None:
    case = opened()

    tried = desk.review.preview(pharmacist, case.id, ReviewField.QUANTITY, "a handful")

    assert tried.problem is not None
    assert tried.order == case.order
    with pytest.raises(KnownError, match="CORRECTION_UNCLEAR"):
        desk.review.correct(pharmacist, case.id, case.version, ReviewField.QUANTITY, "a handful", "typing")


def test_that_filling_a_gap_is_an_edit_and_no_near_miss(
    desk: Desk, pharmacist: Actor, supervisor: Actor, opened: Opened
) -> None:
    case = opened(sig="take as directed")

    after = desk.review.correct(
        pharmacist, case.id, case.version, ReviewField.DIRECTIONS,
        "Take 1 capsule by mouth three times a day for 10 days", "words",
    )  # fmt: skip

    (event,) = desk.quality.events(supervisor, EventFilter())
    assert event.classification is EventClass.EDIT
    assert after.order.directions is not None
    assert after.order.directions.plain == "Take 1 capsule by mouth three times a day for 10 days."


def test_that_what_data_entry_mends_goes_back_to_the_pharmacist(
    desk: Desk, pharmacist: Actor, technician: Actor, opened: Opened
) -> None:
    case = opened()
    desk.review.send_back(pharmacist, case.id, case.version, ReviewField.DAYS_SUPPLY, "omitted")
    case = desk.review.open(technician, case.id)

    after = desk.review.correct(technician, case.id, case.version, ReviewField.DAYS_SUPPLY, "11", "typing")

    assert after.status is CaseStatus.WAITING


def test_that_a_correction_falls_back_wholly_when_the_case_changed_meanwhile(
    desk: Desk, pharmacist: Actor, supervisor: Actor, opened: Opened
) -> None:
    case = opened()
    desk.review.correct(pharmacist, case.id, case.version, ReviewField.DAYS_SUPPLY, "11", "typing")

    with pytest.raises(KnownError, match="CASE_CHANGED"):
        desk.review.correct(pharmacist, case.id, case.version, ReviewField.DAYS_SUPPLY, "12", "typing")

    assert len(desk.quality.events(supervisor, EventFilter())) == 1


def test_that_a_corrected_patient_brings_the_right_profile(
    desk: Desk, pharmacist: Actor, receive: Callable[..., int]
) -> None:
    case = desk.review.open(pharmacist, receive(patient="Alma Nester", dob="3/2/1961"))
    assert case.profile is not None
    assert case.profile.name == "Alma Nester"

    after = desk.review.correct(
        pharmacist, case.id, case.version, ReviewField.PATIENT, "Alma Nestor 1961-03-02", "profile", authorised(desk)
    )

    assert after.profile is not None
    assert after.profile.name == "Alma Nestor"
    assert after.facts.allergies == ()


def test_that_what_was_verified_is_not_changed_under_its_signature(
    desk: Desk, pharmacist: Actor, opened: Opened
) -> None:
    case = opened()
    desk.review.verify(pharmacist, case.id, case.version, case.digest)
    case = desk.review.open(pharmacist, case.id)

    with pytest.raises(KnownError, match="CASE_CLOSED"):
        desk.review.correct(pharmacist, case.id, case.version, ReviewField.DAYS_SUPPLY, "11", "typing")
    with pytest.raises(KnownError, match="CASE_CLOSED"):
        desk.review.edit_profile(pharmacist, case.id, case.version, case.facts)
    with pytest.raises(KnownError, match="CASE_CLOSED"):
        desk.review.verify(pharmacist, case.id, case.version, case.digest)


def test_that_a_recheck_still_knows_when_the_drug_was_last_filled(
    desk: Desk, pharmacist: Actor, receive: Callable[..., int]
) -> None:
    words = {"drug": "lisinopril 10 mg tablet", "sig": "Take 1 tablet by mouth daily", "days": "30"}
    first = desk.review.open(pharmacist, receive(**words, refills="1"))
    desk.review.verify(pharmacist, first.id, first.version, first.digest)
    second = desk.review.open(pharmacist, receive(**words, refills="2"))
    assert "REFILL_TOO_SOON" in {f.code for f in second.checks.findings}

    corrected = desk.review.correct(pharmacist, second.id, second.version, ReviewField.NOTES, "call first", "typing")
    edited = desk.review.edit_profile(pharmacist, corrected.id, corrected.version, corrected.facts)

    assert "REFILL_TOO_SOON" in {f.code for f in corrected.checks.findings}
    assert "REFILL_TOO_SOON" in {f.code for f in edited.checks.findings}
