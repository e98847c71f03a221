"""Correcting one component, and what the screen says of each."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from app.core.transcription import Transcriber, say

TEXT = "1 tab po bid prn pain x 10 days"


@pytest.mark.parametrize(
    ("field", "words", "plain"),
    [
        ("dose", "2 tablets", "Take 2 tablets by mouth twice a day as needed for pain for 10 days."),
        ("route", "under the tongue", "Take 1 tablet under the tongue twice a day as needed for pain for 10 days."),
        ("frequency", "every 8 hours", "Take 1 tablet by mouth every 8 hours as needed for pain for 10 days."),
        ("duration", "5 days", "Take 1 tablet by mouth twice a day as needed for pain for 5 days."),
        ("duration", "", "Take 1 tablet by mouth twice a day as needed for pain."),
        ("as_needed", "as needed for fever", "Take 1 tablet by mouth twice a day as needed for fever for 10 days."),
        ("as_needed", "none", "Take 1 tablet by mouth twice a day for 10 days."),
        ("timing", "with food", "Take 1 tablet by mouth twice a day with food as needed for pain for 10 days."),
        (
            "max_per_day",
            "3 tablets",
            "Take 1 tablet by mouth twice a day as needed for pain for 10 days. Maximum 3 tablets per day.",
        ),
    ],
)
def test_that_typed_words_replace_one_component(transcriber: Transcriber, field: str, words: str, plain: str) -> None:
    before = transcriber.transcribe(TEXT)
    after = transcriber.amend(before, field, words)
    assert after.plain == plain
    assert after.text == TEXT
    assert field not in after.spans
    assert all(after.spans[name] == place for name, place in before.spans.items() if name in after.spans)
    assert before.plain == transcriber.transcribe(TEXT).plain


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("dose", "blah"),
        ("dose", ""),
        ("frequency", "2 tablets"),
        ("duration", "twice a day"),
        ("directions", "1 tab po"),
    ],
)
def test_that_other_words_are_refused_with_a_sentence(transcriber: Transcriber, field: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        transcriber.amend(transcriber.transcribe(TEXT), field, words)


def test_that_whole_directions_can_be_typed_and_keep_the_raw_text(transcriber: Transcriber) -> None:
    before = transcriber.transcribe(TEXT)
    after = transcriber.amend(before, "directions", "Take 1 tablet by mouth every 6 hours as needed for pain")
    assert after.text == TEXT
    assert after.plain == "Take 1 tablet by mouth every 6 hours as needed for pain."
    assert after.spans["dose"] == before.spans["dose"]
    assert "frequency" not in after.spans


def test_that_a_missing_component_can_be_filled_in(transcriber: Transcriber) -> None:
    after = transcriber.amend(transcriber.transcribe("1 tab po"), "frequency", "twice a day")
    assert after.plain == "Take 1 tablet by mouth twice a day."
    assert not after.regimen.ambiguous


def test_that_a_correction_elsewhere_does_not_settle_another_doubt(transcriber: Transcriber) -> None:
    after = transcriber.amend(transcriber.transcribe("one tablet60bid"), "dose", "1 tablet")
    assert after.regimen.ambiguous
    assert "60" in (after.regimen.ambiguity_reason or "")


def test_that_a_correction_into_danger_is_asked_about(transcriber: Transcriber) -> None:
    before = transcriber.transcribe("4 tabs once weekly", "methotrexate 2.5 mg tablet")
    assert transcriber.amend(before, "frequency", "daily").regimen.ambiguous


def test_that_each_field_is_said_in_words(transcriber: Transcriber) -> None:
    words = say(transcriber.transcribe("1-2 gtts ou q4-6h prn itching x 7 d, max 8/day").regimen)
    assert words["dose"] == "1 to 2 drops"
    assert words["frequency"] == "every 4 to 6 hours"
    assert words["site"] == "both eyes"
    assert words["as_needed"] == "as needed for itching"
    assert words["duration"] == "for 7 days"
    assert words["max_per_day"] == "8 per day"


def test_that_steps_are_said_as_a_whole(transcriber: Transcriber) -> None:
    words = say(transcriber.transcribe("2 tabs x 3 days then 1 tab x 3 days").regimen)
    assert words["steps"] == "Take 2 tablets by mouth once a day for 3 days, then 1 tablet once a day for 3 days"


def test_that_transcriber_and_results_cross_process_borders(transcriber: Transcriber) -> None:
    found = transcriber.transcribe(TEXT)
    assert pickle.loads(pickle.dumps(found)) == found
    assert pickle.loads(pickle.dumps(transcriber)).transcribe(TEXT) == found


def test_that_importing_the_package_does_not_load_the_tokenizer() -> None:
    code = "import sys, app.core.transcription; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
