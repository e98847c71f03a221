"""Text into single words, by spaCy's rule tokenizer; figures and letters part ("20mg", "q4h", "x10d")."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, Protocol

_SYMBOL = r"[^\w\s.,:']|_"
_INFIX = re.compile(
    rf"{_SYMBOL}|(?<=[^\W\d])(?=\.?\d)|(?<=\d)(?=[^\W\d])|[.:](?!\d)|(?<!\d):|(?<=\d\d\d):|:(?!\d\d(?!\d))"
    r"|,(?!\d\d\d(?!\d))|(?<!\d),"
)
_PREFIX = re.compile(rf"^(?:{_SYMBOL}|[,:']|\.(?!\d))")
_SUFFIX = re.compile(rf"(?:{_SYMBOL}|[,:.'])$")
_TEXTS_A_VOCABULARY = 20_000  # spaCy remembers every string; a new tokenizer now and then keeps memory flat


class Word(NamedTuple):
    """A word of the clean text, and whether it touches the word before it."""

    text: str
    start: int
    end: int
    joined: bool
    changed: str = ""


class _Piece(Protocol):
    text: str
    idx: int


class _Tokenizer:
    """spaCy's tokenizer with the rules of shorthand, made anew after many texts."""

    def __init__(self) -> None:
        self._left = _TEXTS_A_VOCABULARY
        self._split: Callable[[str], list[_Piece]] = self._make()

    def __call__(self, text: str) -> list[_Piece]:
        if not self._left:
            self._split, self._left = self._make(), _TEXTS_A_VOCABULARY
        self._left -= 1
        return self._split(text)

    @staticmethod
    def _make() -> Callable[[str], list[_Piece]]:
        from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # Cython, without stubs
        from spacy.vocab import Vocab

        tokenizer = Tokenizer(
            Vocab(), prefix_search=_PREFIX.search, suffix_search=_SUFFIX.search, infix_finditer=_INFIX.finditer
        )
        return lambda text: list(tokenizer(text))


@cache
def _tokenizer() -> _Tokenizer:
    return _Tokenizer()


def words(text: str) -> list[Word]:
    """The words of a clean text, in order, without white space."""
    found: list[Word] = []
    for piece in _tokenizer()(text):
        if piece.text.isspace():
            continue
        end = piece.idx + len(piece.text)
        found.append(Word(piece.text, piece.idx, end, bool(found) and found[-1].end == piece.idx))
    return found
