"""Stage one: text into tokens with a kind and a meaning, each keeping its place in the original text."""

from __future__ import annotations

from app.core.transcription.normalise import numbers
from app.core.transcription.normalise.clean import Clean, clean
from app.core.transcription.normalise.joined import part
from app.core.transcription.normalise.lexicon import Meaning, lexicon
from app.core.transcription.normalise.repair import repair
from app.core.transcription.normalise.tokens import Normalised, Token
from app.core.transcription.normalise.words import Word, words

__all__ = ["Normalised", "Token", "normalise"]

_SIGNS = {"-": "dash", "/": "slash", "(": "lpar", ")": "rpar", "[": "lpar", "]": "rpar", "=": "equals", "?": "unclear"}
_AFTER_FIGURE = frozenset({"unit", "vol", "period", "times", "hourly", "freq", "timing"})
_BREAKS = frozenset(".,;:")
LONGEST = 2000  # a direction longer than this is not one; the rest is not read and the reader is told


def normalise(text: str) -> Normalised:
    """Read the words of the text; what the lexicon does not know stays as kind "unknown"."""
    plain = clean(text[:LONGEST])
    parted = part(words(plain.text))
    spelt = [_spell(word, before) for before, word in zip((None, *parted), parted, strict=False)]
    tokens, doubts = numbers.combine(_meanings(plain, spelt))
    if len(text) > LONGEST:
        doubts.append("the text is too long to be read")
    flags = dict.fromkeys(flag for token in tokens for flag in token.flag.split() if flag)
    if _days_in_shorthand(tokens):
        flags["x3d"] = None
    return Normalised(text, tuple(tokens), tuple(flags), tuple(doubts))


def _days_in_shorthand(tokens: list[Token]) -> bool:
    """X3d, where the d may be read as days or as doses."""
    triples = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return any((a.kind, b.kind, c.text) == ("times_x", "num", "d") for a, b, c in triples)


def _spell(word: Word, before: Word | None) -> Word:
    """A word in its right spelling; what touches a figure can only be a unit or a time."""
    meant = None if word.changed == "unsure" else repair(word.text)
    if meant is not None and word.joined and before is not None and before.text[-1].isdigit():
        kinds = {meaning.kind for phrase, meaning in lexicon().phrases.get(meant, ()) if len(phrase) == 1}
        meant = meant if kinds & _AFTER_FIGURE else None
    return word if meant is None else word._replace(text=meant, changed="repaired")


def _meanings(plain: Clean, spelt: list[Word]) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    while at < len(spelt):
        count, meaning = _longest(spelt, at, after_number=_after_number(tokens))
        tokens.append(_token(plain, spelt[at : at + count], meaning))
        at += count
    return tokens


def _after_number(tokens: list[Token]) -> bool:
    """Whether a letter here is a unit: 3 d, 3/d."""
    if len(tokens) > 1 and tokens[-1].kind == "slash":
        return tokens[-2].kind in ("num", "unit", "times_x")
    return bool(tokens) and tokens[-1].kind == "num"


def _longest(spelt: list[Word], at: int, *, after_number: bool) -> tuple[int, Meaning]:
    """The longest phrase of the lexicon that starts here, with the number of words it takes."""
    known = lexicon()
    word = spelt[at]
    if after_number and word.text in known.after_number:
        return 1, known.after_number[word.text]
    for phrase, meaning in known.phrases.get(word.text, ()):
        count = _matches(spelt, at, phrase)
        if count:
            return count, meaning
    return 1, _single(word)


def _matches(spelt: list[Word], at: int, phrase: tuple[str, ...]) -> int:
    """How many words the phrase takes here, 0 for no match; a hyphen inside a phrase may be left out."""
    place = at
    for number, expected in enumerate(phrase):
        if number and place < len(spelt) and spelt[place].text == "-" and expected != "-" and spelt[place].joined:
            place += 1
        if place >= len(spelt) or spelt[place].text != expected:
            return 0
        place += 1
    return place - at


def _single(word: Word) -> Meaning:
    figure = numbers.figure(word.text)
    if figure is not None:
        return Meaning(figure[0], word.text, numbers.flag_of(word.text) if figure[0] == "num" else "")
    if word.text in _SIGNS:
        return Meaning(_SIGNS[word.text], word.text, "")
    if word.text in _BREAKS or word.text in "\"'*|+!":
        return Meaning("sep", word.text, "")
    return Meaning("unknown" if word.text.isalpha() else "junk", word.text, "")


def _token(plain: Clean, taken: list[Word], meaning: Meaning) -> Token:
    start, end = plain.origin[taken[0].start], plain.origin[taken[-1].end - 1] + 1
    number = float(meaning.value.replace(",", "")) if meaning.kind in ("num", "half") else 0.0
    changed = next((word.changed for word in taken if word.changed), "")
    text = " ".join(word.text for word in taken)
    return Token(meaning.kind, meaning.value, text, start, end, number, number, meaning.flag, changed)
