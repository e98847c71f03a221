from collections.abc import Callable
from datetime import timedelta

import pytest

from app.core.desk import Desk
from app.core.model.case import CaseChange, CaseStatus, CaseView, Disposition, PendingKind
from app.core.model.clock import FixedClock
from app.core.model.errors import KnownError, NotPermittedError, StaleCaseError
from app.core.model.identity import Actor
from app.core.model.order import ReviewField
from app.core.model.quality import EventClass, EventFilter
from app.core.records import FillStatus

Opened = Callable[..., CaseView]


def status_of(desk: Desk, case_id: int) -> CaseStatus:
    with desk.records.reading() as tx:
        return tx.cases.load(case_id).status


def fill_status(desk: Desk, case_id: int) -> FillStatus:
    with desk.records.reading() as tx:
        return tx.prescriptions.fill_status(tx.cases.load(case_id).fill_id)


def confirm_all(desk: Desk, actor: Actor, case: CaseView) -> CaseView:
    while case.pending:
        first = case.pending[0]
        reason = "prescriber" if first.kind is PendingKind.STOP else None
        case = desk.review.confirm(actor, case.id, case.version, first.key, reason)
    return case


def test_that_a_clean_prescription_is_ready_and_one_act_verifies_it(
    desk: Desk, pharmacist: Actor, opened: Opened
) -> None:
    case = opened()
    assert (case.disposition, case.pending) == (Disposition.READY, ())

    change = desk.review.verify(pharmacist, case.id, case.version, case.digest)

    assert change.status is CaseStatus.VERIFIED
    assert status_of(desk, case.id) is CaseStatus.VERIFIED
    assert fill_status(desk, case.id) is FillStatus.VERIFIED


def test_that_a_verification_signs_exactly_what_was_on_screen(desk: Desk, pharmacist: Actor, opened: Opened) -> None:
    case = opened()

    change = desk.review.verify(pharmacist, case.id, case.version, case.digest)

    with desk.records.reading() as tx:
        decision = tx.decisions.get(change.decision_id or 0)
        row = tx.audit.page(1)[0]
    assert CaseView.model_validate_json(decision.snapshot_json).digest == case.digest == decision.digest
    assert (row.act, case.digest in row.detail) == ("case.verify", True)


def test_that_another_digest_than_the_shown_one_is_refused(desk: Desk, pharmacist: Actor, opened: Opened) -> None:
    case = opened()

    with pytest.raises(StaleCaseError):
        desk.review.verify(pharmacist, case.id, case.version, "0" * 64)

    assert status_of(desk, case.id) is CaseStatus.WAITING


def test_that_a_technician_can_never_verify(desk: Desk, technician: Actor, opened: Opened) -> None:
    case = opened()

    with pytest.raises(NotPermittedError):
        desk.review.verify(technician, case.id, case.version, case.digest)

    with desk.records.reading() as tx:
        assert tx.audit.page(1)[0].act == "refused"


def test_that_nothing_pending_may_be_passed_over(desk: Desk, pharmacist: Actor, opened: Opened) -> None:
    case = opened(refills="99 or so")
    assert case.pending

    with pytest.raises(KnownError, match="STILL_PENDING"):
        desk.review.verify(pharmacist, case.id, case.version, case.digest)


def test_that_a_stop_passes_only_with_a_reason(desk: Desk, pharmacist: Actor, opened: Opened) -> None:
    case = opened(
        drug="methotrexate 2.5 mg tablet",
        sig="Take 4 tablets by mouth once a week",
        quantity="16",
        days="28",
        patient="Bea Unknown",
        dob="1/1/1980",
    )
    case = desk.review.edit_profile(
        pharmacist, case.id, case.version, case.facts.model_copy(update={"allergies": ("methotrexate",)})
    )
    stop = next(p for p in case.pending if p.kind is PendingKind.STOP)

    with pytest.raises(KnownError, match="REASON_NEEDED"):
        desk.review.confirm(pharmacist, case.id, case.version, stop.key)
    case = desk.review.confirm(pharmacist, case.id, case.version, stop.key, "tolerated", "took it for years")

    assert stop.key not in [p.key for p in case.pending]
    assert case.confirmations[-1].reason == "The patient has taken it before without harm"


def test_that_directions_that_are_not_clear_cannot_be_confirmed_away(
    desk: Desk, pharmacist: Actor, opened: Opened
) -> None:
    case = opened(sig="take as directed")
    key = next(p.key for p in case.pending if p.field is ReviewField.DIRECTIONS)

    with pytest.raises(KnownError, match="MUST_BE_ENTERED"):
        desk.review.confirm(pharmacist, case.id, case.version, key)


def test_that_an_unknown_allergy_list_is_never_ready(desk: Desk, opened: Opened) -> None:
    case = opened(patient="Nova Newcomer", dob="5/5/1990")

    assert case.disposition is not Disposition.READY
    assert PendingKind.NOT_CHECKED in [p.kind for p in case.pending]


def test_that_learning_the_allergies_runs_the_checks_again(desk: Desk, pharmacist: Actor, opened: Opened) -> None:
    case = opened(patient="Nova Newcomer", dob="5/5/1990")

    facts = case.facts.model_copy(update={"allergies": ("penicillin",)})
    case = desk.review.edit_profile(pharmacist, case.id, case.version, facts)

    assert case.disposition is Disposition.STOPPED
    assert any("penicillin" in f.message.casefold() for f in case.checks.findings)


