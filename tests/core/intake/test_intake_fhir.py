from __future__ import annotations

import json
from typing import Any

import pytest
from intake_messages import bundle, codes, notes, order, read_all, read_one, read_order, sample

from app.core.model.raw import ReadStatus


def test_that_an_order_is_read_with_all_that_the_bundle_says_of_it() -> None:
    raw = read_all(sample("bundle.json"))[0]
    assert (raw.kind, raw.message_type, raw.status) == ("fhir", "MedicationRequest", ReadStatus.READ)
    assert (raw.patient.name, raw.patient.dob, raw.patient.sex) == ("Signe Marit Okafor", "1990-01-31", "F")
    assert (raw.prescriber.name, raw.prescriber.npi, raw.prescriber.dea) == (
        "Paolo Marchetti",
        "1234567893",
        "BK1234563",
    )
    assert raw.pharmacy == "Weir Street Pharmacy"
    assert (raw.drug.code, raw.drug.code_system) == ("1545658", "RxNorm")
    assert (raw.quantity.value, raw.quantity.unit, raw.days_supply, raw.refills) == ("30.0", "TAB", "30", "3")
    assert raw.date_written == "2026-07-01"
    assert raw.substitution_allowed is False
    assert raw.diagnosis == ("E11.9 Type 2 diabetes",)
    assert raw.coverage == ("Cascadia Health, member S-100",)


def test_that_facts_hold_active_and_fresh_data_only() -> None:
    raw = read_all(sample("bundle.json"))[0]
    assert raw.facts.allergies == ("Sulfamethoxazole",)
    assert raw.facts.conditions == ("Heart failure",)
    assert (raw.facts.weight_kg, raw.facts.egfr) == (81.25, None)
    assert "OLD_MEASUREMENT" in notes(raw)


def test_that_several_dosages_are_joined_in_turn_and_none_is_dropped() -> None:
    raw = read_all(sample("bundle.json"))[1]
    assert raw.sig == "2 tablets daily for 5 days; then 1 tablet daily for 5 days"
    assert raw.drug.text == "Prednisone 20 MG Oral Tablet"


@pytest.mark.parametrize("status", ["on-hold", "cancelled", "completed", "stopped", "draft", "unknown"])
def test_that_an_order_that_is_not_active_asks(status: str) -> None:
    raw = read_order(status=status)
    assert raw.status is ReadStatus.READ_WITH_FINDINGS
    assert "STATUS_NOT_ACTIVE" in codes(raw)


@pytest.mark.parametrize("intent", ["plan", "proposal", "option", None])
def test_that_a_plan_is_not_an_order(intent: str | None) -> None:
    assert "NOT_AN_ORDER" in codes(read_order(intent=intent))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "entered-in-error"}, "ENTERED_IN_ERROR"),
        ({"doNotPerform": True}, "DO_NOT_PERFORM"),
        ({"modifierExtension": [{"url": "urn:x", "valueBoolean": True}]}, "MODIFIER_EXTENSION"),
        ({"dispenseRequest": {"modifierExtension": [{"url": "urn:x"}]}}, "MODIFIER_EXTENSION"),
    ],
)
def test_that_what_reverses_an_order_is_refused(changes: dict[str, Any], code: str) -> None:
    raw = read_order(**changes)
    assert raw.status is ReadStatus.REFUSED
    assert code in codes(raw)


def test_that_a_modifier_of_the_patient_is_refused_too() -> None:
    patient = {
        "resourceType": "Patient",
        "id": "p",
        "name": [{"family": "Fenwick"}],
        "modifierExtension": [{"url": "urn:x"}],
    }
    assert read_one(bundle(order(), patient)).status is ReadStatus.REFUSED


def test_that_an_order_to_be_deleted_is_refused() -> None:
    text = '{"resourceType": "Bundle", "entry": [{"request": {"method": "DELETE"}, "resource": %s}]}'
    assert read_one(text % json.dumps(order())).status is ReadStatus.REFUSED


