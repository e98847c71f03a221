"""Compiles the tables into one SQLite file: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path

from app.core.model.errors import KnownError
from app.core.reference import tables as facts

_INDEXES = (
    "CREATE INDEX products_by_drug ON products (drug)",
    "CREATE UNIQUE INDEX codes_by_rxcui ON codes (rxcui)",
    "CREATE UNIQUE INDEX ndc_by_ndc9 ON ndc (ndc9)",
)


def compile_to(target: Path, tables: Path, digest: str) -> None:
    """Write the catalogue to `target`.

    A temporary file beside it takes its place only when complete, so that a reader, another
    process that compiles too, or a crash never meets half a catalogue.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f"{target.stem}-", suffix=".tmp")
        os.close(handle)
    except OSError as error:
        raise _no_room(target, error.strerror or str(error)) from error
    draft = Path(name)
    try:
        _fill(draft, tables, digest)
        _settle(draft, target)
    except (OSError, sqlite3.Error) as error:
        raise _no_room(target, str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _settle(draft: Path, target: Path) -> None:
    """Put the draft in its place; where a reader's lock forbids it, the same content is there already."""
    try:
        draft.replace(target)
    except PermissionError:
        if not target.is_file():
            raise


def _fill(draft: Path, tables: Path, digest: str) -> None:
    with contextlib.closing(sqlite3.connect(draft)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        with db:
            counts = {name: _table(db, name, facts.rows(tables, name)) for name in facts.COLUMNS}
            for index in _INDEXES:
                db.execute(index)
            db.execute("CREATE TABLE built (digest TEXT NOT NULL, rows INTEGER NOT NULL)")
            db.execute("INSERT INTO built VALUES (?, ?)", (digest, sum(counts.values())))


def _table(db: sqlite3.Connection, name: str, rows: Iterable[tuple[str, ...]]) -> int:
    columns = facts.COLUMNS[name]
    listed = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" for _ in columns)
    db.execute(f'CREATE TABLE "{name}" ({listed})')
    return db.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows).rowcount  # noqa: S608 - our own names


def _no_room(target: Path, why: str) -> KnownError:
    return KnownError(
        "REFERENCE_CACHE",
        f"The drug catalogue could not be prepared in {target.parent}: {why}.",
        "Prescriptions and the audit trail are untouched.",
        "Make room there or make the folder writable, then start again.",
    )
