"""What the checks need to know of drugs, as they ask for it."""

from __future__ import annotations

from typing import Protocol

from app.core.model.drug import DrugFacts, DrugMatch


class Drugs(Protocol):
    """The part of the drug catalogue that the checks use."""

    release: str

    def resolve(self, text: str) -> DrugMatch:
        """The drug that a text names."""

    def facts(self, ingredient: str) -> DrugFacts | None:
        """What is known about one drug or one combination; None for an unknown one."""

    def form_routes(self, form: str) -> tuple[str, ...]:
        """The routes by which a form can be given; empty for an unknown form."""

    def classes_of(self, ingredient: str) -> tuple[str, ...]:
        """The classes of a drug, in lower case."""

    def lookalikes(self, name: str) -> tuple[str, ...]:
        """Names that are known to be confused with this one."""

    def has_strength(self, ingredient: str, strength: str, form: str | None = None) -> bool | None:
        """Whether a strength is marketed; None when that cannot be told."""

    def strengths(self, ingredient: str, form: str | None = None) -> tuple[str, ...]:
        """The marketed strengths of a drug, in one form or in all."""

    def product_routes(self, ingredient: str, strength: str, form: str) -> tuple[str, ...]:
        """The routes of the products of one form and strength; empty when none is marketed."""

    def forms(self, ingredient: str) -> tuple[str, ...]:
        """The marketed forms of a drug, the usual one first."""