@pytest.mark.parametrize(
    "changes",
    [
        {"reportedBoolean": True},
        {"requester": {"reference": "Patient/p", "display": "self"}},
        {"implicitRules": "urn:rules"},
        {"status": None},
        {"dispenseRequest": {"initialFill": {"duration": {"value": 3}}}},
        {"dispenseRequest": {"validityPeriod": {"start": "2027-01-15"}}},
        {"dispenseRequest": {"expectedSupplyDuration": {"value": 1, "code": "mo"}}},
        {"dosageInstruction": [{"sequence": 2, "text": "1 daily"}, {"sequence": 1, "text": "2 daily"}]},
        {"dosageInstruction": {"text": "1 tablet daily"}},
        {
            "medicationCodeableConcept": {
                "text": "Losartan 50 mg",
                "coding": [{"display": "losartan 100 MG Oral Tablet"}],
            }
        },
        {"text": {"div": "<div><script>alert(1)</script></div>"}},
        {"text": {"div": "<div>Losartan 100 mg tablet</div>"}},
        {"medicationCodeableConcept": None},
        {"authoredOn": "2031-01-01"},
    ],
)
def test_that_doubtful_orders_ask_for_a_look(changes: dict[str, Any]) -> None:
    assert read_order(**changes).status is ReadStatus.READ_WITH_FINDINGS


def test_that_a_plain_order_passes() -> None:
    assert read_order().status is ReadStatus.READ


@pytest.mark.parametrize(
    ("substitution", "allowed"),
    [
        ({"allowedBoolean": True}, True),
        ({"allowedBoolean": False}, False),
        ({"allowedCodeableConcept": {"coding": [{"code": "N"}]}}, False),
        ({"allowedCodeableConcept": {"coding": [{"code": "G"}]}}, True),
        (None, None),
    ],
)
def test_that_substitution_runs_the_fhir_way(substitution: dict[str, Any] | None, allowed: bool | None) -> None:
    assert read_order(substitution=substitution).substitution_allowed is allowed


def test_that_weeks_of_supply_become_days_and_months_do_not() -> None:
    weeks = read_order(dispenseRequest={"expectedSupplyDuration": {"value": 2, "code": "wk"}})
    months = read_order(dispenseRequest={"expectedSupplyDuration": {"value": 1, "code": "mo"}})
    assert (weeks.days_supply, months.days_supply) == ("14", None)


