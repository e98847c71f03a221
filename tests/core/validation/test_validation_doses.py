"""How much, how often, how long: limits for adults, by weight for children, and the traps of frequency."""

from __future__ import annotations

import pytest
from validation_desk import codes, lasting, loud, order, patient, sig, the, undone

from app.core.model.finding import Tier
from app.core.model.regimen import Duration, Frequency, MaxPerDay, Regimen, Step, Transcription
from app.core.validation import Checker


@pytest.mark.parametrize(
    ("drug", "directions", "who", "code"),
    [
        ("acetaminophen 500 mg tablet", sig(dose=2, times=1, per=4, period="hour"), patient(), "MAX_DAILY"),
        ("ibuprofen 800 mg tablet", sig(per=4, period="hour"), patient(), "MAX_DAILY"),
        ("citalopram 40 mg tablet", sig(), patient(age_years=72.0), "DOSE_HIGH"),
        ("citalopram 40 mg tablet", sig(), patient(), None),
        ("citalopram 40 mg tablet", sig(dose=2), patient(), "MAX_DAILY"),
        ("zolpidem 10 mg tablet", sig(), patient(sex="F"), "DOSE_HIGH"),
        ("zolpidem 10 mg tablet", sig(), patient(), None),
        ("tramadol 50 mg tablet", sig(dose=2, per=6, period="hour"), patient(age_years=80.0), "MAX_DAILY"),
        ("simvastatin 80 mg tablet", sig(), patient(), "DOSE_HIGH"),
        ("gabapentin 800 mg tablet", sig(dose=2, times=3), patient(), "MAX_DAILY"),
        ("metformin 1000 mg tablet", sig(dose=2, times=2), patient(), "MAX_DAILY"),
        ("metformin 1000 mg tablet", sig(times=2), patient(), None),
    ],
)
def test_that_a_daily_dose_is_held_against_its_limit(
    checker: Checker, drug: str, directions: Transcription | None, who: object, code: str | None
) -> None:
    found = loud(checker.check(order(drug, directions, who))) & {"MAX_DAILY", "DOSE_HIGH"}  # type: ignore[arg-type]  # parametrised
    assert found == ({code} if code else set())


def test_that_the_parts_of_a_combination_are_counted_each(checker: Checker) -> None:
    result = checker.check(order("acetaminophen / hydrocodone 325 mg / 5 mg tablet", sig(dose=3, per=4, period="hour")))
    assert "acetaminophen: 5,850 mg a day" in the(result, "MAX_DAILY").message


def test_that_a_stated_daily_maximum_caps_an_as_needed_dose(checker: Checker) -> None:
    capped = sig(dose=2, per=4, period="hour", as_needed=True, max_per_day=MaxPerDay(value=8, unit="tablet"))
    assert "MAX_DAILY" not in codes(checker.check(order("acetaminophen 500 mg tablet", capped)))


def test_that_steps_of_one_day_add_up_and_steps_that_follow_do_not(checker: Checker) -> None:
    once = Frequency(times_min=1, times_max=1, period_min=1, period_max=1, period_unit="day")

    def split(relation: str) -> Transcription:
        steps = tuple(
            Step(dose_min=2, dose_max=2, dose_unit="tablet", frequency=once, relation=r)  # type: ignore[arg-type]  # words of the model
            for r in ("first", relation)
        )
        return Transcription(
            text="", regimen=Regimen(dose_max=2, dose_unit="tablet", route="oral", frequency=once, steps=steps)
        )

    assert "MAX_DAILY" in codes(checker.check(order("citalopram 20 mg tablet", split("and"))))
    assert "MAX_DAILY" not in codes(checker.check(order("citalopram 20 mg tablet", split("then"))))


def test_that_a_dose_in_mg_needs_no_strength(checker: Checker) -> None:
    assert "MAX_DAILY" in codes(checker.check(order("gabapentin 300 mg capsule", sig(dose=5000, unit="mg"))))


def test_that_a_liquid_is_reckoned_by_its_strength(checker: Checker) -> None:
    child = patient(age_years=2.0, weight_kg=12.0)
    much = order("azithromycin 200 mg/5 mL suspension", sig(dose=15, unit="mL"), child)
    right = order("azithromycin 200 mg/5 mL suspension", sig(dose=3, unit="mL"), child)
    assert "50 mg/kg" in the(checker.check(much), "DOSE_HIGH").message
    assert "DOSE_HIGH" not in codes(checker.check(right))


def test_that_a_single_day_may_hold_more(checker: Checker) -> None:
    one_day = sig(dose=9, unit="mL", duration=Duration(value=1, unit="day"))
    result = checker.check(
        order("azithromycin 200 mg/5 mL suspension", one_day, patient(age_years=2.0, weight_kg=12.0))
    )
    assert "DOSE_HIGH" not in codes(result)


