"""The transcriber: raw directions in; structured, rendered and judged directions out, or a question."""

from __future__ import annotations

from typing import Protocol

from app.core.model.base import Span
from app.core.model.drug import DrugMatch, MatchStatus
from app.core.model.order import ReviewField
from app.core.model.regimen import Comparison, Dosing, Regimen, Supply, Transcription
from app.core.transcription.amend import amended, replaced_spans
from app.core.transcription.amounts import amount_a_day
from app.core.transcription.assemble.english import sentence
from app.core.transcription.assemble.spanish import sentence as spanish
from app.core.transcription.compare import compare
from app.core.transcription.extract.parts import Doubt
from app.core.transcription.guard import confidence, structure_doubts
from app.core.transcription.product import Product, product
from app.core.transcription.reading import read
from app.core.transcription.roundtrip import survives
from app.core.transcription.supply import supply

ENGINE = "grammar 1"
_TYPED = 1.0  # a pharmacist's own words are not an estimate
_NOT_THE_SAME = Doubt("the directions could not be said in other words without a change")


class DrugNames(Protocol):
    """What the transcriber may ask a drug catalogue."""

    def resolve(self, text: str) -> DrugMatch:
        """The drug that the words mean."""
        ...


class Transcriber:
    """Reads directions by a deterministic grammar; it abstains rather than guess.

    Attributes:
        engine: name and version, stored with every transcription.
    """

    engine = ENGINE

    def __init__(self, catalogue: DrugNames | None = None) -> None:
        """Without a catalogue only the drug's own words tell its form and strength."""
        self._catalogue = catalogue

    def transcribe(self, text: str, drug: str | None = None) -> Transcription:
        """Read a prescriber's directions; `drug` is the drug as written, where known. Never raises for any text."""
        known = self._product(drug)
        reading = read(text, known)
        doubts = reading.doubts
        plain = sentence(reading.regimen) if not doubts else None
        if plain is not None and not survives(reading.regimen, plain, known):
            doubts, plain = (_NOT_THE_SAME,), None
        regimen = _judged(reading.regimen, doubts, reading.normalised.error_prone)
        return Transcription(
            text=text,
            drug=drug,
            regimen=regimen,
            plain=plain,
            plain_es=spanish(regimen) if plain is not None else None,
            spans=reading.assembled.spans,
            confidence=confidence(
                reading.assembled,
                reading.unexplained,
                {doubt.field: doubt.reason for doubt in doubts},
                len(reading.normalised.error_prone),
            ),
            per_day=amount_a_day(regimen),
            engine=ENGINE,
        )

    def compare(self, prescribed: str, entered: str, drug: str | None = None) -> Comparison:
        """Whether what was entered says what the prescriber said."""
        return compare(self.transcribe(prescribed, drug), self.transcribe(entered, drug), self._product(drug))

    def amend(self, transcription: Transcription, field: str, text: str) -> Transcription:
        """Replace one component, or with the field "directions" the whole, by typed words.

        Args:
            transcription: what was read before; it is not changed.
            field: a value of `ReviewField`.
            text: the words typed for it.

        Raises:
            ValueError: the words cannot be read as that component; the message is a sentence for the user.
        """
        wanted = ReviewField(field)
        known = self._product(transcription.drug)
        if wanted in (ReviewField.DIRECTIONS, ReviewField.STEPS):
            return self._retyped(transcription, text)
        regimen = amended(transcription, wanted, text, known)
        gone = replaced_spans(wanted)
        spans = {name: place for name, place in transcription.spans.items() if name not in gone}
        sure = {name: value for name, value in transcription.confidence.items() if name not in gone}
        sure |= dict.fromkeys(gone, _TYPED)
        kept = _kept_doubts(transcription, gone, known)
        return self._rejudged(transcription, regimen, spans, sure, kept, known)

    def supply(
        self,
        transcription: Transcription,
        drug: str | None = None,
        days: float | None = None,
        quantity: float | None = None,
    ) -> Supply:
        """What the directions need over `days`, or how long `quantity` lasts."""
        return supply(transcription.regimen, self._product(drug or transcription.drug), days, quantity)

    def _product(self, drug: str | None) -> Product | None:
        """The product; a name without a form ("Lipitor 20") is looked up where there is a catalogue."""
        known = product(drug)
        if known is None or known.kind or self._catalogue is None:
            return known
        found = self._catalogue.resolve(known.text)
        if found.status is not MatchStatus.MATCHED or not found.form:
            return known
        strength = found.strength if not known.strengths else None
        return product(" ".join(word for word in (known.text, strength, found.form) if word))

    def _retyped(self, before: Transcription, text: str) -> Transcription:
        """The whole directions typed anew; fields that stay the same keep their places in the original text."""
        typed = self.transcribe(text, before.drug)
        if typed.plain is None:
            raise ValueError(f"'{text.strip()}' cannot be taken as directions: {typed.regimen.ambiguity_reason}.")
        spans = {name: place for name, place in before.spans.items() if _value(before, name) == _value(typed, name)}
        return typed.model_copy(update={"text": before.text, "spans": spans})

    def _rejudged(
        self,
        before: Transcription,
        regimen: Regimen,
        spans: dict[str, tuple[Span, ...]],
        sure: dict[str, float],
        kept: tuple[Doubt, ...],
        known: Product | None,
    ) -> Transcription:
        doubts = (*structure_doubts(regimen, before.text, known), *kept)
        plain = sentence(regimen) if not doubts else None
        if plain is not None and not survives(regimen, plain, known):
            doubts, plain = (_NOT_THE_SAME,), None
        regimen = _judged(regimen, doubts, regimen.error_prone)
        return before.model_copy(
            update={
                "regimen": regimen,
                "plain": plain,
                "plain_es": spanish(regimen) if plain is not None else None,
                "spans": spans,
                "confidence": sure,
                "per_day": amount_a_day(regimen),
                "engine": ENGINE,
            }
        )


def _kept_doubts(before: Transcription, gone: tuple[str, ...], known: Product | None) -> tuple[Doubt, ...]:
    """The doubts about the text that the correction of one component does not settle."""
    if not before.regimen.ambiguous:
        return ()
    standing = before.regimen.ambiguity_reason or ""
    found = read(before.text, known)
    structural = structure_doubts(found.regimen, before.text, known)
    return tuple(d for d in found.doubts if d.field not in gone and d.reason in standing and d not in structural)


def _value(transcription: Transcription, name: str) -> object:
    """The value of a field by the name of its span."""
    regimen = transcription.regimen
    if name == "dose":
        return regimen.dose_min, regimen.dose_max, regimen.dose_unit
    return getattr(regimen, name) if name in Dosing.model_fields or name == "steps" else None


def _judged(regimen: Regimen, doubts: tuple[Doubt, ...], error_prone: tuple[str, ...]) -> Regimen:
    return regimen.model_copy(
        update={
            "ambiguous": bool(doubts),
            "ambiguity_reason": "; ".join(dict.fromkeys(doubt.reason for doubt in doubts)) or None,
            "error_prone": error_prone,
        }
    )
