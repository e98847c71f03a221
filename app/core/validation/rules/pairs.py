"""The interaction rules: which pairs of drugs matter, how much, and above which dose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.core.model.finding import Severity, Tier
from app.core.validation.rules.tables import Row, TableError, listed, rows_of

_LIMIT = re.compile(r"([ab])>(\d+(?:\.\d+)?)( if known)?")
_TIERS = {Severity.CONTRAINDICATED: Tier.STOP, Severity.MAJOR: Tier.WARN}
_RANK = {s: rank for rank, s in enumerate(Severity)}


@dataclass(frozen=True)
class Limit:
    """A pair that matters only above a daily dose of one partner."""

    side: str  # "a" or "b", the rule's own sides
    mg: float
    silent_when_unknown: bool


@dataclass(frozen=True)
class PairRule:
    """One row of the table."""

    severity: Severity
    tier: Tier
    limit: Limit | None
    effect: str
    action: str
    source: str


@dataclass(frozen=True)
class Meeting:
    """A rule that two drugs meet: `turned` says that the first drug stands on the rule's b side."""

    rule: PairRule
    turned: bool

    @property
    def rank(self) -> tuple[int, int]:
        """Worst first; of equals the one without a condition."""
        return _RANK[self.rule.severity], int(self.rule.limit is not None)


@dataclass(frozen=True)
class _Sides:
    a: frozenset[int]
    b: frozenset[int]


@dataclass
class PairRules:
    """All interaction rules, found by the groups of two drugs."""

    rules: tuple[PairRule, ...]
    marketed: frozenset[frozenset[str]]
    terms: frozenset[str]
    _by_term_a: dict[str, set[int]]
    _by_term_b: dict[str, set[int]]
    _sides: dict[frozenset[str], _Sides] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> PairRules:
        """Read the tables of pairs and of marketed combinations."""
        rules: list[PairRule] = []
        by_a: dict[str, set[int]] = defaultdict(set)
        by_b: dict[str, set[int]] = defaultdict(set)
        for number, row in enumerate(rows_of(folder / "interactions.tsv")):
            rules.append(_rule(row))
            for cell, index in ((row["a"], by_a), (row["b"], by_b)):
                for term in listed(cell):
                    index[term].add(number)
        sets = (frozenset(listed(row["ingredients"])) for row in rows_of(folder / "fixed_combinations.tsv"))
        return cls(tuple(rules), frozenset(sets), frozenset({*by_a, *by_b}), by_a, by_b)

    def meetings(self, first: frozenset[str], second: frozenset[str]) -> tuple[Meeting, ...]:
        """The rules that two drugs meet, the worst first; each drug is given by all its groups."""
        one, two = self._sides_of(first), self._sides_of(second)
        straight = {n: Meeting(self.rules[n], turned=False) for n in one.a & two.b}
        turned = {n: Meeting(self.rules[n], turned=True) for n in one.b & two.a if n not in straight}
        return tuple(sorted((*straight.values(), *turned.values()), key=lambda m: m.rank))

    def is_marketed_together(self, first: str, second: str) -> bool:
        """Whether both are parts of one marketed product: its makers and FDA have weighed the pair."""
        return any({first, second} <= parts for parts in self.marketed)

    def is_loud(self, groups: frozenset[str]) -> bool:
        """Whether any rule that interrupts speaks of a drug with these groups."""
        sides = self._sides_of(groups)
        return any(self.rules[number].tier is not Tier.NOTE for number in sides.a | sides.b)

    def _sides_of(self, groups: frozenset[str]) -> _Sides:
        if groups not in self._sides:
            self._sides[groups] = _Sides(a=_all(self._by_term_a, groups), b=_all(self._by_term_b, groups))
        return self._sides[groups]


def _all(index: dict[str, set[int]], groups: Iterable[str]) -> frozenset[int]:
    return frozenset(number for group in groups for number in index.get(group, ()))


def _rule(row: Row) -> PairRule:
    severity = Severity(row["severity"])
    tier = Tier(row["tier"]) if row["tier"] else _TIERS.get(severity, Tier.NOTE)
    return PairRule(
        severity=severity,
        tier=tier,
        limit=_limit(row["only_above"]),
        effect=row["effect"],
        action=row["action"],
        source=row["source"],
    )


def _limit(cell: str) -> Limit | None:
    if not cell:
        return None
    found = _LIMIT.fullmatch(cell)
    if found is None:
        raise TableError(f"interactions.tsv: “{cell}” is not a condition.")
    return Limit(side=found[1], mg=float(found[2]), silent_when_unknown=bool(found[3]))
