"""Words that nothing explains: which of them make the whole doubtful."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.transcription.extract.parts import Component, Doubt, Leftover, Mark
from app.core.transcription.normalise import Normalised
from app.core.transcription.normalise.lexicon import lexicon
from app.core.transcription.normalise.repair import looks_decisive

_DECISIVE = {
    "num": "unexplained number '{}'",
    "half": "unexplained number '{}'",
    "clock": "unexplained time '{}'",
    "mass": "unexplained unit '{}'",
    "vol": "unexplained unit '{}'",
    "kg": "dose by body weight: '{}'",
    "cond": "'{}' may change the directions",
    "unclear": "part of the text is illegible: '{}'",
    "max": "a limit without its number: '{}'",
    "maxday": "a limit without its number: '{}'",
    "other": "unexplained word '{}'",
    "bg": "unexplained '{}'",
    "percent": "unexplained '{}'",
    "over": "unexplained '{}'",
    "under": "unexplained '{}'",
    "ord": "unexplained '{}'",
}
_NEVER_LAST = frozenset({"every", "for", "to", "or", "meal_rel", "times_x", "times", "per", "upto", "max", "atleast"})
_NEVER_LAST_MARKS = frozenset({"and", "then"})
_MOST_SHARE = 0.4
_MOST_WORDS = 3
_TRAILING_QUANTITY = 15  # a larger number at the very end is how many to dispense
_SHORTEST_STUMP = 2
_CODE = 3
_RARE = frozenset("$?*_")


def leftovers(components: tuple[Component, ...]) -> list[Leftover]:
    """The tokens that nothing explains, without filler."""
    return [c.meaning for c in components if isinstance(c.meaning, Leftover)]


def doubts(normalised: Normalised, components: tuple[Component, ...]) -> Iterator[Doubt]:
    """What unexplained words put in doubt."""
    last = components[-1] if components else None
    for component in components:
        meaning = component.meaning
        if isinstance(meaning, Leftover) and not (component is last and _is_quantity(meaning)):
            reason = _DECISIVE.get(meaning.kind) or _unclear(meaning)
            if reason is not None:
                yield Doubt(reason.format(meaning.words))
            elif meaning.kind == "junk" and (any(c.isdigit() for c in meaning.words) or _RARE & set(meaning.words)):
                yield Doubt(f"part of the text is illegible: '{meaning.words}'")
    yield from _unknown(normalised, components)
    yield from _cut_off(normalised, last)


def _unclear(meaning: Leftover) -> str | None:
    """An unknown word that is short enough for a code, or looks like a word that decides over the dose."""
    if meaning.kind != "unknown":
        return None
    word = meaning.words.lower()
    return "'{}' is not understood" if len(word) <= _CODE or looks_decisive(word) else None


def _is_quantity(meaning: Leftover) -> bool:
    return (
        meaning.kind == "num"
        and meaning.words.isascii()
        and meaning.words.isdigit()
        and int(meaning.words) >= _TRAILING_QUANTITY
    )


def _unknown(normalised: Normalised, components: tuple[Component, ...]) -> Iterator[Doubt]:
    unknown = [found for found in leftovers(components) if found.kind in ("unknown", "word")]
    words = sum(1 for token in normalised.tokens if token.kind not in ("sep", "dash", "slash", "lpar", "rpar"))
    if len(unknown) > max(_MOST_WORDS, _MOST_SHARE * words):
        yield Doubt("too many words are not understood")


def _cut_off(normalised: Normalised, last: Component | None) -> Iterator[Doubt]:
    """A text that ends on "and", "every" or half a word was cut off."""
    if last is None:
        return
    meaning = last.meaning
    ends_open = (isinstance(meaning, Leftover) and meaning.kind in _NEVER_LAST) or (
        isinstance(meaning, Mark)
        and meaning.kind in _NEVER_LAST_MARKS
        and not normalised.text[last.start : last.end].lower().endswith(("after", "afterwards", "subsequently"))
    )
    if ends_open or _half_a_word(normalised) or (_is_stump(meaning) and normalised.text.rstrip()[-1:].isalpha()):
        yield Doubt("the text seems to be cut off")


def _half_a_word(normalised: Normalised) -> bool:
    """Whether the last word was understood although its end is missing."""
    last = normalised.tokens[-1] if normalised.tokens else None
    if last is None or last.changed != "repaired" or normalised.text[last.end :].strip():
        return False
    written = normalised.text[last.start : last.end].lower()
    return last.text != written and last.text.startswith(written)


def _is_stump(meaning: object) -> bool:
    if not isinstance(meaning, Leftover) or meaning.kind != "unknown" or len(meaning.words) < _SHORTEST_STUMP:
        return False
    stump = meaning.words.lower()
    return any(word.startswith(stump) for word in lexicon().vocabulary)
