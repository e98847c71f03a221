"""Which files a folder offers, and the digest that names received bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path


def digest(data: bytes) -> str:
    """The SHA-256 of received bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def files_of(paths: Iterable[Path | str]) -> Iterator[Path]:
    """Every file named or lying in a named folder, sorted within a folder, without hidden ones.

    A file that is named outright is given even when it is hidden or does not exist: the caller
    asked for it, so the caller must hear about it.
    """
    for given in map(Path, paths):
        if given.is_dir():
            yield from _inside(given)
        else:
            yield given


def _inside(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():  # a link may lead back up
            yield from _inside(entry)
        elif entry.is_file():
            yield entry
