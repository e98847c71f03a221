"""The compiled catalogue as a file: found or built, checked, and asked; never written to."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from pathlib import Path
from typing import Any

from app.core.reference import tables as facts
from app.core.reference.build import compile_to


class Store:
    """Read-only questions to the compiled file.

    Each question opens a connection of its own: nothing is shared between threads or processes and
    nothing stays open. A file that is gone or damaged is built again once, from the shipped tables.
    """

    def __init__(self, cache_dir: Path, tables: Path | None = None) -> None:
        """Find the file that belongs to the tables, and build it where it is missing or damaged."""
        self._tables = tables or facts.folder()
        self.cache_dir = cache_dir
        self.digest = facts.digest(self._tables)
        self.path = cache_dir / f"reference-{self.digest[:16]}.sqlite"
        self._healing = threading.Lock()
        if not self._sound():
            self._build()

    def all(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        """The rows that answer a query."""
        try:
            return self._ask(query, values)
        except sqlite3.Error:
            with self._healing:
                if not self._sound():
                    self._build()
            return self._ask(query, values)

    def table(self, name: str) -> list[tuple[Any, ...]]:
        """A whole table."""
        columns = ", ".join(f'"{column}"' for column in facts.COLUMNS[name])
        return self.all(f'SELECT {columns} FROM "{name}"')  # noqa: S608 - our own names

    def _ask(self, query: str, values: tuple[str | int, ...]) -> list[tuple[Any, ...]]:
        with contextlib.closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return db.execute(query, values).fetchall()

    def _sound(self) -> bool:
        """Whether the file is there, whole, and of these tables."""
        if not self.path.is_file():
            return False
        try:
            found = self._ask("SELECT digest FROM built", ())
            return found == [(self.digest,)] and self._ask("PRAGMA quick_check(1)", ()) == [("ok",)]
        except sqlite3.Error:
            return False

    def _build(self) -> None:
        compile_to(self.path, self._tables, self.digest)
