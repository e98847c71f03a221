"""Signing in and out: argon2id, a short lock after repeated failures, every attempt recorded."""

from __future__ import annotations

from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from app.core.identity.roles import may
from app.core.model.clock import Clock
from app.core.model.errors import KnownError
from app.core.model.identity import Actor, Permission, Role, User
from app.core.records import Records, StoredUser, Tx

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=5)


class Identity:
    """Who may sit down at the desk."""

    def __init__(self, records: Records, clock: Clock, hasher: PasswordHasher | None = None) -> None:
        """Keep users in `records`; tests pass a cheaper `hasher`."""
        self._records = records
        self._clock = clock
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._decoy = ""

    def users(self) -> tuple[User, ...]:
        """All users by name, for the sign-in screen."""
        with self._records.reading() as tx:
            return tx.users.all()

    def may(self, actor: Actor, permission: Permission) -> bool:
        """Whether the actor's role has a permission; screens ask it to show what can be done."""
        return may(actor.role, permission)

    def ensure_user(self, login: str, name: str, initials: str, role: Role, password: str) -> User:
        """The user of `login`; made when there is none, left as it is when there is."""
        with self._records.reading() as tx:
            found = tx.users.by_login(login)
        if found is not None:
            return found.user
        secret = self._hasher.hash(password)
        with self._records.transaction() as tx:
            user = tx.users.add(login, name, initials, role, secret)
            tx.audit.append(None, "add user", f"user {user.id}", {"role": role.value})
        return user

    def sign_in(self, login: str, password: str, workstation: str) -> Actor:
        """The signed-in user; a wrong password and an unknown login cannot be told apart.

        The fifth failure in a row locks the login for five minutes, whether it exists or not.
        """
        with self._records.reading() as tx:
            stored = tx.users.by_login(login)
            locked = self._is_locked(tx, login)
        # Hashing is slow by design, so no transaction is open meanwhile.
        right = not locked and self._fits(stored, password)
        secret = self._renewed(stored, password) if right and stored else None
        with self._records.transaction() as tx:
            if stored is not None and right and not self._is_locked(tx, login):
                return self._let_in(tx, stored.user, secret, workstation)
            locked = self._keep_out(tx, stored, login, workstation)
        raise _locked() if locked else _refused()

    def sign_out(self, actor: Actor) -> None:
        """Give back what the user had open, and record the leaving."""
        with self._records.transaction() as tx:
            tx.cases.release_all(actor.user_id)
            tx.audit.append(actor, "sign out", f"user {actor.user_id}", {})

    def _fits(self, stored: StoredUser | None, password: str) -> bool:
        """Whether the password is right; it takes as long when there is no such user."""
        if stored is None and not self._decoy:
            self._decoy = self._hasher.hash("decoy")
        try:
            self._hasher.verify(stored.secret_hash if stored else self._decoy, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None and stored.user.active

    def _is_locked(self, tx: Tx, login: str) -> bool:
        until = tx.users.guard(login).locked_until
        return until is not None and self._clock.now() < until

    def _renewed(self, stored: StoredUser, password: str) -> str | None:
        """A new hash where the kept one was made with other parameters than today's."""
        return self._hasher.hash(password) if self._hasher.check_needs_rehash(stored.secret_hash) else None

    def _let_in(self, tx: Tx, user: User, secret: str | None, workstation: str) -> Actor:
        if tx.users.guard(user.login).failures:
            tx.users.set_guard(user.login, 0, None)
        if secret is not None:
            tx.users.set_secret(user.id, secret)
        actor = Actor(user_id=user.id, name=user.name, role=user.role, workstation=workstation)
        tx.audit.append(actor, "sign in", f"user {user.id}", {})
        return actor

    def _keep_out(self, tx: Tx, stored: StoredUser | None, login: str, workstation: str) -> bool:
        """Record a failure; True when the login is locked now."""
        locked = self._is_locked(tx, login)
        if not locked:
            guard = tx.users.guard(login)
            # A lock that has run out begins a new count.
            failures = (0 if guard.locked_until else guard.failures) + 1
            locked = failures >= MOST_FAILURES
            until = self._clock.now() + LOCKED_FOR if locked else None
            tx.users.set_guard(login, failures, until)
        # What was typed is not recorded: people type passwords into the wrong field.
        subject = f"user {stored.user.id}" if stored else "unknown user"
        tx.audit.append(None, "sign in failed", subject, {"locked": locked}, workstation)
        return locked


def _refused() -> KnownError:
    return KnownError(
        "sign_in_refused",
        "The login or the password is not right.",
        "Nothing was opened.",
        f"Try again; after {MOST_FAILURES} failures the login is locked for a while.",
    )


def _locked() -> KnownError:
    minutes = int(LOCKED_FOR.total_seconds() // 60)
    return KnownError(
        "sign_in_locked",
        "This login is locked after repeated failures.",
        "Nothing was opened.",
        f"Wait {minutes} minutes, then try again.",
    )
