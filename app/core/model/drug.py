"""Drugs as the catalogue knows them."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from app.core.model.base import Model


class MatchStatus(StrEnum):
    """Whether a drug as typed is one drug of the catalogue."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


class DrugCandidate(Model):
    """A drug that the words could mean, with a score from 0 to 1."""

    ingredient: str
    strength: str | None = None
    form: str | None = None
    score: float = 0.0
    why: str = ""


class DrugMatch(Model):
    """A drug as typed, resolved against the catalogue.

    `ingredient` is generic, lower case, joined by " / " in the order of the strengths; `strength`
    reads "5 mg" or "875 mg / 125 mg"; `form` is a word of the catalogue ("tablet", "ER capsule").
    `how` says which way led there: name, brand, abbreviation, spelling. `assumed` names what was not
    written but filled by convention: "strength", "form".
    """

    text: str
    status: MatchStatus
    ingredient: str | None = None
    strength: str | None = None
    form: str | None = None
    rxcui: str | None = None
    ndc: str | None = None
    brand: str | None = None
    how: Literal["name", "brand", "abbreviation", "spelling", "code"] | None = None
    confidence: float = 0.0
    candidates: tuple[DrugCandidate, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def ingredients(self) -> tuple[str, ...]:
        """The single ingredients, in the order of the strengths."""
        return tuple(part.strip() for part in self.ingredient.split(" / ")) if self.ingredient else ()


class DrugFacts(Model):
    """What the catalogue tells about one set of ingredients; empty tuples mean not known."""

    ingredient: str
    brands: tuple[str, ...] = ()
    schedule: str | None = None  # "CII" ... "CV", None when not controlled
    classes: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()  # marketed forms
    routes: tuple[str, ...] = ()  # labelled routes over all forms
    strengths: tuple[tuple[str, str], ...] = ()  # (form, strength), marketed
    source: str = ""
