"""An order as the fields of the screen: value, evidence, confidence, and why a look is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from app.core.model.base import Span
from app.core.model.case import FieldState, FieldView
from app.core.model.drug import DrugMatch, MatchStatus
from app.core.model.order import SIG_FIELDS, Order, ReviewField
from app.core.model.raw import RawPrescription
from app.core.model.regimen import Transcription
from app.core.model.road import CheckJob
from app.core.transcription import say

LABELS = {
    ReviewField.PATIENT: "Patient",
    ReviewField.PRESCRIBER: "Prescriber",
    ReviewField.DRUG: "Drug",
    ReviewField.STRENGTH: "Strength",
    ReviewField.FORM: "Form",
    ReviewField.DOSE: "Dose",
    ReviewField.ROUTE: "Route",
    ReviewField.FREQUENCY: "Frequency",
    ReviewField.TIMING: "Timing",
    ReviewField.AS_NEEDED: "As needed",
    ReviewField.DURATION: "Duration",
    ReviewField.MAX_PER_DAY: "Daily maximum",
    ReviewField.SITE: "Site",
    ReviewField.STEPS: "Steps",
    ReviewField.DIRECTIONS: "Directions",
    ReviewField.QUANTITY: "Quantity",
    ReviewField.DAYS_SUPPLY: "Days' supply",
    ReviewField.REFILLS: "Refills",
    ReviewField.SUBSTITUTION: "Substitution",
    ReviewField.DATE_WRITTEN: "Written",
    ReviewField.NOTES: "Notes",
}

# Where intake keeps the place of each field.
_PLACES = {
    ReviewField.PATIENT: "patient.name",
    ReviewField.PRESCRIBER: "prescriber.name",
    ReviewField.DRUG: "drug.text",
    ReviewField.QUANTITY: "quantity.value",
    ReviewField.DAYS_SUPPLY: "days_supply",
    ReviewField.REFILLS: "refills",
    ReviewField.SUBSTITUTION: "substitution_allowed",
    ReviewField.DATE_WRITTEN: "date_written",
    ReviewField.NOTES: "notes[0]",
}

# Which components of a transcription carry a field's confidence and spans.
_COMPONENTS: dict[ReviewField, tuple[str, ...]] = {
    ReviewField.DOSE: ("dose", "dose_unit"),
    ReviewField.AS_NEEDED: ("as_needed", "as_needed_reason"),
}


MENDED = 0.8  # below any confidence limit that a desk should set


class _Reading(NamedTuple):
    """A value, what it was read from, and how sure that is."""

    value: str
    raw: str | None
    confidence: float = 1.0
    doubt: str = ""
    implied: bool = False


def views_of(job: CheckJob, limit: float) -> tuple[FieldView, ...]:
    """All fields of the order in the order of the screen; empty ones only where they are needed."""
    views = (*_plain_fields(job), *_directions(job, limit))
    doubted = {name: f.message for f in job.raw.findings for name in f.fields if f.tier.value != "note"}
    positions = {field: index for index, field in enumerate(ReviewField)}
    shown = [_with_state(v, job, doubted, limit) for v in views]
    return tuple(sorted(shown, key=lambda v: positions[v.field]))


def _with_state(view: FieldView, job: CheckJob, doubted: dict[str, str], limit: float) -> FieldView:
    """A person's word is final; else missing, doubtful or sure."""
    if view.field in job.corrected:
        state = FieldState.CORRECTED
    elif not view.value:
        state = FieldState.MISSING
    elif view.confidence < limit:
        state = FieldState.CHECK
    else:
        return view
    if state is FieldState.CORRECTED:
        return view.model_copy(update={"state": state, "confidence": 1.0, "doubt": ""})
    return view.model_copy(update={"state": state, "doubt": view.doubt or doubted.get(view.field.value, "")})


def _plain_fields(job: CheckJob) -> Iterator[FieldView]:
    for field, read in _READERS.items():
        reading = read(job.raw, job.order)
        if reading is None:
            continue
        yield FieldView(
            field=field,
            label=LABELS[field],
            value=reading.value,
            raw_value=reading.raw,
            path=_place(job.raw, field),
            confidence=reading.confidence,
            doubt=reading.doubt,
            implied=reading.implied,
        )


def _place(raw: RawPrescription, field: ReviewField) -> str:
    if field in (ReviewField.STRENGTH, ReviewField.FORM):
        own = raw.provenance.get(f"drug.{field.value}")
        return own or raw.provenance.get("drug.text", "")
    return raw.provenance.get(_PLACES[field], "")


def _directions(job: CheckJob, limit: float) -> Iterator[FieldView]:
    """The components of the sig and the sentence for the label."""
    sig, path = job.order.directions, job.raw.provenance.get("sig", "")
    if sig is None:
        doubt = "The message holds no directions."
        yield FieldView(field=ReviewField.DIRECTIONS, label=LABELS[ReviewField.DIRECTIONS], value="", doubt=doubt)
        return
    words = say(sig.regimen)
    shown_from = path if sig.text == job.raw.sig else ""
    parts = [_component(f, words[f.value], sig, shown_from) for f in SIG_FIELDS if words.get(f.value)]
    yield from parts
    # Doubt that no single part carries, such as words that were not understood, rests on the whole.
    carried = any(part.confidence < limit for part in parts)
    whole = 1.0 if carried else sig.confidence.get("overall", 1.0)
    doubt = "Part of the directions was not understood." if sig.plain else f"Not transcribed: {_why(sig)}."
    yield FieldView(
        field=ReviewField.DIRECTIONS,
        label=LABELS[ReviewField.DIRECTIONS],
        value=sig.plain or "",
        raw_value=sig.text,
        path=path,
        confidence=whole,
        doubt=doubt if whole < limit or not sig.plain else "",
    )


