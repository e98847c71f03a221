"""Plain typed text: telephone notes, typed prescriptions, clinic shorthand, transcripts of calls."""

from __future__ import annotations

import re
from datetime import datetime

from app.core.intake import values
from app.core.intake.decode import decode_text
from app.core.intake.draft import Draft
from app.core.intake.refusal import Refusal
from app.core.intake.text.amounts import read_amounts
from app.core.intake.text.clinical import read_clinical, read_substitution
from app.core.intake.text.corrections import read_corrected_strength, read_corrections
from app.core.intake.text.dates import read_date_alone, read_dates
from app.core.intake.text.directions import SIG_LABEL, read_directions, read_labelled
from app.core.intake.text.drug import DRUG_LABEL, read_drug
from app.core.intake.text.identifiers import read_identifiers
from app.core.intake.text.page import Page
from app.core.intake.text.people import read_people
from app.core.intake.text.rest import note_unread, read_letterhead, read_lines, read_phrases, read_reason
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
    if _orders(page.text) > 1:
        raise Refusal(
            "The text holds more than one prescription; nothing was chosen.", "Save each as a text of its own."
        )
    _read_page(draft, page, now)
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


def _read_page(draft: Draft, page: Page, now: datetime) -> None:
    """Claim the text part by part, what is surest first, so that nothing is read twice."""
    read_lines(draft, page)
    read_identifiers(draft, page)
    read_dates(draft, page, now)
    read_phrases(draft, page)
    read_clinical(draft, page)
    read_substitution(draft, page)
    read_amounts(draft, page)
    read_corrected_strength(draft, page)
    read_corrections(draft, page, now)
    read_people(draft, page, now)
    read_date_alone(draft, page, now)
    read_labelled(draft, page)
    read_letterhead(page)
    read_directions(draft, page, read_drug(draft, page))
    read_reason(draft, page)
    note_unread(draft, page)


def _orders(text: str) -> int:
    """How many prescriptions a text names by label."""
    return max(len(SIG_LABEL.findall(text)), len(DRUG_LABEL.findall(text)))


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
