"""All names and form words in memory, found by their words and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from app.core.reference.store import Store
from app.core.reference.text import Token, key

Key = tuple[str, ...]


class Name(NamedTuple):
    """One meaning of a name; `drug` is empty for a drug that the catalogue only knows to be another."""

    name: str
    kind: str  # name, brand, abbreviation, error-prone, synonym, misspelling, outside
    drug: str
    salt: str = ""
    form: str = ""
    strength: str = ""


class Word(NamedTuple):
    """What a form word means."""

    kind: str  # base, release, route, drops, neb, salt, noise
    means: str


class Drug(NamedTuple):
    """One drug or combination."""

    name: str
    rank: int | None
    schedule: str | None
    tier: str
    rxcui: str | None
    usual_form: str | None  # what a name without a form means in practice, where the market does not tell
    source: str

    @property
    def parts(self) -> frozenset[str]:
        """Its ingredients."""
        return frozenset(self.name.split(" / "))


class Lexicon:
    """Names, words and drugs of one catalogue; built once, never changed."""

    def __init__(self, store: Store) -> None:
        """Read the tables."""
        self.drugs = {row[0]: _drug(row) for row in store.table("drugs")}
        self.by_parts = {drug.parts: drug.name for drug in self.drugs.values()}
        self.names: dict[Key, tuple[Name, ...]] = {}
        for meaning in self._meanings(store):
            at = key(meaning.name)
            self.names[at] = (*self.names.get(at, ()), meaning)
        self.words: dict[Key, Word] = {key(w): Word(kind, means) for w, kind, means, _ in store.table("words")}
        self.longest_name = max(map(len, self.names))
        self.longest_word = max(map(len, self.words))
        self.pairs = _pairs(store.table("lookalikes"))

    def _meanings(self, store: Store) -> Iterable[Name]:
        for drug in self.drugs:
            yield Name(drug, "name", drug)
        listed: set[Key] = {key(drug) for drug in self.drugs}
        for name, kind, drug, salt, form, strength, _ in store.table("names"):
            listed.add(key(name))
            yield Name(name, kind, drug, salt, form, strength)
        for name, _, _ in store.table("outside"):
            if key(name) not in listed:
                yield Name(name, "outside", "")

    def name_at(self, words: Sequence[Token], start: int) -> tuple[tuple[Name, ...], int] | None:
        """The longest name that begins at a token, with where it ends."""
        for length in range(min(self.longest_name, len(words) - start), 0, -1):
            found = self.names.get(tuple(w.text for w in words[start : start + length]))
            if found:
                return found, start + length
        return None

    def word_at(self, words: Sequence[Token], start: int) -> tuple[Word, int] | None:
        """The longest form word that begins at a token, with where it ends."""
        for length in range(min(self.longest_word, len(words) - start), 0, -1):
            found = self.words.get(tuple(w.text for w in words[start : start + length]))
            if found:
                return found, start + length
        return None

    @cached_property
    def partners(self) -> dict[str, frozenset[str]]:
        """With which other ingredients an ingredient is combined."""
        found: dict[str, set[str]] = {}
        for drug in self.drugs.values():
            for part in drug.parts:
                found.setdefault(part, set()).update(drug.parts - {part})
        return {part: frozenset(others) for part, others in found.items()}

    def together(self, drugs: Iterable[str]) -> str | None:
        """The drug that holds exactly the ingredients of these drugs."""
        return self.by_parts.get(frozenset(part for drug in drugs for part in drug.split(" / ")))

    def are_lookalikes(self, a: str, b: str) -> bool:
        """Whether two names are known to be confused."""
        return b in self.pairs.get(a, ())


def _drug(row: tuple[str, ...]) -> Drug:
    name, rank, schedule, tier, rxcui, usual, source = row
    return Drug(name, int(rank) if rank else None, schedule or None, tier, rxcui or None, usual or None, source)


def _pairs(rows: Iterable[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for a, b, _ in rows:
        found.setdefault(a, []).append(b)
        found.setdefault(b, []).append(a)
    return {name: tuple(dict.fromkeys(others)) for name, others in found.items()}