@pytest.mark.parametrize(
    ("instruction", "conflict"),
    [
        ({"text": "Take 2 tablets daily", "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "TAB"}}]}, True),
        ({"text": "Take 1/2 tablet daily", "doseAndRate": [{"doseQuantity": {"value": 0.5, "unit": "tablet"}}]}, False),
        (
            {
                "text": "1 to 2 tablets daily",
                "doseAndRate": [
                    {"doseRange": {"low": {"value": 1, "unit": "TAB"}, "high": {"value": 2, "unit": "TAB"}}}
                ],
            },
            False,
        ),
        (
            {"text": "1 tablet twice daily", "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}},
            True,
        ),
        (
            {"text": "1 tablet every 8 hours", "timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}}},
            False,
        ),
        (
            {"text": "1 tablet once a week", "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}},
            True,
        ),
        (
            {
                "text": "1 tablet every morning and at bedtime",
                "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
            },
            False,
        ),
        ({"text": "1 tablet at bedtime", "timing": {"repeat": {"when": ["MORN"]}}}, True),
        ({"text": "Take as directed", "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "TAB"}}]}, False),
    ],
)
def test_that_codes_are_held_against_the_words(instruction: dict[str, Any], conflict: bool) -> None:
    assert ("SIG_CONFLICT" in codes(read_order(dosageInstruction=[instruction]))) is conflict


def test_that_words_for_the_patient_may_not_differ_in_dose() -> None:
    raw = read_order(dosageInstruction=[{"text": "Take 1 tablet daily", "patientInstruction": "Take 2 tablets daily"}])
    assert "PATIENT_WORDING" in codes(raw)


def test_that_a_reference_outside_the_message_is_named_and_not_followed() -> None:
    raw = read_order()
    assert raw.patient.name == "Iris Fenwick"
    assert "NOT_IN_MESSAGE" in notes(raw)


def test_that_two_resources_for_one_reference_choose_nobody() -> None:
    patient = {"resourceType": "Patient", "id": "p", "name": [{"family": "Fenwick"}]}
    other = {"resourceType": "Patient", "id": "p", "name": [{"family": "Fenwood"}]}
    raw = read_one(bundle(order(subject={"reference": "Patient/p"}), patient, other))
    assert raw.patient.name is None
    assert "AMBIGUOUS_REFERENCE" in codes(raw)


def test_that_another_patients_allergies_are_not_taken() -> None:
    people = [{"resourceType": "Patient", "id": i, "name": [{"family": i}]} for i in ("p", "q")]
    allergy = {
        "resourceType": "AllergyIntolerance",
        "code": {"text": "Penicillin"},
        "patient": {"reference": "Patient/q"},
    }
    nameless = {"resourceType": "AllergyIntolerance", "code": {"text": "Codeine"}}
    assert read_one(bundle(order(), *people, allergy, nameless)).allergies is None


@pytest.mark.parametrize(
    "code", [{"coding": [{"code": "716186003"}]}, {"text": "No known drug allergies"}, {"text": "NKDA"}]
)
def test_that_no_known_allergies_is_an_empty_list(code: dict[str, Any]) -> None:
    patient = {"resourceType": "Patient", "id": "p", "name": [{"family": "Fenwick"}]}
    none = {"resourceType": "AllergyIntolerance", "code": code, "patient": {"reference": "Patient/p"}}
    assert read_one(bundle(order(), patient, none)).allergies == ()


def test_that_a_circle_of_references_ends() -> None:
    role = {"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "PractitionerRole/r"}}
    raw = read_one(
        bundle(
            order(requester={"reference": "PractitionerRole/r"}, basedOn=[{"reference": "MedicationRequest/rx"}]), role
        )
    )
    assert raw.drug.text == "Losartan 50 mg tablet"


def test_that_a_contained_medication_gives_strength_and_form() -> None:
    medication = {
        "resourceType": "Medication",
        "id": "m",
        "code": {"text": "Insulin lispro"},
        "form": {"text": "injection"},
        "ingredient": [
            {"strength": {"numerator": {"value": 100, "unit": "units"}, "denominator": {"value": 1, "unit": "mL"}}}
        ],
    }
    raw = read_order(medicationCodeableConcept=None, medicationReference={"reference": "#m"}, contained=[medication])
    assert (raw.drug.text, raw.drug.strength, raw.drug.form) == ("Insulin lispro", "100 units/mL", "injection")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": 1}, "status"),
        ({"medicationReference": {"reference": "#m"}}, "twice"),
        ({"medication": {"concept": {"text": "x"}}}, "R5"),
        ({"medicationCodeableConcept": None, "dosageInstruction": None}, "no drug and no directions"),
    ],
)
def test_that_an_order_that_cannot_be_trusted_is_refused(changes: dict[str, Any], words: str) -> None:
    raw = read_order(**changes)
    assert raw.status is ReadStatus.REFUSED
    assert words in (raw.reason or "")


def test_that_a_birth_date_without_a_day_is_left_out_and_said() -> None:
    patient = {"resourceType": "Patient", "id": "p", "name": [{"family": "Fenwick"}], "birthDate": "1980"}
    raw = read_one(bundle(order(), patient))
    assert raw.patient.dob is None
    assert "DATE_UNREADABLE" in codes(raw)


def test_that_a_message_without_orders_says_what_it_holds() -> None:
    raw = read_one('{"resourceType": "Patient"}')
    assert raw.status is ReadStatus.REFUSED
    assert "Patient" in (raw.reason or "")


def test_that_numbers_keep_their_digits() -> None:
    text = json.dumps(order(dispenseRequest={"quantity": {"value": 60}})).replace("60", "6e1")
    raw = read_one(text)
    assert raw.quantity.value == "6e1"
    assert "QUANTITY_ODD" in codes(raw)


@pytest.mark.parametrize(
    ("concept", "allowed"),
    [
        ({"coding": [{"code": "N"}]}, False),
        ({"coding": [{"code": "TE"}]}, True),
        ({"coding": [{"code": "XYZ"}]}, None),
        ({"coding": [{"code": "N"}, {"code": "E"}]}, None),
        ({"text": "No substitution"}, None),
    ],
)
def test_that_a_substitution_that_is_not_understood_asks(concept: dict[str, object], allowed: bool | None) -> None:
    raw = read_order(substitution={"allowedCodeableConcept": concept})
    assert raw.substitution_allowed is allowed
    assert ("SUBSTITUTION_CODE" in codes(raw)) == (allowed is None)


def test_that_a_drug_record_that_was_entered_in_error_stops() -> None:
    drug = {"resourceType": "Medication", "id": "m", "status": "entered-in-error", "code": {"text": "Losartan 50 mg"}}
    raw = read_order(medicationCodeableConcept=None, contained=[drug], medicationReference={"reference": "#m"})
    assert "MEDICATION_STATUS" in codes(raw)
