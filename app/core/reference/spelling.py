"""A misspelt name: the one drug it must mean, or the drugs it could mean, or none.

Every known name takes part, also those of drugs outside the catalogue, so that a stranger is not
taken for the nearest acquaintance. A name is accepted only when every other drug is clearly farther
away; look-alike pairs need more room than others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.core.reference.lexicon import Lexicon, Name

_SHORTEST = 5  # letters; shorter words are abbreviations, and one letter makes another drug of them
_SHORTEST_WORD = 3  # letters of one word among several
_SHORT = 6
_SURE_PREFIX = 6
_KINDS = frozenset(("name", "brand", "synonym", "outside", "misspelling"))
_FAR = 3


class Near(NamedTuple):
    """A name near what was written."""

    names: tuple[Name, ...]
    distance: int


class Guess(NamedTuple):
    """What a word may mean: accepted when `sure`, else only to be offered."""

    names: tuple[Name, ...]
    sure: bool
    confidence: float
    others: tuple[Name, ...] = ()


class Speller:
    """Finds names by their spelling."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Sort the names into buckets by their first letter."""
        self._lexicon = lexicon
        self._names: dict[str, tuple[Name, ...]] = {}
        self._buckets: dict[str, list[str]] = defaultdict(list)
        for at, meanings in lexicon.names.items():
            usable = tuple(m for m in meanings if m.kind in _KINDS)
            spelt = " ".join(at)
            if usable and len(spelt) >= _SHORTEST and at[0].isalpha():
                self._names[spelt] = usable
                self._buckets[spelt[0]].append(spelt)
        self._all = list(self._names)

    def guess(self, written: str) -> Guess | None:
        """The drug that a misspelt name means, or may mean; None when nothing is near."""
        reach = _reach(len(written))
        begun = self._by_beginning(written)
        if begun or not reach:
            return begun
        near = self._near(written, reach)
        if not near:
            return None
        best, rivals = near[0], near[1:]
        sure = self._is_known_enough(best, len(written)) and all(self._is_clear(best, rival) for rival in rivals)
        others = tuple(name for rival in rivals for name in rival.names)
        return Guess(best.names, sure, _confidence(best.distance, len(written)), others)

    def _near(self, written: str, reach: int) -> list[Near]:
        """The nearest name of each drug, the nearest drug first; rivals a little beyond the reach too."""
        found = process.extract(
            written, self._buckets.get(written[0], []), scorer=OSA.distance, score_cutoff=reach + 1, limit=24
        )
        if not found:
            found = process.extract(written, self._all, scorer=OSA.distance, score_cutoff=1, limit=6)
        groups: dict[frozenset[str], Near] = {}
        for spelt, distance, _ in sorted(found, key=lambda hit: (hit[1], hit[0])):
            if not _word_by_word(written, spelt):
                continue
            drugs = frozenset(name.drug or name.name for name in self._names[spelt])
            groups.setdefault(drugs, Near(self._names[spelt], int(distance)))
        near = list(groups.values())
        return near if near and near[0].distance <= reach else []

    def _is_known_enough(self, best: Near, length: int) -> bool:
        """A short word one letter off is a misspelling only of a drug that is often prescribed."""
        return length > _SHORT or self._is_usual(best)

    def _is_usual(self, near: Near) -> bool:
        return any(name.drug and self._lexicon.drugs[name.drug].rank for name in near.names)

    def _is_clear(self, best: Near, rival: Near) -> bool:
        room = rival.distance - best.distance
        doubtful = (
            best.distance > 1 or self._known_pair(best, rival) or (self._is_usual(rival) and not self._is_usual(best))
        )
        return room >= (2 if doubtful else 1)

    def _known_pair(self, best: Near, rival: Near) -> bool:
        return any(
            self._lexicon.are_lookalikes(x, y)
            for a in best.names
            for b in rival.names
            for x in (a.name, a.drug)
            for y in (b.name, b.drug)
        )

    def _by_beginning(self, written: str) -> Guess | None:
        """A name cut short, as narrow screens and pens cut it: sure only when one drug begins so."""
        if len(written) < _SHORTEST:
            return None
        begun = [s for s in self._buckets.get(written[0], ()) if s.startswith(written) and len(s) > len(written)]
        drugs = {n.drug or n.name for s in begun for n in self._names[s]}
        single = {d for d in drugs if " / " not in d} or drugs
        first = tuple(n for s in begun for n in self._names[s] if (n.drug or n.name) in single)
        if not first:
            return None
        cut = any(
            s[len(written)] != " " for s in begun
        )  # within a word: "insulin" is whole, and many insulins begin so
        sure = cut and len(single) == 1 and len(written) >= _SURE_PREFIX
        return Guess(first[:1] if sure else first, sure, 0.9)


def _reach(length: int) -> int:
    """How many edits a name of this length may bear."""
    if length < _SHORTEST:
        return 0
    return 1 if length <= 8 else 2 if length <= 12 else _FAR


def _word_by_word(written: str, spelt: str) -> bool:
    """Whether no single word carries more edits than it may, and no number differs."""
    ours, theirs = written.split(), spelt.split()
    if len(ours) != len(theirs) or len(ours) == 1:
        return True
    return all(
        a == b if b[0].isdigit() or len(b) < _SHORTEST_WORD else OSA.distance(a, b) <= max(1, _reach(len(b)))
        for a, b in zip(ours, theirs, strict=True)
    )


def _confidence(distance: int, length: int) -> float:
    return round(max(0.6, 0.97 - 0.9 * distance / length), 3)


def drugs_of(names: Iterable[Name]) -> tuple[str, ...]:
    """The drugs behind names, each once, without those outside the catalogue."""
    return tuple(dict.fromkeys(name.drug for name in names if name.drug))
