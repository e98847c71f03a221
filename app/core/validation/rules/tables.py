"""Reads the rule tables: tab-separated, one header line, every row with its source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

Row = dict[str, str]


class TableError(ValueError):
    """A rule table that cannot be trusted: a defect of the installation, named by file and line."""


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of one table; lines that begin with # are remarks.

    Raises:
        TableError: when a row has another number of cells than the header, or no source.
    """
    header: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            continue
        if len(cells) != len(header):
            raise TableError(f"{path.name}, line {number}: {len(cells)} cells instead of {len(header)}.")
        row = dict(zip(header, cells, strict=True))
        if not row.get("source"):
            raise TableError(f"{path.name}, line {number}: no source.")
        yield row


def listed(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values, parted by semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def number(cell: str) -> float | None:
    """A number, None for an empty cell."""
    return float(cell) if cell else None


def version_of(folder: Path) -> str:
    """A short fingerprint of all tables: the same rules have the same version everywhere."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.tsv")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]
