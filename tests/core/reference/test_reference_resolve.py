"""What a drug text means."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.core.model.drug import MatchStatus
from app.core.reference import Catalogue

ROWS = list(
    csv.DictReader(
        (Path(__file__).parents[2] / "data" / "reference" / "names.tsv").read_text("utf-8").splitlines(), delimiter="\t"
    )
)


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_that_a_drug_as_written_is_named_with_strength_and_form(catalogue: Catalogue, row: dict[str, str]) -> None:
    match = catalogue.resolve(row["text"])
    assert match.status is MatchStatus.MATCHED
    assert (match.ingredient, match.strength, match.form) == (row["ingredient"], row["strength"], row["form"])


def test_that_every_product_reads_back_as_itself(catalogue: Catalogue) -> None:
    checked = 0
    for drug in ("amlodipine / benazepril", "timolol", "estradiol", "insulin glargine", "fluticasone", "promethazine"):
        facts = catalogue.facts(drug)
        assert facts is not None
        for form, strength in facts.strengths:
            match = catalogue.resolve(f"{drug} {strength} {form}")
            assert (match.ingredient, match.strength, match.form) == (drug, strength, form)
            checked += 1
    assert checked > 60


@pytest.mark.parametrize(
    ("text", "drug"),
    [
        ("lisinopirl 10", "lisinopril"),
        ("atorvastatine 20", "atorvastatin"),
        ("gabapenten 300", "gabapentin"),
        ("furosemid 40", "furosemide"),
        ("escitaloprm 10", "escitalopram"),
        ("hydroclorothiazide 25", "hydrochlorothiazide"),
        ("potasium chloride 10 meq", "potassium chloride"),
    ],
)
def test_that_a_misspelt_name_is_recognised_with_less_confidence(catalogue: Catalogue, text: str, drug: str) -> None:
    match = catalogue.resolve(text)
    assert match.ingredient == drug
    assert match.confidence < 1


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("predniso 10 mg", {"prednisone", "prednisolone"}),
        ("prednisolne 5 mg", {"prednisone", "prednisolone"}),
        ("hydro 25", set()),
        ("insulin", {"insulin glargine", "insulin lispro"}),
    ],
)
def test_that_a_name_between_two_drugs_is_never_decided(catalogue: Catalogue, text: str, choices: set[str]) -> None:
    match = catalogue.resolve(text)
    assert match.status is not MatchStatus.MATCHED
    assert choices <= {candidate.ingredient for candidate in match.candidates}


@pytest.mark.parametrize(
    "text",
    [
        "hydrocodone 5/325",
        "mestranol / norethynodrel",
        "Mucinex D 600",
        "amoxicillin / xyzzycillin",
        "lisinopril amlodipine",
    ],
)
def test_that_half_a_combination_is_never_taken_for_the_whole(catalogue: Catalogue, text: str) -> None:
    match = catalogue.resolve(text)
    assert match.status is MatchStatus.AMBIGUOUS
    assert match.ingredient is None


def test_that_a_surplus_strength_offers_the_combination_that_has_it(catalogue: Catalogue) -> None:
    offered = [candidate.ingredient for candidate in catalogue.resolve("oxycodone 5-325 mg").candidates]
    assert offered[0] == "acetaminophen / oxycodone"


@pytest.mark.parametrize(
    "text",
    [
        "pembrolizumab 100 mg",
        "Keytruda",
        "lumacaftor 200",
        "zzzyx 10 mg",
        "tablet 10 mg",
        "500",
        "Synthetic Tablet 5 MG",
        "",
        "   ",
        "n/a",
    ],
)
def test_that_a_stranger_stays_unknown(catalogue: Catalogue, text: str) -> None:
    match = catalogue.resolve(text)
    assert match.status is MatchStatus.UNKNOWN
    assert match.confidence == 0


def test_that_letters_of_another_script_are_not_read_as_ours(catalogue: Catalogue) -> None:
    assert catalogue.resolve("\u0430moxicillin 500 mg").status is MatchStatus.UNKNOWN  # a Cyrillic first letter


def test_that_full_width_digits_and_letters_are_read(catalogue: Catalogue) -> None:
    assert catalogue.resolve("ｌｉｓｉｎｏｐｒｉｌ １０ mg").strength == "10 mg"


@pytest.mark.parametrize(
    ("text", "strength", "form"),
    [
        ("levothyroxine 50 mg", "50 mg", "tablet"),
        ("warfarin 50 mg tablet", "50 mg", "tablet"),
        ("furosemide 10 mg", "10 mg", "tablet"),
        ("furosemide 10 mg tablet", "10 mg", "tablet"),
        ("digoxin 125 mg tablet", "125 mg", "tablet"),
        ("metformin ER 500 mg capsule", "500 mg", "capsule, extended release"),
        ("lisinopril ER 10 mg", "10 mg", "tablet, extended release"),
    ],
)
def test_that_what_is_not_marketed_stays_as_written(catalogue: Catalogue, text: str, strength: str, form: str) -> None:
    match = catalogue.resolve(text)
    assert (match.strength, match.form) == (strength, form)
    assert catalogue.has_strength(match.ingredient or "", strength, form) is False


@pytest.mark.parametrize("text", ["furosemide 10", "ketorolac 30", "methotrexate 25"])
def test_that_a_bare_number_of_an_injection_only_is_not_given_a_unit(catalogue: Catalogue, text: str) -> None:
    match = catalogue.resolve(text)
    assert (match.strength, match.form) == (text.split()[1], None)


def test_that_a_bare_number_never_takes_micrograms_that_no_product_has(catalogue: Catalogue) -> None:
    assert catalogue.resolve("levothyroxine 0.6").strength == "0.6"


def test_that_a_release_that_nobody_named_is_an_assumption(catalogue: Catalogue) -> None:
    assert catalogue.resolve("morphine 20 mg").assumed == ("form",)
    assert catalogue.resolve("morphine er 15 mg").assumed == ()


def test_that_a_filled_form_is_named_as_assumed_with_the_other_forms(catalogue: Catalogue) -> None:
    match = catalogue.resolve("ondansetron 4 mg")
    assert (match.form, match.assumed) == ("tablet", ("form",))
    assert "tablet, orally disintegrating" in {candidate.form for candidate in match.candidates}
    assert catalogue.resolve("warfarin 5 mg").assumed == ()


def test_that_a_strength_is_filled_only_where_one_is_possible(catalogue: Catalogue) -> None:
    assert catalogue.resolve("Lidoderm").strength == "5 %"
    assert catalogue.resolve("lisinopril").strength is None
    assert catalogue.resolve("Norco 10").assumed == ("strength",)


def test_that_an_error_prone_abbreviation_is_below_the_usual_limit_of_confidence(catalogue: Catalogue) -> None:
    match = catalogue.resolve("MTX 2.5 mg")
    assert match.ingredient == "methotrexate"
    assert match.confidence < 0.85
    assert catalogue.resolve("AZT 100 mg").confidence < 0.85


def test_that_unread_words_lower_the_confidence(catalogue: Catalogue) -> None:
    assert catalogue.resolve("lisinopril 10 mg brombeere").confidence < 0.85


def test_that_counts_and_package_sizes_are_no_strengths(catalogue: Catalogue) -> None:
    assert catalogue.resolve("prednisone 10mg tabs #30").strength == "10 mg"
    assert catalogue.resolve("3 ML insulin lispro 100 UNT/ML Pen Injector").strength == "100 units/mL"
    assert catalogue.resolve("0.3 ML epinephrine 1 MG/ML Auto-Injector").strength == "1 mg/mL"


def test_that_repeated_salts_of_one_ingredient_add_up(catalogue: Catalogue) -> None:
    text = "nitrofurantoin, macrocrystals 25 MG / nitrofurantoin, monohydrate 75 MG Oral Capsule"
    assert catalogue.resolve(text).strength == "100 mg"


def test_that_a_long_text_is_refused(catalogue: Catalogue) -> None:
    assert catalogue.resolve("lisinopril " * 100).status is MatchStatus.UNKNOWN


def test_that_the_shared_names_resolve(catalogue: Catalogue, shared: Path) -> None:
    import json

    rows = [
        json.loads(line) for line in (shared / "data" / "validation" / "names.jsonl").read_text("utf-8").splitlines()
    ]
    right = wrong = 0
    for row in rows:
        match = catalogue.resolve(row["text"])
        same = match.ingredient is not None and set(match.ingredients) == set(row["ingredient"].split(" / "))
        right += same
        wrong += match.status is MatchStatus.MATCHED and not same
    assert right / len(rows) >= 0.97
    assert wrong / len(rows) <= 0.005


@pytest.mark.parametrize(
    ("text", "drug", "strength", "form"),
    [
        ("hydroxizine pam 25", "hydroxyzine", "25 mg", "capsule"),
        ("linaclotide 145", "linaclotide", "145 mcg", "capsule"),
        ("betamethasone valerate .1% cr", "betamethasone", "0.1 %", "cream"),
        ("tiotropium 18 mcg capsule", "tiotropium", "18 mcg", "inhaler"),
        ("metrogel 0.75", "metronidazole", "0.75 %", "gel"),
        ("luvox cr 150", "fluvoxamine", "150 mg", "capsule, extended release"),
        ("paxlovid 150/100", "nirmatrelvir / ritonavir", "150 mg / 100 mg", "tablet"),
    ],
)
def test_that_salts_units_and_lost_strengths_are_read_from_what_is_marketed(
    catalogue: Catalogue, text: str, drug: str, strength: str, form: str
) -> None:
    match = catalogue.resolve(text)
    assert (match.ingredient, match.strength, match.form) == (drug, strength, form)


def test_that_a_strength_tells_a_nebulizer_solution_from_a_syrup(catalogue: Catalogue) -> None:
    assert catalogue.product_routes("albuterol", "0.083 %", "solution") == ("inhalation",)
    assert catalogue.product_routes("albuterol", "2 mg/5 mL", "solution") == ("oral",)
