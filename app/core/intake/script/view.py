"""The readable view of a SCRIPT message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.intake import layout
from app.core.intake.layout import Leaf
from app.core.intake.script.tree import Element
from app.core.intake.units import FORMS, QUANTITY_UNITS, SCHEDULES, STRENGTH_UNITS

_HEADINGS = {
    "Patient": layout.PATIENT,
    "Prescriber": layout.PRESCRIBER,
    "Supervisor": layout.PRESCRIBER,
    "FollowUpPrescriber": layout.PRESCRIBER,
    "Pharmacy": layout.PHARMACY,
    "Facility": layout.OTHER,
    "AllergyOrAdverseEvent": layout.ALLERGIES,
    "Observation": layout.MEASUREMENTS,
    "BenefitsCoordination": layout.COVERAGE,
    "MedicationPrescribed": layout.PRESCRIPTION,
    "MedicationResponse": layout.PRESCRIPTION,
    "MedicationRequested": layout.PRESCRIPTION,
    "MedicationDispensed": layout.PRESCRIPTION,
    "Response": layout.PRESCRIPTION,
}
_LABELS = {
    "SigText": "Directions",
    "DrugDescription": "Drug",
    "Substitutions": "Substitution (0 allowed, 1 not allowed)",
    "NumberOfRefills": "Refills",
    "DaysSupply": "Days' supply",
    "IINNumber": "BIN",
    "ProcessorIdentificationNumber": "PCN",
    "CardholderID": "Member",
}
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CODES = QUANTITY_UNITS | STRENGTH_UNITS | FORMS | SCHEDULES
_SHELLS = {
    "Message",
    "Body",
    "HumanPatient",
    "NonHumanPatient",
    "NonVeterinarian",
    "Veterinarian",
    "Code",
    "Value",
    "Text",
}


def leaves(root: Element) -> Iterator[Leaf]:
    """Every value of the message with its heading and a label in plain words."""
    yield from _below(root, (), layout.MESSAGE)


def _below(element: Element, above: tuple[str, ...], heading: str) -> Iterator[Leaf]:
    trail = (*above, element.name)
    here = _heading(element, above, heading)
    for name, value in element.attributes:
        yield Leaf(f"{element.path}/@{name}", here, _label((*trail, name), value), value)
    if element.text or not element.children:
        yield Leaf(element.path, here, _label(trail, element.text), element.text)
    for child in element.children:
        yield from _below(child, trail, here)


def _heading(element: Element, above: tuple[str, ...], heading: str) -> str:
    if element.name == "Body":
        return layout.OTHER
    if "Body" in above and (heading == layout.OTHER or element.name.startswith("Medication")):
        return _HEADINGS.get(element.name, heading)
    return heading


def _label(trail: tuple[str, ...], value: str) -> str:
    """The last names of the trail that say something, in words; a known code is explained."""
    told = [name for name in trail if name not in _SHELLS]
    last = trail[-1]
    words = _LABELS.get(last) or " › ".join(_words(name) for name in told[-2:]) or _words(last)
    if last in ("Code", "Text") and told:
        words = f"{words}, {last.lower()}"
    return f"{words} ({_CODES[value]})" if value in _CODES else words


def _words(name: str) -> str:
    """An element's name as words: DrugDBCode reads "Drug DB code"."""
    first, *others = _HUMP.split(name)
    return " ".join([first, *(part if part.isupper() and len(part) > 1 else part.lower() for part in others)])
