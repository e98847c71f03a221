"""Drugs by code: RxCUI of any kind, NDC of any layout."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.core.model.drug import DrugMatch, MatchStatus
from app.core.reference.lexicon import Lexicon
from app.core.reference.products import Product, Products
from app.core.reference.store import Store

_LABELER, _PRODUCT = 5, 4  # digits of an NDC's first two segments when padded
_BARE = 11


class _Row(NamedTuple):
    rxcui: str
    product: str
    drug: str
    brand: str


class Codes:
    """Looks codes up."""

    def __init__(self, store: Store, lexicon: Lexicon, products: Products) -> None:
        """Take the file and the drugs of one catalogue."""
        self._store = store
        self._lexicon = lexicon
        self._products = products

    def find(self, system: str, code: str) -> DrugMatch | None:
        """The drug of a code, in whatever way its system is named."""
        named = system.casefold()
        code = code.strip()
        if "rxnorm" in named or "rxcui" in named or named in ("scd", "sbd", "gpk", "bpk"):
            return self._rxcui(code, ndc=None)
        if "ndc" in named or named == "nd":
            return self._ndc(code)
        return None

    def _ndc(self, code: str) -> DrugMatch | None:
        nine = ndc9(code)
        if nine is None:
            return None
        rows = self._store.all("SELECT rxcui FROM ndc WHERE ndc9 = ?", nine)
        return self._rxcui(rows[0][0], ndc=code) if rows else None

    def _rxcui(self, code: str, ndc: str | None) -> DrugMatch | None:
        rows = self._store.all("SELECT rxcui, product, drug, brand FROM codes WHERE rxcui = ?", code)
        if not rows:
            return None
        row = _Row(*rows[0])
        product = self._products.by_id(int(row.product)) if row.product else None
        return self._match(row, product, ndc)

    def _match(self, row: _Row, product: Product | None, ndc: str | None) -> DrugMatch | None:
        drug = product.drug if product else row.drug
        if drug not in self._lexicon.drugs:
            return None
        return DrugMatch(
            text=ndc or row.rxcui,
            status=MatchStatus.MATCHED,
            ingredient=drug,
            strength=product.strength if product else None,
            form=product.form if product else None,
            rxcui=row.rxcui,
            ndc=ndc,
            brand=row.brand or None,
            how="code",
            confidence=1.0,
        )


def ndc9(code: str) -> str | None:
    """Labeler and product of an NDC, padded to 5 and 4 digits; None for what is no NDC.

    Hyphens say where to pad. Ten bare digits do not, so they are not guessed at.
    """
    parts = code.split("-")
    if not all(re.fullmatch(r"[0-9]+", part) for part in parts):
        return None
    if len(parts) == 1:
        return code[: _LABELER + _PRODUCT] if len(code) == _BARE else None
    if len(parts) > 3 or len(parts[0]) > _LABELER or len(parts[1]) > _PRODUCT:
        return None
    return parts[0].zfill(_LABELER) + parts[1].zfill(_PRODUCT)
