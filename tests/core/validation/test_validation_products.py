"""The product: it exists, it is sold, its name is certain, and it goes where the directions say."""

from __future__ import annotations

import pytest
from validation_desk import codes, loud, order, patient, sig, the, undone

from app.core.model.drug import DrugCandidate, DrugMatch, MatchStatus
from app.core.model.finding import Tier
from app.core.model.order import CheckRequest
from app.core.validation import Checker


def test_that_a_marketed_product_gives_no_finding(checker: Checker) -> None:
    assert codes(checker.check(order("lisinopril 10 mg tablet", sig()))) == set()


def test_that_a_strength_that_nobody_makes_stops(checker: Checker) -> None:
    found = the(checker.check(order("atorvastatin 25 mg tablet", sig())), "STRENGTH_NONEXIST")
    assert found.tier is Tier.STOP
    assert "20 mg" in found.message


def test_that_a_tenfold_strength_is_called_tenfold(checker: Checker) -> None:
    found = the(checker.check(order("warfarin 50 mg tablet", sig())), "STRENGTH_NONEXIST")
    assert "10 times 5 mg" in found.message


def test_that_mg_for_mcg_is_called_an_error_of_unit(checker: Checker) -> None:
    result = checker.check(order("levothyroxine 100 mg tablet", sig()))
    assert {"STRENGTH_NONEXIST", "DOSE_UNIT_ERROR"} <= codes(result, Tier.STOP)


def test_that_a_form_that_nobody_makes_stops_and_names_the_marketed_ones(checker: Checker) -> None:
    match = DrugMatch(
        text="metformin ER capsule",
        status=MatchStatus.MATCHED,
        ingredient="metformin",
        strength="500 mg",
        form="capsule, extended release",
    )
    result = checker.check(CheckRequest(drug=match, patient=patient(), identified=False))
    assert "tablet, extended release" in the(result, "FORM_NONEXIST").message


def test_that_a_missing_strength_is_a_check_that_must_be_done(checker: Checker) -> None:
    missing = undone(checker.check(order("lisinopril tablet", sig())), "strength")
    assert missing is not None
    assert missing.required


@pytest.mark.parametrize("drug", ["ranitidine 150 mg tablet", "Zantac 150", "rofecoxib 25 mg"])
def test_that_a_withdrawn_drug_stops_even_when_no_catalogue_knows_it(checker: Checker, drug: str) -> None:
    assert the(checker.check(order(drug, sig())), "WITHDRAWN").tier is Tier.STOP


def test_that_an_unknown_drug_leaves_its_checks_undone_and_says_so(checker: Checker) -> None:
    result = checker.check(order("qwertimab 5 mg", sig(), patient(allergies=("penicillin",))))
    for check in ("drug", "interactions", "allergies", "dose"):
        missing = undone(result, check)
        assert missing is not None
        assert missing.required


def test_that_an_ambiguous_drug_names_what_it_may_be(checker: Checker) -> None:
    match = DrugMatch(
        text="hydr 25",
        status=MatchStatus.AMBIGUOUS,
        candidates=(DrugCandidate(ingredient="hydralazine"), DrugCandidate(ingredient="hydroxyzine")),
    )
    missing = undone(checker.check(CheckRequest(drug=match, patient=patient(), identified=False)), "drug")
    assert missing is not None
    assert "hydralazine, hydroxyzine" in missing.reason


def test_that_a_name_read_by_its_spelling_near_another_must_be_confirmed(checker: Checker) -> None:
    match = DrugMatch(text="metformn", status=MatchStatus.MATCHED, ingredient="metformin", how="spelling")
    found = the(checker.check(CheckRequest(drug=match, patient=patient(), identified=False)), "LOOKALIKE")
    assert found.tier is Tier.WARN
    assert "metronidazole" in found.message


def test_that_a_reason_of_the_look_alike_drug_must_be_confirmed(checker: Checker) -> None:
    mixed = order("hydralazine 25 mg tablet", sig(times=3, as_needed=True, as_needed_reason="itching"))
    right = order("hydralazine 25 mg tablet", sig(times=3, indication="high blood pressure"))
    assert "hydroxyzine" in the(checker.check(mixed), "LOOKALIKE").message
    assert "LOOKALIKE" not in codes(checker.check(right))


@pytest.mark.parametrize(
    ("drug", "directions"),
    [
        ("ofloxacin 0.3 % solution, otic", sig(unit="drop", route="ophthalmic")),
        ("insulin lispro 100 units/mL injection", sig(dose=10, unit="unit", times=3, route="intravenous")),
        ("tiotropium 18 mcg inhaler", sig(unit="capsule", route="oral")),
        ("lisinopril 10 mg tablet", sig(route="rectal")),
    ],
)
def test_that_a_form_put_where_it_does_not_belong_stops(checker: Checker, drug: str, directions: object) -> None:
    result = checker.check(order(drug, directions))  # type: ignore[arg-type]  # parametrised
    assert the(result, "FORM_ROUTE_MISMATCH").tier is Tier.STOP


