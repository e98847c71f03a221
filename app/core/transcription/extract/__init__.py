"""Stage two: a deterministic grammar over tokens; every component keeps its place in the original text."""

from __future__ import annotations

from functools import cache

from app.core.transcription.extract import moments, places, quantity, schedule
from app.core.transcription.extract.clauses import free_clauses
from app.core.transcription.extract.parts import Component, Leftover, Mark, Meaning, Verb, When
from app.core.transcription.extract.pattern import Match, Rule, Stream, by_first_kind, match
from app.core.transcription.extract.remarks import remark
from app.core.transcription.extract.scale import around, scale
from app.core.transcription.normalise import Normalised
from app.core.transcription.normalise.drugnames import is_drug
from app.core.transcription.normalise.repair import near_known

__all__ = ["extract"]

_PUNCTUATION = frozenset({"sep", "lpar", "rpar", "dash", "slash", "instr", "equals"})
_OF_TIME = frozenset({"timing", "ampm", "weekday", "meal_rel", "clock", "every", "num"})
_CODE = 3  # letters; a word so short may be a code of shorthand


@cache
def _rules() -> dict[str, tuple[Rule, ...]]:
    return by_first_kind((*quantity.RULES, *schedule.RULES, *moments.RULES, *places.RULES))


def extract(normalised: Normalised) -> tuple[Component, ...]:
    """The components of the directions, in the order of the text."""
    stream = Stream(normalised.text, normalised.tokens)
    rows = scale(stream)
    at = 0
    while at < len(stream.tokens):
        found, after = _next(stream, at, rows)
        stream.found.extend(found)
        at = after
    return free_clauses(stream)


def _next(stream: Stream, at: int, rows: dict[int, tuple[Component, int]]) -> tuple[tuple[Component, ...], int]:
    row = rows.get(at) or (around(stream, at) if rows else None)
    if row is not None:
        return (row[0],), row[1]
    best = _longest(stream, at)
    free = remark(stream, at)
    if free is not None and (best is None or free[1] > best[1].last):
        return free
    if best is not None:
        meanings, found = best
        return tuple(stream.component(meaning, at, found.last) for meaning in meanings), found.last
    return _left(stream, at), at + 1


def _longest(stream: Stream, at: int) -> tuple[tuple[Meaning, ...], Match] | None:
    best: tuple[tuple[Meaning, ...], Match] | None = None
    for one in _rules().get(stream.kind(at), ()):
        found = match(one, stream, at)
        if found is None or (best is not None and found.last <= best[1].last):
            continue
        meanings = one.build(found)
        if meanings:
            best = meanings, found
    return best


def _stray(stream: Stream, at: int) -> bool:
    """A stroke between words of which only one is understood: T/Th/at."""
    known = stream.kind(at + 1) in _OF_TIME and not stream.last(Verb)
    return stream.kind(at) == "slash" and (stream.last(When) or stream.last(Verb)) and not known


def _says_nothing(stream: Stream, at: int) -> bool:
    """An article (a 1 inch strip), and "to" before a verb (instructed to apply)."""
    if stream.tokens[at].text in ("a", "an"):
        return stream.kind(at + 1) not in ("freq", "every", "times", "sep", "and", "")
    return stream.kind(at) == "to" and stream.kind(at + 1) == "verb"


def _names_drug(stream: Stream, at: int) -> bool:
    """A drug's name, or a word that stands where only that can stand: 1 tablet of Xyz."""
    word = stream.tokens[at].text
    lead = stream.lead[at - 1 if stream.kind(at - 1) == "lpar" else at]
    named = lead.endswith("of") and stream.kind(at) == "unknown" and len(word) > _CODE
    return is_drug(word) or (named and not near_known(word))


def _left(stream: Stream, at: int) -> tuple[Component, ...]:
    token = stream.tokens[at]
    if (token.kind in _PUNCTUATION and not _stray(stream, at)) or _says_nothing(stream, at):
        return ()
    if token.kind in ("unknown", "word") and _names_drug(stream, at):
        return (stream.component(Mark("name"), at, at + 1),)
    return (stream.component(Leftover(token.kind, stream.words(at, at + 1)), at, at + 1),)
