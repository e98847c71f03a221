"""A drug as typed, cut into words and numbers with their places."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST = 400
"""Characters that a drug description may have; what is longer is no description of one drug."""

_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+|%|[a-zµ]+(?:'[a-z]+)*|[^\W\d_]+")
_SIGNS = {"®": "", "™": "", "’": "'", "‘": "'", "–": "-", "—": "-", "μ": "µ"}

_CAPITALS = frozenset(
    ("xr", "xl", "sr", "er", "cr", "cd", "la", "ds", "ss", "hct", "hfa", "dm", "odt", "fe", "xt", "tts")
)


class Token(NamedTuple):
    """A word, a number or a percent sign; `glue` is what stands between it and the token before."""

    text: str
    glue: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether this is a number."""
        return self.text[0].isdigit() or self.text[0] == "."


def clean(text: str) -> str:
    """Lower case, one kind of dash and apostrophe, no trade-mark signs, full-width letters made plain."""
    for old, new in _SIGNS.items():
        text = text.replace(old, new)
    folded = unicodedata.normalize("NFKC", text).replace("μ", "µ").casefold()
    return "".join(ch for ch in folded if unicodedata.category(ch) not in ("Mn", "Cf"))


@lru_cache(maxsize=16_384)
def tokens(text: str) -> tuple[Token, ...]:
    """The words and numbers of a text, cleaned."""
    cleaned = clean(text)
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(cleaned):
        word = match.group().replace("'", "").replace(",", "")
        found.append(Token(word, cleaned[end : match.start()].strip(), match.start(), match.end()))
        end = match.end()
    return tuple(found)


def key(text: str) -> tuple[str, ...]:
    """A name as the lexicon compares it: its words and numbers, without what stands between them."""
    return tuple(token.text for token in tokens(text))


def is_foreign(text: str) -> bool:
    """Whether letters of another script stand in the text; they may only look like ours."""
    return any(ch.isalpha() and not ch.isascii() and ch != "µ" for ch in clean(text))


def printed(name: str) -> str:
    """A brand as it is printed: Toprol XL."""
    return " ".join(word.upper() if word in _CAPITALS else word[:1].upper() + word[1:] for word in name.split())
