"""The closed lexicon: phrases and what they mean, read once from resources/transcription/lexicon."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from app.core.places import resources

_LAST = "plain_words.tsv"  # ordinary words give way to every other meaning
_AFTER_NUMBER = "after_num "
_DECISIVE = frozenset(
    [
        *("num", "half", "side", "eyeear", "ear_as", "mass", "vol", "unit", "weekday", "biw", "ms", "ampm", "once"),
        *("freq", "prn", "route", "period", "max", "maxday", "place", "timing"),
    ]
)
_OF_PHRASES = frozenset({"prn", "max", "maxday", "upto", "atleast", "freq"})
_SHORT_REPAIRED = frozenset({"verb", "period", "for", "and", "prn"})  # of three letters only these are repaired to
_REPAIRED_ALL_THE_SAME = frozenset({"twice", "thrice", "affected", "infected", "involved", "operated"})
_NEVER_REPAIRED_TO = frozenset(
    {
        "num",
        "half",
        "side",
        "eyeear",
        "ear_as",
        "mass",
        "weekday",
        "word",
        "biw",
        "ms",
        "ampm",
        "noise",
        "interval",
        "instr",
        "supply",
        "qty",
        "place",
        "once",
        "clock",
    }
)
_NOT_MEANT = frozenset({"need", "needs"})  # beside "needed" never the word meant
_TRANSPOSED_ONLY = 3  # a three-letter word is repaired only when two neighbours changed places
_NO_GUESS = frozenset(
    {"bid", "tid", "qid", "qod", "tds", "qds", "tiw", "biw", "eod", "cap", "tab", "sup", "mon", "mos"}
)


class Meaning(NamedTuple):
    """What a phrase stands for."""

    kind: str
    value: str
    flag: str


class Lexicon(NamedTuple):
    """Phrases by first word (longest first), letters that follow a figure, and the words worth repairing to."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], Meaning], ...]]
    after_number: dict[str, Meaning]
    vocabulary: frozenset[str]
    repairable: tuple[str, ...]
    decisive: tuple[str, ...]  # numbers, sides, units, routes and codes: what is near one is nothing else
    fragments: frozenset[str]


def rows(path: Path) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Kind, value, flag and phrases of each row of a lexicon file."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row and not row[0].startswith("#"):
                kind, value, flag, phrases = row
                yield kind, value, flag, tuple(phrases.split("|"))


def files() -> list[Path]:
    """The lexicon files, those that give way last."""
    found = sorted((resources() / "transcription" / "lexicon").glob("*.tsv"))
    return sorted(found, key=lambda path: path.name == _LAST)


@cache
def lexicon() -> Lexicon:
    """The lexicon, read on first use."""
    phrases: dict[tuple[str, ...], Meaning] = {}
    after_number: dict[str, Meaning] = {}
    for path in files():
        for kind, value, flag, written in rows(path):
            for phrase in written:
                if kind.startswith(_AFTER_NUMBER):
                    after_number[phrase] = Meaning(kind.removeprefix(_AFTER_NUMBER), value, flag)
                else:
                    phrases.setdefault(tuple(phrase.split()), Meaning(kind, value, flag))
    by_first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
    for words, meaning in phrases.items():
        by_first.setdefault(words[0], []).append((words, meaning))
    ordered = {first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in by_first.items()}
    vocabulary = frozenset(word for words in phrases for word in words if word.isalpha())
    return Lexicon(ordered, after_number, vocabulary, *_by_repair(phrases))


def _by_repair(phrases: dict[tuple[str, ...], Meaning]) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
    """The words worth repairing to, those that forbid another repair near them, and the remains of phrases."""
    single = {words[0]: meaning.kind for words, meaning in phrases.items() if len(words) == 1}
    protected = {word for word, kind in single.items() if kind in _NEVER_REPAIRED_TO} | _NO_GUESS | _NOT_MEANT
    protected |= {w for w, kind in single.items() if len(w) == _TRANSPOSED_ONLY and kind not in _SHORT_REPAIRED}
    protected -= _REPAIRED_ALL_THE_SAME
    known = {word for words in phrases for word in words if word.isalpha() and len(word) >= _TRANSPOSED_ONLY}
    short = {word for word in known if single.get(word) in ("place", "weekday") and len(word) == _TRANSPOSED_ONLY}
    decisive = {word for word in known - short if single.get(word) in _DECISIVE}
    return tuple(sorted(known - protected)), tuple(sorted(decisive)), _fragments(phrases, single)


def _fragments(phrases: dict[tuple[str, ...], Meaning], single: dict[str, str]) -> frozenset[str]:
    """Words that only have a meaning inside a phrase such as "as needed": alone they are what is left of one."""
    parts = {w for words, meaning in phrases.items() if meaning.kind in _OF_PHRASES and len(words) > 1 for w in words}
    return frozenset(word for word in parts if word.isalpha() and single.get(word, "word") == "word")
