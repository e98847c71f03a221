"""Which strength and form of a drug a text means, given the products that are marketed.

What is written is never changed: a strength that no product has stays as written, and so does a form.
What is not written is filled only where the products leave one answer, or by the convention that a
bare name means the plain tablet or capsule; `assumed` names what was filled by convention.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from app.core.reference import amounts as strength
from app.core.reference.amounts import Amount
from app.core.reference.lexicon import Name
from app.core.reference.products import Product
from app.core.reference.wishes import Wish, base_of, fits, is_plain, written_form

_USUAL = 0.55
"""Share of the packages that makes one form the usual one."""
_SAFE_UNITS = frozenset(("mg", "units", "mEq"))
_FULL, _OTHERWISE, _PART = 0, 1, 2


class Choice(NamedTuple):
    """Strength and form of one drug; `hit` tells whether the written strength is marketed."""

    strength: str | None
    form: str | None
    rxcui: str | None
    hit: bool
    assumed: tuple[str, ...] = ()
    products: tuple[Product, ...] = ()


class _Match(NamedTuple):
    product: Product
    text: str
    quality: int


def choose(
    products: Sequence[Product],
    name: Name,
    salts: list[str],
    asked: tuple[Amount, ...],
    wish: Wish,
    usual: str | None = None,
) -> Choice:
    """The strength and form that the words and the market leave; `usual` is the form meant where none is named."""
    wish = _inhaled(products, wish)
    pool = _pool(products, name, salts)
    named = [p for p in pool if fits(wish, p.form, p.route)] or [p for p in products if fits(wish, p.form, p.route)]
    meant = _meant(named, name, asked, wish)
    hits = (
        _hits(asked, meant) or _hits(asked, _kin(pool, products)) or _hits(asked, _meant(products, name, asked, wish))
    )
    if asked and not hits and _only_elsewhere(asked, named):
        return Choice(strength.say(asked), None, None, hit=False, products=tuple(named))
    text, filled, left = _strength(asked, hits, name, meant or products)
    form = _form(left if meant else (), wish, usual, _usual_base(pool))
    possible = [m.product for m in _hits(asked, named)] or named
    guessed = not name.form and form is not None and _is_guess(form, name, wish, possible, products)
    cuis = {p.rxcui for p in left if p.form == form}
    assumed = tuple(part for part, so in (("strength", filled), ("form", guessed)) if so)
    return Choice(text, form, cuis.pop() if len(cuis) == 1 and text else None, bool(hits), assumed, tuple(named))


def _meant(products: Sequence[Product], name: Name, asked: tuple[Amount, ...], wish: Wish) -> Sequence[Product]:
    """The products that can be meant: without a form word, an amount that is no concentration is of a tablet."""
    if wish:
        return [p for p in products if fits(wish, p.form, p.route)]
    if name.form or len(asked) > 1 or any(a.per_unit or a.unit == "%" for a in asked):
        return products
    return _narrowed(products, lambda p: is_plain(base_of(p.form)))


def _inhaled(products: Sequence[Product], wish: Wish) -> Wish:
    """A capsule of a drug that is only inhaled is what the inhaler is loaded with."""
    if wish.bases[:1] == ("capsule",) and products and all(p.form == "inhaler" for p in products):
        return wish._replace(bases=("inhaler",))
    return wish


def _kin(pool: Sequence[Product], products: Sequence[Product]) -> Sequence[Product]:
    """Products of the forms that the brand has: a strength that it lost lives on in its generics."""
    forms = {p.form for p in pool}
    return [p for p in products if p.form in forms] if len(pool) < len(products) else ()


def _only_elsewhere(asked: tuple[Amount, ...], named: Sequence[Product]) -> bool:
    """A bare number that no tablet has but another form does: neither unit nor form can be told."""
    return not any(a.unit for a in asked) and bool(_hits(asked, named))


def _is_guess(form: str, name: Name, wish: Wish, possible: Sequence[Product], products: Sequence[Product]) -> bool:
    """Whether convention chose the form: others have the strength, or it has a release that nobody named."""
    if len({p.form for p in possible}) > 1:
        return True
    unnamed = not wish and name.kind != "brand" and form != base_of(form)
    return unnamed and is_plain(base_of(form)) and any(is_plain(p.form) for p in products)


def _pool(products: Sequence[Product], name: Name, salts: list[str]) -> Sequence[Product]:
    """The products that brand, salt and the name's own form leave; a trait that leaves none is not used."""
    pool = products
    if name.form:
        pool = _narrowed(pool, lambda p: p.form == name.form)
    if name.salt:
        pool = _narrowed(pool, lambda p: p.salt == name.salt)
    if name.kind == "brand":
        pool = _narrowed(pool, lambda p: p.is_of_brand(name.name))
    return _narrowed(pool, lambda p: p.has_salts(salts)) if salts else pool


