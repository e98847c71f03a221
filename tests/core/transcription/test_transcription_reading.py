"""What directions are read as, and which must be asked about."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.core.model.regimen import Duration, Frequency, MaxPerDay
from app.core.transcription import Transcriber

DATA = Path(__file__).resolve().parents[2] / "data" / "transcription"


def rows(name: str) -> list[tuple[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        found = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row]
    return [(row[0], row[1]) for row in found if not row[0].startswith("# ")]


@pytest.mark.parametrize(("text", "plain"), rows("clear.tsv"))
def test_that_clear_directions_are_said_in_plain_words(transcriber: Transcriber, text: str, plain: str) -> None:
    found = transcriber.transcribe(text)
    assert found.regimen.ambiguity_reason is None
    assert found.plain == plain
    assert found.plain_es


@pytest.mark.parametrize(("text", "reason"), rows("ambiguous.tsv"))
def test_that_doubtful_directions_get_a_question_and_no_suggestion(
    transcriber: Transcriber, text: str, reason: str
) -> None:
    found = transcriber.transcribe(text)
    assert found.regimen.ambiguous
    assert found.plain is None
    assert found.plain_es is None
    assert reason in (found.regimen.ambiguity_reason or "")


def test_that_every_component_of_a_long_direction_is_structured(transcriber: Transcriber) -> None:
    regimen = transcriber.transcribe("1-2 tabs po q4-6h prn severe pain x 5 days, max 8 tabs/day").regimen
    assert (regimen.action, regimen.dose_min, regimen.dose_max, regimen.dose_unit) == ("take", 1, 2, "tablet")
    assert regimen.route == "oral"
    assert regimen.frequency == Frequency(times_min=1, times_max=1, period_min=4, period_max=6, period_unit="hour")
    assert regimen.as_needed
    assert regimen.as_needed_reason == "severe pain"
    assert regimen.duration == Duration(value=5, value_max=5, unit="day")
    assert regimen.max_per_day == MaxPerDay(value=8, unit="tablet")
    assert regimen.implied == ("action",)


def test_that_up_to_leaves_the_lower_bound_open(transcriber: Transcriber) -> None:
    regimen = transcriber.transcribe("take 1 tablet up to 3 times a day").regimen
    assert regimen.frequency is not None
    assert (regimen.frequency.times_min, regimen.frequency.times_max) == (None, 3)


def test_that_a_taper_is_a_list_of_steps_with_the_first_on_top(transcriber: Transcriber) -> None:
    regimen = transcriber.transcribe("take 2 tabs bid x 3 days then 1 tab bid x 3 days then 1 tab daily").regimen
    assert [step.relation for step in regimen.steps] == ["first", "then", "then"]
    assert [step.dose_max for step in regimen.steps] == [2, 1, 1]
    assert regimen.steps[2].duration is None
    assert regimen.dose_max == regimen.steps[0].dose_max


def test_that_the_same_dose_morning_and_evening_is_one_step(transcriber: Transcriber) -> None:
    regimen = transcriber.transcribe("1 tablet every morning and 1 tablet every evening").regimen
    assert regimen.steps == ()
    assert set(regimen.timing) == {"morning", "evening"}
    assert "frequency" in regimen.implied


def test_that_a_meal_in_the_evening_stays_one_dose(transcriber: Transcriber) -> None:
    plain = transcriber.transcribe("take 1 tablet every morning and 1 tablet every evening with meals").plain
    assert plain == "Take 1 tablet by mouth twice a day in the morning and evening with meals."


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("1 tab qd", "qd"),
        ("1 tab q.o.d.", "qod"),
        ("inject 10u sc daily", "u"),
        ("inject 10 units sq daily", "sc_sq"),
        ("take 1.0 mg daily", "trailing_zero"),
        ("take .5 mg daily", "naked_decimal"),
        ("1 tab qhs", "qhs"),
        ("1 gtt od bid", "od_os_ou"),
        ("3 gtts ad bid", "ad_as_au"),
        ("5 cc daily", "cc"),
        ("50 µg daily", "mcg_symbol"),
        ("1 tab tiw", "tiw_biw"),
    ],
)
def test_that_error_prone_notations_are_named(transcriber: Transcriber, text: str, flag: str) -> None:
    assert flag in transcriber.transcribe(text).regimen.error_prone


def test_that_x_and_d_together_are_named_as_error_prone(transcriber: Transcriber) -> None:
    assert "x3d" in transcriber.transcribe("1 tab bid x7d").regimen.error_prone


def test_that_a_misspelt_word_lowers_the_confidence_of_its_field(transcriber: Transcriber) -> None:
    right = transcriber.transcribe("take 1 tablet by mouth daily").confidence
    wrong = transcriber.transcribe("take 1 tabelt by mouth daily").confidence
    assert wrong["dose"] < right["dose"]
    assert wrong["overall"] < right["overall"]


def test_that_a_doubt_lowers_the_overall_confidence_below_any_limit(transcriber: Transcriber) -> None:
    assert transcriber.transcribe("1 tab po").confidence["overall"] < 0.5


def test_that_spans_show_where_each_field_stands(transcriber: Transcriber) -> None:
    text = "Take 1 tablet PO twice daily for 10 days"
    spans = transcriber.transcribe(text).spans
    said = {name: text[place[0].start : place[0].end] for name, place in spans.items()}
    assert said["dose"] == "1 tablet"
    assert said["route"] == "PO"
    assert said["frequency"] == "twice daily"
    assert said["duration"] == "for 10 days"


def test_that_reasons_keep_the_prescriber_words_and_spell_out_shorthand(transcriber: Transcriber) -> None:
    assert transcriber.transcribe("1 tab daily for moodiness").regimen.indication == "moodiness"
    assert transcriber.transcribe("1 tab bid prn n/v").regimen.as_needed_reason == "nausea or vomiting"
    assert transcriber.transcribe("1 tab daily for restless feeling").regimen.indication == "restless feeling"


def test_that_spanish_labels_say_halves_and_places(transcriber: Transcriber) -> None:
    assert (
        transcriber.transcribe("1/2 tab po qam").plain_es
        == "Tome media tableta por la boca una vez al día por la mañana."
    )
    assert transcriber.transcribe("1 gtt od bid").plain_es == "Ponga 1 gota en el ojo derecho 2 veces al día."


def test_that_the_amount_a_day_counts_ranges_and_limits(transcriber: Transcriber) -> None:
    found = transcriber.transcribe("1-2 tabs q6h prn pain max 6/day").per_day
    assert found is not None
    assert (found.min, found.max, found.unit) == (0, 6, "tablet")
