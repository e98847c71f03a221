from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.model.case import Confirmation, FieldState, FieldView, PendingKind
from app.core.model.finding import CheckResult, Finding, NotChecked, Severity, Tier
from app.core.model.order import ReviewField
from app.core.model.pending import can_be_confirmed, digest_of, pending_of

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def field(name: ReviewField, state: FieldState, value: str = "30") -> FieldView:
    return FieldView(field=name, label=name.value, value=value, state=state)


def finding(tier: Tier, message: str = "amoxicillin meets a penicillin allergy") -> Finding:
    return Finding(
        code="ALLERGY", tier=tier, severity=Severity.MAJOR, message=message, evidence="profile", source="label 4"
    )


def test_that_a_sure_case_has_nothing_pending() -> None:
    fields = [field(ReviewField.QUANTITY, FieldState.SURE), field(ReviewField.DRUG, FieldState.CORRECTED)]

    assert pending_of(fields, CheckResult(findings=(finding(Tier.NOTE),))) == ()


def test_that_stops_come_before_doubts_before_warnings_before_checks_not_done() -> None:
    checks = CheckResult(
        findings=(finding(Tier.WARN, "look-alike"), finding(Tier.STOP)),
        not_checked=(NotChecked(check="allergy", reason="no list", required=True),),
    )

    kinds = [p.kind for p in pending_of([field(ReviewField.DOSE, FieldState.CHECK)], checks)]

    assert kinds == [PendingKind.STOP, PendingKind.FIELD, PendingKind.WARN, PendingKind.NOT_CHECKED]


def test_that_only_a_required_check_that_was_not_done_is_pending() -> None:
    checks = CheckResult(not_checked=(NotChecked(check="renal dose", reason="no eGFR"),))

    assert pending_of([], checks) == ()


def test_that_a_missing_needed_field_cannot_be_confirmed_away() -> None:
    (pending,) = pending_of([field(ReviewField.DIRECTIONS, FieldState.MISSING, "")], CheckResult())

    assert not can_be_confirmed(pending)


@pytest.mark.parametrize("name", [ReviewField.DAYS_SUPPLY, ReviewField.NOTES])
def test_that_a_missing_field_that_nobody_needs_is_not_pending(name: ReviewField) -> None:
    assert pending_of([field(name, FieldState.MISSING, "")], CheckResult()) == ()


def test_that_a_confirmation_falls_when_what_it_confirmed_changes() -> None:
    doubtful = field(ReviewField.DOSE, FieldState.CHECK, "1 tablet")
    (pending,) = pending_of([doubtful], CheckResult())
    confirmed = [Confirmation(key=pending.key, digest=pending.digest, by="J. Doe", at=NOW)]

    assert pending_of([doubtful], CheckResult(), confirmed) == ()
    changed = doubtful.model_copy(update={"value": "2 tablets"})
    assert [p.key for p in pending_of([changed], CheckResult(), confirmed)] == [pending.key]


def test_that_a_missing_field_stays_pending_whatever_was_confirmed() -> None:
    missing = field(ReviewField.QUANTITY, FieldState.MISSING, "")
    (pending,) = pending_of([missing], CheckResult())
    confirmed = [Confirmation(key=pending.key, digest=pending.digest, by="J. Doe", at=NOW)]

    assert pending_of([missing], CheckResult(), confirmed) == (pending,)


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_that_two_different_lists_of_parts_never_share_a_digest(first: list[str], second: list[str]) -> None:
    assert (digest_of(*first) == digest_of(*second)) == (first == second)
