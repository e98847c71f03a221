"""A typed correction tried on an order, and how the result stands to the prescriber's words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from app.core.model.drug import DrugMatch, MatchStatus
from app.core.model.order import SIG_FIELDS, Order, ReviewField
from app.core.model.people import PatientName, PrescriberName
from app.core.model.quality import EventClass
from app.core.model.raw import RawPrescription
from app.core.model.regimen import Comparison, Difference
from app.core.model.road import Revised, RevisionJob
from app.core.pipeline.orders import date_of, decimal_of, drug_words, order_of, whole_of
from app.core.reference import Catalogue
from app.core.transcription import Transcriber, say

# A correction of these is an error that nearly reached the patient; of others, an edit.
NEAR_MISS_FIELDS = frozenset(
    {
        ReviewField.DRUG,
        ReviewField.STRENGTH,
        ReviewField.FORM,
        *SIG_FIELDS,
        ReviewField.DIRECTIONS,
        ReviewField.QUANTITY,
        ReviewField.REFILLS,
        ReviewField.PATIENT,
        ReviewField.PRESCRIBER,
    }
)

_DIRECTIONS = frozenset({*SIG_FIELDS, ReviewField.DIRECTIONS})
_US_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NPI = re.compile(r"\b\d{10}\b")


class _UnusableError(ValueError):
    """The words cannot be read as the field; the sentence is for the person who typed them."""


def revised(job: RevisionJob, catalogue: Catalogue, transcriber: Transcriber, limit: float) -> Revised:
    """Try the correction; `problem` is set instead of guessing when the words do not fit the field."""
    try:
        order = _applied(job, catalogue, transcriber)
    except ValueError as error:
        return Revised(order=job.order, problem=str(error))
    read = order_of(job.raw, catalogue, transcriber)
    comparison = _compared(job, read, order, transcriber, limit)
    different = comparison.verdict == "different"
    return Revised(
        order=order,
        value=_value(job.field, order),
        comparison=comparison,
        needs_authorisation=different,
        classification=_classified(job.field, different=different),
        component=job.field.value,
    )


def _classified(field: ReviewField, *, different: bool) -> EventClass:
    if different:
        return EventClass.INTERVENTION
    return EventClass.NEAR_MISS if field in NEAR_MISS_FIELDS else EventClass.EDIT


def _applied(job: RevisionJob, catalogue: Catalogue, transcriber: Transcriber) -> Order:
    text = " ".join(job.text.split())
    if not text:
        raise _UnusableError("Nothing was typed.")
    if job.field in (ReviewField.DRUG, ReviewField.STRENGTH, ReviewField.FORM):
        return _with_drug(job.order, job.field, text, catalogue, transcriber)
    if job.field in _DIRECTIONS:
        return _with_directions(job.order, job.field, text, transcriber)
    return job.order.model_copy(update=_SIMPLE[job.field](text))


def _with_drug(order: Order, field: ReviewField, text: str, catalogue: Catalogue, transcriber: Transcriber) -> Order:
    """A new name keeps strength and form as they are unless they are typed with it."""
    old = order.drug
    parts = {
        ReviewField.DRUG: (text, "" if any(c.isdigit() for c in text) else old.strength, ""),
        ReviewField.STRENGTH: (old.ingredient, text, old.form),
        ReviewField.FORM: (old.ingredient, old.strength, text),
    }[field]
    match = catalogue.resolve(" ".join(p for p in parts if p))
    if match.status is not MatchStatus.MATCHED:
        names = ", ".join(c.ingredient for c in match.candidates[:3])
        raise _UnusableError(
            f"“{text}” is not one drug of the catalogue." + (f" Did you mean {names}?" if names else "")
        )
    if field is ReviewField.FORM and (match.form or "").casefold() not in text.casefold() and match.form == old.form:
        raise _UnusableError(f"“{text}” is not a form that the catalogue knows.")
    changed = order.model_copy(update={"drug": match.model_copy(update={"confidence": 1.0})})
    if order.directions is None:
        return changed
    again = transcriber.transcribe(order.directions.text, drug_words(changed))
    return changed.model_copy(update={"directions": again})


def _with_directions(order: Order, field: ReviewField, text: str, transcriber: Transcriber) -> Order:
    drug = drug_words(order)
    if order.directions is None or (field is ReviewField.DIRECTIONS):
        new = transcriber.transcribe(text, drug)
    else:
        new = transcriber.amend(order.directions, field.value, text)
    if new.regimen.ambiguous and field is ReviewField.DIRECTIONS:
        raise _UnusableError(f"These directions are not clear: {new.regimen.ambiguity_reason}.")
    return order.model_copy(update={"directions": new})


def _patient(text: str) -> dict[str, object]:
    found = _ISO_DATE.search(text) or _US_DATE.search(text)
    if found is None:
        raise _UnusableError("Type name and date of birth, for example: Alma Nestor 1961-03-09.")
    name = text.replace(found[0], " ").replace("·", " ").strip(" ,;")
    sex = re.search(r"\s([FMU])$", name)
    name = name[: sex.start()].strip(" ,;") if sex else name
    return {"patient": PatientName(name=name, dob=_date(found[0]).isoformat(), sex=sex[1] if sex else None)}


def _prescriber(text: str) -> dict[str, object]:
    npi = _NPI.search(text)
    name = re.sub(r"(?i)\b(NPI|DEA)\b|·", " ", text.replace(npi[0], " ") if npi else text)
    name = " ".join(name.split()).strip(" ,;")
    if not name:
        raise _UnusableError("Type the prescriber's name, and the NPI where it is known.")
    return {"prescriber": PrescriberName(name=name, npi=npi[0] if npi else None)}


def _quantity(text: str) -> dict[str, object]:
    number, _, unit = text.partition(" ")
    value = decimal_of(number)
    if value is None:
        raise _UnusableError("Type the quantity as a plain number, for example: 30 or 7.5 mL.")
    return {"quantity": value} | ({"quantity_unit": unit} if unit else {})


def _days(text: str) -> dict[str, object]:
    value = whole_of(text.removesuffix("days").removesuffix("day").strip())
    if not value:
        raise _UnusableError("Type the days as a whole number, for example: 30.")
    return {"days_supply": value}


def _refills(text: str) -> dict[str, object]:
    value = whole_of(text)
    if value is None:
        raise _UnusableError("Type the refills as a whole number; 0 for none.")
    return {"refills": value}


def _substitution(text: str) -> dict[str, object]:
    word = text.casefold()
    if word in ("yes", "y", "allowed", "generic"):
        return {"substitution_allowed": True}
    if word in ("no", "n", "not allowed", "daw", "not allowed (daw)", "brand"):
        return {"substitution_allowed": False}
    raise _UnusableError("Type yes where substitution is allowed, no where it is not (DAW).")


def _written(text: str) -> dict[str, object]:
    return {"date_written": _date(text)}


def _date(text: str) -> date:
    us = _US_DATE.fullmatch(text)
    iso = f"{us[3]}-{int(us[1]):02}-{int(us[2]):02}" if us else text
    found = date_of(iso)
    if found is None:
        raise _UnusableError(f"“{text}” is not a date; type it as 2026-03-01 or 3/1/2026.")
    return found


_SIMPLE: dict[ReviewField, Callable[[str], dict[str, object]]] = {
    ReviewField.PATIENT: _patient,
    ReviewField.PRESCRIBER: _prescriber,
    ReviewField.QUANTITY: _quantity,
    ReviewField.DAYS_SUPPLY: _days,
    ReviewField.REFILLS: _refills,
    ReviewField.SUBSTITUTION: _substitution,
    ReviewField.DATE_WRITTEN: _written,
    ReviewField.NOTES: lambda text: {"notes": (text,)},
}


def _compared(job: RevisionJob, read: Order, new: Order, transcriber: Transcriber, limit: float) -> Comparison:
    """The corrected order against the prescriber's words, as far as those are certain."""
    if job.field in _DIRECTIONS:
        return _directions_compared(read, new, transcriber, limit)
    if job.field in (ReviewField.DRUG, ReviewField.STRENGTH, ReviewField.FORM):
        return _drugs_compared(job.field, read.drug, new.drug, limit)
    if job.field in (ReviewField.NOTES, ReviewField.DAYS_SUPPLY):
        return Comparison(verdict="same")  # ours to work out; not an order of the prescriber's
    was, now = (_value(job.field, order) for order in (read, new))
    if not was or not _is_written(job.field, job.raw):
        return Comparison(verdict="cannot_tell", reason="the message does not say it in a form that can be read")
    if was.casefold() == now.casefold():
        return Comparison(verdict="same")
    return Comparison(
        verdict="different", differences=(Difference(field=job.field.value, prescribed=was, entered=now),)
    )


