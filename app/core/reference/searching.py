"""Search as you type: generic names, brands and abbreviations by their beginnings, with strengths after a number."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from app.core.model.drug import DrugCandidate
from app.core.reference.lexicon import Lexicon, Name
from app.core.reference.products import Products
from app.core.reference.text import LONGEST, key, printed, tokens

_KIND_SCORE = {"name": 1.0, "brand": 0.95, "abbreviation": 0.9, "synonym": 0.85, "error-prone": 0.7}
_LATE = 0.2
"""How much later words of a name count less than its first: "glargine" finds insulin glargine."""
_LAST = 10_000


class _Entry(NamedTuple):
    spelt: str
    name: Name
    late: bool


class Searcher:
    """Finds drugs by the beginning of a name."""

    def __init__(self, lexicon: Lexicon, products: Products) -> None:
        """Sort all names, each from its first word and from its later ones."""
        self._lexicon = lexicon
        self._products = products
        self._entries = sorted(self._all(), key=lambda e: e.spelt)
        self._keys = [entry.spelt for entry in self._entries]

    def _all(self) -> list[_Entry]:
        entries: list[_Entry] = []
        for at, meanings in self._lexicon.names.items():
            for name in meanings:
                if name.kind in _KIND_SCORE:
                    entries += (
                        _Entry(" ".join(at[i:]), name, i > 0) for i in range(len(at)) if i == 0 or len(at[i]) > 3
                    )
        return entries

    def search(self, prefix: str, limit: int) -> tuple[DrugCandidate, ...]:
        """The drugs that what was typed so far can begin."""
        if limit < 1 or len(prefix) > LONGEST:
            return ()
        found = self._begun(" ".join(key(prefix)))
        if found:
            return tuple(self._candidate(entry) for entry in found[:limit])
        return self._with_strength(prefix, limit)

    def _begun(self, typed: str) -> list[_Entry]:
        """One entry a drug, the best first."""
        if not typed:
            return []
        best: dict[str, _Entry] = {}
        at = bisect_left(self._keys, typed)
        while at < len(self._keys) and self._keys[at].startswith(typed):
            entry = self._entries[at]
            known = best.get(entry.name.drug)
            if known is None or self._order(entry) < self._order(known):
                best[entry.name.drug] = entry
            at += 1
        return sorted(best.values(), key=self._order)

    def _order(self, entry: _Entry) -> tuple[bool, int, float, str]:
        drug = self._lexicon.drugs[entry.name.drug]
        return entry.late, drug.rank or _LAST, -_KIND_SCORE[entry.name.kind], entry.spelt

    def _candidate(self, entry: _Entry) -> DrugCandidate:
        kind = entry.name.kind
        why = (
            "generic name"
            if kind in ("name", "synonym")
            else f"{kind} {printed(entry.name.name) if kind == 'brand' else entry.name.name}"
        )
        score = round(_KIND_SCORE[kind] - (_LATE if entry.late else 0), 2)
        return DrugCandidate(
            ingredient=entry.name.drug,
            strength=entry.name.strength or None,
            form=entry.name.form or None,
            score=score,
            why=why,
        )

    def _with_strength(self, prefix: str, limit: int) -> tuple[DrugCandidate, ...]:
        """After a name, the strengths that the number begins: "lisinopril 2" finds 2.5 mg and 20 mg."""
        words = tokens(prefix)
        first = next((i for i, w in enumerate(words) if i and w.is_number), None)
        if first is None:
            return ()
        number = words[first].text.lstrip("0") if words[first].text.startswith("0.") else words[first].text
        found: list[DrugCandidate] = []
        for entry in self._begun(" ".join(w.text for w in words[:first]))[:limit]:
            found += self._products_of(entry, number)
        return tuple(found[:limit])

    def _products_of(self, entry: _Entry, number: str) -> list[DrugCandidate]:
        products = self._products.of(entry.name.drug)
        own = [p for p in products if p.is_of_brand(entry.name.name)] if entry.name.kind == "brand" else []
        seen: dict[tuple[str, str], DrugCandidate] = {}
        for p in own or products:
            text = p.strength.removeprefix("0") if number.startswith(".") else p.strength
            if text.startswith(number):
                candidate = self._candidate(entry).model_copy(update={"strength": p.strength, "form": p.form})
                seen.setdefault((p.strength, p.form), candidate)
        return list(seen.values())
