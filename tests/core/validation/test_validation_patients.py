"""The patient: pregnancy, kidneys, age, diseases, what is taken twice, and what nobody knows."""

from __future__ import annotations

import pytest
from validation_desk import codes, loud, order, patient, sig, the, undone

from app.core.model.finding import Tier
from app.core.validation import Checker


@pytest.mark.parametrize(
    ("drug", "tier"),
    [
        ("isotretinoin 40 mg capsule", Tier.STOP),
        ("lisinopril 10 mg tablet", Tier.STOP),
        ("warfarin 5 mg tablet", Tier.STOP),
        ("methotrexate 2.5 mg tablet", Tier.STOP),
        ("ibuprofen 600 mg tablet", Tier.WARN),
    ],
)
def test_that_pregnancy_forbids_what_harms_the_child(checker: Checker, drug: str, tier: Tier) -> None:
    who = patient(sex="F", age_years=30.0, pregnant=True, conditions=("22 weeks gestation",))
    assert the(checker.check(order(drug, sig(period="week"), who)), "PREG_CI").tier is tier


def test_that_the_week_of_pregnancy_matters(checker: Checker) -> None:
    def tier_at(week: int) -> set[Tier]:
        who = patient(sex="F", age_years=30.0, pregnant=True, conditions=(f"{week} weeks gestation",))
        result = checker.check(order("ibuprofen 600 mg tablet", sig(), who))
        return {f.tier for f in result.findings if f.code == "PREG_CI"}

    assert tier_at(10) == set()
    assert tier_at(22) == {Tier.WARN}
    assert tier_at(32) == {Tier.STOP}


def test_that_warfarin_with_a_mechanical_valve_is_excepted(checker: Checker) -> None:
    who = patient(sex="F", age_years=30.0, pregnant=True, conditions=("mechanical mitral valve",))
    assert "PREG_CI" not in codes(checker.check(order("warfarin 5 mg tablet", sig(), who)))


@pytest.mark.parametrize(
    ("drug", "who", "listed", "needed"),
    [
        ("isotretinoin 40 mg capsule", patient(sex="F", age_years=24.0, pregnant=None), True, True),
        ("lisinopril 10 mg tablet", patient(sex="F", age_years=24.0, pregnant=None), True, False),
        ("lisinopril 10 mg tablet", patient(sex="F", age_years=70.0, pregnant=None), False, False),
        ("lisinopril 10 mg tablet", patient(sex="M", age_years=24.0, pregnant=None), False, False),
        ("docusate 100 mg capsule", patient(sex="F", age_years=24.0, pregnant=None), False, False),
    ],
)
def test_that_an_unknown_pregnancy_is_listed_where_it_matters(
    checker: Checker, drug: str, who: object, listed: bool, needed: bool
) -> None:
    missing = undone(checker.check(order(drug, sig(), who)), "pregnancy")  # type: ignore[arg-type]  # parametrised
    assert (missing is not None) is listed
    assert (missing is not None and missing.required) is needed


@pytest.mark.parametrize(
    ("drug", "directions", "egfr", "code"),
    [
        ("metformin 500 mg tablet", sig(times=2), 22.0, "RENAL_CI"),
        ("metformin 1000 mg tablet", sig(times=2), 40.0, "RENAL_ADJUST"),
        ("metformin 500 mg tablet", sig(times=2), 40.0, None),
        ("gabapentin 800 mg tablet", sig(times=3), 25.0, "RENAL_ADJUST"),
        ("gabapentin 300 mg capsule", sig(unit="capsule"), 25.0, None),
        ("alendronate 70 mg tablet", sig(period="week"), 25.0, "RENAL_CI"),
        ("ibuprofen 400 mg tablet", sig(), 25.0, "RENAL_CI"),
        ("digoxin 250 mcg tablet", sig(), 28.0, "RENAL_ADJUST"),
        ("lisinopril 10 mg tablet", sig(), 28.0, None),
    ],
)
def test_that_weak_kidneys_forbid_or_reduce(
    checker: Checker, drug: str, directions: object, egfr: float, code: str | None
) -> None:
    result = checker.check(order(drug, directions, patient(egfr=egfr)))  # type: ignore[arg-type]  # parametrised
    assert loud(result) & {"RENAL_CI", "RENAL_ADJUST"} == ({code} if code else set())


def test_that_kidney_function_is_worked_out_from_creatinine(checker: Checker) -> None:
    who = patient(egfr=None, serum_creatinine=3.0, age_years=80.0, weight_kg=60.0)
    assert "Cockcroft-Gault" in the(checker.check(order("metformin 500 mg tablet", sig(), who)), "RENAL_CI").message


def test_that_unknown_kidneys_are_listed(checker: Checker) -> None:
    missing = undone(checker.check(order("metformin 500 mg tablet", sig(), patient(egfr=None))), "kidney function")
    assert missing is not None
    assert not missing.required


@pytest.mark.parametrize(
    ("drug", "age", "tier"),
    [
        ("codeine 15 mg tablet", 9.0, Tier.STOP),
        ("tramadol 50 mg tablet", 11.9, Tier.STOP),
        ("sulfamethoxazole / trimethoprim 400 mg / 80 mg tablet", 0.08, Tier.STOP),
        ("aspirin 325 mg tablet", 8.0, Tier.WARN),
    ],
)
def test_that_an_age_forbids_a_drug(checker: Checker, drug: str, age: float, tier: Tier) -> None:
    result = checker.check(order(drug, sig(), patient(age_years=age, weight_kg=30.0)))
    assert the(result, "AGE_CI").tier is tier


