"""The face of the drug catalogue: names in, drugs and their facts out."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from app.core.model.drug import DrugCandidate, DrugFacts, DrugMatch, MatchStatus


class Catalogue:
    """Read-only knowledge of drugs; cheap to pickle, safe to use from several threads."""

    release: str = ""

    @classmethod
    def open(cls, cache_dir: Path) -> Self:
        """Open the catalogue, compiling it into `cache_dir` first where that is needed."""
        del cache_dir
        return cls()

    def resolve(self, text: str) -> DrugMatch:
        """The drug that a text names."""
        return DrugMatch(text=text, status=MatchStatus.UNKNOWN)

    def by_code(self, system: str, code: str) -> DrugMatch | None:
        """The drug of an NDC or RxCUI; None when the catalogue does not hold the code."""
        return None

    def facts(self, ingredient: str) -> DrugFacts | None:
        """What is known about one drug or one combination; None for an unknown one."""
        return None

    def search(self, prefix: str, limit: int = 12) -> tuple[DrugCandidate, ...]:
        """Drugs whose generic name, brand or abbreviation begins as typed, the usual ones first."""
        return ()

    def form_routes(self, form: str) -> tuple[str, ...]:
        """The routes by which a form can be given; empty for an unknown form."""
        return ()

    def dose_units(self, form: str) -> tuple[str, ...]:
        """The units in which a form is dosed, the usual one first."""
        return ()

    def classes_of(self, ingredient: str) -> tuple[str, ...]:
        """The classes of a drug, or of every part of a combination, in lower case."""
        return ()

    def lookalikes(self, name: str) -> tuple[str, ...]:
        """Names that are known to be confused with this one."""
        return ()

    def tall_man(self, name: str) -> str:
        """The name in tall-man letters where it has them, else as given."""
        return name

    def has_strength(self, ingredient: str, strength: str, form: str | None = None) -> bool | None:
        """Whether a strength is marketed; None when that cannot be told."""
        return None

    def strengths(self, ingredient: str, form: str | None = None) -> tuple[str, ...]:
        """The marketed strengths of a drug, in one form or in all."""
        return ()

    def forms(self, ingredient: str) -> tuple[str, ...]:
        """The marketed forms of a drug, the usual one first."""
        return ()

    def close(self) -> None:
        """Let go of what is held open."""
