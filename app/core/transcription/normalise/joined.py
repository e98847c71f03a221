"""Run-together words ("tabpobid", "prnpaininstr") parted into words of the lexicon, or left as they are."""

from __future__ import annotations

from functools import lru_cache

from app.core.transcription.normalise.lexicon import Lexicon, lexicon
from app.core.transcription.normalise.repair import near_known
from app.core.transcription.normalise.words import Word

_SHORT = frozenset(
    {
        "po",
        "qd",
        "qh",
        "hs",
        "sl",
        "pr",
        "im",
        "iv",
        "mg",
        "ml",
        "as",
        "bd",
        "ou",
        "aa",
        "wf",
        "in",
        "hr",
        "wk",
        "by",
        "at",
    }
)
_LINKING = frozenset({"as", "at", "by", "in"})
_LEAST = 3  # other pieces have at least so many letters
_LETTERS_BEFORE = frozenset("tcxhdw")  # after a figure: tablet, capsule, times, hours, days, weeks
_MOST = 40  # longer than any sensible run of shorthand


def part(words: list[Word]) -> list[Word]:
    """Replace each unknown run of letters that parts without remainder."""
    known = lexicon()
    parted: list[Word] = []
    for index, word in enumerate(words):
        pieces = None
        if _is_run(word.text, known) and not _is_unit_letter(words, index, known):
            after = index + 1 < len(words) and words[index + 1].joined and words[index + 1].text[0].isdigit()
            before = word.joined and words[index - 1].text[-1].isdigit()
            pieces = _pieces(word.text, before, after)
            pieces = pieces if pieces and any(_means(piece, known) for piece in pieces) else None
        if pieces and "x" not in (pieces[0], pieces[-1]) and (near_known(word.text) or set(pieces) <= _LINKING):
            parted.append(word._replace(changed="unsure"))  # two words, or one with a slip?
        else:
            parted.extend(_as_words(word, pieces) if pieces else [word])
    return parted


def _means(piece: str, known: Lexicon) -> bool:
    """Whether a piece has a meaning of its own: rest and less of "restless" have none."""
    own = (meaning.kind for phrase, meaning in known.phrases.get(piece, ()) if phrase == (piece,))
    return any(kind not in ("word", "noise") for kind in own)


def _is_run(text: str, known: Lexicon) -> bool:
    return text.isalpha() and 2 < len(text) <= _MOST and text not in known.vocabulary


def _is_unit_letter(words: list[Word], index: int, known: Lexicon) -> bool:
    return index > 0 and words[index - 1].text[-1].isdigit() and words[index].text in known.after_number


def _as_words(word: Word, pieces: tuple[str, ...]) -> list[Word]:
    found: list[Word] = []
    start = word.start
    for piece in pieces:
        found.append(Word(piece, start, start + len(piece), word.joined or bool(found), "split"))
        start += len(piece)
    return found


@lru_cache(maxsize=4096)
def _pieces(text: str, after_figure: bool, before_figure: bool) -> tuple[str, ...] | None:  # noqa: FBT001 -- cached
    """The fewest pieces that cover the text; None where it cannot be covered."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(end):
            before, piece = best[start], text[start:end]
            single = (after_figure and start == 0 and piece in _LETTERS_BEFORE) or (
                before_figure and end == len(text) and piece == "x"
            )
            if before is None or not (single or _allowed(piece)):
                continue
            now = best[end]
            if now is None or len(before) + 1 < len(now):
                best[end] = (*before, piece)
    found = best[len(text)]
    return found if found and len(found) > 1 else None


def _allowed(piece: str) -> bool:
    return piece in _SHORT or (len(piece) >= _LEAST and piece in lexicon().vocabulary)
