"""JSON Lines in, JSON Lines out: one row out for each row in, in order; a bad row never ends the run."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from app.core.model.errors import TallmanError

Row = dict[str, Any]
Handler = Callable[[Row], Row]


class RowError(Exception):
    """A row that cannot be handled; `code` for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        """Keep both."""
        super().__init__(message)
        self.code = code


class UsageError(Exception):
    """Arguments or files that make the whole run impossible; one sentence for people."""


@contextlib.contextmanager
def opened(source: str | None, target: str | None) -> Iterator[tuple[Iterable[bytes], IO[str]]]:
    """The lines to read and the stream to write: files where named, else stdin and stdout."""
    with contextlib.ExitStack() as stack:
        try:
            lines: Iterable[bytes] = stack.enter_context(Path(source).open("rb")) if source else sys.stdin.buffer
            out = stack.enter_context(Path(target).open("w", encoding="utf-8")) if target else sys.stdout
        except OSError as error:
            raise UsageError(f"{error.filename}: {error.strerror}.") from error
        yield lines, out


def answer(lines: Iterable[bytes], out: IO[str], handle: Handler) -> int:
    """Answer every row as it comes; 0 when all were answered, 1 when some carry an error."""
    status = 0
    for line in lines:
        if not line.strip():
            continue
        row = answered(line, handle)
        status = max(status, int("error" in row))
        write(out, row)
    return status


def answered(line: bytes, handle: Handler) -> Row:
    """The answer to one line, or an error row with its id."""
    row: Row = {}
    try:
        row = _parsed(line)
        return {"id": row.get("id"), **handle(row)}
    except RowError as error:
        return _error(row, error.code, str(error))
    except TallmanError as error:
        return _error(row, error.code, error.text())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return _error(row, "BAD_VALUE", f"{where}: {first['msg']}")


def _parsed(line: bytes) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RowError("BAD_JSON", f"This line is not JSON in UTF-8: {error}") from error
    if not isinstance(row, dict):
        raise RowError("BAD_JSON", "A row must be a JSON object.")
    return row


def _error(row: Row, code: str, message: str) -> Row:
    return {"id": row.get("id"), "error": {"code": code, "message": message}}


def write(out: IO[str], row: Row) -> None:
    """One row on one line, flushed, so that a reader at the other end can go on."""
    out.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
    out.flush()


def text_of(row: Row, name: str, *, needed: bool = True) -> str:
    """A text of the row."""
    value = row.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str):
        raise RowError("BAD_VALUE", f"“{name}” must be a text.")
    return value


def number_of(row: Row, name: str) -> float | None:
    """A number of the row, None where it is absent or null."""
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value < 0:
        raise RowError("BAD_VALUE", f"“{name}” must be a number that is not negative.")
    return float(value)
