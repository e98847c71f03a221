"""The readable view of a structured message: labelled lines under headings, and where each value stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.core.model.base import Span
from app.core.model.raw import RawLine, RawPrescription, RawView

PRESCRIPTION, PATIENT, ALLERGIES, PRESCRIBER = "Prescription", "Patient", "Allergies", "Prescriber"
PHARMACY, COVERAGE, MEASUREMENTS, CONDITIONS = "Pharmacy", "Coverage", "Measurements", "Conditions"
OTHER, MESSAGE = "Also in the message", "Message"
HEADINGS = (
    PRESCRIPTION, PATIENT, ALLERGIES, MEASUREMENTS, CONDITIONS, PRESCRIBER, PHARMACY, COVERAGE, OTHER, MESSAGE,
)  # fmt: skip

_FIELDS = (
    ("drug.text", PRESCRIPTION, "Drug"),
    ("drug.strength", PRESCRIPTION, "Strength"),
    ("drug.form", PRESCRIPTION, "Form"),
    ("sig", PRESCRIPTION, "Directions"),
    ("coded_sig", PRESCRIPTION, "Structured directions"),
    ("quantity.value", PRESCRIPTION, "Quantity"),
    ("quantity.unit", PRESCRIPTION, "Quantity unit"),
    ("days_supply", PRESCRIPTION, "Days' supply"),
    ("refills", PRESCRIPTION, "Refills"),
    ("substitution_allowed", PRESCRIPTION, "Substitution"),
    ("date_written", PRESCRIPTION, "Date written"),
    ("notes", PRESCRIPTION, "Note"),
    ("diagnosis", PRESCRIPTION, "Diagnosis"),
    ("drug.code", PRESCRIPTION, "Drug code"),
    ("patient.name", PATIENT, "Name"),
    ("patient.dob", PATIENT, "Date of birth"),
    ("patient.sex", PATIENT, "Sex"),
    ("patient.address", PATIENT, "Address"),
    ("patient.phone", PATIENT, "Telephone"),
    ("allergies", ALLERGIES, "Allergy"),
    ("facts.weight_kg", MEASUREMENTS, "Weight"),
    ("facts.egfr", MEASUREMENTS, "eGFR"),
    ("facts.serum_creatinine", MEASUREMENTS, "Serum creatinine"),
    ("facts.conditions", CONDITIONS, "Condition"),
    ("prescriber.name", PRESCRIBER, "Name"),
    ("prescriber.npi", PRESCRIBER, "NPI"),
    ("prescriber.dea", PRESCRIBER, "DEA number"),
    ("prescriber.address", PRESCRIBER, "Address"),
    ("prescriber.phone", PRESCRIBER, "Telephone"),
    ("pharmacy", PHARMACY, "Pharmacy"),
    ("coverage", COVERAGE, "Plan"),
    ("message_type", MESSAGE, "Message type"),
)

_SUBSTITUTION = {True: "allowed", False: "not allowed", None: "not clear"}
_CODED = frozenset({"drug.form", "quantity.unit", "refills", "patient.sex"})


class Leaf(NamedTuple):
    """A value of the message: where it stands, under which heading, in which words, and the value itself."""

    path: str
    heading: str
    label: str
    value: str


def lay_out(title: str, leaves: Iterable[Leaf], raw: RawPrescription, source: str) -> RawView:
    """The view of one prescription: its known fields first, then everything else, nothing left out."""
    every = list(leaves)
    values = {leaf.path: leaf.value for leaf in every}
    lines: list[RawLine] = []
    for heading in HEADINGS:
        known = list(_known(heading, raw, values))
        shown = {line.path for line in known}
        rest = [
            RawLine(label=leaf.label, value=one_line(leaf.value), path=leaf.path, depth=1)
            for leaf in every
            if leaf.heading == heading and leaf.path not in shown
        ]
        if known or rest:
            lines += [RawLine(label=heading, value="", heading=True), *known, *rest]
    text, anchors = _write(lines)
    return RawView(title=title, text=text, anchors=anchors, lines=tuple(lines), source=source)


def one_line(value: str) -> str:
    """The value with every line break as one space, so that positions stay the same."""
    return re.sub(r"[\r\n\t\x0b\x0c\x85\u2028\u2029]", " ", value)


def _known(heading: str, raw: RawPrescription, values: dict[str, str]) -> Iterator[RawLine]:
    taken: set[str] = set()
    for field, where, label in _FIELDS:
        if where != heading:
            continue
        for place, value in _places(field, raw, values):
            if place not in taken:
                taken.add(place)
                yield RawLine(label=_explained(label, field, raw, value), value=one_line(value), path=place)


def _places(field: str, raw: RawPrescription, values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each place of a field, with the value to show: as it stands there, or as put together from below it."""
    single = raw.provenance.get(field)
    if single:
        yield single, values.get(single) or _composed(field, raw)
    index = 0
    while (place := raw.provenance.get(f"{field}[{index}]")) is not None:
        repeated = getattr(raw, field, None)
        yield place, values.get(place) or (repeated[index] if repeated and index < len(repeated) else "")
        index += 1


def _explained(label: str, field: str, raw: RawPrescription, written: str) -> str:
    """The label, with what a code means in brackets where the value is a code."""
    if field == "substitution_allowed":
        return f"{label} ({_SUBSTITUTION[raw.substitution_allowed]})"
    meaning = _composed(field, raw)
    return f"{label} ({meaning})" if field in _CODED and meaning and meaning != written else label


def _composed(field: str, raw: RawPrescription) -> str:
    if field == "coded_sig":
        return raw.coded_sig.text if raw.coded_sig else ""
    value: object = raw
    for step in field.split("."):
        value = getattr(value, step, None)
    return value if isinstance(value, str) else ""


def _write(lines: list[RawLine]) -> tuple[str, dict[str, Span]]:
    anchors: dict[str, Span] = {}
    parts: list[str] = []
    at = 0
    for line in lines:
        if line.heading:
            before = "\n" if parts else ""
            written = f"{before}{line.label.upper()}\n"
        else:
            start = f"{'    ' * line.depth}{line.label}: "
            written = f"{start}{line.value}\n"
            if line.path:
                anchors.setdefault(line.path, Span(at + len(start), at + len(start) + len(line.value)))
        parts.append(written)
        at += len(written)
    return "".join(parts), anchors
