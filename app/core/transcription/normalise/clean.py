"""Characters: lower case, plain letters and signs, each remembering where it stood in the original text."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_SIGNS = {
    "×": "x",
    "✕": "x",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "~": "-",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "≥": ">",
    "≤": "<",
    "º": "°",
    "µ": "u",
    "μ": "u",
    "\u00a0": " ",
    "⁄": "/",
    "∕": "/",
}
_DOTTED = re.compile(r"(?<![a-z0-9])[a-z](?:\.\d{1,2})?\.(?:[a-z]\.)*[a-z](?![a-z0-9])\.?")
_EVERY = re.compile(r"(?<![a-z0-9.])q\.(?=\s?[\da-z])")  # q. 12 h.
_ICD = re.compile(r"(?<![a-z0-9])[a-wyz]\d\d\.\d{1,4}[a-z]?(?![a-z0-9])")

_ESCAPE = re.compile(r"\\[nrt](?![a-z]{0,1}:)")  # a line break that some sender wrote out


class Clean(NamedTuple):
    """The plain text; `origin[i]` is the place of its character i in the original."""

    text: str
    origin: tuple[int, ...]


def clean(text: str) -> Clean:
    """Fold letters and signs, close up dotted abbreviations (q.i.d.), blank out diagnosis codes."""
    letters, origin = (list(text.lower()), list(range(len(text)))) if text.isascii() else _folded(text)
    _blank(letters, _ICD)
    _blank(letters, _ESCAPE)
    return _close_dotted(letters, origin)


def _folded(text: str) -> tuple[list[str], list[int]]:
    letters: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(text):
        if letter.isascii():
            letters.append(letter.lower())
            origin.append(place)
            continue
        folded = _fold(letter)
        if unicodedata.category(letter) == "No" and letters and letters[-1].isdigit():
            # 1½ is 1 and 1/2, never 11/2; a superscript after a figure is not a number to read.
            folded = " " + folded if "/" in folded else " ? "
        letters.extend(folded)
        origin.extend([place] * len(folded))
    return letters, origin


def _fold(letter: str) -> str:
    sign = _SIGNS.get(letter)
    if sign is not None:
        return sign
    plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    plain = "".join(_SIGNS.get(c, c) for c in plain).lower()
    return plain if plain.isascii() else plain.encode("ascii", "replace").decode().replace("?", " ") or " "


def _blank(letters: list[str], pattern: re.Pattern[str]) -> None:
    for found in pattern.finditer("".join(letters)):
        letters[found.start() : found.end()] = " " * (found.end() - found.start())


def _close_dotted(letters: list[str], origin: list[int]) -> Clean:
    text = "".join(letters)
    dropped = {
        place
        for found in (*_DOTTED.finditer(text), *_EVERY.finditer(text))
        for place in range(found.start(), found.end())
        if letters[place] == "."
    }
    kept = [place for place in range(len(letters)) if place not in dropped]
    return Clean("".join(letters[p] for p in kept), tuple(origin[p] for p in kept))