def _is_written(field: ReviewField, raw: RawPrescription) -> bool:
    written = {
        ReviewField.REFILLS: raw.refills,
        ReviewField.QUANTITY: raw.quantity.value,
        ReviewField.DATE_WRITTEN: raw.date_written,
    }
    return field not in written or written[field] is not None


def _directions_compared(read: Order, new: Order, transcriber: Transcriber, limit: float) -> Comparison:
    """By component; a difference only in what was read with doubt cannot be told from a misreading."""
    if read.directions is None or new.directions is None:
        return Comparison(verdict="cannot_tell", reason="the message holds no directions")
    entered = new.directions.plain or new.directions.text
    found = transcriber.compare(read.directions.text, entered, drug_words(new))
    if found.verdict != "different":
        return found
    sure = read.directions.confidence
    if any(sure.get(d.field, 1.0) >= limit for d in found.differences):
        return found
    reason = "the prescriber's words are read with doubt just there"
    return Comparison(verdict="cannot_tell", differences=found.differences, reason=reason)


def _drugs_compared(field: ReviewField, was: DrugMatch, now: DrugMatch, limit: float) -> Comparison:
    if was.status is not MatchStatus.MATCHED or was.confidence < limit:
        return Comparison(verdict="cannot_tell", reason="the drug as written is not certain")
    pairs = (
        ("drug", was.ingredient, now.ingredient),
        ("strength", was.strength, now.strength),
        ("form", was.form, now.form),
    )
    differences = tuple(
        Difference(field=name, prescribed=old, entered=new) for name, old, new in pairs if old and old != new
    )
    if differences:
        return Comparison(verdict="different", differences=differences)
    added = any(name == field.value and old is None for name, old, _ in pairs)
    if added:
        return Comparison(verdict="cannot_tell", reason=f"the message does not name the {field.value}")
    return Comparison(verdict="same")


def _value(field: ReviewField, order: Order) -> str:
    """The value of a field in words, as the screen shows it."""
    if field in _DIRECTIONS:
        if order.directions is None:
            return ""
        words = say(order.directions.regimen)
        return (order.directions.plain or "") if field is ReviewField.DIRECTIONS else words.get(field.value, "")
    drug = order.drug
    values: dict[ReviewField, object] = {
        ReviewField.PATIENT: " · ".join(p for p in (order.patient.name, order.patient.dob) if p),
        ReviewField.PRESCRIBER: order.prescriber.name,
        ReviewField.DRUG: drug.ingredient,
        ReviewField.STRENGTH: drug.strength,
        ReviewField.FORM: drug.form,
        ReviewField.QUANTITY: f"{order.quantity.normalize():f}" if order.quantity is not None else None,
        ReviewField.DAYS_SUPPLY: order.days_supply,
        ReviewField.REFILLS: order.refills,
        ReviewField.SUBSTITUTION: order.substitution_allowed,
        ReviewField.DATE_WRITTEN: order.date_written,
        ReviewField.NOTES: "; ".join(order.notes),
    }
    value = values[field]
    return "" if value is None else str(value)
