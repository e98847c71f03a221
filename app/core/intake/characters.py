"""Characters that hide, turn or imitate: what the eye reads is then not what the message says."""

from __future__ import annotations

import re
import unicodedata

# "1l" and "5o" are a litre and an ordinal: a small letter is a trap only between digits.
_LETTER_IN_NUMBER = re.compile(r"(?<![A-Za-z\d])\d+(?:[OI](?![A-Za-z])|[ol](?=\d))", re.ASCII)
_MARKUP = re.compile(r"<\s*[A-Za-z!/][^>]*>|&#?\w+;")
_WORD = re.compile(r"[^\W\d_]+")
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
_MICRO = "µμ"  # both are written for micro
_NAME_EXTRA = " .,'’‘`´-–()/&#\"ªº·"


def hidden(text: str) -> bool:
    """Whether it holds characters without a shape, or such that change the direction of reading."""
    return any(unicodedata.category(c) in ("Cf", "Cc", "Co", "Cn", "Zl", "Zp") and c not in "\t\n\r" for c in text)


def lookalike(text: str, *, latin_only: bool) -> bool:
    """Whether a word mixes alphabets, or a drug's text leaves Latin letters at all."""
    for word in _WORD.findall(text):
        used = {_alphabet(c) for c in word if c not in _MICRO} - {""}
        if len(used) > 1 or (latin_only and used - {"LATIN"}):
            return True
    return False


def foreign_digits(text: str) -> bool:
    """Whether it holds digits other than 0 to 9, such as fullwidth ones."""
    return any(unicodedata.category(c) == "Nd" and c not in "0123456789" for c in text)


def letter_in_number(text: str) -> bool:
    """Whether an O, o, l or I stands at the end of or inside a number, as in 1O mg."""
    return bool(_LETTER_IN_NUMBER.search(text))


def markup(text: str) -> bool:
    """Whether it holds something that a browser would interpret."""
    return bool(_MARKUP.search(text))


def odd_name(text: str) -> bool:
    """Whether a name holds characters that names do not have."""
    return any(not (unicodedata.category(c)[0] in "LM" or c.isdigit() or c in _NAME_EXTRA) for c in text) or any(
        sign in text for sign in ("--", "');")
    )


def _alphabet(letter: str) -> str:
    name = unicodedata.name(letter, "")
    if name.startswith("FULLWIDTH"):
        return "FULLWIDTH"
    return next((a for a in _ALPHABETS if name.startswith(a)), "")
