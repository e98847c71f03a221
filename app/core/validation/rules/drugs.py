"""Rule tables whose rows speak of drugs: found by the terms of a drug, narrowed by patient, route and form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.core.validation.rules.tables import Row, TableError, listed, number, rows_of

NUMBERS = frozenset(
    {
        "age_from",
        "age_below",
        "weight_below",
        "single_from",
        "single_to",
        "max_per_week",
        "min_per_day",
        "max_per_day",
        "per_dose",
        "per_day",
        "single_day",
        "most_mg_a_day",
        "egfr_from",
        "egfr_below",
        "more_than_mg",
        "above_daily_mg",
        "from_week",
        "limit",
        "max_days",
        "max_refills",
        "factor",
        "valid_days",
    }
)


@dataclass(frozen=True)
class DrugRule:
    """One row, with its lists split and its numbers read."""

    drugs: frozenset[str]
    routes: frozenset[str]
    forms: frozenset[str]
    when: frozenset[str]
    unless: frozenset[str]
    text: Row = field(repr=False)
    values: dict[str, float | None] = field(repr=False)

    def value(self, name: str) -> float | None:
        """A number of the row, None for an empty cell."""
        return self.values.get(name)

    @property
    def why(self) -> str:
        """What may happen, in words."""
        return self.text["why"]

    @property
    def source(self) -> str:
        """Where it stands."""
        return self.text["source"]


class DrugRules:
    """One table, found by the drugs that its rows name."""

    def __init__(self, path: Path, column: str = "drug") -> None:
        """Read the table; `column` holds the drugs."""
        self.rows = tuple(_rule(path, row, column) for row in rows_of(path))
        self._by_term: dict[str, list[int]] = defaultdict(list)
        for index, rule in enumerate(self.rows):
            for term in rule.drugs:
                self._by_term[term].append(index)

    def speaking_of(self, terms: Iterable[str]) -> tuple[DrugRule, ...]:
        """The rows that mean a drug with these terms, in the order of the table."""
        hits = {index for term in terms for index in self._by_term.get(term, ())}
        return tuple(self.rows[index] for index in sorted(hits))

    @property
    def terms(self) -> frozenset[str]:
        """Every drug or group that the table names."""
        return frozenset(self._by_term)


def _rule(path: Path, row: Row, column: str) -> DrugRule:
    try:
        values = {name: number(cell) for name, cell in row.items() if name in NUMBERS}
    except ValueError as error:
        raise TableError(f"{path.name}: {row[column]}: {error}") from error
    return DrugRule(
        drugs=frozenset(listed(row[column])),
        routes=frozenset(listed(row.get("route", ""))),
        forms=frozenset(listed(row.get("form", ""))),
        when=frozenset(listed(row.get("when", ""))),
        unless=frozenset(listed(row.get("unless", ""))),
        text=row,
        values=values,
    )
