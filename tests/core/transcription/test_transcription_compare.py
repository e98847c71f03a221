"""Flagging: what was entered against what the prescriber said."""

from __future__ import annotations

import pytest

from app.core.transcription import Transcriber


@pytest.mark.parametrize(
    ("prescribed", "entered"),
    [
        ("1 tab po bid", "Take 1 tablet by mouth twice a day"),
        ("1 tsp po bid", "Give 5 mL by mouth 2 times daily"),
        ("1 tab q24h", "Take 1 tablet daily"),
        ("1 tab qhs prn sleep", "Take 1 tablet every night as needed for sleep"),
        ("1 gtt ou bid", "Instill 1 drop in each eye twice daily"),
        ("1 tab x 2 wks daily", "Take 1 tablet once a day for 14 days"),
        ("1000 mcg im monthly", "Inject 1 mg into the muscle once a month"),
    ],
)
def test_that_a_paraphrase_is_the_same(transcriber: Transcriber, prescribed: str, entered: str) -> None:
    assert transcriber.compare(prescribed, entered).verdict == "same"


@pytest.mark.parametrize(
    ("prescribed", "entered", "field"),
    [
        ("1 tab po bid", "Take 2 tablets by mouth twice a day", "dose"),
        ("1 tab po bid", "Take 10 tablets by mouth twice a day", "dose"),
        ("1 tab po bid", "Take 1 capsule by mouth twice a day", "dose_unit"),
        ("50 mg po daily", "Take 50 mcg by mouth daily", "dose"),
        ("1 tab po bid", "Take 1 tablet by mouth four times a day", "frequency"),
        ("4 tabs po weekly", "Take 4 tablets by mouth daily", "frequency"),
        ("1 tab sl daily", "Take 1 tablet by mouth daily", "route"),
        ("1 gtt od bid", "Instill 1 drop into the left eye twice a day", "site"),
        ("1 tab bid prn pain", "Take 1 tablet twice a day", "as_needed"),
        ("1 tab bid for left knee pain prn", "Take 1 tablet twice a day as needed for right knee pain", "as_needed"),
        ("1 tab bid x 7 days", "Take 1 tablet twice a day", "duration"),
        ("1 tab bid x 7 days", "Take 1 tablet twice a day for 10 days", "duration"),
        ("1 tab q6h prn max 4/day", "Take 1 tablet every 6 hours as needed", "max_per_day"),
        ("1 tab qam", "Take 1 tablet at bedtime", "timing"),
        ("1 tab SL q5min prn chest pain x 3 doses", "1 tablet under the tongue q5min prn chest pain", "max_per_day"),
        ("2 tabs x 3 days then 1 tab x 3 days", "Take 2 tablets once a day, then 1 tablet x 3 days", "duration"),
        ("2 tabs po now", "Take 2 tablets now as needed", "as_needed"),
        ("2 tabs x 3 days then 1 tab x 3 days", "Take 2 tablets once a day for 3 days", "steps"),
        ("2 tabs x 3 days then 1 tab x 3 days", "2 tabs x 3 days then 2 tabs x 3 days", "dose"),
    ],
)
def test_that_a_changed_component_is_named(transcriber: Transcriber, prescribed: str, entered: str, field: str) -> None:
    found = transcriber.compare(prescribed, entered)
    assert found.verdict == "different"
    assert field in [difference.field for difference in found.differences]


def test_that_a_doubtful_side_cannot_be_told(transcriber: Transcriber) -> None:
    found = transcriber.compare("use as directed", "Take 1 tablet daily")
    assert found.verdict == "cannot_tell"
    assert "as directed" in (found.reason or "")


def test_that_a_definite_difference_shows_even_beside_a_doubt(transcriber: Transcriber) -> None:
    drug = "methotrexate 2.5 mg tablet"
    found = transcriber.compare("4 tabs once weekly", "take 4 tablets daily", drug)
    assert found.verdict == "different"


def test_that_the_product_makes_weights_and_pieces_comparable(transcriber: Transcriber) -> None:
    drug = "metformin 500 mg tablet"
    assert transcriber.compare("500 mg bid", "Take 1 tablet by mouth twice a day", drug).verdict == "same"
    assert transcriber.compare("500 mg bid", "Take 2 tablets by mouth twice a day", drug).verdict == "different"


def test_that_entered_words_that_are_not_understood_cannot_be_told(transcriber: Transcriber) -> None:
    assert transcriber.compare("1 tab po bid", "Take 1 tablet by mouth zorble").verdict == "cannot_tell"
