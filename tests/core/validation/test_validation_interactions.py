"""Pairs of drugs."""

from __future__ import annotations

import pytest
from validation_desk import loud, order, patient, sig, the, undone

from app.core.model.finding import Severity, Tier
from app.core.validation import Checker


@pytest.mark.parametrize(
    ("a", "b", "severity"),
    [
        ("simvastatin", "clarithromycin", Severity.CONTRAINDICATED),
        ("clarithromycin", "simvastatin", Severity.CONTRAINDICATED),
        ("warfarin", "ibuprofen", Severity.MAJOR),
        ("warfarin", "sulfamethoxazole / trimethoprim", Severity.MAJOR),
        ("oxycodone", "alprazolam", Severity.MAJOR),
        ("spironolactone", "sulfamethoxazole / trimethoprim", Severity.MAJOR),
        ("sacubitril / valsartan", "lisinopril", Severity.CONTRAINDICATED),
        ("apixaban", "warfarin", Severity.MAJOR),
    ],
)
def test_that_a_dangerous_pair_is_found_whichever_way_round(
    checker: Checker, a: str, b: str, severity: Severity
) -> None:
    for pair in ((a, b), (b, a)):
        found = checker.interaction(*pair).findings
        assert found[0].severity is severity
        assert found[0].source
        assert found[0].action


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("lisinopril", "hydrochlorothiazide"),
        ("acetaminophen", "hydrocodone"),
        ("sulfamethoxazole", "trimethoprim"),
        ("sacubitril", "valsartan"),
        ("metformin", "amlodipine"),
        ("ethinyl estradiol", "amoxicillin"),
        ("atorvastatin", "aspirin"),
    ],
)
def test_that_usual_company_gives_no_alarm(checker: Checker, a: str, b: str) -> None:
    found = checker.interaction(a, b)
    assert not found.not_checked
    assert all(f.tier is Tier.NOTE for f in found.findings)


def test_that_a_dose_conditional_pair_speaks_and_names_the_limit_when_the_dose_is_not_known(checker: Checker) -> None:
    (found,) = checker.interaction("simvastatin", "amlodipine").findings
    assert found.severity is Severity.MAJOR
    assert "20 mg" in found.message


@pytest.mark.parametrize(("daily", "severities"), [(20.0, set()), (20.5, {Severity.MAJOR}), (40.0, {Severity.MAJOR})])
def test_that_a_dose_conditional_pair_is_silent_up_to_the_dose(
    checker: Checker, daily: float, severities: set[Severity]
) -> None:
    straight = checker.interaction("simvastatin", "amlodipine", a_daily=daily)
    turned = checker.interaction("amlodipine", "simvastatin", b_daily=daily)
    assert {f.severity for f in straight.findings} == {f.severity for f in turned.findings} == severities


def test_that_an_unknown_drug_is_not_passed_in_silence(checker: Checker) -> None:
    found = checker.interaction("warfarin", "qwertimab")
    assert not found.findings
    (undone_check,) = found.not_checked
    assert undone_check.required
    assert "qwertimab" in undone_check.reason


def test_that_a_drug_which_only_the_rules_know_is_still_judged(checker: Checker) -> None:
    (found, *_) = checker.interaction("phenelzine", "tramadol").findings
    assert found.severity is Severity.CONTRAINDICATED


def test_that_an_order_is_judged_against_the_medication_list(checker: Checker) -> None:
    result = checker.check(
        order("clarithromycin 500 mg tablet", sig(times=2), patient(medications=("simvastatin 40 mg tablet",)))
    )
    found = the(result, "INTERACTION")
    assert found.tier is Tier.STOP
    assert "simvastatin 40 mg tablet" in found.evidence
    assert "clarithromycin 500 mg tablet" in found.evidence


@pytest.mark.parametrize(("strength", "tier"), [("40 mg", Tier.WARN), ("10 mg", Tier.NOTE)])
def test_that_the_strength_on_the_list_decides_a_dose_conditional_pair(
    checker: Checker, strength: str, tier: Tier
) -> None:
    request = order("amlodipine 5 mg tablet", sig(), patient(medications=(f"simvastatin {strength} tablet",)))
    assert the(checker.check(request), "INTERACTION").tier is tier


def test_that_the_ordered_dose_decides_a_dose_conditional_pair(checker: Checker) -> None:
    low = order("simvastatin 20 mg tablet", sig(), patient(medications=("amlodipine 5 mg tablet",)))
    high = order("simvastatin 20 mg tablet", sig(dose=2), patient(medications=("amlodipine 5 mg tablet",)))
    assert "INTERACTION" not in loud(checker.check(low))
    assert "INTERACTION" in loud(checker.check(high))


def test_that_two_parts_of_one_product_speak_once(checker: Checker) -> None:
    request = order("sulfamethoxazole / trimethoprim 800 mg / 160 mg tablet", sig(), patient(medications=("warfarin",)))
    assert the(checker.check(request), "INTERACTION").tier is Tier.STOP


def test_that_a_cream_does_not_alarm_where_the_tablet_does(checker: Checker) -> None:
    list_ = patient(medications=("simvastatin 40 mg tablet",))
    cream = checker.check(order("ketoconazole 2 % cream", sig(route="topical"), list_))
    tablet = checker.check(order("ketoconazole 200 mg tablet", sig(), list_))
    assert "INTERACTION" not in loud(cream)
    assert "INTERACTION" in loud(tablet)


def test_that_an_eye_drop_that_reaches_the_heart_does_alarm(checker: Checker) -> None:
    request = order(
        "timolol 0.5 % solution, ophthalmic", sig(unit="drop", route="ophthalmic"), patient(medications=("verapamil",))
    )
    assert "INTERACTION" in loud(checker.check(request))


@pytest.mark.parametrize(("drug", "needed"), [("warfarin 5 mg tablet", True), ("docusate 100 mg capsule", False)])
def test_that_an_unknown_medication_list_must_be_asked_for_where_a_rule_may_speak(
    checker: Checker, drug: str, needed: bool
) -> None:
    missing = undone(checker.check(order(drug, sig(), patient(medications=None))), "interactions")
    assert missing is not None
    assert missing.required is needed


def test_that_a_medication_which_nobody_knows_is_named(checker: Checker) -> None:
    missing = undone(
        checker.check(order("warfarin 5 mg tablet", sig(), patient(medications=("blue pill",)))), "interactions"
    )
    assert missing is not None
    assert missing.required
    assert "blue pill" in missing.reason


def test_that_a_cream_hardly_meets_a_drug_when_a_pair_is_asked_for(checker: Checker) -> None:
    (found,) = checker.interaction("ketoconazole 2 % cream", "simvastatin").findings
    assert found.tier is Tier.NOTE
    (found,) = checker.interaction("ketoconazole 200 mg tablet", "simvastatin").findings
    assert found.tier is Tier.STOP
