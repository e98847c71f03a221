"""Directions in which one word, or a missing one, makes another dose: read right, or asked about."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.model.regimen import Duration, Frequency
from app.core.transcription import Transcriber
from app.core.transcription.normalise import normalise
from app.core.transcription.normalise.drugnames import is_drug

TRANSCRIBER = Transcriber()
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def times_a_day(text: str) -> float | None:
    frequency = TRANSCRIBER.transcribe(text).regimen.frequency
    assert frequency is not None
    assert (frequency.period_unit, frequency.period_min) == ("day", 1)
    return frequency.times_max


def doubt(text: str) -> str:
    found = TRANSCRIBER.transcribe(text)
    assert found.plain is None
    return found.regimen.ambiguity_reason or ""


@pytest.mark.parametrize(
    "text",
    [
        "take 1 tablet every evening at bedtime",
        "take 1 tablet every night with dinner",
        "take 1 tablet every night at 9 pm",
        "take 1 tablet daily in the evening at 8 pm",
        "take 1 tablet every morning before breakfast",
    ],
)
def test_that_one_time_of_day_said_in_two_ways_is_one_dose(text: str) -> None:
    assert times_a_day(text) == 1


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("take 1 tablet in the evening and at bedtime", 2),
        ("take 1 tablet at 8am, 2pm and at bedtime", 3),
        ("take 1 tablet at 0900 and 2100", 2),
        ("take 1 tablet in the morning at noon and at bedtime", 3),
    ],
)
def test_that_times_of_day_joined_by_and_are_doses_of_their_own(text: str, times: float) -> None:
    assert times_a_day(text) == times


def test_that_two_times_of_day_without_a_joining_word_are_asked_about() -> None:
    assert "two times of day" in doubt("take 1 tablet by mouth every morning at bedtime")


@pytest.mark.parametrize(
    ("text", "days"), [("for no more than 3 days", 3), ("max 10 days", 10), ("not to exceed 5 days", 5)]
)
def test_that_a_longest_course_is_no_daily_maximum(text: str, days: float) -> None:
    regimen = TRANSCRIBER.transcribe(f"take 1 tablet daily, {text}").regimen
    assert regimen.max_per_day is None
    assert regimen.duration == Duration(value=days, value_max=days, unit="day", up_to=True)


@pytest.mark.parametrize("last", ["Week 3 and after", "Week 3 onwards", "Week 3 thereafter", "Week 3 on"])
def test_that_the_last_week_of_a_titration_may_have_no_end(last: str) -> None:
    steps = TRANSCRIBER.transcribe(f"Week 1: 25 mg daily. Week 2: 50 mg daily. {last}: 100 mg daily.").regimen.steps
    assert [step.dose_max for step in steps] == [25, 50, 100]
    assert [step.duration is None for step in steps] == [False, False, True]


@pytest.mark.parametrize("words", ["then decrease by 1 tablet each day", "and increase by 1 tablet every week"])
def test_that_a_change_by_an_amount_is_never_read_as_the_amount(words: str) -> None:
    assert "open-ended change" in doubt(f"take 6 tablets by mouth on day 1, {words}")


def test_that_frequencies_that_follow_one_another_are_steps() -> None:
    regimen = TRANSCRIBER.transcribe("1 gtt od qid x 1 wk, tid x 1 wk, bid x 1 wk").regimen
    assert [step.frequency.times_max for step in regimen.steps if step.frequency] == [4, 3, 2]
    assert {step.site for step in regimen.steps} == {"the right eye"}
    assert "contradictory" in doubt("take 1 tab daily for 7 days every 12 hours")


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("1 gtt OD and OS tid", "the right eye and left eye"),
        ("1 gtt right and left eye bid", "both eyes"),
        ("apply to left or right shoulder bid", "the left or right shoulder"),
        ("apply to left arm or right arm bid", "the left arm or right arm"),
        ("apply 1/2 inch to lower lid of left eye tid", "the lower lid of the left eye"),
    ],
)
def test_that_places_keep_the_word_that_joins_them(text: str, site: str) -> None:
    assert TRANSCRIBER.transcribe(text).regimen.site == site


@pytest.mark.parametrize("text", ["instill 1 drop od left eye daily", "1 drop in both eyes left eye bid"])
def test_that_two_sides_without_a_joining_word_are_asked_about(text: str) -> None:
    assert "two places" in doubt(text)


@pytest.mark.parametrize(
    "text",
    [
        "take 1 tablet zorble daily",
        "take 1 tablet daily off",
        "take 1 tablet daily but late",
        "take 2 tablets every 6 hours as wished",
    ],
)
def test_that_a_word_without_a_meaning_is_asked_about(text: str) -> None:
    assert "not understood" in doubt(text) or "unexplained" in doubt(text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=LETTERS, min_size=2, max_size=9), st.integers(min_value=0, max_value=6))
def test_that_no_strange_word_is_ever_dropped_in_silence(word: str, at: int) -> None:
    words = ["take", "1", "tablet", "by", "mouth", "daily"]
    text = " ".join([*words[:at], word, *words[at:]])
    kinds = [token.kind for token in normalise(text).tokens if token.text == word]
    if kinds != ["unknown"] or is_drug(word):
        return
    plain = TRANSCRIBER.transcribe(text).plain
    assert plain is None or word in plain


@pytest.mark.parametrize("slip", ["thre times a day", "fuor times a day", "fou times a day", "tow times a day"])
def test_that_a_slip_near_a_number_is_never_repaired_to_something_else(slip: str) -> None:
    assert "not understood" in doubt(f"take 1 tablet by mouth {slip}")


@pytest.mark.parametrize("text", ["take 1 to tablets daily", "take 1 or tablets daily", "wafers take 1 tablet daily"])
def test_that_a_number_or_form_beside_the_dose_is_not_passed_over(text: str) -> None:
    assert doubt(text)


@pytest.mark.parametrize("name", ["lisinopril", "Benadryl", "metoprolol tartrate", "MTX"])
def test_that_the_name_of_a_drug_is_no_doubt_and_no_direction(name: str) -> None:
    assert TRANSCRIBER.transcribe(f"{name} 1 tablet by mouth once a week").plain is not None


def test_that_a_drug_in_front_of_the_directions_is_not_their_dose() -> None:
    found = TRANSCRIBER.transcribe("amoxicillin 500mg cap 1 po tid x10d #30")
    assert found.plain == "Take 1 capsule (500 mg) by mouth three times a day for 10 days."


def test_that_the_figure_of_an_abbreviation_is_no_length_of_time() -> None:
    assert "MS may be" in doubt("MSO4 10 mg q4h prn")


@pytest.mark.parametrize("text", ["if pain persists 2 tablets twice a day", "may repeat 2 tablets"])
def test_that_another_dose_inside_a_remark_is_asked_about(text: str) -> None:
    assert "second dose" in doubt(f"take 1 tablet twice a day, {text}")


def test_that_the_same_dose_may_be_repeated_in_a_remark() -> None:
    found = TRANSCRIBER.transcribe("take 1 tablet at onset, may repeat 1 tablet in 2 hours if needed, max 2 per day")
    assert not found.regimen.as_needed
    assert "may repeat 1 tablet in 2 hours if needed" in found.regimen.notes


@pytest.mark.parametrize("text", ["as needed for p", "as needed for hea", "twice a d", "three ti"])
def test_that_a_reason_or_word_that_breaks_off_is_asked_about(text: str) -> None:
    assert doubt(f"take 1 tablet every 6 hours {text}")


def test_that_not_daily_strengthens_weekly() -> None:
    found = TRANSCRIBER.transcribe("take 3 tablets po every Friday (NOT daily)")
    assert found.plain == "Take 3 tablets by mouth once a week on Friday. Not every day."


@pytest.mark.parametrize(
    "text", ["inject 1 tablet daily", "inhale 1 patch daily", "chew 5 mL daily", "instill 1 capsule daily"]
)
def test_that_a_verb_and_a_form_that_do_not_fit_are_asked_about(text: str) -> None:
    assert "do not fit" in doubt(text)


def test_that_a_place_does_not_hide_the_muscle() -> None:
    found = TRANSCRIBER.transcribe("inject 0.3 mg IM into the outer thigh once")
    assert found.plain == "Inject 0.3 mg into the muscle of the outer thigh once."
    assert "en el músculo" in (found.plain_es or "")


def test_that_a_first_dose_is_not_as_needed_because_the_next_ones_are() -> None:
    steps = TRANSCRIBER.transcribe("2 tab po stat, 1 tab po q4h prn").regimen.steps
    assert [(step.relation, step.as_needed) for step in steps] == [("first", False), ("then", True)]


def test_that_every_other_night_is_every_second_day() -> None:
    frequency = TRANSCRIBER.transcribe("take one tablet every other night").regimen.frequency
    assert frequency == Frequency(times_min=1, times_max=1, period_min=2, period_max=2, period_unit="day")


def test_that_all_other_days_are_the_days_not_named() -> None:
    steps = TRANSCRIBER.transcribe("take 5 mg on Mon Wed Fri and 2.5 mg on all other days").regimen.steps
    assert [set(step.timing) for step in steps] == [
        {"monday", "wednesday", "friday"},
        {"tuesday", "thursday", "saturday", "sunday"},
    ]


def test_that_what_follows_a_sliding_scale_holds_for_all_its_rows() -> None:
    steps = TRANSCRIBER.transcribe("70-150 0 units, 151-200 3 units, over 200 5 units, before each meal").regimen.steps
    assert [(step.dose_max, step.timing) for step in steps] == [(n, ("before_meals",)) for n in (0, 3, 5)]


def test_that_hours_on_and_off_are_a_remark_of_a_daily_patch() -> None:
    found = TRANSCRIBER.transcribe("place 2 patches on the back once a day (12 hours on, 12 hours off)")
    assert found.plain == "Place 2 patches to the back once a day. 12 hours on, 12 hours off."


def test_that_three_different_parts_of_a_day_are_three_steps() -> None:
    steps = TRANSCRIBER.transcribe("1 cap in the morning, 1 cap at noon and 2 caps at bedtime").regimen.steps
    assert [(step.dose_max, step.timing) for step in steps] == [(1, ("morning",)), (1, ("noon",)), (2, ("bedtime",))]


@pytest.mark.parametrize(
    "text",
    [
        "take 1/2 tablet wice daily",
        "apply tds prin for 1 week",
        "inject 150 mg IM every 3 monthhs",
        "1 tab poqhs or qh",
        "1 tab po qh",
        "1 paen by mouth daily",
        "1 tab po q6h pn nausea",
        "take 1 tablet tidprnas nedeed for up ot 7 days",
        "1 puff twice daily for at leas 5 days",
        "0.4 mg SL q5min prn CP up tz 3 doses",
        "1 tab daily for cholesterol at edtime",
        "1 tab on Su, Tue, Thu",
        "1 tab on Mon, ed, Fri",
        "1 tab T/Th/at",
        "5 gtts A BID",
        "apply 4 g to lft knee daily",
        "1 tab q6h as needed for pain, do not yexceed 8 tablets in 24 hours",
        "take 2 tablets i the a.m.",
        "two puffs via space rtwice daily",
    ],
)
def test_that_one_slip_never_makes_other_directions(text: str) -> None:
    assert doubt(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("inject 5 units by mouth daily", "do not fit"),
        ("apply 1 patch by mouth daily", "fit"),
        ("take 2 tablets q6h pr pain", "PR written for"),
        ("2 caps q8h; not more than 6 tabs/day", "its maximum in"),
        ("500 gm in AM and 1000 mg in PM", "two units"),
        ("2 tbs qam, 1 tab qpm", "two units"),
        ("inject 150 g IM every 3 months", "at once"),
    ],
)
def test_that_units_verbs_and_routes_that_cannot_belong_together_are_asked_about(text: str, reason: str) -> None:
    assert reason in doubt(text)


def test_that_the_same_time_of_day_twice_does_not_make_steps_of_one_day() -> None:
    assert "when the next begins" in doubt("take 100 mg by mouth at bedtime, then 200 mg at bedtime")


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("take 1 tablet daily for 90 days, patient prefers brand", "Patient prefers brand."),
        ("1 tab daily (pt to call for appointments)", "Pt to call for appointments."),
        ("take 1 tablet by mouth daily. Do not crush, chew, or split.", "Do not crush, chew, or split."),
    ],
)
def test_that_a_free_clause_after_complete_directions_is_shown_as_written(text: str, remark: str) -> None:
    assert (TRANSCRIBER.transcribe(text).plain or "").endswith(remark)


@pytest.mark.parametrize("clause", ["zorble", "only zorble days", "needed zorble now", "zorble twise", "a tbedtime"])
def test_that_a_clause_that_may_steer_is_asked_about(clause: str) -> None:
    assert doubt(f"take 1 tablet daily, {clause}")
