"""A drug text taken apart: names, strengths, form words, salts, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from app.core.reference import amounts as strength
from app.core.reference.amounts import Amount, Found
from app.core.reference.lexicon import Lexicon, Name
from app.core.reference.text import Token
from app.core.reference.wishes import NO_WISH, Wish

_COUNTED = frozenset(("#", "(#", "x", "qty", "disp"))


class Mention(NamedTuple):
    """A name in the text, with all that it can mean."""

    names: tuple[Name, ...]
    start: int
    stop: int
    confidence: float = 1.0
    how: str = ""


@dataclass(frozen=True)
class Reading:
    """What stands in a drug text."""

    words: tuple[Token, ...]
    mentions: list[Mention] = field(default_factory=list)
    groups: list[Found] = field(default_factory=list)
    salts: list[str] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)  # positions of tokens
    wish: Wish = NO_WISH
    more: list[str] = field(default_factory=list)  # words that make another product of a name: Mucinex D

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """The strength as written.

        Counts and sizes beside a real strength are left out, and so is what stands before the name
        when a strength follows it: "0.25 mg dose semaglutide 0.68 mg/mL".
        """
        chosen = [g for g in self.groups if any(a.unit or a.per_unit for a in g.amounts)] or self.groups[:1]
        first = min((m.start for m in self.mentions), default=0)
        chosen = [g for g in chosen if g.start > first] or chosen
        return tuple(a for group in chosen for a in group.amounts)

    def total(self) -> tuple[Amount, ...]:
        """Strengths of several salts of one ingredient, added up; empty where they do not add."""
        amounts = self.amounts
        if not 1 < len(amounts) <= len(self.mentions) or len({a[1:] for a in amounts}) != 1:
            return ()
        return (amounts[0]._replace(value=sum((a.value for a in amounts), Decimal(0))),)

    def runs(self) -> list[tuple[int, int]]:
        """Unread words that stand side by side, as ranges of tokens."""
        ranges: list[tuple[int, int]] = []
        for at in self.unknown:
            if ranges and ranges[-1][1] == at:
                ranges[-1] = (ranges[-1][0], at + 1)
            else:
                ranges.append((at, at + 1))
        return ranges


def take_apart(words: Sequence[Token], lexicon: Lexicon) -> Reading:
    """Read the tokens from left to right, the longest known thing first."""
    return _Reader(tuple(words), lexicon).read()


class _Reader:
    """One pass over the tokens."""

    def __init__(self, words: tuple[Token, ...], lexicon: Lexicon) -> None:
        self._words = words
        self._lexicon = lexicon
        self._out = Reading(words)
        self._wish = NO_WISH

    def read(self) -> Reading:
        at = 0
        while at < len(self._words):
            at = self._name(at) or self._amount(at) or self._word(at) or self._unread(at)
        out = self._out
        return Reading(out.words, out.mentions, out.groups, out.salts, out.unknown, self._wish, out.more)

    def _name(self, at: int) -> int | None:
        found = self._lexicon.name_at(self._words, at)
        if found is None:
            return None
        names, stop = found
        word = self._lexicon.word_at(self._words, at)
        if word and word[1] >= stop and self._word_wins(word[0].kind, names):
            return None  # "inh" after a name is the inhaler, not isoniazid
        self._out.mentions.append(Mention(names, at, stop))
        return stop

    def _word_wins(self, kind: str, names: tuple[Name, ...]) -> bool:
        if self._out.mentions:
            return True
        return kind != "salt" and all(name.kind == "outside" for name in names)

    def _amount(self, at: int) -> int | None:
        found = strength.read(self._words, at)
        if found is None:
            return None
        if strength.is_factor(self._words, found):  # a pack size or a release time
            return found.stop + 1
        if not self._is_count(at, found):
            self._out.groups.append(found)
        return found.stop

    def _is_count(self, at: int, found: Found) -> bool:
        glue = self._words[at].glue
        before = self._words[at - 1].text if at else ""
        return bool(self._out.mentions) and (glue.endswith("#") or before in _COUNTED) and len(found.amounts) == 1

    def _word(self, at: int) -> int | None:
        found = self._lexicon.word_at(self._words, at)
        if found is None:
            return at + 1 if self._words[at].text in strength.UNITS else None
        word, stop = found
        if word.kind == "salt":
            if not self._out.mentions:
                return None
            self._out.salts.append(word.means)
        elif word.kind == "partner":
            self._out.more.append(self._words[at].text)
        elif word.kind == "release" and self._is_cream(at):
            self._wish = self._wish.with_word("base", "cream")
        elif word.kind != "noise":
            self._wish = self._wish.with_word(word.kind, word.means)
        return stop

    def _is_cream(self, at: int) -> bool:
        """Whether "cr" is a cream: a percentage has no slow release."""
        return self._words[at].text == "cr" and any(a.unit == "%" for g in self._out.groups for a in g.amounts)

    def _unread(self, at: int) -> int:
        self._out.unknown.append(at)
        return at + 1
