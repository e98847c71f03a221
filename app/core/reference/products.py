"""Marketed products, drug by drug: form, route, strength, brands and how common each is."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from app.core.reference.amounts import Amount, parse
from app.core.reference.store import Store
from app.core.reference.text import clean

_COLUMNS = "id, drug, salt, form, route, strength, also, brands, rxcui, packages, source"


class _Row(NamedTuple):
    id: int
    drug: str
    salt: str
    form: str
    route: str
    strength: str
    also: tuple[str, ...]
    brands: tuple[str, ...]
    rxcui: str | None
    packages: int
    source: str


class Product(_Row):
    """One form and strength of a drug, over all makers; `packages` counts how many offer it."""

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """The strength as numbers."""
        return parse(self.strength)

    @cached_property
    def other_amounts(self) -> tuple[tuple[Amount, ...], ...]:
        """The same strength in the other ways it is written."""
        return tuple(parse(text) for text in self.also)

    @cached_property
    def brand_keys(self) -> frozenset[str]:
        """Its brands in lower case."""
        return frozenset(clean(brand) for brand in self.brands)

    def is_of_brand(self, name: str) -> bool:
        """Whether it is sold by this brand; "basaglar kwikpen" is Basaglar in a device."""
        return any(name == brand or name.startswith(f"{brand} ") for brand in self.brand_keys)

    def has_salts(self, salts: list[str]) -> bool:
        """Whether every named salt is one of its own."""
        own = self.salt.replace("+", " ").split()
        return all(salt in own for salt in salts)


class Products:
    """The products of each drug, read when first asked for."""

    def __init__(self, store: Store) -> None:
        """Remember where to ask."""
        self._store = store
        self._known: dict[str, tuple[Product, ...]] = {}

    def of(self, drug: str) -> tuple[Product, ...]:
        """The products of a drug, the most common first."""
        known = self._known.get(drug)
        if known is None:
            rows = self._store.all(f"SELECT {_COLUMNS} FROM products WHERE drug = ? ORDER BY rowid", drug)  # noqa: S608 - our own names
            known = self._known[drug] = tuple(_product(row) for row in rows)
        return known

    def by_id(self, number: int) -> Product | None:
        """One product."""
        rows = self._store.all(f"SELECT {_COLUMNS} FROM products WHERE id = ?", str(number))  # noqa: S608 - our own names
        return _product(rows[0]) if rows else None


def _product(row: tuple[Any, ...]) -> Product:
    number, drug, salt, form, route, strength, also, brands, rxcui, packages, source = row
    return Product(
        int(number), drug, salt, form, route, strength, _list(also), _list(brands), rxcui or None, int(packages), source
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("; ") if part)
