"""Words that nothing explains: which of them make the whole doubtful."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.transcription.extract.parts import Component, Doubt, Leftover, Mark, Meaning, Note
from app.core.transcription.normalise import Normalised
from app.core.transcription.normalise.lexicon import lexicon

_REASONS = {
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
    "unknown": "'{}' is not understood",
    "junk": "part of the text is illegible: '{}'",
}
_OTHERWISE = "unexplained '{}'"
_HARMLESS = frozenset({"next", "interval", "a_dose"})
_NEVER_LAST = frozenset({"every", "for", "to", "or", "meal_rel", "times_x", "times", "per", "upto", "max", "atleast"})
_NEVER_LAST_MARKS = frozenset({"and", "then"})
_TRAILING_QUANTITY = 15  # a larger number at the very end is how many to dispense
_SHORTEST_STUMP = 3
_RARE = frozenset("$?*_")


def leftovers(components: tuple[Component, ...]) -> list[Leftover]:
    """The tokens that nothing explains, without filler."""
    return [c.meaning for c in components if isinstance(c.meaning, Leftover)]


def doubts(normalised: Normalised, components: tuple[Component, ...]) -> Iterator[Doubt]:
    """What unexplained words put in doubt: every word must have its meaning, or nothing is suggested."""
    last = components[-1] if components else None
    for component in components:
        meaning = component.meaning
        if not isinstance(meaning, Leftover) or (component is last and _is_quantity(meaning)):
            continue
        if meaning.kind not in _HARMLESS and not _is_mark(meaning):
            yield Doubt(_REASONS.get(meaning.kind, _OTHERWISE).format(meaning.words))
    yield from _cut_off(normalised, last)


def _is_mark(meaning: Leftover) -> bool:
    """A sign such as a bullet, which hides no letter and no figure."""
    return meaning.kind == "junk" and not (_RARE & set(meaning.words) or any(c.isalnum() for c in meaning.words))


def _is_quantity(meaning: Leftover) -> bool:
    return (
        meaning.kind == "num"
        and meaning.words.isascii()
        and meaning.words.isdigit()
        and int(meaning.words) >= _TRAILING_QUANTITY
    )


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
    if ends_open or _half_a_word(normalised) or _is_stump(normalised, meaning):
        yield Doubt("the text seems to be cut off")


def _half_a_word(normalised: Normalised) -> bool:
    """Whether the last word was understood although its end is missing."""
    last = normalised.tokens[-1] if normalised.tokens else None
    if last is None or last.changed != "repaired" or normalised.text[last.end :].strip():
        return False
    written = normalised.text[last.start : last.end].lower()
    return last.text != written and last.text.startswith(written)


def _is_stump(normalised: Normalised, meaning: Meaning) -> bool:
    """Whether the last word is the beginning of a word, or a single letter: as needed for p."""
    last = normalised.tokens[-1]
    if last.kind != "unknown" or isinstance(meaning, Note) or normalised.text[last.end :].strip():
        return False
    vocabulary = lexicon().vocabulary
    if len(last.text) < _SHORTEST_STUMP or last.text in vocabulary:
        return len(last.text) == 1
    return any(word.startswith(last.text) for word in vocabulary)