def test_that_a_child_without_a_weight_is_not_passed(checker: Checker) -> None:
    child = patient(age_years=4.0, weight_kg=None)
    missing = undone(
        checker.check(order("amoxicillin 400 mg/5 mL suspension", sig(dose=5, unit="mL"), child)), "dose by weight"
    )
    assert missing is not None
    assert missing.required


def test_that_a_dose_that_cannot_be_worked_out_is_said(checker: Checker) -> None:
    missing = undone(checker.check(order("warfarin 5 mg tablet", sig(dose=None))), "dose")
    assert missing is not None
    assert missing.required


@pytest.mark.parametrize(
    ("drug", "directions", "tier"),
    [
        ("methotrexate 2.5 mg tablet", sig(dose=6), Tier.STOP),
        ("alendronate 70 mg tablet", sig(), Tier.STOP),
        ("semaglutide 0.25 mg injection", sig(dose=0.25, unit="mg", route="subcutaneous"), Tier.STOP),
        ("apixaban 5 mg tablet", sig(), Tier.WARN),
        ("fentanyl 25 mcg/hr patch", sig(unit="patch", route="transdermal"), Tier.STOP),
    ],
)
def test_that_a_trap_of_frequency_is_seen(checker: Checker, drug: str, directions: Transcription, tier: Tier) -> None:
    assert the(checker.check(order(drug, directions)), "FREQ_ERROR").tier is tier


@pytest.mark.parametrize(
    ("drug", "directions"),
    [
        ("methotrexate 2.5 mg tablet", sig(dose=6, period="week")),
        ("alendronate 70 mg tablet", sig(period="week")),
        ("alendronate 10 mg tablet", sig()),
        ("semaglutide 1 mg injection", sig(unit="mg", period="week", route="subcutaneous")),
        ("semaglutide 7 mg tablet", sig()),
        ("apixaban 5 mg tablet", sig(times=2)),
        ("fentanyl 25 mcg/hr patch", sig(unit="patch", per=72, period="hour", route="transdermal")),
    ],
)
def test_that_the_usual_frequency_is_silent(checker: Checker, drug: str, directions: Transcription) -> None:
    assert not codes(checker.check(order(drug, directions))) & {"FREQ_ERROR", "DOSE_HIGH", "MAX_DAILY"}


def test_that_daily_methotrexate_is_accepted_for_cancer(checker: Checker) -> None:
    request = order("methotrexate 2.5 mg tablet", sig(dose=6), patient(conditions=("acute lymphoblastic leukemia",)))
    assert "FREQ_ERROR" not in codes(checker.check(request))


@pytest.mark.parametrize(
    ("drug", "directions", "mme"),
    [
        ("oxycodone 10 mg tablet", sig(per=6, period="hour"), "60 MME"),
        ("morphine 30 mg tablet, extended release", sig(per=12, period="hour"), "60 MME"),
        ("fentanyl 100 mcg/hr patch", sig(unit="patch", per=72, period="hour", route="transdermal"), "240 MME"),
    ],
)
def test_that_morphine_equivalents_are_reckoned(
    checker: Checker, drug: str, directions: Transcription, mme: str
) -> None:
    assert mme in the(checker.check(order(drug, directions)), "MME_HIGH").message


def test_that_a_small_opioid_dose_is_silent(checker: Checker) -> None:
    assert not loud(checker.check(order("oxycodone 5 mg tablet", sig(per=6, period="hour"))))


@pytest.mark.parametrize("who", [patient(opioid_naive=True), patient(opioid_naive=None, conditions=("opioid naive",))])
def test_that_a_fentanyl_patch_stops_for_a_beginner(checker: Checker, who: object) -> None:
    patch = sig(unit="patch", per=72, period="hour", route="transdermal")
    assert the(checker.check(order("fentanyl 25 mcg/hr patch", patch, who)), "OPIOID_NAIVE").tier is Tier.STOP  # type: ignore[arg-type]  # parametrised


def test_that_unknown_tolerance_is_a_check_that_must_be_done(checker: Checker) -> None:
    patch = sig(unit="patch", per=72, period="hour", route="transdermal")
    missing = undone(
        checker.check(order("fentanyl 25 mcg/hr patch", patch, patient(opioid_naive=None))), "opioid tolerance"
    )
    assert missing is not None
    assert missing.required


