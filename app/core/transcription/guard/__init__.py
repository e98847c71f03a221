"""Stage four: what a careful pharmacist must ask.

With any doubt the directions are ambiguous and nothing is suggested.
"""

from __future__ import annotations

from app.core.model.regimen import Regimen
from app.core.transcription.extract.parts import Component, Doubt
from app.core.transcription.guard import complete, consistent, leftovers
from app.core.transcription.guard.confidence import confidence
from app.core.transcription.normalise import Normalised
from app.core.transcription.product import Product

__all__ = ["confidence", "judge", "structure_doubts"]


def judge(
    normalised: Normalised,
    components: tuple[Component, ...],
    regimen: Regimen,
    found: tuple[Doubt, ...],
    drug: Product | None,
) -> tuple[Doubt, ...]:
    """All doubts about a text and the regimen read from it, each once."""
    doubts = [Doubt(reason) for reason in normalised.doubts]
    doubts += found
    doubts += complete.doubts(regimen, components, drug)
    doubts += consistent.doubts(regimen, normalised.text, drug)
    doubts += leftovers.doubts(normalised, components)
    return tuple(dict.fromkeys(doubts))


def structure_doubts(regimen: Regimen, text: str, drug: Product | None) -> tuple[Doubt, ...]:
    """The doubts about a regimen that was typed rather than read."""
    return tuple(dict.fromkeys((*complete.doubts(regimen, (), drug), *consistent.doubts(regimen, text, drug))))
