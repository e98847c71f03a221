"""Clauses in the writer's own words after complete directions: they become a remark, shown as written."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.transcription.extract.parts import (
    Component,
    Dose,
    Leftover,
    Mark,
    Meaning,
    Note,
    Often,
    Purpose,
    Verb,
    When,
)
from app.core.transcription.extract.pattern import Stream
from app.core.transcription.normalise import Token
from app.core.transcription.normalise.lexicon import lexicon
from app.core.transcription.normalise.repair import near_decisive

_BREAKS = frozenset({"sep", "lpar", "rpar", "instr"})
_FREE = frozenset({"unknown", "word", "to", "for", "or", "per", "qual", "fluid", "note", "indication", "refill"})
_CODE = 3  # letters; too many words are near so short a one
_LEAST_WORDS = 2  # a single strange word after a comma may be anything


def free_clauses(stream: Stream) -> tuple[Component, ...]:
    """The components found, with every free clause that holds a word without a meaning put into one remark."""
    found = list(stream.found)
    for first, last in _clauses(stream):
        start, end = _span(stream, first, last)
        inside = [c for c in found if start <= c.start < end]
        before = [c.meaning for c in found if c.start < start]
        enough = len(stream.text[start:end].split()) >= _LEAST_WORDS
        if enough and _is_free(stream.tokens[first:last], inside) and _complete(before):
            remark = Component(Note(" ".join(stream.text[start:end].split())), start, end)
            at = found.index(inside[0])
            found[at : at + len(inside)] = [remark]
    return tuple(found)


def _clauses(stream: Stream) -> list[tuple[int, int]]:
    """First and last (exclusive) token of each clause."""
    edges = [at for at, token in enumerate(stream.tokens) if token.kind in _BREAKS]
    pairs = zip([-1, *edges], [*edges, len(stream.tokens)], strict=True)
    return [(first + 1, last) for first, last in pairs if last > first + 1]


def _span(stream: Stream, first: int, last: int) -> tuple[int, int]:
    """Where the words of a clause stand in the text, with those that carry no direction."""
    start = stream.tokens[first - 1].end if first else 0
    end = stream.tokens[last].start if last < len(stream.tokens) else len(stream.text)
    words = stream.text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _complete(before: Sequence[Meaning]) -> bool:
    """Whether dose and frequency were said."""
    timed = any(isinstance(meaning, (Often, When)) for meaning in before)
    return timed and any(isinstance(meaning, Dose) for meaning in before)


def _is_free(tokens: Sequence[Token], inside: Sequence[Component]) -> bool:
    left = [c.meaning for c in inside if isinstance(c.meaning, Leftover)]
    harmless = all(isinstance(c.meaning, (Leftover, Mark, Note, Purpose, Verb)) for c in inside)
    if not left or not harmless or any(meaning.kind not in _FREE for meaning in left):
        return False
    steers = any(isinstance(c.meaning, Mark) and c.meaning.kind in ("then", "and", "by_weight") for c in inside)
    return not steers and not any(token.text in lexicon().fragments or _near_decisive(token) for token in tokens)


def _near_decisive(token: Token) -> bool:
    return token.kind == "unknown" and any(len(target) > _CODE for target in near_decisive(token.text))
