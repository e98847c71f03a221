"""What normalising yields: tokens that know their kind, their meaning and their place in the original text."""

from __future__ import annotations

from typing import NamedTuple


class Token(NamedTuple):
    """One meaningful unit of the text.

    `kind` is a word of the grammar (num, unit, every, period ...), `value` the meaning in the lexicon.
    Numbers carry `lo` and `hi`. `start` and `end` are code points of the original text.
    """

    kind: str
    value: str
    text: str
    start: int
    end: int
    lo: float = 0.0
    hi: float = 0.0
    flag: str = ""
    changed: str = ""  # "repaired" (spelling), "split" (run-together words) or "doubled" (said twice)


class Normalised(NamedTuple):
    """A text as tokens, with the error-prone notations found in it."""

    text: str
    tokens: tuple[Token, ...]
    error_prone: tuple[str, ...]
    doubts: tuple[str, ...] = ()
