"""Patterns over token kinds: the notation that the grammar's tables are written in, and the matcher.

A pattern is a line of elements "name:kind|kind", each with an optional "?" (may be missing) or "*" (any number).
Words without a direction in them (kind "noise") may stand between any two elements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from app.core.transcription.extract.parts import Component, Joined, Meaning
from app.core.transcription.normalise import Token


class Stream:
    """The tokens under the grammar, without noise, and what has been found so far."""

    def __init__(self, text: str, tokens: Iterable[Token]) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.lead: list[str] = []  # the noise words directly before each token
        noise: list[str] = []
        for token in tokens:
            if token.kind == "noise":
                noise.append(token.text)
                continue
            self.tokens.append(token)
            self.lead.append(" ".join(noise))
            noise = []
        self.lead.append(" ".join(noise))  # and those at the end
        self.found: list[Component] = []
        self.kinds = frozenset(token.kind for token in self.tokens)

    def kind(self, at: int) -> str:
        """The kind of a token, "" beyond either end."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def value(self, at: int) -> str:
        """The value of a token, "" beyond either end."""
        return self.tokens[at].value if 0 <= at < len(self.tokens) else ""

    def seen(self, kind: type[Meaning]) -> bool:
        """Whether a component of this kind was found before."""
        return any(isinstance(component.meaning, kind) for component in self.found)

    def last(self, kind: type[Meaning]) -> bool:
        """Whether the component found last is of this kind."""
        return bool(self.found) and isinstance(self.found[-1].meaning, kind)

    def words(self, first: int, last: int) -> str:
        """The original words of the tokens first to last (exclusive)."""
        return " ".join(self.text[self.tokens[first].start : self.tokens[last - 1].end].split())

    def component(self, meaning: Meaning, first: int, last: int) -> Component:
        """A component made of the tokens first to last (exclusive)."""
        taken = self.tokens[first:last]
        changed = next((token.changed for token in taken if token.changed), "")
        return Component(meaning, taken[0].start, max(token.end for token in taken), changed)


Found = tuple[tuple[Component, ...], int]  # components, and the place after them


def made(stream: Stream, first: int, last: int, meaning: Meaning) -> Found:
    """One component of the tokens first to last (exclusive)."""
    return (stream.component(meaning, first, last),), last


class Match(NamedTuple):
    """Where a pattern matched and which token each name holds."""

    stream: Stream
    first: int
    last: int
    named: dict[str, Token]

    def has(self, name: str) -> bool:
        """Whether an optional element is there."""
        return name in self.named

    def before(self) -> str:
        """The kind of the token before the match."""
        return self.stream.kind(self.first - 1)

    def joined(self) -> Joined:
        """The word that joins the match to what stands before it; a stroke or a comma is "and"."""
        if self.before() == "or":
            return "or"
        return "and" if self.before() in ("and", "sep", "slash", "dash") else ""

    def after(self) -> str:
        """The kind of the token after the match."""
        return self.stream.kind(self.last)


Build = Callable[[Match], "tuple[Meaning, ...]"]


class _Element(NamedTuple):
    name: str
    kinds: frozenset[str]
    optional: bool
    many: bool


class Rule(NamedTuple):
    """A pattern and what is made of it; a builder that returns nothing refuses the match."""

    elements: tuple[_Element, ...]
    build: Build


def rule(pattern: str, build: Build) -> Rule:
    """Read one line of a grammar table."""
    return Rule(tuple(_element(word) for word in pattern.split()), build)


def _element(word: str) -> _Element:
    name, _, kinds = word.rstrip("?*").rpartition(":")
    return _Element(name, frozenset(kinds.split("|")), word.endswith(("?", "*")), word.endswith("*"))


def by_first_kind(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    """The rules that can start with each kind of token, in table order."""
    found: dict[str, list[Rule]] = {}
    for one in rules:
        for element in one.elements:
            for kind in element.kinds:
                if one not in found.setdefault(kind, []):
                    found[kind].append(one)
            if not element.optional:
                break
    return {kind: tuple(items) for kind, items in found.items()}


def match(one: Rule, stream: Stream, at: int) -> Match | None:
    """Match a rule at a place; optional elements are taken where that lets the rest match."""
    named: dict[str, Token] = {}
    last = _match(one.elements, 0, stream, at, named)
    return None if last is None else Match(stream, at, last, named)


def _match(elements: tuple[_Element, ...], number: int, stream: Stream, at: int, named: dict[str, Token]) -> int | None:
    if number == len(elements):
        return at
    element = elements[number]
    if stream.kind(at) in element.kinds:
        rest = _match(elements, number if element.many else number + 1, stream, at + 1, named)
        if rest is not None:
            if element.name:
                named[element.name] = stream.tokens[at]
            return rest
    return _match(elements, number + 1, stream, at, named) if element.optional else None