@pytest.mark.parametrize(
    ("act", "reason", "status"),
    [
        ("hold", "stock", CaseStatus.ON_HOLD),
        ("ask", "dose", CaseStatus.ASKED),
        ("refuse", "expired", CaseStatus.REFUSED),
    ],
)
def test_that_setting_aside_keeps_the_reason(
    desk: Desk, pharmacist: Actor, opened: Opened, act: str, reason: str, status: CaseStatus
) -> None:
    case = opened()

    change = getattr(desk.review, act)(pharmacist, case.id, case.version, reason, "call back at 4")

    assert change.status is status
    assert "call back at 4" in desk.review.open(pharmacist, case.id).status_note


def test_that_no_act_goes_without_one_of_its_reasons(desk: Desk, pharmacist: Actor, opened: Opened) -> None:
    case = opened()

    with pytest.raises(KnownError, match="REASON_NEEDED"):
        desk.review.hold(pharmacist, case.id, case.version, "because")


def test_that_sending_back_files_the_near_miss_by_itself(
    desk: Desk, pharmacist: Actor, supervisor: Actor, opened: Opened
) -> None:
    case = opened()

    change = desk.review.send_back(pharmacist, case.id, case.version, ReviewField.QUANTITY, "misread")

    (event,) = desk.quality.events(supervisor, EventFilter())
    assert change.status is CaseStatus.RETURNED
    assert (event.id,) == change.event_ids
    assert (event.classification, event.field, event.was) == (EventClass.NEAR_MISS, ReviewField.QUANTITY, "30")


def test_that_refusing_a_harmful_order_files_an_intervention(
    desk: Desk, pharmacist: Actor, supervisor: Actor, opened: Opened
) -> None:
    case = opened()

    desk.review.refuse(pharmacist, case.id, case.version, "harm")

    (event,) = desk.quality.events(supervisor, EventFilter())
    assert event.classification is EventClass.INTERVENTION


def test_that_a_decision_can_be_taken_back_for_ten_seconds(
    desk: Desk, pharmacist: Actor, clock: FixedClock, opened: Opened
) -> None:
    case = opened()
    change = desk.review.verify(pharmacist, case.id, case.version, case.digest)
    clock.advance(timedelta(seconds=9))

    again = desk.review.undo(pharmacist, change.decision_id or 0)

    assert again.status is CaseStatus.WAITING
    assert fill_status(desk, case.id) is FillStatus.PENDING


def test_that_nothing_leaves_before_the_time_to_take_it_back_has_passed(
    desk: Desk, pharmacist: Actor, clock: FixedClock, opened: Opened
) -> None:
    case = opened()
    change = desk.review.verify(pharmacist, case.id, case.version, case.digest)

    assert desk.review.release_due() == 0
    clock.advance(timedelta(seconds=11))
    with pytest.raises(KnownError, match="UNDO_OVER"):
        desk.review.undo(pharmacist, change.decision_id or 0)
    assert desk.review.release_due() == 1
    assert fill_status(desk, case.id) is FillStatus.RELEASED
    assert desk.review.release_due() == 0


def test_that_taking_back_a_return_reclassifies_its_near_miss_and_deletes_nothing(
    desk: Desk, pharmacist: Actor, supervisor: Actor, opened: Opened
) -> None:
    case = opened()
    change = desk.review.send_back(pharmacist, case.id, case.version, ReviewField.DOSE, "misread")

    desk.review.undo(pharmacist, change.decision_id or 0)

    (event,) = desk.quality.events(supervisor, EventFilter())
    assert (event.classification, event.reclassified_from) == (EventClass.EDIT, EventClass.NEAR_MISS)


def test_that_nobody_takes_back_the_decision_of_another(
    desk: Desk, pharmacist: Actor, other: Actor, opened: Opened
) -> None:
    case = opened()
    change = desk.review.verify(pharmacist, case.id, case.version, case.digest)

    with pytest.raises(StaleCaseError):
        desk.review.undo(other, change.decision_id or 0)


def test_that_a_case_open_at_another_desk_can_be_read_and_not_changed(
    desk: Desk, pharmacist: Actor, other: Actor, opened: Opened
) -> None:
    case = opened()

    seen = desk.review.open(other, case.id)

    assert seen.claim is not None
    assert seen.claim.user_id == pharmacist.user_id
    with pytest.raises(KnownError, match="CASE_LOCKED"):
        desk.review.verify(other, case.id, seen.version, seen.digest)


def test_that_a_supervisor_who_looks_takes_the_case_from_nobody(
    desk: Desk, pharmacist: Actor, supervisor: Actor, receive: Callable[..., int]
) -> None:
    case_id = receive()

    desk.review.open(supervisor, case_id)

    mine = desk.review.open(pharmacist, case_id)
    assert mine.claim is not None
    assert mine.claim.user_id == pharmacist.user_id


def test_that_opening_a_case_leaves_a_trace(desk: Desk, pharmacist: Actor, opened: Opened) -> None:
    case = opened()

    with desk.records.reading() as tx:
        row = tx.audit.page(1)[0]
    assert (row.act, row.subject, row.actor) == ("case.open", f"case {case.id}", pharmacist.name)


def test_that_the_next_case_is_the_most_urgent_that_is_free(
    desk: Desk, pharmacist: Actor, receive: Callable[..., int]
) -> None:
    first, second = receive(), receive(drug="lisinopril 10 mg tablet", sig="Take 1 tablet by mouth daily", days="30")
    case = desk.review.open(pharmacist, first)

    change = confirm_and_verify(desk, pharmacist, case)

    assert change.next_case_id == second


def confirm_and_verify(desk: Desk, actor: Actor, case: CaseView) -> CaseChange:
    case = confirm_all(desk, actor, case)
    return desk.review.verify(actor, case.id, case.version, case.digest)