def test_that_a_tablet_by_feeding_tube_is_no_mismatch(checker: Checker) -> None:
    assert "FORM_ROUTE_MISMATCH" not in codes(
        checker.check(order("lisinopril 10 mg tablet", sig(route="feeding tube")))
    )


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Crush 1 tablet and give by mouth daily", True),
        ("Chew 1 tablet daily", True),
        ("Take 1 tablet daily. Do not crush or chew.", False),
        ("Take 1 tablet daily, swallow whole", False),
        ("Take 1 tablet daily", False),
    ],
)
def test_that_only_an_order_to_crush_a_slow_tablet_stops(checker: Checker, text: str, flagged: bool) -> None:
    result = checker.check(order("bupropion 150 mg tablet, extended release", sig(text=text)))
    assert ("CRUSH_ER" in loud(result)) is flagged


def test_that_a_plain_tablet_may_be_crushed(checker: Checker) -> None:
    assert "CRUSH_ER" not in codes(checker.check(order("lisinopril 10 mg tablet", sig(text="Crush 1 tablet daily"))))


def test_that_a_scored_slow_tablet_may_be_split(checker: Checker) -> None:
    split = sig(dose=0.5, text="Split tablet, take half a tablet daily")
    assert "CRUSH_ER" not in codes(checker.check(order("metoprolol 50 mg tablet, extended release", split)))


@pytest.mark.parametrize(
    ("drug", "tier"),
    [
        ("warfarin 5.0 mg tablet", Tier.WARN),
        ("lisinopril .5 mg tablet", Tier.WARN),
        ("morphine MSO4 15 mg tablet", Tier.WARN),
        ("HCTZ 25 mg", Tier.NOTE),
    ],
)
def test_that_a_notation_that_kills_must_be_confirmed_and_others_are_noted(
    checker: Checker, drug: str, tier: Tier
) -> None:
    assert tier in {f.tier for f in checker.check(order(drug, sig())).findings if f.code == "ABBREV_ERROR"}


@pytest.mark.parametrize(("token", "tier"), [("qd", Tier.NOTE), ("u", Tier.WARN), ("qod", Tier.WARN)])
def test_that_notations_of_the_directions_count(checker: Checker, token: str, tier: Tier) -> None:
    result = checker.check(order("lisinopril 10 mg tablet", sig(error_prone=(token,))))
    assert the(result, "ABBREV_ERROR").tier is tier


def test_that_brand_names_with_letters_alike_are_no_notation(checker: Checker) -> None:
    assert "ABBREV_ERROR" not in codes(checker.check(order("MS Contin 15 mg", sig())))


@pytest.mark.parametrize("text", ["open 1 capsule and take daily", "crush contents of 1 capsule and take daily"])
def test_that_a_plain_capsule_that_must_stay_whole_is_not_opened(checker: Checker, text: str) -> None:
    result = checker.check(order("tamsulosin 0.4 mg capsule", sig(unit="capsule", text=text)))
    assert the(result, "CRUSH_ER").source.startswith("Flomax")


def test_that_a_solution_for_the_nebulizer_is_not_drunk(checker: Checker) -> None:
    drunk = sig(dose=3, unit="mL", times=3, route="oral")
    assert (
        "this strength" in the(checker.check(order("albuterol 0.083 % solution", drunk)), "FORM_ROUTE_MISMATCH").message
    )
    inhaled = sig(dose=3, unit="mL", times=3, route="inhalation")
    assert "FORM_ROUTE_MISMATCH" not in codes(checker.check(order("albuterol 0.083 % solution", inhaled)))


@pytest.mark.parametrize(("route", "flagged"), [("ophthalmic", True), ("otic", False)])
def test_that_ear_drops_of_an_unknown_drug_are_not_for_the_eye(checker: Checker, route: str, flagged: bool) -> None:
    result = checker.check(order("qwertisol otic solution", sig(dose=4, unit="drop", route=route)))
    assert ("FORM_ROUTE_MISMATCH" in codes(result)) is flagged
    assert undone(result, "drug") is not None


def test_that_a_drug_that_only_the_rules_know_is_checked_and_still_said_to_be_unknown(checker: Checker) -> None:
    woman = patient(sex="F", pregnant=True, medications=("azathioprine",))
    result = checker.check(order("ribavirin 200 mg tablet", sig(), woman))
    assert "PREG_CI" in codes(result, Tier.STOP)
    missing = undone(result, "drug")
    assert missing is not None
    assert missing.required
