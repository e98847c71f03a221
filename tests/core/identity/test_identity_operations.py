"""Operations: permitted or recorded as refused; the act and its audit row are kept together or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.core.identity import OPERATIONS, ROLE_PERMISSIONS, act_of, may, operation, query
from app.core.model.clock import FixedClock
from app.core.model.errors import KnownError, NotPermittedError
from app.core.model.identity import Actor, Permission, Role
from app.core.records import Records, Tx

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


class Office:
    """What a service needs to have operations."""

    def __init__(self, records: Records, versions: Mapping[str, str]) -> None:
        self.records = records
        self.versions = versions


@pytest.fixture(scope="module")
def mailroom_class() -> Iterator[type[Any]]:
    """A small service with one act of each kind, struck off the register when its tests are over."""

    class Mailroom(Office):
        @operation("test: receive", Permission.IMPORT)
        def receive(self, tx: Tx, actor: Actor, name: str, *, fail: bool = False) -> int:
            """Keep a message."""
            receipt = tx.messages.store(name, name.encode(), tx.now, "import", actor.user_id)
            tx.note(f"message {receipt.id}", size=len(name))
            tx.note(door="import")
            if fail:
                raise ZeroDivisionError
            return receipt.id

        @query("test: waiting", Permission.VIEW_QUEUE)
        def waiting(self, tx: Tx, actor: Actor) -> int:
            """How many messages wait."""
            return len(tx.messages.unread(100))

        @query("test: cheat", Permission.VIEW_QUEUE)
        def cheat(self, tx: Tx, actor: Actor) -> int:
            """Write where only reading is promised."""
            return tx.messages.store("a", b"a", tx.now, "import", actor.user_id).id

    yield Mailroom
    for act in [act for act in OPERATIONS if act.startswith("test: ")]:
        del OPERATIONS[act]


@pytest.fixture
def mailroom(mailroom_class: type[Any], tmp_path: Path) -> Iterator[Any]:
    records = Records.open(f"sqlite:///{tmp_path / 'tallman.db'}", FixedClock(NOW))
    yield mailroom_class(records, {"engine": "grammar 1", "rules": "2", "catalogue": "3"})
    records.close()


def _actor(role: Role) -> Actor:
    return Actor(user_id=7, name="Jo Doe", role=role, workstation="desk-1")


def test_that_an_act_leaves_exactly_one_audit_row_with_its_versions(mailroom: Any) -> None:
    message = mailroom.receive(_actor(Role.TECHNICIAN), "hello")
    with mailroom.records.reading() as tx:
        (entry,) = tx.audit.page()
        assert tx.messages.bytes_of(message) == b"hello"
        assert tx.audit.verify() is None
    assert (entry.act, entry.subject) == ("test: receive", f"message {message}")
    assert (entry.actor, entry.role, entry.workstation) == ("Jo Doe", "technician", "desk-1")
    assert json.loads(entry.detail) == {
        "size": 5,
        "door": "import",
        "versions": {"engine": "grammar 1", "rules": "2", "catalogue": "3"},
    }


def test_that_an_act_that_fails_leaves_nothing_and_no_audit_row(mailroom: Any) -> None:
    with pytest.raises(ZeroDivisionError):
        mailroom.receive(_actor(Role.TECHNICIAN), "hello", fail=True)
    with mailroom.records.reading() as tx:
        assert tx.messages.unread(10) == ()
        assert tx.audit.page() == ()


def test_that_an_act_whose_audit_row_cannot_be_written_leaves_nothing(mailroom: Any) -> None:
    mailroom.versions = {"engine": object()}  # type: ignore[dict-item] # nothing that an audit row can hold
    with pytest.raises(TypeError):
        mailroom.receive(_actor(Role.TECHNICIAN), "hello")
    with mailroom.records.reading() as tx:
        assert tx.messages.unread(10) == ()


def test_that_a_refused_act_does_nothing_and_is_recorded(mailroom: Any) -> None:
    with pytest.raises(NotPermittedError) as caught:
        mailroom.receive(_actor(Role.AUDITOR), "hello")
    assert "auditor" in caught.value.what
    with mailroom.records.reading() as tx:
        (entry,) = tx.audit.page()
        assert tx.messages.unread(10) == ()
    assert (entry.act, entry.subject, entry.role) == ("refused", "test: receive", "auditor")
    assert json.loads(entry.detail) == {"permission": "import"}


def test_that_a_query_reads_without_an_audit_row(mailroom: Any) -> None:
    mailroom.receive(_actor(Role.TECHNICIAN), "hello")
    assert mailroom.waiting(_actor(Role.TECHNICIAN)) == 1
    with mailroom.records.reading() as tx:
        assert len(tx.audit.page()) == 1


def test_that_a_refused_query_is_recorded_too(mailroom: Any) -> None:
    with pytest.raises(NotPermittedError):
        mailroom.waiting(_actor(Role.ADMIN))
    with mailroom.records.reading() as tx:
        assert [entry.act for entry in tx.audit.page()] == ["refused"]


def test_that_a_query_cannot_write(mailroom: Any) -> None:
    with pytest.raises(KnownError):
        mailroom.cheat(_actor(Role.TECHNICIAN))
    assert mailroom.waiting(_actor(Role.TECHNICIAN)) == 0


def test_that_a_role_without_an_entry_may_do_nothing(mailroom: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ROLE_PERMISSIONS, Role.TECHNICIAN)
    with pytest.raises(NotPermittedError):
        mailroom.waiting(_actor(Role.TECHNICIAN))


def test_that_every_act_is_registered_under_its_own_name(mailroom_class: type[Any]) -> None:
    assert OPERATIONS["test: receive"] is Permission.IMPORT
    assert act_of(mailroom_class.receive) == "test: receive"
    assert act_of(mailroom_class.waiting) == "test: waiting"
    assert act_of(mailroom_class.__init__) is None
    with pytest.raises(ValueError, match="test: receive"):
        operation("test: receive", Permission.VIEW_CASE)
    assert OPERATIONS["test: receive"] is Permission.IMPORT


def test_that_an_operation_keeps_the_name_and_words_of_its_method(mailroom_class: type[Any]) -> None:
    assert mailroom_class.receive.__name__ == "receive"
    assert mailroom_class.receive.__doc__ == "Keep a message."


_VERIFIERS = {Role.PHARMACIST, Role.PHARMACIST_IN_CHARGE}
_CLINICAL = (Permission.VERIFY, Permission.CONFIRM, Permission.REFUSE, Permission.SET_ASIDE)
_READING = {Permission.VIEW_QUEUE, Permission.VIEW_CASE, Permission.VIEW_QUALITY, Permission.VIEW_AUDIT}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("permission", _CLINICAL)
def test_that_only_pharmacists_decide_about_prescriptions(role: Role, permission: Permission) -> None:
    assert may(role, permission) is (role in _VERIFIERS)


def test_that_an_admin_touches_no_prescription() -> None:
    assert not may(Role.ADMIN, Permission.CORRECT)
    assert not may(Role.ADMIN, Permission.VIEW_CASE)
    assert may(Role.ADMIN, Permission.MANAGE_USERS)


def test_that_an_auditor_only_reads() -> None:
    assert ROLE_PERMISSIONS[Role.AUDITOR] <= _READING


def test_that_nobody_sets_up_users_but_the_admin() -> None:
    assert [role for role in Role if may(role, Permission.MANAGE_USERS)] == [Role.ADMIN]


@pytest.mark.parametrize("permission", list(Permission))
def test_that_every_permission_is_held_by_somebody(permission: Permission) -> None:
    assert any(may(role, permission) for role in Role)


def test_that_every_role_is_spelled_out() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