@pytest.mark.parametrize(
    ("days", "quantity", "per_day", "written", "flagged"),
    [
        (30, 30, 1, 30, False),
        (90, 90, 1, 30, True),
        (7, 30, 4, 30, True),
        (29, 29, 1, 30, False),
        (3, 118, 30, 4, False),
    ],
)
def test_that_quantity_and_days_are_held_against_each_other(
    checker: Checker, days: float, quantity: float, per_day: float, written: int, flagged: bool
) -> None:
    request = order(
        "lisinopril 10 mg tablet",
        sig(dose=per_day),
        supply=lasting(days, quantity, per_day),
        quantity=quantity,
        days_supply=written,
    )
    assert ("QTY_DS_MISMATCH" in codes(checker.check(request))) is flagged


def test_that_a_range_of_hours_makes_the_quantity_last_longer(checker: Checker) -> None:
    often = Frequency(times_min=1, times_max=1, period_min=4, period_max=6, period_unit="hour")
    directions = sig(as_needed=True).model_copy(
        update={"regimen": Regimen(dose_min=1, dose_max=1, dose_unit="tablet", route="oral", frequency=often)}
    )
    request = order("oxycodone 5 mg tablet", directions, supply=lasting(5, 30, 6), quantity=30, days_supply=7)
    assert "QTY_DS_MISMATCH" not in codes(checker.check(request))


def test_that_a_course_beyond_its_limit_stops(checker: Checker) -> None:
    request = order("ketorolac 10 mg tablet", sig(per=6, period="hour"), days_supply=14, quantity=56)
    assert the(checker.check(request), "DURATION").tier is Tier.STOP


def test_that_a_programme_limits_refills(checker: Checker) -> None:
    result = checker.check(order("isotretinoin 40 mg capsule", sig(unit="capsule"), refills=2, days_supply=30))
    assert "REMS_REFILL" in loud(result)


def test_that_what_is_taken_in_attacks_is_not_counted_in_days(checker: Checker) -> None:
    attack = sig(per=5, period="minute", as_needed=True)
    request = order("lisinopril 10 mg tablet", attack, supply=lasting(0, 25, 288), quantity=25, days_supply=30)
    assert "QTY_DS_MISMATCH" not in codes(checker.check(request))


@pytest.mark.parametrize(
    ("drug", "ago", "tier"),
    [
        ("lisinopril 10 mg tablet", 10, Tier.NOTE),
        ("alprazolam 0.5 mg tablet", 24, Tier.WARN),
        ("alprazolam 0.5 mg tablet", 26, None),
        ("lisinopril 10 mg tablet", None, None),
    ],
)
def test_that_a_fill_too_soon_is_said(checker: Checker, drug: str, ago: int | None, tier: Tier | None) -> None:
    result = checker.check(order(drug, sig(), days_supply=30, last_fill_days_ago=ago))
    assert [f.tier for f in result.findings if f.code == "REFILL_TOO_SOON"] == ([tier] if tier else [])


def test_that_puffs_are_counted_with_what_one_puff_holds(checker: Checker) -> None:
    once = sig(dose=1, unit="puff", times=2, route="inhalation")
    assert codes(checker.check(order("salmeterol 50 mcg inhaler", once))) == set()
    twice = sig(dose=2, unit="puff", times=2, route="inhalation")
    assert "MAX_DAILY" in codes(checker.check(order("salmeterol 50 mcg inhaler", twice)))


def test_that_a_limit_written_in_units_holds_for_a_strength_in_units(checker: Checker) -> None:
    assert "FREQ_ERROR" in codes(checker.check(order("ergocalciferol 50000 units capsule", sig(unit="capsule"))))
    weekly = sig(unit="capsule", per=1, period="week")
    assert codes(checker.check(order("ergocalciferol 50000 units capsule", weekly))) == set()


def test_that_a_dose_without_any_known_limit_is_said_not_to_be_checked(checker: Checker) -> None:
    missing = undone(checker.check(order("docusate 100 mg capsule", sig(unit="capsule"))), "dose")
    assert missing is not None
    assert not missing.required
    assert "no limit" in missing.reason


def test_that_ten_capsules_at_once_are_asked_about_where_no_limit_is_known(checker: Checker) -> None:
    found = the(checker.check(order("docusate 100 mg capsule", sig(dose=10, unit="capsule"))), "DOSE_HIGH")
    assert "10 at once" in found.message


@pytest.mark.parametrize(("dose", "flagged"), [(1, False), (2, True)])
def test_that_more_benzonatate_at_once_than_the_label_allows_stops(
    checker: Checker, dose: float, flagged: bool
) -> None:
    result = checker.check(order("benzonatate 200 mg capsule", sig(dose=dose, unit="capsule", times=2)))
    assert ("MAX_DAILY" in codes(result)) is flagged
