"""Names of drugs: words in directions that carry no direction. They are read when the first unknown word turns up."""

from __future__ import annotations

import csv
from functools import cache

from app.core.places import resources

_TABLES = ("drugs.tsv", "names.tsv", "outside.tsv")
_SHORTEST = 4  # shorter names could be codes of shorthand
_SHORT = frozenset({"mtx"})


@cache
def _names() -> frozenset[str]:
    found: set[str] = set()
    for table in _TABLES:
        with (resources() / "reference" / table).open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                found.update(row[0].split(" / "))
    return frozenset(name for name in found if name.isalpha() and len(name) >= _SHORTEST)


def is_drug(word: str) -> bool:
    """Whether a word is the name of a drug."""
    return word in _SHORT or word in _names()
