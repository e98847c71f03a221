"""The drug as written ("amoxicillin 250 mg/5 mL suspension"), as far as directions need it: form, route, strength."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from typing import NamedTuple

from app.core.places import resources
from app.core.transcription.normalise import Token, normalise

_MG = {"mg": 1.0, "mcg": 0.001, "g": 1000.0}
_VOLUME = {"mL": 1.0, "L": 1000.0, "teaspoonful": 5.0, "tablespoonful": 15.0, "oz": 30.0}
_METHOTREXATE = frozenset({"methotrexate", "mtx", "trexall", "otrexup", "rasuvo", "xatmep"})


class Strength(NamedTuple):
    """An amount of drug, in one piece or in a volume."""

    value: float
    unit: str
    volume: float | None = None  # mL that hold it


class Product(NamedTuple):
    """What a drug's name tells about its directions; empty strings and tuples mean it tells nothing."""

    text: str
    unit: str
    route: str
    kind: str  # solid, liquid, topical, device, drops, vial, injection, piece, powder or ""
    strengths: tuple[Strength, ...]
    package_ml: float | None  # the volume of one vial or bottle

    @property
    def strength(self) -> Strength | None:
        """The strength, where there is exactly one."""
        return self.strengths[0] if len(self.strengths) == 1 else None


def in_mg(value: float, unit: str | None) -> tuple[float, str]:
    """A mass in milligrams; other units stay as they are."""
    factor = _MG.get(unit or "")
    return (value * factor, "mg") if factor else (value, unit or "")


def in_ml(value: float, unit: str | None) -> float | None:
    """A volume in millilitres, None for what is not a volume."""
    factor = _VOLUME.get(unit or "")
    return None if factor is None else value * factor


def is_methotrexate(text: str | None) -> bool:
    """Whether a text names methotrexate."""
    return bool(text) and not _METHOTREXATE.isdisjoint(_letters(text or "").split())


def _letters(text: str) -> str:
    return "".join(letter if letter.isalpha() else " " for letter in text.lower())


@cache
def _forms() -> dict[str, tuple[str, str, str]]:
    path = resources() / "transcription" / "products.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if row and not row[0].startswith("#")]
    return {word: (unit, route, kind) for word, unit, route, kind in rows}


@lru_cache(maxsize=2048)
def product(text: str | None) -> Product | None:
    """Read a drug as written; None without one."""
    if not text or not text.strip():
        return None
    tokens = normalise(text).tokens
    unit, route, kind = _form(tokens)
    said = next((t.value.partition(",")[0] for t in tokens if t.kind == "route"), "")
    if said in ("ophthalmic", "otic") and kind in ("liquid", "drops", ""):
        unit, kind = "drop", "drops"
    if said in ("subcutaneous", "intramuscular", "intravenous") and kind in ("liquid", ""):
        unit, kind = "", "injection"
    if said == "nasal" and kind in ("device", "liquid"):
        unit = "spray"
    if said == "inhalation" and kind in ("liquid", "vial"):
        unit, kind = "", "vial"
    return Product(text, unit, said or route, kind, _strengths(tokens), _package(tokens))


def _form(tokens: tuple[Token, ...]) -> tuple[str, str, str]:
    found = [
        form
        for token in tokens
        for word in ((token.value,) if token.kind == "unit" else token.text.split())
        if (form := _forms().get(word)) is not None
    ]
    special = [form for form in found if form[2] not in ("liquid",)]
    return (special or found or [("", "", "")])[0]


def _strengths(tokens: tuple[Token, ...]) -> tuple[Strength, ...]:
    found: list[Strength] = []
    for at, token in enumerate(tokens[:-1]):
        after = tokens[at + 1]
        if token.kind == "num" and after.kind == "mass" and token.lo == token.hi:
            found.append(Strength(*in_mg(token.lo, after.value), _per_volume(tokens, at + 2)))
    volumes = {strength.volume for strength in found if strength.volume}
    if len(found) > 1 and len(volumes) == 1:
        found = [strength._replace(volume=next(iter(volumes))) for strength in found]
    return tuple(found)


def _per_volume(tokens: tuple[Token, ...], at: int) -> float | None:
    if at >= len(tokens) or tokens[at].kind not in ("slash", "per"):
        return None
    at += 1
    number = 1.0
    if at < len(tokens) and tokens[at].kind == "num":
        number, at = tokens[at].lo, at + 1
    return in_ml(number, tokens[at].value) if at < len(tokens) and tokens[at].kind == "vol" else None


def _package(tokens: tuple[Token, ...]) -> float | None:
    """A volume that is not the denominator of a strength: a 3 mL vial."""
    for at, token in enumerate(tokens[:-1]):
        alone = at == 0 or tokens[at - 1].kind not in ("slash", "per")
        if token.kind == "num" and tokens[at + 1].kind == "vol" and alone:
            return in_ml(token.lo, tokens[at + 1].value)
    volumes = [s.volume for s in _strengths(tokens) if s.volume]
    return volumes[0] if volumes else None


def pieces(value: float, unit: str | None, drug: Product) -> float | None:
    """How many pieces, or how many mL, of the product hold an amount of drug; None when that cannot be told."""
    strength = drug.strength or (drug.strengths[0] if drug.strengths else None)
    if strength is None or strength.value <= 0:
        return None
    amount, measured = in_mg(value, unit)
    if measured != strength.unit:
        return None
    if strength.volume is not None:
        return round(amount / strength.value * strength.volume, 6)
    return round(amount / strength.value, 6) if drug.kind in ("solid", "piece") else None
