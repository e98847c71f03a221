"""Plain typed text: telephone notes, typed prescriptions, clinic shorthand, transcripts of calls."""

from __future__ import annotations

import re
from datetime import datetime

from app.core.intake import values
from app.core.intake.decode import decode_text
from app.core.intake.draft import Draft
from app.core.intake.refusal import Refusal
from app.core.intake.text.amounts import read_amounts
from app.core.intake.text.dates import read_dates
from app.core.intake.text.order import count_orders, read_order
from app.core.intake.text.page import Page
from app.core.intake.text.people import read_numbers, read_people
from app.core.intake.text.rest import note_unread, read_clinical, read_lines, read_phrases, read_substitution
from app.core.model.base import Span
from app.core.model.raw import RawLine, RawPrescription, RawView

__all__ = ["read", "view"]

_LONGEST = 20_000  # characters; a prescription is a page at most
_LONGEST_BLANK = 500  # longer ones are padding, and make looking for words slow
_BLANKS = re.compile(rf"\s{{{_LONGEST_BLANK},}}")
_PLACE = re.compile(r"chars (\d+)-(\d+)")
_LABELS = {
    "patient.name": "Patient",
    "patient.dob": "Date of birth",
    "patient.sex": "Sex",
    "patient.address": "Address",
    "drug.text": "Drug",
    "drug.strength": "Strength",
    "drug.form": "Form",
    "sig": "Directions",
    "quantity.value": "Quantity",
    "quantity.unit": "Quantity unit",
    "days_supply": "Days' supply",
    "refills": "Refills",
    "date_written": "Date written",
    "substitution_allowed": "Substitution",
    "prescriber.name": "Prescriber",
    "prescriber.npi": "NPI",
    "prescriber.dea": "DEA number",
    "prescriber.phone": "Telephone",
    "pharmacy": "Pharmacy",
    "notes": "Note",
    "diagnosis": "Diagnosis",
    "allergies": "Allergies",
    "facts.weight_kg": "Weight",
}


def read(data: bytes, now: datetime) -> tuple[Draft, ...]:
    """The prescription in a text.

    Raises:
        Refusal: when the text holds none, or more than one.
    """
    decoded = decode_text(data)
    if len(decoded.text) > _LONGEST:
        raise Refusal(f"The text has {len(decoded.text):,} characters; a typed prescription has at most {_LONGEST:,}.")
    if _BLANKS.search(decoded.text.rstrip()):
        raise Refusal(f"The text has more than {_LONGEST_BLANK} blanks in a row; it is not a typed prescription.")
    draft, page = Draft("text", message_type="text"), Page(decoded.text.rstrip())
    if count_orders(page.text) > 1:
        raise Refusal(
            "The text holds more than one prescription; nothing was chosen.", "Save each as a text of its own."
        )
    read_lines(draft, page)
    read_numbers(draft, page)
    read_dates(draft, page, now)
    read_phrases(draft, page)
    read_clinical(draft, page)
    read_substitution(draft, page)
    read_amounts(draft, page, now)
    read_people(draft, page)
    read_order(draft, page)
    note_unread(draft, page)
    _refuse_other_text(draft)
    if decoded.encoding == "cp1252":
        draft.note("ENCODING", "the whole text")
    _set_facts(draft, now)
    return (draft,)


def view(data: bytes, raw: RawPrescription, source: str) -> RawView:
    """The text itself, with the place of each field in it.

    Raises:
        Refusal: when the bytes are no text.
    """
    text = decode_text(data).text
    anchors, lines = {}, []
    for field, label in _LABELS.items():
        for name, place in raw.provenance.items():
            found = _PLACE.fullmatch(place)
            if name.split("[")[0] == field and found:
                span = Span(int(found[1]), int(found[2]))
                anchors[place] = span
                lines.append(RawLine(label=label, value=text[span.start : span.end], path=place))
    return RawView(title="Typed text", text=text, anchors=anchors, lines=tuple(lines), source=source)


def _refuse_other_text(draft: Draft) -> None:
    """A text is a prescription when it names a drug or directions, and something that belongs to them."""
    order = [n for n in ("drug.text", "sig") if draft.get(n)]
    beside = [
        n for n in ("patient.name", "patient.dob", "quantity.value", "refills", "prescriber.name") if draft.get(n)
    ]
    if not order or len(order) + len(beside) < 2:
        raise Refusal(
            "The text does not read as a prescription: no drug with directions, quantity or patient was found."
        )


def _set_facts(draft: Draft, now: datetime) -> None:
    born = values.iso_date(draft.get("patient.dob") or "")
    sex = draft.get("patient.sex")
    draft.facts = draft.facts.model_copy(
        update={
            "age_years": values.age(born, now.date()) if born else None,
            "sex": sex if sex in ("F", "M", "U") else None,
            "allergies": draft.allergies,
        }
    )
