"""The face of the drug catalogue: names in, drugs and their facts out."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Self

from app.core.model.drug import DrugCandidate, DrugFacts, DrugMatch
from app.core.reference.codes import Codes
from app.core.reference.knowledge import Knowledge
from app.core.reference.lexicon import Lexicon
from app.core.reference.products import Products
from app.core.reference.resolving import Resolver
from app.core.reference.searching import Searcher
from app.core.reference.store import Store


class Catalogue:
    """Read-only knowledge of drugs.

    Names and classes lie in memory; products and codes are asked from the compiled file, each time
    over a connection of its own. So a catalogue may be used from several threads, and it crosses to
    another process as the place of its file.

    Attributes:
        release: which facts these are: the date of the newest source and a mark of the content.
    """

    def __init__(self, cache_dir: Path, tables: Path | None = None) -> None:
        """Open the catalogue; `tables` are other tables than the shipped ones."""
        self._opened_with = (cache_dir, tables)
        store = Store(cache_dir, tables)
        self._store = store
        self._lexicon = Lexicon(store)
        self._products = Products(store)
        self._knowledge = Knowledge(store, self._lexicon, self._products)
        self._codes = Codes(store, self._lexicon, self._products)
        self.release = f"{self._knowledge.newest}+{store.digest[:8]}"

    @classmethod
    def open(cls, cache_dir: Path) -> Self:
        """Open the catalogue, compiling it into `cache_dir` first where that is needed."""
        return cls(cache_dir)

    def __reduce__(self) -> tuple[type[Self], tuple[Path, Path | None]]:
        """Cross process borders as the place of the file."""
        return type(self), self._opened_with

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self._lexicon, self._products)

    @cached_property
    def _searcher(self) -> Searcher:
        return Searcher(self._lexicon, self._products)

    def resolve(self, text: str) -> DrugMatch:
        """The drug that a text names: matched, ambiguous with candidates, or unknown. Never raises."""
        return self._resolver.resolve(text)

    def by_code(self, system: str, code: str) -> DrugMatch | None:
        """The drug of an NDC or RxCUI; None when the catalogue does not hold the code."""
        return self._codes.find(system, code)

    def facts(self, ingredient: str) -> DrugFacts | None:
        """What is known about one drug or one combination; None for an unknown one."""
        return self._knowledge.facts(ingredient)

    def search(self, prefix: str, limit: int = 12) -> tuple[DrugCandidate, ...]:
        """Drugs whose generic name, brand or abbreviation begins as typed, the usual ones first."""
        return self._searcher.search(prefix, limit)

    def form_routes(self, form: str) -> tuple[str, ...]:
        """The routes by which a form can be given, the usual one first; empty for an unknown form."""
        return self._knowledge.form_routes(form)

    def dose_units(self, form: str) -> tuple[str, ...]:
        """The units in which a form is dosed, the usual one first; empty for an unknown form."""
        return self._knowledge.dose_units(form)

    def classes_of(self, ingredient: str) -> tuple[str, ...]:
        """The classes of a drug, or of every part of a combination, in lower case."""
        return self._knowledge.classes_of(ingredient)

    def lookalikes(self, name: str) -> tuple[str, ...]:
        """Names that are known to be confused with this one."""
        return self._knowledge.lookalikes(name)

    def tall_man(self, name: str) -> str:
        """The name in tall-man letters where it has them, else as given."""
        return self._knowledge.tall_man(name)

    def has_strength(self, ingredient: str, strength: str, form: str | None = None) -> bool | None:
        """Whether a strength is marketed, in a form or in any; None when that cannot be told.

        A bare form word covers its kinds: "tablet" is also an extended-release tablet.
        """
        return self._knowledge.has_strength(ingredient, strength, form)

    def strengths(self, ingredient: str, form: str | None = None) -> tuple[str, ...]:
        """The marketed strengths of a drug, in one form or in all, the most common first."""
        return self._knowledge.strengths(ingredient, form)

    def product_routes(self, ingredient: str, strength: str, form: str) -> tuple[str, ...]:
        """The routes of the products of one form and strength; empty when none is marketed."""
        return self._knowledge.product_routes(ingredient, strength, form)

    def forms(self, ingredient: str) -> tuple[str, ...]:
        """The marketed forms of a drug, the most common first."""
        return self._knowledge.forms(ingredient)

    def close(self) -> None:
        """Nothing stays open between questions; this is for symmetry with `open`."""