def _why(sig: Transcription) -> str:
    return sig.regimen.ambiguity_reason or "not understood"


def _component(field: ReviewField, value: str, sig: Transcription, path: str) -> FieldView:
    names = _COMPONENTS.get(field, (field.value,))
    spans = tuple(Span(*s) for name in names for s in sig.spans.get(name, ()))
    confidence = min((sig.confidence[n] for n in names if n in sig.confidence), default=1.0)
    implied = not spans and any(n in sig.regimen.implied for n in names)
    raw = " … ".join(sig.text[s.start : s.end] for s in sorted(set(spans))) or None
    doubt = f"Read from “{raw}”." if raw else "Not written; it follows from the form."
    return FieldView(
        field=field,
        label=LABELS[field],
        value=value,
        raw_value=raw,
        path=path,
        spans=spans,
        confidence=confidence,
        implied=implied,
        doubt=doubt,
    )


def _patient(raw: RawPrescription, order: Order) -> _Reading:
    who = order.patient
    value = " · ".join(p for p in (who.name, who.dob, who.sex) if p)
    return _Reading(value if who.name else "", raw.patient.name, doubt="" if who.name else "No patient is named.")


def _prescriber(raw: RawPrescription, order: Order) -> _Reading:
    who = order.prescriber
    npi = f"NPI {who.npi}" if who.npi else None
    dea = f"DEA {who.dea}" if who.dea else None
    value = " · ".join(p for p in (who.name, npi, dea) if p)
    doubt = "" if who.name else "No prescriber is named."
    return _Reading(value if who.name else "", raw.prescriber.name, doubt=doubt)


def _drug(raw: RawPrescription, order: Order) -> _Reading:
    drug = order.drug
    value = drug.ingredient or ""
    if drug.status is MatchStatus.UNKNOWN:  # a drug outside the catalogue can be dispensed, after a look
        return _Reading(drug.text, raw.drug.text, 0.0, _drug_doubt(drug))
    if drug.brand and value:
        value = f"{value} ({drug.brand})"
    # A name that was mended always gets a look, however near it came: look-alikes are near, too.
    confidence = min(drug.confidence, MENDED) if drug.how == "spelling" else drug.confidence
    return _Reading(value, raw.drug.text, confidence, _drug_doubt(drug))


def _drug_doubt(drug: DrugMatch) -> str:
    if drug.status is MatchStatus.UNKNOWN:
        return f"“{drug.text}” is not in the drug catalogue." if drug.text else "No drug is named."
    if drug.status is MatchStatus.AMBIGUOUS:
        names = ", ".join(c.ingredient for c in drug.candidates[:3])
        return f"“{drug.text}” could be {names}."
    return f"Name read from “{drug.text}”."


def _strength(raw: RawPrescription, order: Order) -> _Reading | None:
    drug = order.drug
    if drug.strength is None:
        return None
    return _Reading(drug.strength, raw.drug.strength or raw.drug.text)


def _form(raw: RawPrescription, order: Order) -> _Reading | None:
    drug = order.drug
    if drug.form is None:
        return None
    return _Reading(drug.form, raw.drug.form or raw.drug.text)


def _quantity(raw: RawPrescription, order: Order) -> _Reading:
    written = " ".join(p for p in (raw.quantity.value, raw.quantity.unit) if p) or None
    if order.quantity is None:
        doubt = f"“{written}” is not a quantity." if written else "No quantity is given."
        return _Reading("", written, 0.0, doubt)
    return _Reading(f"{order.quantity.normalize():f}", written)


def _days(raw: RawPrescription, order: Order) -> _Reading | None:
    if order.days_supply is None:
        return None
    return _Reading(str(order.days_supply), raw.days_supply, implied=raw.days_supply is None)


def _refills(raw: RawPrescription, order: Order) -> _Reading:
    if order.refills is None:
        doubt = f"“{raw.refills}” is not a number." if raw.refills else "No refills are stated; none is taken."
        return _Reading("0", raw.refills, 0.0 if raw.refills else 1.0, doubt, implied=raw.refills is None)
    return _Reading(str(order.refills), raw.refills)


def _substitution(_: RawPrescription, order: Order) -> _Reading | None:
    if order.substitution_allowed is None:
        return None
    return _Reading("allowed" if order.substitution_allowed else "not allowed (DAW)", None)


def _written(raw: RawPrescription, order: Order) -> _Reading | None:
    if order.date_written is None and raw.date_written is None:
        return None
    value = order.date_written.isoformat() if order.date_written else ""
    return _Reading(value, raw.date_written, 1.0 if value else 0.0)


def _notes(_: RawPrescription, order: Order) -> _Reading | None:
    return _Reading("; ".join(order.notes), None) if order.notes else None


_READERS: dict[ReviewField, Callable[[RawPrescription, Order], _Reading | None]] = {
    ReviewField.PATIENT: _patient,
    ReviewField.PRESCRIBER: _prescriber,
    ReviewField.DRUG: _drug,
    ReviewField.STRENGTH: _strength,
    ReviewField.FORM: _form,
    ReviewField.QUANTITY: _quantity,
    ReviewField.DAYS_SUPPLY: _days,
    ReviewField.REFILLS: _refills,
    ReviewField.SUBSTITUTION: _substitution,
    ReviewField.DATE_WRITTEN: _written,
    ReviewField.NOTES: _notes,
}
