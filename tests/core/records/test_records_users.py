"""Users: a login is taken once; failures are counted whether or not the login exists."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.core.model.errors import BugError, KnownError
from app.core.model.identity import Role
from app.core.records import Records

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


def test_that_a_user_is_found_however_the_login_is_written(records: Records) -> None:
    with records.transaction() as tx:
        added = tx.users.add(" JDoe ", "Jo Doe", "JD", Role.PHARMACIST, "hash")
        found = tx.users.by_login("jdoe")
        assert found is not None
        assert (found.user, found.secret_hash) == (added, "hash")
        assert tx.users.get(added.id) == added
        assert tx.users.by_login("nobody") is None
        tx.users.set_secret(added.id, "other")
    with records.reading() as tx:
        found = tx.users.by_login("JDOE")
        assert found is not None
        assert found.secret_hash == "other"


def test_that_a_login_is_taken_once(records: Records) -> None:
    with records.transaction() as tx:
        tx.users.add("jdoe", "Jo Doe", "JD", Role.PHARMACIST, "hash")
        with pytest.raises(KnownError) as caught:
            tx.users.add("JDOE", "Jane Doe", "JD", Role.ADMIN, "hash")
    assert caught.value.code == "login_taken"


def test_that_users_are_listed_by_name_and_without_secrets(records: Records) -> None:
    with records.transaction() as tx:
        for name in ("Zoe", "Ann"):
            tx.users.add(name, name, name[0], Role.TECHNICIAN, "secret-hash")
    with records.reading() as tx:
        users = tx.users.all()
    assert [user.name for user in users] == ["Ann", "Zoe"]
    assert "secret-hash" not in repr(users)


def test_that_failures_of_any_login_are_kept(records: Records) -> None:
    with records.transaction() as tx:
        assert tx.users.guard("ghost").failures == 0
        tx.users.set_guard("Ghost", 3, NOW)
    with records.reading() as tx:
        assert tx.users.guard("ghost") == tx.users.guard("GHOST")
        assert (tx.users.guard("ghost").failures, tx.users.guard("ghost").locked_until) == (3, NOW)


def test_that_a_user_nobody_added_is_an_error(records: Records) -> None:
    with pytest.raises(BugError), records.reading() as tx:
        tx.users.get(9)
