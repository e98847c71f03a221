"""The four stages in a row: normalise, extract, assemble, guard."""

from __future__ import annotations

from typing import NamedTuple

from app.core.model.regimen import Regimen
from app.core.transcription.assemble import Assembled, assemble
from app.core.transcription.extract import extract
from app.core.transcription.extract.parts import Component, Doubt, Leftover
from app.core.transcription.guard import judge
from app.core.transcription.guard.leftovers import leftovers
from app.core.transcription.normalise import Normalised, normalise
from app.core.transcription.product import Product


class Reading(NamedTuple):
    """A text as read, with everything that was found on the way."""

    normalised: Normalised
    components: tuple[Component, ...]
    assembled: Assembled
    doubts: tuple[Doubt, ...]

    @property
    def regimen(self) -> Regimen:
        """The regimen, not yet marked as ambiguous."""
        return self.assembled.regimen

    @property
    def unexplained(self) -> list[Leftover]:
        """The words that nothing explains."""
        return leftovers(self.components)


def read(text: str, drug: Product | None) -> Reading:
    """Read directions."""
    normalised = normalise(text)
    components = extract(normalised)
    assembled = assemble(components, drug)
    doubts = judge(normalised, components, assembled.regimen, assembled.doubts, drug)
    return Reading(normalised, components, assembled, doubts)
