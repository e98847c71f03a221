"""Words for finding: names, drugs and numbers folded to what people type."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:\.\d+)*")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "v", "md", "esq"})
_LONGEST = 64
_MOST = 8  # words of a query that are looked at
_LAST = "\U0010ffff"


def fold(text: str) -> str:
    """Lower case without accents or apostrophes."""
    spread = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    return re.sub("['’`ʼ]", "", bare).casefold()


def words_of(*texts: str) -> frozenset[str]:
    """All words of some texts; a number with letters before it is also found by its digits."""
    words: set[str] = set()
    for text in texts:
        for word in _WORD.findall(fold(text)):
            words.add(word[:_LONGEST])
            digits = word.lstrip("abcdefghijklmnopqrstuvwxyz")
            if digits and digits != word:
                words.add(digits[:_LONGEST])
    return frozenset(words)


def query_words(text: str) -> tuple[str, ...]:
    """The words that somebody typed, each to be taken as the beginning of a word."""
    return tuple(word[:_LONGEST] for word in _WORD.findall(fold(text))[:_MOST])


def prefix_end(prefix: str) -> str:
    """The bound below which all words that begin with `prefix` lie."""
    return prefix + _LAST


def name_key(name: str) -> str:
    """A person's name for exact comparison: "NESTOR, Alma" and "Alma Nestor" are one.

    The order of the names counts (Thomas James is not James Thomas); accents, case, hyphens,
    apostrophes and full stops do not.
    """
    parts = [" ".join(_WORD.findall(fold(part))) for part in name.split(",")]
    parts = [part for part in parts if part]
    suffixes = [part for part in parts[1:] if part in _SUFFIXES]
    names = [part for part in parts if part not in suffixes]
    if len(names) == 2:  # "Last, First"
        names.reverse()
    return " ".join([*names, *suffixes])
