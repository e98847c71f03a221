"""Opening connections: durable on SQLite, the same transactions on every engine."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from app.core.records.failures import known

READING = "tallman_reading"

# FULL: an acknowledged verification survives a power cut. fullfsync: the same on macOS.
_PRAGMAS = (
    "synchronous=FULL",
    "fullfsync=ON",
    "checkpoint_fullfsync=ON",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
)


def build(url: str, busy_seconds: float) -> Engine:
    """An engine for `url`; nothing is opened yet except that a new SQLite file is made private."""
    try:
        place = make_url(url)
        if place.get_backend_name() != "sqlite":
            engine = create_engine(place, hide_parameters=True, pool_pre_ping=True)
            event.listen(engine, "begin", _begin)
            return engine
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise known("database_driver") from None
    _make_private(place)
    engine = create_engine(place, hide_parameters=True, connect_args={"timeout": busy_seconds})
    event.listen(engine, "connect", _connect_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private(place: URL) -> None:
    """A new database file is for its owner only; SQLite gives the files beside it the same rights."""
    if place.database and not place.database.startswith((":", "file:")):
        # Whatever is wrong with the place, SQLite says it better when it opens the file.
        with contextlib.suppress(OSError):
            Path(place.database).touch(mode=0o600, exist_ok=True)


def _connect_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say, not where the driver thinks
    (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    if mode != "wal":
        raise known("database_place")
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reading = bool(connection.get_execution_options().get(READING))
    connection.exec_driver_sql(f"PRAGMA query_only={int(reading)}")
    # IMMEDIATE takes the write lock at once: reading first and writing later would fail when busy.
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get(READING):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
