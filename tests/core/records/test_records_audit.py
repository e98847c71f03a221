"""The audit trail: chained, append-only, and any change to it is found at its row."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.model.errors import BugError
from app.core.model.identity import Actor
from app.core.records import Records, Tx

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


def _disarm(tx: Tx) -> None:
    """What somebody with the file in hand would do first."""
    on = " ON audit" if tx._session.get_bind().dialect.name == "postgresql" else ""
    for trigger in ("kept_audit_1", "kept_audit_2"):
        tx._session.execute(text(f"DROP TRIGGER {trigger}{on}"))


def test_that_a_row_says_who_where_when_and_what(records: Records, pharmacist: Actor) -> None:
    with records.transaction() as tx:
        entry = tx.audit.append(pharmacist, "verify", "case 12", {"b": 1, "a": "x"})
    assert (entry.seq, entry.at, entry.previous) == (1, NOW, "0" * 64)
    assert (entry.actor_id, entry.actor, entry.role, entry.workstation) == (7, "Jo Doe", "pharmacist", "desk-1")
    assert (entry.act, entry.subject, entry.detail) == ("verify", "case 12", '{"a":"x","b":1}')
    with records.reading() as tx:
        assert tx.audit.page() == (entry,)


def test_that_the_hash_can_be_computed_by_anybody(records: Records, pharmacist: Actor) -> None:
    with records.transaction() as tx:
        tx.audit.append(None, "start", "desk", {})
        entry = tx.audit.append(pharmacist, "verify", "case 12", {})
    row = [1, 2, "2026-03-02T14:00:00.000000+00:00", 7, "Jo Doe", "pharmacist", "desk-1", "verify", "case 12", "{}"]
    row.append(entry.previous)
    assert hashlib.sha256(json.dumps(row, separators=(",", ":")).encode()).hexdigest() == entry.hash


def test_that_an_act_of_the_desk_itself_names_the_workstation(records: Records) -> None:
    with records.transaction() as tx:
        entry = tx.audit.append(None, "sign in failed", "unknown user", {}, "desk-2")
    assert (entry.actor_id, entry.actor, entry.workstation) == (None, "", "desk-2")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(subject=st.text(max_size=30), detail=st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=4))
def test_that_any_text_in_a_row_leaves_the_chain_whole(records: Records, subject: str, detail: dict[str, str]) -> None:
    with records.transaction() as tx:
        entry = tx.audit.append(None, "act", subject, detail)
    with records.reading() as tx:
        assert tx.audit.page(1) == (entry,)
        assert json.loads(entry.detail) == detail
        assert tx.audit.verify() is None


def test_that_details_may_hold_times_days_and_amounts(records: Records) -> None:
    detail = {"at": NOW, "on": date(2026, 3, 2), "quantity": Decimal("30.5"), "ids": (1, 2), "none": None}
    with records.transaction() as tx:
        kept = json.loads(tx.audit.append(None, "act", "s", detail).detail)
    assert kept == {
        "at": "2026-03-02T14:00:00.000000+00:00",
        "on": "2026-03-02",
        "quantity": "30.5",
        "ids": [1, 2],
        "none": None,
    }
    with pytest.raises(TypeError), records.transaction() as tx:
        tx.audit.append(None, "act", "s", {"what": object()})


def test_that_pages_go_back_in_time_and_are_searched(records: Records, pharmacist: Actor) -> None:
    with records.transaction() as tx:
        for n in range(1, 6):
            tx.audit.append(pharmacist if n % 2 else None, "verify", f"case {n}", {"n": n})
    with records.reading() as tx:
        assert [e.seq for e in tx.audit.page(2)] == [5, 4]
        assert [e.seq for e in tx.audit.page(2, before_seq=4)] == [3, 2]
        assert [e.seq for e in tx.audit.page(text="JO DOE")] == [5, 3, 1]
        assert [e.seq for e in tx.audit.page(text="case 4")] == [4]
        assert tx.audit.page(text="100%") == ()


@pytest.mark.parametrize("change", ["UPDATE audit SET act = 'x'", "DELETE FROM audit"])
def test_that_the_database_itself_refuses_to_change_the_trail(records: Records, change: str) -> None:
    with records.transaction() as tx:
        tx.audit.append(None, "act", "s", {})
    with pytest.raises(BugError), records.transaction() as tx:
        tx._session.execute(text(change))
    with records.reading() as tx:
        assert tx.audit.verify() is None


_COLUMNS = ("at", "actor_id", "actor", "role", "workstation", "act", "subject", "detail", "previous", "hash")


@pytest.mark.parametrize("column", _COLUMNS)
def test_that_an_edit_of_any_column_is_found_at_its_row(records: Records, pharmacist: Actor, column: str) -> None:
    with records.transaction() as tx:
        for n in range(5):
            tx.audit.append(pharmacist, "act", f"case {n}", {})
        _disarm(tx)
        value = 8 if column == "actor_id" else "x"
        tx._session.execute(text(f"UPDATE audit SET {column} = :value WHERE seq = 3"), {"value": value})
        assert tx.audit.verify() == 3


def _forge_insert(tx: Tx) -> None:
    columns = "at, actor_id, actor, role, workstation, act, subject, detail, previous, hash"
    tx._session.execute(text(f"INSERT INTO audit (seq, {columns}) SELECT 9, {columns} FROM audit WHERE seq = 5"))


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq >= 4", 4),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET seq = 9 WHERE seq = 2", 2),
        ("DELETE FROM audit_head", 6),
        ("insert", 6),
    ],
)
def test_that_what_is_deleted_inserted_moved_or_cut_off_is_found(records: Records, tamper: str, found: int) -> None:
    with records.transaction() as tx:
        for n in range(5):
            tx.audit.append(None, "act", f"case {n}", {})
        assert tx.audit.verify() is None
        _disarm(tx)
        if tamper == "insert":
            _forge_insert(tx)
        else:
            tx._session.execute(text(tamper))
        assert tx.audit.verify() == found


def test_that_an_empty_trail_is_whole(records: Records) -> None:
    with records.reading() as tx:
        assert tx.audit.verify() is None
