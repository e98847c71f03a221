"""Allergies: the drug itself, its class, its side chain, and what is none of them."""

from __future__ import annotations

import pytest
from validation_desk import codes, order, patient, sig, the, undone

from app.core.model.finding import Tier
from app.core.validation import AllergyAnswer, Checker


@pytest.mark.parametrize(
    ("allergy", "drug", "result"),
    [
        ("penicillin", "amoxicillin", "contraindicated"),
        ("PCN", "amoxicillin 500 mg capsule", "contraindicated"),
        ("Allergy to penicillins (hives)", "penicillin v", "contraindicated"),
        ("amoxicillin - rash", "penicillin v", "contraindicated"),
        ("amoxicillin", "cephalexin", "caution"),
        ("penicillin", "cefdinir", "caution"),
        ("penicillin", "azithromycin", "none"),
        ("cephalexin", "cefdinir", "contraindicated"),
        ("sulfa", "sulfamethoxazole / trimethoprim", "contraindicated"),
        ("sulfa drugs", "celecoxib", "contraindicated"),
        ("sulfa", "hydrochlorothiazide", "caution"),
        ("sulfa", "magnesium sulfate", "none"),
        ("sulfites", "sulfamethoxazole / trimethoprim", "none"),
        ("aspirin", "naproxen", "contraindicated"),
        ("NSAIDs", "ketorolac", "contraindicated"),
        ("aspirin", "acetaminophen", "none"),
        ("codeine", "morphine", "contraindicated"),
        ("codeine", "oxycodone", "caution"),
        ("codeine", "fentanyl", "none"),
        ("opioids", "fentanyl", "contraindicated"),
        ("lisinopril", "sacubitril / valsartan", "contraindicated"),
        ("lisinopril", "losartan", "caution"),
        ("hydrocodone", "acetaminophen / hydrocodone", "contraindicated"),
        ("peanut", "progesterone", "contraindicated"),
        ("latex", "amoxicillin", "none"),
        ("NKDA", "amoxicillin", "none"),
        ("bee stings", "amoxicillin", "none"),
    ],
)
def test_that_an_allergy_is_judged_by_what_the_drug_is(checker: Checker, allergy: str, drug: str, result: str) -> None:
    answer = checker.allergy(allergy, drug)
    assert isinstance(answer, AllergyAnswer)
    assert answer.result == result
    assert answer.message
    assert answer.source
    assert not answer.not_checked


@pytest.mark.parametrize(("allergy", "drug"), [("moon dust", "amoxicillin"), ("penicillin", "qwertimab")])
def test_that_what_cannot_be_judged_is_said(checker: Checker, allergy: str, drug: str) -> None:
    (missing,) = checker.allergy(allergy, drug).not_checked
    assert missing.required


def test_that_a_contraindicated_drug_stops_the_order_and_names_both_facts(checker: Checker) -> None:
    found = the(
        checker.check(order("amoxicillin 500 mg capsule", sig(), patient(allergies=("PCN (anaphylaxis)",)))), "ALLERGY"
    )
    assert found.tier is Tier.STOP
    assert "amoxicillin" in found.message
    assert "PCN (anaphylaxis)" in found.evidence


def test_that_a_distant_relation_does_not_interrupt(checker: Checker) -> None:
    result = checker.check(order("cefdinir 300 mg capsule", sig(unit="capsule"), patient(allergies=("penicillin",))))
    assert codes(result, Tier.NOTE) >= {"ALLERGY_CROSS"}


def test_that_a_shared_side_chain_must_be_confirmed(checker: Checker) -> None:
    result = checker.check(order("cephalexin 500 mg capsule", sig(unit="capsule"), patient(allergies=("amoxicillin",))))
    assert the(result, "ALLERGY_CROSS").tier is Tier.WARN


def test_that_several_allergies_in_one_entry_are_all_judged(checker: Checker) -> None:
    result = checker.check(order("naproxen 500 mg tablet", sig(), patient(allergies=("penicillin, aspirin",))))
    assert the(result, "ALLERGY").tier is Tier.STOP
    assert undone(result, "allergies") is None


def test_that_an_unknown_allergy_list_is_a_check_that_must_be_done(checker: Checker) -> None:
    missing = undone(checker.check(order("amoxicillin 500 mg capsule", sig(), patient(allergies=None))), "allergies")
    assert missing is not None
    assert missing.required


def test_that_an_empty_allergy_list_is_an_answer(checker: Checker) -> None:
    result = checker.check(order("amoxicillin 500 mg capsule", sig(), patient(allergies=())))
    assert undone(result, "allergies") is None


@pytest.mark.parametrize("denial", ["No known drug allergies", "none known", "NKMA", "denies", "No Known Allergies"])
def test_that_a_denial_in_words_is_an_answer(checker: Checker, denial: str) -> None:
    answer = checker.allergy(denial, "amoxicillin")
    assert (answer.result, answer.not_checked) == ("none", ())


@pytest.mark.parametrize(
    ("allergy", "drug", "result"),
    [
        ("Rocephin", "cephalexin", "contraindicated"),
        ("Ceclor - rash", "cephalexin", "contraindicated"),
        ("penicillin drugs", "amoxicillin", "contraindicated"),
        ("cats, dogs, pollen", "azithromycin", "none"),
        ("iodine contrast", "levothyroxine", "none"),
        ("quinapril - cough", "losartan", "none"),
        ("quinapril - angioedema", "losartan", "caution"),
        ("quinapril - cough", "lisinopril", "contraindicated"),
    ],
)
def test_that_an_entry_means_what_pharmacies_write_it_for(
    checker: Checker, allergy: str, drug: str, result: str
) -> None:
    answer = checker.allergy(allergy, drug)
    assert (answer.result, answer.not_checked) == (result, ())


def test_that_of_several_allergies_in_one_line_the_worst_is_told(checker: Checker) -> None:
    assert checker.allergy("pollen, penicillin, latex", "amoxicillin").result == "contraindicated"


def test_that_an_unread_part_of_a_line_is_said_beside_the_answer(checker: Checker) -> None:
    answer = checker.allergy("penicillin, qwertimab", "amoxicillin")
    assert answer.result == "contraindicated"
    assert len(answer.not_checked) == 1
