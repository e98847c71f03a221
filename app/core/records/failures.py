"""What went wrong with the database, said to a person: what happened, what is safe, what to do."""

from __future__ import annotations

import logging
import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError

from app.core.model.errors import BugError, KnownError, StaleCaseError, TallmanError

_log = logging.getLogger(__name__)

_SENTENCES: dict[str, tuple[str, str, str]] = {
    "database_locked": (
        "Another program is holding the database.",
        "Nothing was saved by this act; everything saved before is safe.",
        "Try again; if it goes on, close other programs that use the database, then restart Tallman.",
    ),
    "database_read_only": (
        "The database can be read but not written.",
        "Nothing was changed; everything saved before is safe.",
        "Make the database file and its folder writable for this user, then try again.",
    ),
    "database_damaged": (
        "The database is damaged or is not a database.",
        "Tallman stopped rather than guess; the file was left as it is.",
        "Keep a copy of the file, restore the last backup, and call support.",
    ),
    "disk_full": (
        "The disk is full.",
        "Nothing was saved by this act; everything saved before is safe.",
        "Free some space, then do it again.",
    ),
    "disk_error": (
        "The disk did not answer as it should.",
        "Nothing was saved by this act; everything saved before it was written in full.",
        "Check the disk and its connection, then try again.",
    ),
    "database_unreachable": (
        "The database cannot be opened.",
        "Nothing was changed.",
        "Check that the place of the database exists and that this user may use it, then try again.",
    ),
    "database_place": (
        "The database lies in a place where it cannot be kept safely, such as a network folder.",
        "Nothing was changed.",
        "Move the database to a local disk, or use a shared PostgreSQL database.",
    ),
    "database_newer": (
        "The database was made by a newer version of Tallman.",
        "Nothing was changed; all records are safe.",
        "Install the newer version of Tallman on this workstation.",
    ),
    "database_foreign": (
        "The database belongs to another program.",
        "Nothing was changed in it.",
        "Choose another place for Tallman's database.",
    ),
    "database_driver": (
        "The program that speaks to this kind of database is not installed.",
        "Nothing was changed.",
        "Install it, or use another database_url.",
    ),
}

_SQLITE = {
    sqlite3.SQLITE_BUSY: "database_locked",
    sqlite3.SQLITE_LOCKED: "database_locked",
    sqlite3.SQLITE_READONLY: "database_read_only",
    sqlite3.SQLITE_PERM: "database_unreachable",
    sqlite3.SQLITE_AUTH: "database_unreachable",
    sqlite3.SQLITE_CANTOPEN: "database_unreachable",
    sqlite3.SQLITE_CORRUPT: "database_damaged",
    sqlite3.SQLITE_NOTADB: "database_damaged",
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_IOERR: "disk_error",
}
_SQLSTATE = {
    "53100": "disk_full",
    "25006": "database_read_only",
    "55P03": "database_locked",
    "40001": "database_locked",
    "40P01": "database_locked",
    "58030": "disk_error",
    "XX001": "database_damaged",
    "XX002": "database_damaged",
}
_UNREACHABLE = ("08", "28", "3D", "57P")


def known(code: str) -> KnownError:
    """The error with this code and its sentences."""
    return KnownError(code, *_SENTENCES[code])


def stale(thing: str) -> StaleCaseError:
    """That `thing` was changed since it was read."""
    return StaleCaseError(
        "stale",
        f"The {thing} was changed by somebody else since it was shown.",
        "Your change was not saved; theirs is.",
        "Look at the present state, then decide again.",
    )


def missing(thing: str) -> BugError:
    """That `thing` was asked for by a number that does not exist."""
    return BugError(
        "missing_row",
        f"The {thing} is not in the records.",
        "Nothing was changed.",
        "Restart Tallman; if it happens again, call support.",
    )


def explain(error: SQLAlchemyError | sqlite3.Error) -> TallmanError:
    """The error to raise in the place of one of the database's."""
    if isinstance(error, StaleDataError):
        return stale("case")
    origin = error.orig if isinstance(error, DBAPIError) else error
    code = _code_of(origin)
    if code is not None:
        return known(code)
    name = getattr(origin, "sqlite_errorname", None) or getattr(origin, "sqlstate", None) or ""
    # Values are bound, never written into the statement, so the statement holds no health data.
    _log.error("database refused: %s %s %s", type(error).__name__, name, getattr(error, "statement", ""))
    return BugError(
        f"database_refused {type(error).__name__} {name}".rstrip(),
        "The database refused what Tallman asked of it.",
        "Nothing was saved by this act; everything saved before is safe.",
        "Try again; if it happens again, call support.",
    )


def cause(error: SQLAlchemyError | sqlite3.Error) -> BaseException | None:
    """The error to chain to: PostgreSQL's messages may quote values, so only SQLite's are kept."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return error if isinstance(origin, sqlite3.Error) else None


def _code_of(origin: BaseException | None) -> str | None:
    if isinstance(origin, sqlite3.Error):
        return _SQLITE.get(getattr(origin, "sqlite_errorcode", 0) & 0xFF)
    state = str(getattr(origin, "sqlstate", None) or getattr(origin, "pgcode", None) or "")
    if state.startswith(_UNREACHABLE):
        return "database_unreachable"
    return _SQLSTATE.get(state)
