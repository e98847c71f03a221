"""Decisions: signed, undone only within their window, never changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.core.model.errors import BugError, StaleCaseError
from app.core.model.identity import Actor
from app.core.records import FillStatus, Records, Tx

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
WINDOW = timedelta(seconds=10)
AddCase = Callable[..., int]


def _decide(tx: Tx, case_id: int, actor: Actor, act: str = "verify") -> int:
    return tx.decisions.add(
        case_id=case_id,
        act=act,
        actor=actor,
        at=NOW,
        reason_code="r1",
        reason_text="checked",
        note="spoke to the clinic",
        snapshot_json='{"shown":"all"}',
        digest="d" * 64,
        undo_until=NOW + WINDOW,
    )


def test_that_a_decision_keeps_who_where_what_and_the_digest(
    records: Records, add_case: AddCase, pharmacist: Actor
) -> None:
    with records.transaction() as tx:
        case = add_case(tx)
        one = _decide(tx, case, pharmacist)
    with records.reading() as tx:
        kept = tx.decisions.get(one)
        assert kept == tx.decisions.last_of(case)
    assert (kept.actor_id, kept.actor, kept.role, kept.workstation) == (7, "Jo Doe", "pharmacist", "desk-1")
    assert (kept.act, kept.at, kept.digest, kept.undo_until) == ("verify", NOW, "d" * 64, NOW + WINDOW)
    assert (kept.reason_code, kept.reason_text, kept.note) == ("r1", "checked", "spoke to the clinic")
    assert kept.snapshot_json == '{"shown":"all"}'


def test_that_a_decision_is_undone_once_and_within_its_window(
    records: Records, add_case: AddCase, pharmacist: Actor
) -> None:
    with records.transaction() as tx:
        case = add_case(tx)
        one, late = _decide(tx, case, pharmacist), _decide(tx, case, pharmacist, "hold")
        undone = tx.decisions.undo(one, pharmacist, NOW + WINDOW)
        assert (undone.undone_by, undone.undone_at) == ("Jo Doe", NOW + WINDOW)
    for decision, at in ((one, NOW), (late, NOW + WINDOW + timedelta(microseconds=1))):
        with pytest.raises(StaleCaseError) as caught, records.transaction() as tx:
            tx.decisions.undo(decision, pharmacist, at)
        assert caught.value.code == "undo_closed"


def test_that_the_last_decision_is_the_last_that_stands(records: Records, add_case: AddCase, pharmacist: Actor) -> None:
    with records.transaction() as tx:
        case = add_case(tx)
        assert tx.decisions.last_of(case) is None
        hold, verify = _decide(tx, case, pharmacist, "hold"), _decide(tx, case, pharmacist)
        tx.decisions.undo(verify, pharmacist, NOW)
        last = tx.decisions.last_of(case)
        assert last is not None
        assert last.id == hold


def test_that_a_verification_is_due_when_its_window_has_passed(
    records: Records, add_case: AddCase, pharmacist: Actor
) -> None:
    with records.transaction() as tx:
        cases = [add_case(tx) for _ in range(4)]
        fills = [tx.cases.load(case).fill_id for case in cases]
        verified, undone, released = (_decide(tx, case, pharmacist) for case in cases[:3])
        _decide(tx, cases[3], pharmacist, "hold")
        for fill in fills:
            tx.prescriptions.set_fill_status(fill, FillStatus.VERIFIED)
        tx.prescriptions.set_fill_status(fills[2], FillStatus.RELEASED)
        tx.decisions.undo(undone, pharmacist, NOW)
        assert tx.decisions.due(NOW + WINDOW) == ()
        due = tx.decisions.due(NOW + WINDOW + timedelta(microseconds=1))
        assert [(d.id, d.fill_id) for d in due] == [(verified, fills[0])]
        assert released != verified


@pytest.mark.parametrize(
    "change", ["UPDATE decision SET snapshot_json = 'x'", "UPDATE decision SET actor_id = 1", "DELETE FROM decision"]
)
def test_that_the_database_itself_refuses_to_change_a_decision(
    records: Records, add_case: AddCase, pharmacist: Actor, change: str
) -> None:
    with records.transaction() as tx:
        one = _decide(tx, add_case(tx), pharmacist)
        kept = tx.decisions.get(one)
    with pytest.raises(BugError), records.transaction() as tx:
        tx._session.execute(text(change))
    with records.reading() as tx:
        assert tx.decisions.get(one) == kept


def test_that_a_decision_nobody_made_is_an_error(records: Records, pharmacist: Actor) -> None:
    with pytest.raises(BugError), records.reading() as tx:
        tx.decisions.get(9)
    with pytest.raises(BugError), records.transaction() as tx:
        tx.decisions.undo(9, pharmacist, NOW)


def test_that_undone_verifications_do_not_count(records: Records, add_case: AddCase, pharmacist: Actor) -> None:
    with records.transaction() as tx:
        first, second = add_case(tx), add_case(tx)
        _decide(tx, first, pharmacist)
        tx.decisions.undo(_decide(tx, second, pharmacist), pharmacist, NOW)
        assert tx.cases.counts(NOW).verified == 1
        assert tx.cases.counts(NOW + timedelta(seconds=1)).verified == 0
