"""Typed reading of JSON: each value with its pointer; what has the wrong type is noted, never bent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.core.intake.fhir.strict import Json, Number


def escape(key: str) -> str:
    """A key as part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value at a place; `problems` gathers the places of wrong types over a whole order."""

    value: Json
    pointer: str
    problems: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is a value at all."""
        return self.value is not None

    def get(self, *path: str) -> Node:
        """The value along keys; an empty node where there is none."""
        here = self
        for key in path:
            here = here._step(key)
        return here

    def each(self, key: str) -> tuple[Node, ...]:
        """The items of a list; a single value where a list belongs is read, and noted."""
        found = self.get(key)
        if found.value is None:
            return ()
        if not isinstance(found.value, list):
            self.problems.append(found.pointer)
            return (found,)
        return tuple(Node(v, f"{found.pointer}/{n}", self.problems) for n, v in enumerate(found.value) if v is not None)

    def text(self, *path: str) -> str | None:
        """The text along keys, trimmed; None where there is none."""
        return self.get(*path).string()

    def string(self) -> str | None:
        """This value as text."""
        if self.value is None:
            return None
        if isinstance(self.value, str):
            return self.value.strip() or None
        self.problems.append(self.pointer)
        return None

    def word(self, *path: str) -> str:
        """The text along keys where it is one, to compare it; empty for anything else, which is not noted."""
        found = self.get(*path).value
        return found if isinstance(found, str) else ""

    def number(self, *path: str) -> str | None:
        """The digits of a number along keys; a text where a number belongs is given and noted."""
        found = self.get(*path)
        if isinstance(found.value, Number):
            return found.value.digits
        if found.value is None:
            return None
        self.problems.append(found.pointer)
        return found.value.strip()[:60] if isinstance(found.value, str) else None

    def flag(self, *path: str) -> bool | None:
        """The truth value along keys."""
        found = self.get(*path)
        if found.value is None or isinstance(found.value, bool):
            return found.value
        self.problems.append(found.pointer)
        return None

    def has(self, key: str) -> bool:
        """Whether there is something other than nothing under a key."""
        return bool(self.get(key))

    def members(self) -> tuple[tuple[str, Json], ...]:
        """The keys and values of an object; none for anything else."""
        return tuple(self.value.items()) if isinstance(self.value, dict) else ()

    def leaves(self) -> Iterator[tuple[str, str]]:
        """Every single value below, with its pointer."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield from Node(value, f"{self.pointer}/{escape(key)}").leaves()
        elif isinstance(self.value, list):
            for n, value in enumerate(self.value):
                yield from Node(value, f"{self.pointer}/{n}").leaves()
        else:
            yield self.pointer, _written(self.value)

    def under(self, name: str) -> Iterator[Node]:
        """Every non-empty value that stands under that key, at any depth."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                child = Node(value, f"{self.pointer}/{escape(key)}", self.problems)
                if key == name and value:
                    yield child
                yield from child.under(name)
        elif isinstance(self.value, list):
            for n, value in enumerate(self.value):
                yield from Node(value, f"{self.pointer}/{n}", self.problems).under(name)

    def _step(self, key: str) -> Node:
        place = f"{self.pointer}/{escape(key)}"
        if isinstance(self.value, dict):
            return Node(self.value.get(key), place, self.problems)
        if self.value is not None:
            self.problems.append(self.pointer)
        return Node(None, place, self.problems)


def _written(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return value.digits
    return "null" if value is None else str(value).strip()
