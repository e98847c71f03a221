"""The resources of a FHIR message and the references between them; nothing outside it is ever fetched."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.intake.fhir.node import Node
from app.core.intake.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource of the message: where it stands, its full URL and what the sender wants done with it."""

    node: Node
    url: str | None = None
    method: str | None = None

    @property
    def type(self) -> str:
        """The resource's type."""
        return self.node.word("resourceType")


@dataclass(frozen=True)
class Message:
    """All resources of a message, by type and by reference."""

    entries: tuple[Entry, ...]
    by_type: dict[str, list[Entry]] = field(default_factory=dict)
    by_reference: dict[str, list[Entry]] = field(default_factory=dict)

    def of_type(self, name: str) -> list[Entry]:
        """The resources of one type."""
        return self.by_type.get(name, [])

    def resolve(self, reference: Node, home: Node) -> tuple[Node | None, bool]:
        """The resource that a reference names, within the message; and whether several would do.

        A reference is followed once, so a circle of references ends where it began.
        """
        target = reference.text("reference")
        if not target:
            return None, False
        if target.startswith("#"):
            return _contained(target[1:], home), False
        found = self.by_reference.get(target.split("/_history/")[0], [])
        return (_for(found[0], home), False) if len(found) == 1 else (None, len(found) > 1)


def open_message(value: object) -> Message:
    """The resources of a Bundle, or the one resource of a message.

    Raises:
        Refusal: when the JSON is no FHIR resource.
    """
    root = Node(value, "")
    kind = value.get("resourceType") if isinstance(value, dict) else None
    if not isinstance(kind, str):
        raise Refusal("The JSON is not a FHIR resource: it names no resourceType.")
    entries = _bundled(root) if kind == "Bundle" else (Entry(root),)
    message = Message(entries)
    for entry in entries:
        message.by_type.setdefault(entry.type, []).append(entry)
        for name in _names(entry):
            message.by_reference.setdefault(name, []).append(entry)
    return message


def _bundled(root: Node) -> tuple[Entry, ...]:
    entries = []
    for item in root.each("entry"):
        resource = item.get("resource")
        if isinstance(resource.value, dict):
            entries.append(Entry(resource, item.text("fullUrl"), item.text("request", "method")))
    return tuple(entries)


def _names(entry: Entry) -> set[str]:
    names = {entry.url} if entry.url else set()
    identity = entry.node.word("id")
    if identity and entry.type:
        names.add(f"{entry.type}/{identity}")
    return {name for name in names if name}


def _contained(identity: str, home: Node) -> Node | None:
    found = [c for c in home.each("contained") if identity and c.word("id") == identity]
    return found[0] if len(found) == 1 else None


def _for(entry: Entry, home: Node) -> Node:
    return Node(entry.node.value, entry.node.pointer, home.problems)
