"""Signing in: right or wrong, told apart by nobody who guesses, locked after five failures, recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import RFC_9106_LOW_MEMORY

from app.core.identity import Identity
from app.core.identity.users import LOCKED_FOR, MOST_FAILURES
from app.core.model.clock import FixedClock
from app.core.model.errors import KnownError
from app.core.model.identity import Actor, Role
from app.core.records import Records

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def records(tmp_path: Path, clock: FixedClock) -> Iterator[Records]:
    opened = Records.open(f"sqlite:///{tmp_path / 'tallman.db'}", clock)
    yield opened
    opened.close()


@pytest.fixture
def identity(records: Records, clock: FixedClock) -> Identity:
    made = Identity(records, clock, CHEAP)
    made.ensure_user("jdoe", "Jo Doe", "JD", Role.PHARMACIST, "right horse")
    return made


@pytest.fixture
def refusal(identity: Identity) -> Callable[..., KnownError]:
    def refuse(login: str = "jdoe", password: str = "wrong") -> KnownError:
        with pytest.raises(KnownError) as caught:
            identity.sign_in(login, password, "desk-1")
        return caught.value

    return refuse


def _acts(records: Records) -> list[tuple[str, str]]:
    with records.reading() as tx:
        return [(entry.act, entry.subject) for entry in reversed(tx.audit.page())]


def test_that_the_right_password_signs_in_at_the_workstation(identity: Identity, records: Records) -> None:
    actor = identity.sign_in(" JDoe", "right horse", "desk-1")
    assert actor == Actor(user_id=1, name="Jo Doe", role=Role.PHARMACIST, workstation="desk-1")
    assert _acts(records) == [("add user", "user 1"), ("sign in", "user 1")]


def test_that_a_wrong_password_and_an_unknown_login_look_the_same(
    refusal: Callable[..., KnownError],
) -> None:
    wrong, unknown = refusal(), refusal("ghost")
    assert (wrong.code, wrong.text()) == (unknown.code, unknown.text())


def test_that_failures_are_recorded_without_what_was_typed(
    refusal: Callable[..., KnownError], records: Records
) -> None:
    refusal()
    refusal("my secret password", "x")
    assert _acts(records)[1:] == [("sign in failed", "user 1"), ("sign in failed", "unknown user")]
    with records.reading() as tx:
        assert "secret" not in "".join(entry.model_dump_json() for entry in tx.audit.page())
        assert tx.audit.page(1)[0].workstation == "desk-1"


@pytest.mark.parametrize("login", ["jdoe", "ghost"])
def test_that_the_fifth_failure_locks_a_login_whether_it_exists_or_not(
    refusal: Callable[..., KnownError], login: str
) -> None:
    codes = [refusal(login).code for _ in range(MOST_FAILURES + 1)]
    assert codes == ["sign_in_refused"] * (MOST_FAILURES - 1) + ["sign_in_locked"] * 2


def test_that_a_locked_login_refuses_even_the_right_password_until_the_time_is_over(
    identity: Identity, refusal: Callable[..., KnownError], clock: FixedClock
) -> None:
    for _ in range(MOST_FAILURES):
        refusal()
    assert refusal(password="right horse").code == "sign_in_locked"
    clock.advance(LOCKED_FOR - timedelta(microseconds=1))
    assert refusal(password="right horse").code == "sign_in_locked"
    clock.advance(timedelta(microseconds=1))
    assert identity.sign_in("jdoe", "right horse", "desk-1").name == "Jo Doe"


def test_that_a_lock_that_ran_out_begins_a_new_count(refusal: Callable[..., KnownError], clock: FixedClock) -> None:
    for _ in range(MOST_FAILURES):
        refusal()
    clock.advance(LOCKED_FOR)
    codes = [refusal().code for _ in range(MOST_FAILURES)]
    assert codes == ["sign_in_refused"] * (MOST_FAILURES - 1) + ["sign_in_locked"]


def test_that_one_success_forgets_the_failures_before_it(
    identity: Identity, refusal: Callable[..., KnownError]
) -> None:
    for _ in range(3):
        for _ in range(MOST_FAILURES - 1):
            assert refusal().code == "sign_in_refused"
        identity.sign_in("jdoe", "right horse", "desk-1")


def test_that_ensuring_a_user_again_changes_nothing(identity: Identity) -> None:
    again = identity.ensure_user("JDOE", "Somebody Else", "SE", Role.ADMIN, "other password")
    assert (again.name, again.role) == ("Jo Doe", Role.PHARMACIST)
    assert identity.users() == (again,)
    assert identity.sign_in("jdoe", "right horse", "desk-1").role is Role.PHARMACIST


def test_that_a_user_who_was_switched_off_cannot_sign_in(records: Records, refusal: Callable[..., KnownError]) -> None:
    from sqlalchemy import text

    with records.transaction() as tx:
        tx._session.execute(text("UPDATE account SET active = :no"), {"no": False})
    assert refusal(password="right horse").code == "sign_in_refused"


def test_that_a_hash_of_older_parameters_is_renewed_at_sign_in(
    identity: Identity, records: Records, clock: FixedClock
) -> None:
    newer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    Identity(records, clock, newer).sign_in("jdoe", "right horse", "desk-1")
    with records.reading() as tx:
        stored = tx.users.by_login("jdoe")
    assert stored is not None
    assert not newer.check_needs_rehash(stored.secret_hash)
    assert identity.sign_in("jdoe", "right horse", "desk-1")


def test_that_passwords_are_kept_as_argon2id_of_full_strength(records: Records, clock: FixedClock) -> None:
    Identity(records, clock).ensure_user("strong", "S", "S", Role.ADMIN, "right horse")
    with records.reading() as tx:
        stored = tx.users.by_login("strong")
    assert stored is not None
    assert stored.secret_hash.startswith("$argon2id$")
    assert not PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).check_needs_rehash(stored.secret_hash)


def test_that_signing_out_is_recorded(identity: Identity, records: Records) -> None:
    identity.sign_out(identity.sign_in("jdoe", "right horse", "desk-1"))
    assert _acts(records)[-1] == ("sign out", "user 1")
