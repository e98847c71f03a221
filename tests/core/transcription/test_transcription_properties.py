"""What holds for every text, whatever is written in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.transcription import Transcriber
from app.core.transcription.normalise import normalise
from app.core.transcription.normalise.lexicon import lexicon
from app.core.transcription.normalise.repair import repair

TRANSCRIBER = Transcriber()
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NO_GUESS = ("qd", "qid", "qod", "bid", "tid", "mg", "mcg", "left", "right", "one", "two", "three", "od", "os", "ou")

WORDS = (
    "take 1 2 1/2 .5 1.0 tab tabs caps ml mg mcg units po sl bid tid qid qd qod q4h q 6 h x d days for prn pain and "
    "then or - / ( ) , . every day week weekly daily left right eye both am pm morning bedtime max 8 #30 up to as "
    "directed needed with food before meals apply inject puffs one two half nan ½ × ° µg é ñ 8:00 until if not taper kg"
)
words = st.sampled_from(WORDS.split())
shorthand = st.lists(words, max_size=14).map(" ".join)
doses = st.sampled_from(["1", "2", "1/2", "0.5", "1-2", "1 1/2", "3", "0.25", "10"])
units = st.sampled_from(["tablet", "capsule", "mL", "mg", "puff", "drop"])
often = st.sampled_from(
    ["once a day", "twice a day", "every 4 to 6 hours", "once a week", "every other day", "up to 3 times a day", "bid"]
)
ends = st.sampled_from(["", " as needed for pain", " for 7 days", " for 2 weeks", " with food", ", max 8 per day"])
directions = st.builds("take {} {} {}{}".format, doses, units, often, ends)


@SLOW
@given(st.one_of(st.text(max_size=200), shorthand))
def test_that_no_text_raises_and_every_span_lies_inside_it(text: str) -> None:
    found = TRANSCRIBER.transcribe(text)
    assert (found.plain is None) == found.regimen.ambiguous
    for places in found.spans.values():
        for place in places:
            assert 0 <= place.start < place.end <= len(text)
    assert all(0 <= value <= 1 for value in found.confidence.values())


@SLOW
@given(st.text(max_size=60))
def test_that_no_drug_text_raises(drug: str) -> None:
    assert TRANSCRIBER.transcribe("1 tab po bid", drug).regimen.dose_max is not None


@SLOW
@given(st.one_of(shorthand, directions))
def test_that_a_suggestion_read_again_says_the_same(text: str) -> None:
    plain = TRANSCRIBER.transcribe(text).plain
    if plain is not None:
        again = TRANSCRIBER.transcribe(plain)
        assert again.plain is not None
        assert TRANSCRIBER.compare(plain, again.plain).verdict == "same"


@SLOW
@given(shorthand)
def test_that_a_suggested_dose_is_written_in_the_text(text: str) -> None:
    found = TRANSCRIBER.transcribe(text)
    if found.plain is None or found.regimen.dose_max is None:
        return
    said = " ".join(text[place.start : place.end] for place in found.spans["dose"])
    assert re.search(r"[\d½]", said) or {"one", "two", "half", "an"} & set(said.lower().split())


@SLOW
@given(st.integers(min_value=1, max_value=19), st.sampled_from(["tab", "caps", "puffs", "ml"]))
def test_that_figures_never_change(number: int, unit: str) -> None:
    regimen = TRANSCRIBER.transcribe(f"take {number} {unit} bid").regimen
    assert (regimen.dose_min, regimen.dose_max) == (number, number)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("place", ["eye", "ear", "nostril", "knee"])
@pytest.mark.parametrize("verb", ["apply to", "instill 1 drop in", "1 drop in"])
def test_that_left_and_right_never_change_places(side: str, place: str, verb: str) -> None:
    found = TRANSCRIBER.transcribe(f"{verb} {side} {place} bid")
    other = {"left": "right", "right": "left"}[side]
    assert found.regimen.site == f"the {side} {place}"
    assert other not in (found.plain or "")


@pytest.mark.parametrize(
    "text", ["1 tab weekly", "1 tab q week", "1 tab once a week", "1 tab every monday", "1 tab qwk"]
)
def test_that_weekly_is_never_said_as_daily(text: str) -> None:
    found = TRANSCRIBER.transcribe(text)
    assert found.regimen.frequency is not None
    assert found.regimen.frequency.period_unit == "week"
    assert "a day" not in (found.plain or "")


@pytest.mark.parametrize("code", NO_GUESS)
def test_that_no_spelling_is_ever_repaired_to_a_code_number_or_side(code: str) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    slips = {code[:at] + letter + code[at + 1 :] for at in range(len(code)) for letter in letters}
    slips |= {code[:at] + letter + code[at:] for at in range(len(code) + 1) for letter in letters}
    slips |= {code[:at] + code[at + 1 : at + 2] + code[at : at + 1] + code[at + 2 :] for at in range(len(code))}
    assert code not in {repair(slip) for slip in slips}


@given(st.from_regex(r"[a-z]*\d[a-z0-9]*", fullmatch=True))
def test_that_nothing_with_a_figure_is_repaired(word: str) -> None:
    assert repair(word) is None


def test_that_a_word_that_is_known_is_never_repaired() -> None:
    assert {word for word in lexicon().vocabulary if repair(word) is not None} == set()


@SLOW
@given(st.text(max_size=120))
def test_that_tokens_keep_their_order_and_place(text: str) -> None:
    tokens = normalise(text).tokens
    assert all(token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
