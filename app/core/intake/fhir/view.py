"""The readable view of a FHIR message, for one of its orders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.intake import layout
from app.core.intake.fhir.bundle import Entry, Message
from app.core.intake.fhir.node import Node
from app.core.intake.layout import Leaf

_HEADINGS = {
    "Patient": layout.PATIENT,
    "Practitioner": layout.PRESCRIBER,
    "PractitionerRole": layout.PRESCRIBER,
    "AllergyIntolerance": layout.ALLERGIES,
    "Condition": layout.CONDITIONS,
    "Observation": layout.MEASUREMENTS,
    "Coverage": layout.COVERAGE,
    "Medication": layout.PRESCRIPTION,
}
_LABELS = {
    "numberOfRepeatsAllowed": "Refills",
    "allowedBoolean": "Substitution allowed",
    "authoredOn": "Date written",
    "birthDate": "Date of birth",
    "div": "Narrative, shown as text",
}
_SILENT = frozenset({"entry", "resource", "contained"})


def leaves(root: Node, message: Message, own: Entry) -> Iterator[Leaf]:
    """Every value of the message; other orders in it appear as one line each, for they have a view of their own."""
    resources = {entry.node.pointer: entry for entry in message.entries}
    for entry in message.entries:
        if entry.type == own.type and entry.node.pointer != own.node.pointer:
            yield _other_order(entry)
        else:
            heading = layout.PRESCRIPTION if entry is own else _HEADINGS.get(entry.type, layout.OTHER)
            yield from _values(entry.node, heading)
    inside = tuple(f"{pointer}/" for pointer in resources)
    for pointer, value in root.leaves():
        if "" not in resources and not pointer.startswith(inside):
            yield Leaf(pointer, layout.MESSAGE, _label(pointer), value)


def _values(resource: Node, heading: str) -> Iterator[Leaf]:
    for pointer, value in resource.leaves():
        yield Leaf(pointer, heading, _label(pointer.removeprefix(resource.pointer)), value)


def _other_order(entry: Entry) -> Leaf:
    node = entry.node
    named = node.get("medicationCodeableConcept")
    coding = named.each("coding")
    words = (
        node.text("authoredOn"),
        named.text("text") or (coding[0].text("display") if coding else None),
        node.get("medicationReference").text("display"),
        node.text("status"),
    )
    return Leaf(node.pointer, layout.OTHER, "Another order in this message", ", ".join(w for w in words if w))


def _label(pointer: str) -> str:
    parts = [p.replace("~1", "/").replace("~0", "~") for p in pointer.split("/") if p and p not in _SILENT]
    names = [p for p in parts if not p.isdigit()]
    if names and names[-1] in _LABELS:
        return _LABELS[names[-1]]
    words = [_words(f"{p} {int(after) + 1}" if after.isdigit() and after != "0" else p) for p, after in _pairs(parts)]
    return " › ".join(words).capitalize() or "Value"


def _pairs(parts: list[str]) -> Iterator[tuple[str, str]]:
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        if not part.isdigit():
            yield part, after


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
