"""The readable view of a FHIR message, for one of its orders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.core.intake import layout
from app.core.intake.fhir.bundle import Entry, Message
from app.core.intake.fhir.node import Node, escape
from app.core.intake.layout import Leaf

_HEADINGS = {
    "Patient": layout.PATIENT,
    "Practitioner": layout.PRESCRIBER,
    "PractitionerRole": layout.PRESCRIBER,
    "Organization": layout.PHARMACY,
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


def leaves(root: Node, message: Message, own: Entry, used: Iterable[str]) -> Iterator[Leaf]:
    """Every value of the message.

    A resource stands under its heading only when something was read from it for this order: what
    belongs to another patient or order may not look like this one's. Other orders appear as one
    line each, for they have a view of their own.
    """
    read = {_resource_of(path) for path in used}
    for entry in message.entries:
        pointer = entry.node.pointer
        if entry is own:
            yield from _values(entry.node, layout.PRESCRIPTION, "")
        elif entry.type == own.type:
            yield _other_order(entry)
        elif _resource_of(f"{pointer}/") in read and entry.type in _HEADINGS:
            yield from _values(entry.node, _HEADINGS[entry.type], "")
        else:
            yield from _values(entry.node, layout.OTHER, entry.type)
    if own.node.pointer:
        yield from _around(root)


def _resource_of(path: str) -> str:
    """The part of a pointer that names the resource: "/entry/3/resource"."""
    return "/".join(path.split("/")[:4])


def _around(root: Node) -> Iterator[Leaf]:
    """What a bundle says around its resources."""
    outside = {key: value for key, value in root.members() if key != "entry"}
    for pointer, value in Node(outside, "").leaves():
        yield Leaf(pointer, layout.MESSAGE, _label(pointer), value)
    for item in root.each("entry"):
        for key, part in item.members():
            if key != "resource":
                for pointer, text in Node(part, f"{item.pointer}/{escape(key)}").leaves():
                    yield Leaf(pointer, layout.MESSAGE, _label(pointer), text)


def _values(resource: Node, heading: str, kind: str) -> Iterator[Leaf]:
    start = f"{kind} › " if kind else ""
    for pointer, value in resource.leaves():
        yield Leaf(pointer, heading, start + _label(pointer.removeprefix(resource.pointer)), value)


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
    names = [p for p in parts if not _index(p)]
    if names and names[-1] in _LABELS:
        return _LABELS[names[-1]]
    words = [_words(f"{p} {int(after) + 1}" if _index(after) and after != "0" else p) for p, after in _pairs(parts)]
    return " › ".join(words).capitalize() or "Value"


def _pairs(parts: list[str]) -> Iterator[tuple[str, str]]:
    for part, after in zip(parts, (*parts[1:], ""), strict=False):
        if not _index(part):
            yield part, after


def _index(part: str) -> bool:
    return part.isascii() and part.isdigit()


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
