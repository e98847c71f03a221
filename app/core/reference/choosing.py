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
    pool = _pool(products, name, salts)
    wished = [p for p in pool if fits(wish, p.form, p.route)] if wish else list(pool)
    if wish and not wished:
        wished = [p for p in products if fits(wish, p.form, p.route)]
    hits = _hits(asked, wished) or _hits(asked, pool) or _hits(asked, products)
    text, filled, left = _strength(asked, hits, name, wished or pool)
    form, guessed = _form(_of_wish(left, wished, wish), wish, usual, _usual_base(pool))
    chosen = [p for p in left if p.form == form]
    cuis = {p.rxcui for p in chosen}
    assumed = tuple(part for part, so in (("strength", filled), ("form", guessed)) if so)
    return Choice(text, form, cuis.pop() if len(cuis) == 1 and text else None, bool(hits), assumed, tuple(left))


def _of_wish(left: list[Product], wished: Sequence[Product], wish: Wish) -> Sequence[Product]:
    """Of the products with the strength those in the wished form; a wish outweighs a strength."""
    return [p for p in left if p in wished] or (wished if wish else left)


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
    asked: tuple[Amount, ...], hits: list[_Match], name: Name, wished: Sequence[Product]
) -> tuple[str | None, bool, list[Product]]:
    """The strength in words, whether it was filled in, and the products it leaves."""
    if asked:
        return _asked(asked, hits, wished)
    if name.strength:
        return name.strength, False, [p for p in wished if p.strength == name.strength] or list(wished)
    texts = {p.strength for p in wished}
    return (texts.pop() if len(texts) == 1 else None), False, list(wished)


def _asked(asked: tuple[Amount, ...], hits: list[_Match], wished: Sequence[Product]) -> tuple[str, bool, list[Product]]:
    texts = list(dict.fromkeys(match.text for match in hits))
    if not texts or (hits[0].quality == _PART and len(texts) > 1):
        return _as_written(asked, wished), False, list(wished)
    same_words = [m.product for m in hits if m.text == texts[0]] if len(texts) > 1 else [m.product for m in hits]
    if len(texts) > 1:  # the same number in two units or volumes: only what every reading shares
        return _as_written(asked, wished), False, [m.product for m in hits]
    return texts[0], hits[0].quality == _PART, same_words


def _as_written(asked: tuple[Amount, ...], wished: Sequence[Product]) -> str:
    """As written; a bare number takes the unit that all products share."""
    units = {a.unit for p in wished if is_plain(base_of(p.form)) for a in p.amounts} or {
        a.unit for p in wished for a in p.amounts
    }
    unit = units.pop() if len(units) == 1 else None
    return strength.say(a if a.unit or not unit or unit == "%" else a._replace(unit=unit) for a in asked)


def _form(left: Sequence[Product], wish: Wish, usual: str | None, usual_base: str | None) -> tuple[str | None, bool]:
    """The form, and whether convention chose it."""
    if wish and not left:
        return written_form(wish, usual_base), False
    weights = _weights(left)
    if len(weights) == 1:
        return next(iter(weights)), False
    weights = _conventional(weights, wish)
    if usual in weights:
        return usual, True
    total = sum(weights.values())
    for form, weight in weights.most_common(1):
        if weight >= _USUAL * total:
            return form, True
    return (wish.bases[0] if len(wish.bases) == 1 else None), False


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