def _narrowed(pool: Sequence[Product], keep: Callable[[Product], bool]) -> Sequence[Product]:
    return [p for p in pool if keep(p)] or pool


def _hits(asked: tuple[Amount, ...], pool: Iterable[Product]) -> list[_Match]:
    """The products of the written strength; those that say it as we do before those that say it otherwise."""
    if not asked:
        return []
    found = [match for product in pool for match in (_match(asked, product),) if match]
    best = min((m.quality for m in found), default=_FULL)
    return [m for m in found if m.quality == best]


def _match(asked: tuple[Amount, ...], product: Product) -> _Match | None:
    for reading in _readings(asked):
        for quality, held in ((_FULL, product.amounts), *((_OTHERWISE, other) for other in product.other_amounts)):
            order = strength.aligned(reading, held)
            if order:
                return _Match(product, strength.say(strength.completed(order, held)), quality)
    if len(asked) == 1 < len(product.amounts) and any(strength.same(asked[0], held) for held in product.amounts):
        return _Match(product, product.strength, _PART)
    return None


def _readings(asked: tuple[Amount, ...]) -> Iterable[tuple[Amount, ...]]:
    yield asked
    if len(asked) > 1 and not asked[-1].unit:  # "15/5" may be 15 mg in 5 mL, where there is such a product
        yield tuple(a._replace(per=asked[-1].value, per_unit="mL") for a in asked[:-1])


def _strength(
    asked: tuple[Amount, ...], hits: list[_Match], name: Name, meant: Sequence[Product]
) -> tuple[str | None, bool, list[Product]]:
    """The strength in words, whether it was filled in, and the products it leaves."""
    if asked:
        return _asked(asked, hits, meant)
    if name.strength:
        return name.strength, False, [p for p in meant if p.strength == name.strength] or list(meant)
    texts = {p.strength for p in meant}
    return (texts.pop() if len(texts) == 1 else None), False, list(meant)


def _asked(asked: tuple[Amount, ...], hits: list[_Match], meant: Sequence[Product]) -> tuple[str, bool, list[Product]]:
    texts = {match.text for match in hits}
    if len(texts) == 1:
        return hits[0].text, hits[0].quality == _PART, [m.product for m in hits]
    left = [m.product for m in hits if m.quality != _PART] or list(meant)
    return _as_written(asked, left), False, left


def _as_written(asked: tuple[Amount, ...], left: Sequence[Product]) -> str:
    """As written; a bare number takes a unit only where the products leave no other, and mcg never."""
    solid = [p for p in left if is_plain(base_of(p.form))] or left
    units = {a.unit for p in solid for a in p.amounts}
    unit = units.pop() if len(units) == 1 else None
    return strength.say(a._replace(unit=a.unit or (unit if unit in _SAFE_UNITS else None)) for a in asked)


def _form(left: Sequence[Product], wish: Wish, usual: str | None, usual_base: str | None) -> str | None:
    """The form of what is left: as written, the only one, the usual one, or none."""
    if wish and not left:
        return written_form(wish, usual_base)
    weights = _conventional(_weights(left), wish)
    if usual in weights:
        return usual
    total = sum(weights.values())
    for form, weight in weights.most_common(1):
        if weight >= _USUAL * total:
            return form
    return wish.bases[0] if len(wish.bases) == 1 else None


def _weights(products: Iterable[Product]) -> Counter[str]:
    weights: Counter[str] = Counter()
    for product in products:
        weights[product.form] += product.packages
    return weights


def _conventional(weights: Counter[str], wish: Wish) -> Counter[str]:
    """A bare name means a plain tablet or capsule; where there is none, a tablet or capsule of its own release."""
    if wish.releases:
        return weights
    for kept in (lambda form: form in wish.bases[:1], is_plain, lambda form: is_plain(base_of(form))):
        some = Counter({form: weight for form, weight in weights.items() if kept(form)})
        if some:
            return some
    return weights


def _usual_base(products: Iterable[Product]) -> str | None:
    weights: Counter[str] = Counter()
    for product in products:
        weights[base_of(product.form)] += product.packages
    return weights.most_common(1)[0][0] if weights else None
