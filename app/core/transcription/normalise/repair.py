"""Spelling: an unknown word becomes the one word of the closed lexicon that it can only be, or stays unknown.

Never repaired: anything with a figure, and never repaired to: numbers, sides, places, units of mass, and the
codes that differ by one letter (bid, tid, qid, qod). Two candidates with different meanings are none.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from app.core.transcription.normalise.drugnames import is_drug
from app.core.transcription.normalise.lexicon import lexicon

_LONG = 8  # from this length on two slips are allowed
_SHORTEST = 3


@cache
def _by_length() -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for word in lexicon().repairable:
        found[len(word)].append(word)
    return {length: tuple(words) for length, words in found.items()}


@lru_cache(maxsize=8192)
def repair(word: str) -> str | None:
    """The word meant, or None when that would be a guess."""
    if not word.isalpha() or not word.isascii() or len(word) < _SHORTEST or word in lexicon().vocabulary:
        return None
    found = _nearest(word, 1) or (_nearest(word, 2) if len(word) >= _LONG else ())
    meanings = {_meaning(target) for target in found}
    if len(meanings) != 1 or is_drug(word):
        return None
    return found[0] if {_meaning(target) for target in near_decisive(word)} <= meanings else None


@lru_cache(maxsize=8192)
def near_decisive(word: str) -> tuple[str, ...]:
    """The numbers, sides, units, routes and codes that are one slip away."""
    return tuple(
        target
        for target in lexicon().decisive
        if abs(len(target) - len(word)) <= 1 and OSA.distance(word, target, score_cutoff=1) <= 1
    )


def near_known(word: str) -> bool:
    """Whether any word of the lexicon is one slip away."""
    return any(
        abs(len(target) - len(word)) <= 1 and OSA.distance(word, target, score_cutoff=1) <= 1
        for target in lexicon().vocabulary
    )


def _nearest(word: str, slips: int) -> tuple[str, ...]:
    """All words at most so many slips away."""
    return tuple(
        target
        for length in range(len(word) - slips, len(word) + slips + 1)
        for target in _by_length().get(length, ())
        if _alike(word, target) and OSA.distance(word, target, score_cutoff=slips) <= slips
    )


def _meaning(word: str) -> tuple[str, str]:
    """What a word says by itself; words that only occur inside phrases say themselves."""
    for phrase, meaning in lexicon().phrases.get(word, ()):
        if phrase == (word,):
            return meaning.kind, meaning.value or word
    return "", word


def _alike(word: str, target: str) -> bool:
    """Same first letter, or its first two letters changed places; short words only with the same letters."""
    if len(target) <= _SHORTEST:
        return sorted(word) == sorted(target)
    return word[0] == target[0] or word[:2] == target[1::-1]
