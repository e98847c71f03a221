"""Users with the hashes of their passwords, and the count of failed sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.model.clock import Clock
from app.core.model.errors import KnownError
from app.core.model.identity import Role, User
from app.core.records.failures import missing
from app.core.records.stored import SignInGuard, StoredUser
from app.core.records.tables import Account, Guard


class Users:
    """Repository of users."""

    def __init__(self, session: Session, clock: Clock) -> None:
        """Work inside the transaction of `session`."""
        self._session = session
        self._clock = clock

    def add(self, login: str, name: str, initials: str, role: Role, secret_hash: str) -> User:
        """Keep a new user; a login is taken once, however its letters are written."""
        if self.by_login(login) is not None:
            raise KnownError(
                "login_taken",
                "A user with this login exists already.",
                "Nothing was changed.",
                "Choose another login.",
            )
        row = Account(
            login=_key(login),
            name=name,
            initials=initials,
            role=role,
            secret_hash=secret_hash,
            active=True,
            created_at=self._clock.now(),
        )
        self._session.add(row)
        self._session.flush()
        return _user(row)

    def by_login(self, login: str) -> StoredUser | None:
        """The user of a login."""
        row = self._session.scalar(select(Account).where(Account.login == _key(login)))
        return None if row is None else StoredUser(user=_user(row), secret_hash=row.secret_hash)

    def get(self, user_id: int) -> User:
        """One user."""
        return _user(self._row(user_id))

    def all(self) -> tuple[User, ...]:
        """All users by name."""
        query = select(Account).order_by(Account.name, Account.id)
        return tuple(_user(row) for row in self._session.scalars(query))

    def set_secret(self, user_id: int, secret_hash: str) -> None:
        """Keep a new password hash."""
        self._row(user_id).secret_hash = secret_hash
        self._session.flush()

    def guard(self, login: str) -> SignInGuard:
        """The failed sign-ins of a login."""
        row = self._session.get(Guard, _key(login), populate_existing=True)
        if row is None:
            return SignInGuard(login=_key(login))
        return SignInGuard(login=row.login, failures=row.failures, locked_until=row.locked_until)

    def set_guard(self, login: str, failures: int, locked_until: datetime | None) -> None:
        """Keep the failed sign-ins of a login."""
        row = self._session.get(Guard, _key(login)) or Guard(login=_key(login))
        row.failures, row.locked_until = failures, locked_until
        self._session.add(row)
        self._session.flush()

    def _row(self, user_id: int) -> Account:
        row = self._session.get(Account, user_id)
        if row is None:
            raise missing("user")
        return row


def _key(login: str) -> str:
    return login.strip().casefold()[:64]


def _user(row: Account) -> User:
    return User(
        id=row.id,
        login=row.login,
        name=row.name,
        initials=row.initials,
        role=Role(row.role),
        active=row.active,
    )
