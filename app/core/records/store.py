"""The records: opened at a place, brought to the present schema, used in transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.core.model.clock import Clock
from app.core.records.engine import READING, build
from app.core.records.failures import cause, explain
from app.core.records.schema import prepare
from app.core.records.tx import Tx

_PATIENCE = 5.0  # seconds that a writer waits for another


class Records:
    """All that the desk remembers. Every method may be called from any thread."""

    def __init__(self, engine: Engine, clock: Clock, schema_version: str) -> None:
        """Use `Records.open`."""
        self._engine = engine
        self._reading = engine.execution_options(**{READING: True})
        self.clock = clock
        self.schema_version = schema_version

    @classmethod
    def open(cls, url: str, clock: Clock, *, busy_seconds: float = _PATIENCE) -> Records:
        """Open the database at `url`, making or migrating its tables.

        A database that is locked, read-only, damaged, newer than this program, or somebody else's
        gives a KnownError and is left as it is.
        """
        engine = build(url, busy_seconds)
        try:
            with _explained():
                version = prepare(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, clock, version)

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """Write: committed when the block ends well, else undone in full."""
        with _explained(), Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield self._begin(session)

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """Read one consistent state; a write inside is refused."""
        with _explained(), Session(self._reading) as session, session.begin():
            yield self._begin(session)

    def close(self) -> None:
        """Let go of the database; the object cannot be used afterwards."""
        self._engine.dispose()

    def _begin(self, session: Session) -> Tx:
        session.connection()  # begins at once: the write lock is taken here or not at all
        return Tx(session, self.clock)


@contextmanager
def _explained() -> Iterator[None]:
    """Errors of the database leave this room as sentences for a person."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise explain(error) from cause(error)