def test_that_a_grown_up_may_have_it(checker: Checker) -> None:
    assert "AGE_CI" not in codes(checker.check(order("codeine 15 mg tablet", sig())))


@pytest.mark.parametrize(
    ("drug", "condition"),
    [
        ("bupropion 150 mg tablet, extended release", "Seizure disorder"),
        ("bupropion 150 mg tablet, extended release", "history of epilepsy"),
        ("ibuprofen 600 mg tablet", "CABG yesterday"),
        ("semaglutide 1 mg injection", "Medullary thyroid carcinoma"),
        ("metoprolol 50 mg tablet", "acute decompensated heart failure"),
    ],
)
def test_that_a_disease_forbids_a_drug(checker: Checker, drug: str, condition: str) -> None:
    found = the(checker.check(order(drug, sig(), patient(conditions=(condition,)))), "DISEASE_CI")
    assert found.tier is Tier.STOP
    assert condition in found.message


@pytest.mark.parametrize(
    "condition", ["no history of seizures", "family history of seizure disorder", "denies seizures"]
)
def test_that_a_denied_disease_does_not_count(checker: Checker, condition: str) -> None:
    request = order("bupropion 150 mg tablet, extended release", sig(), patient(conditions=(condition,)))
    assert "DISEASE_CI" not in codes(checker.check(request))


def test_that_smoking_counts_with_a_contraceptive_from_35_on(checker: Checker) -> None:
    def found(age: float) -> set[str]:
        who = patient(sex="F", age_years=age, conditions=("smoker",))
        return codes(checker.check(order("ethinyl estradiol / norethindrone 20 mcg / 1 mg tablet", sig(), who)))

    assert "DISEASE_CI" in found(38.0)
    assert "DISEASE_CI" not in found(30.0)


def test_that_unknown_conditions_are_listed(checker: Checker) -> None:
    request = order("bupropion 150 mg tablet, extended release", sig(), patient(conditions=None))
    assert undone(checker.check(request), "conditions") is not None


def test_that_what_the_elderly_should_not_get_is_a_note(checker: Checker) -> None:
    result = checker.check(order("diphenhydramine 50 mg capsule", sig(unit="capsule"), patient(age_years=82.0)))
    assert the(result, "BEERS").tier is Tier.NOTE


@pytest.mark.parametrize(("dose", "flagged"), [(1, False), (2, True)])
def test_that_the_dose_matters_for_digoxin_in_the_elderly(checker: Checker, dose: float, flagged: bool) -> None:
    result = checker.check(order("digoxin 125 mcg tablet", sig(dose=dose), patient(age_years=80.0)))
    assert ("BEERS" in codes(result)) is flagged


@pytest.mark.parametrize(
    ("drug", "other", "tier"),
    [
        ("simvastatin 20 mg tablet", "atorvastatin 40 mg tablet", Tier.WARN),
        ("lisinopril 10 mg tablet", "lisinopril 10 mg tablet", Tier.NOTE),
        ("acetaminophen / hydrocodone 325 mg / 5 mg tablet", "acetaminophen 500 mg tablet", Tier.WARN),
    ],
)
def test_that_therapy_that_is_there_already_is_said(checker: Checker, drug: str, other: str, tier: Tier) -> None:
    result = checker.check(order(drug, sig(), patient(medications=(other,))))
    assert the(result, "DUPLICATE").tier is tier


def test_that_a_tablet_and_a_cream_are_not_the_same_therapy(checker: Checker) -> None:
    request = order(
        "ketoconazole 2 % cream", sig(route="topical"), patient(medications=("ketoconazole 200 mg tablet",))
    )
    assert "DUPLICATE" not in codes(checker.check(request))


def test_that_what_stops_stands_before_what_is_noted(checker: Checker) -> None:
    who = patient(age_years=82.0, allergies=("diphenhydramine",), conditions=("bph",))
    tiers = [f.tier for f in checker.check(order("diphenhydramine 50 mg capsule", sig(unit="capsule"), who)).findings]
    assert tiers[0] is Tier.STOP
    assert tiers == sorted(tiers, key=[Tier.STOP, Tier.WARN, Tier.NOTE].index)


@pytest.mark.parametrize(
    ("condition", "flagged"),
    [
        ("myasthenia gravis without exacerbation", True),
        ("no myasthenia gravis", False),
        ("myasthenia gravis ruled out", False),
        ("family history of myasthenia gravis", False),
    ],
)
def test_that_a_denial_voids_what_follows_it_and_no_more(checker: Checker, condition: str, flagged: bool) -> None:
    result = checker.check(order("ofloxacin 0.3 % solution, otic", sig(), patient(conditions=(condition,))))
    assert ("DISEASE_CI" in codes(result)) is flagged


def test_that_a_family_history_that_a_label_names_counts(checker: Checker) -> None:
    directions = sig(dose=1, unit="mg", per=1, period="week", route="subcutaneous")
    who = patient(conditions=("family history of medullary thyroid cancer",))
    assert "DISEASE_CI" in codes(checker.check(order("semaglutide 1 mg injection", directions, who)))
