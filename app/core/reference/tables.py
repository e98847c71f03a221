"""The shipped facts: tab-separated tables under resources/reference, read as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.core.model.errors import KnownError
from app.core.places import resources

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "sources": ("source", "title", "release", "url", "terms"),
    "drugs": ("drug", "rank", "schedule", "tier", "rxcui", "usual_form", "source"),
    "names": ("name", "kind", "drug", "salt", "form", "strength", "source"),
    "outside": ("name", "kind", "source"),
    "products": (
        "id", "drug", "salt", "form", "route", "strength", "also", "brands", "rxcui", "packages", "source",
    ),
    "classes": ("ingredient", "class", "source"),
    "forms": ("form", "routes", "dose_units", "source"),
    "words": ("word", "kind", "means", "source"),
    "lookalikes": ("name_a", "name_b", "source"),
    "tallman": ("name", "lettering", "source"),
    "codes": ("rxcui", "product", "drug", "brand"),
    "ndc": ("ndc9", "rxcui"),
}  # fmt: skip


def folder() -> Path:
    """Where the tables lie."""
    return resources() / "reference"


def digest(tables: Path) -> str:
    """One hash over all tables: the name of what is compiled from them."""
    total = hashlib.sha256()
    for name, columns in COLUMNS.items():
        total.update("\t".join((name, *columns)).encode())
        total.update(_bytes(tables, name))
    return total.hexdigest()


def rows(tables: Path, name: str) -> Iterator[tuple[str, ...]]:
    """The rows of one table; a table of another shape than expected is refused as a whole."""
    lines = _bytes(tables, name).decode("utf-8").splitlines()
    columns = COLUMNS[name]
    if not lines or tuple(lines[0].split("\t")) != columns:
        raise _refused(name, "its columns are not the expected ones")
    for number, line in enumerate(lines[1:], start=2):
        row = tuple(line.split("\t"))
        if len(row) != len(columns):
            raise _refused(name, f"line {number} has {len(row)} columns instead of {len(columns)}")
        yield row


def _bytes(tables: Path, name: str) -> bytes:
    try:
        return (tables / f"{name}.tsv").read_bytes()
    except OSError as error:
        raise _refused(name, error.strerror or "it cannot be read") from error


def _refused(name: str, why: str) -> KnownError:
    return KnownError(
        "REFERENCE_TABLE",
        f"The drug reference table “{name}.tsv” cannot be used: {why}.",
        "Prescriptions and the audit trail are untouched.",
        "Install the program again, or restore the folder resources/reference.",
    )
