"""What is known about a drug: classes, schedule, forms, routes, strengths, look-alikes, lettering."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from app.core.model.drug import DrugFacts
from app.core.reference import amounts
from app.core.reference.lexicon import Lexicon
from app.core.reference.products import Product, Products
from app.core.reference.store import Store
from app.core.reference.text import clean, key, printed
from app.core.reference.wishes import base_of

_WORD = re.compile(r"[^\W\d_]+")


class Knowledge:
    """Answers about drugs that are named by the catalogue's own names."""

    def __init__(self, store: Store, lexicon: Lexicon, products: Products) -> None:
        """Read the small tables."""
        self._lexicon = lexicon
        self._products = products
        self._classes = _grouped((row[0], row[1]) for row in store.table("classes"))
        self._forms = {form: (_list(routes), _list(units)) for form, routes, units, _ in store.table("forms")}
        self._tall = {name: lettering for name, lettering, _ in store.table("tallman")}
        self._brands = _grouped(
            (n.drug, printed(n.name)) for names in lexicon.names.values() for n in names if n.kind == "brand"
        )
        self._sources = {row[0]: (row[1], row[2]) for row in store.table("sources")}
        self.newest = max(release for _, release in self._sources.values())

    def name_of(self, ingredient: str) -> str | None:
        """The catalogue's own name of a drug, whatever the order and spacing of its parts."""
        name = clean(ingredient).strip()
        if name in self._lexicon.drugs:
            return name
        parts = frozenset(part.strip() for part in name.split("/"))
        return self._lexicon.by_parts.get(parts) or self._by_name(name)

    def _by_name(self, name: str) -> str | None:
        drugs = {n.drug for n in self._lexicon.names.get(key(name), ()) if n.drug}
        return drugs.pop() if len(drugs) == 1 else None

    def _of(self, ingredient: str) -> tuple[Product, ...]:
        name = self.name_of(ingredient)
        return self._products.of(name) if name else ()

    def facts(self, ingredient: str) -> DrugFacts | None:
        """What is known about one drug or one combination."""
        name = self.name_of(ingredient)
        if name is None:
            return None
        products = self._products.of(name)
        drug = self._lexicon.drugs[name]
        return DrugFacts(
            ingredient=name,
            brands=self._brands.get(name, ()),
            schedule=drug.schedule,
            classes=self.classes_of(name),
            forms=_by_weight((p.form, p.packages) for p in products),
            routes=_by_weight((p.route, p.packages) for p in products),
            strengths=tuple(dict.fromkeys((p.form, p.strength) for p in products)),
            source=self._source(dict.fromkeys((*(p.source for p in products), drug.source))),
        )

    def _source(self, sources: Iterable[str]) -> str:
        return "; ".join(f"{title} ({release})" for title, release in (self._sources[s] for s in sources))

    def form_routes(self, form: str) -> tuple[str, ...]:
        """The routes of a form."""
        return self._forms.get(clean(form).strip(), ((), ()))[0]

    def dose_units(self, form: str) -> tuple[str, ...]:
        """The dose units of a form."""
        return self._forms.get(clean(form).strip(), ((), ()))[1]

    def classes_of(self, ingredient: str) -> tuple[str, ...]:
        """The classes of every part of a drug."""
        name = self.name_of(ingredient) or clean(ingredient).strip()
        return tuple(dict.fromkeys(c for part in name.split(" / ") for c in self._classes.get(part, ())))

    def lookalikes(self, name: str) -> tuple[str, ...]:
        """Names that are confused with this one."""
        return self._lexicon.pairs.get(clean(name).strip(), ())

    def tall_man(self, name: str) -> str:
        """Each word of a name in its tall-man letters."""
        return _WORD.sub(lambda m: self._tall.get(m.group().casefold(), m.group()), name)

    def has_strength(self, ingredient: str, strength: str, form: str | None) -> bool | None:
        """Whether a strength is marketed."""
        products = self._of(ingredient)
        asked = amounts.parse(strength)
        if not products or not asked:
            return None
        return any(_is(asked, p) for p in products if _covers(form, p.form))

    def strengths(self, ingredient: str, form: str | None) -> tuple[str, ...]:
        """The marketed strengths."""
        return _by_weight((p.strength, p.packages) for p in self._of(ingredient) if _covers(form, p.form))

    def product_routes(self, ingredient: str, strength: str, form: str) -> tuple[str, ...]:
        """The routes of the products of one form and strength."""
        asked = amounts.parse(strength)
        products = [p for p in self._of(ingredient) if asked and _covers(form, p.form) and _is(asked, p)]
        return _by_weight((p.route, p.packages) for p in products)

    def forms(self, ingredient: str) -> tuple[str, ...]:
        """The marketed forms."""
        return _by_weight((p.form, p.packages) for p in self._of(ingredient))


def _is(asked: tuple[amounts.Amount, ...], product: Product) -> bool:
    held = (product.amounts, *product.other_amounts)
    return any(amounts.aligned(asked, one) is not None for one in held)


def _covers(asked: str | None, form: str) -> bool:
    return asked is None or asked in (form, base_of(form))


def _by_weight(pairs: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    weights: Counter[str] = Counter()
    for name, weight in pairs:
        weights[name] += weight
    return tuple(name for name, _ in weights.most_common())


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for group, member in pairs:
        groups.setdefault(group, []).append(member)
    return {group: tuple(dict.fromkeys(members)) for group, members in groups.items()}


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(", ") if part)
