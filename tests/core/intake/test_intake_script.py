from __future__ import annotations

import pytest
from intake_messages import codes, newrx, notes, read_all, read_one, sample

from app.core.intake import NOT_NEW
from app.core.model.raw import ReadStatus


def test_that_every_field_of_a_full_newrx_is_read() -> None:
    raw = read_one(newrx())
    assert (raw.kind, raw.message_type, raw.status) == ("script", "NewRx", ReadStatus.READ)
    assert (raw.patient.name, raw.patient.dob, raw.patient.sex) == ("Delphine Anne Harrow", "1959-11-02", "F")
    assert raw.patient.address == "12 Quarry Lane, Bend, OR, 97701"
    assert (raw.prescriber.name, raw.prescriber.npi, raw.prescriber.dea) == (
        "Oscar Kettering",
        "1234567893",
        "BK1234563",
    )
    assert raw.pharmacy == "Fernhill Pharmacy"
    assert (raw.drug.text, raw.drug.strength, raw.drug.form) == ("Apixaban 5 mg tablet", "5 mg", "tablet")
    assert (raw.drug.code, raw.drug.code_system) == ("1364445", "RxNorm")
    assert (raw.quantity.value, raw.quantity.unit, raw.days_supply, raw.refills) == ("60", "tablet", "30", "2")
    assert raw.sig == "Take 1 tablet by mouth twice daily"
    assert raw.notes == ("Blister pack,\nplease",)
    assert raw.diagnosis == ("I4891 Atrial fibrillation",)
    assert raw.coverage == ("BIN 987654, PCN FERNPCN, group GRP-12, member MBR-7781",)


def test_that_the_patients_facts_come_from_the_message_in_metric_units() -> None:
    facts = read_one(newrx()).facts
    assert (facts.age_years, facts.weight_kg, facts.sex) == (67.06, 69.99, "F")
    assert facts.allergies == ("Ibuprofen", "Latex")
    assert facts.medications is None


def test_that_a_weight_older_than_a_year_is_not_used() -> None:
    raw = read_one(newrx("<ObservationDate><Date>2026-05-04", "<ObservationDate><Date>2024-05-04"))
    assert raw.facts.weight_kg is None
    assert "OLD_MEASUREMENT" in notes(raw)


@pytest.mark.parametrize(("code", "allowed"), [("0", True), ("1", False)])
def test_that_substitution_zero_means_allowed(code: str, allowed: bool) -> None:
    raw = read_one(newrx("<Substitutions>1<", f"<Substitutions>{code}<"))
    assert raw.substitution_allowed is allowed


def test_that_an_unknown_substitution_code_is_left_open() -> None:
    raw = read_one(newrx("<Substitutions>1<", "<Substitutions>7<"))
    assert raw.substitution_allowed is None
    assert "SUBSTITUTION_CODE" in codes(raw)


def test_that_the_written_date_is_never_shifted_by_its_time_zone() -> None:
    assert read_one(newrx()).date_written == "2026-05-04"


def test_that_script_10_6_is_read() -> None:
    raw = read_one(sample("newrx_10_6.xml"))
    assert (raw.patient.name, raw.prescriber.name, raw.pharmacy) == ("Theo Winslow", "Lena Ibarra", "Millrace Drug")
    assert (raw.drug.code, raw.drug.code_system) == ("99999445566", "NDC")
    assert (raw.quantity.value, raw.quantity.unit, raw.refills) == ("22.5", "mL", "as needed")
    assert raw.sig == "Give 5 mL on day 1, then 2.5 mL once daily on days 2 to 5"
    assert raw.prescriber.phone == "5415550190"
    assert "REFILLS_ODD" in codes(raw)


def test_that_careless_shapes_are_read() -> None:
    raw = read_one(sample("newrx_careless.xml"))
    assert raw.status is ReadStatus.READ
    assert (raw.patient.name, raw.patient.dob) == ("Ruth Calloway", "1971-06-18")
    assert (raw.prescriber.name, raw.prescriber.npi) == ("Oyelaran", "1234567893")
    assert (raw.drug.code, raw.drug.code_system) == ("400001", "SNOMED")
    assert (raw.quantity.unit, raw.refills, raw.sig) == ("each", "4", "1 cap po qhs")


def test_that_utf_16_is_read_like_utf_8() -> None:
    text = newrx().decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert read_one(text.encode("utf-16")).drug == read_one(newrx()).drug


def test_that_a_cdata_section_is_read_as_its_text() -> None:
    raw = read_one(newrx("Take 1 tablet by mouth twice daily", "<![CDATA[Take 1 tablet by mouth twice daily]]>"))
    assert raw.sig == "Take 1 tablet by mouth twice daily"


def test_that_no_known_allergies_differs_from_silence() -> None:
    text = newrx().decode()
    start, end = text.index("<AllergyOrAdverseEvent>"), text.index("</AllergyOrAdverseEvent>")
    silent = text[:start] + text[end + len("</AllergyOrAdverseEvent>") :]
    none = text[:start] + "<AllergyOrAdverseEvent><NoKnownAllergies>Y</NoKnownAllergies>" + text[end:]
    assert read_one(silent).allergies is None
    assert read_one(none).allergies == ()
    assert read_one(none).facts.allergies == ()


def test_that_no_known_allergies_beside_a_list_is_a_contradiction() -> None:
    raw = read_one(newrx("<AllergyOrAdverseEvent>", "<AllergyOrAdverseEvent><NoKnownAllergies>Y</NoKnownAllergies>"))
    assert raw.allergies == ("Ibuprofen", "Latex")
    assert "ALLERGY_CONTRADICTION" in codes(raw)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<Header>", "<Header><TestMessage>1</TestMessage>", "TEST_MESSAGE"),
        ("<Sig>", "<DoNotFill>E</DoNotFill><Sig>", "DO_NOT_FILL"),
        ("<Sig>", "<SplitScript>1</SplitScript><Sig>", "SPLIT_SCRIPT"),
        (
            "<Sig>",
            "<OtherMedicationDate><OtherMedicationDate><Date>2026-12-24</Date></OtherMedicationDate></OtherMedicationDate><Sig>",
            "OTHER_DATES",
        ),
        ("<Sig>", "<CompoundInformation><X>1</X></CompoundInformation><Sig>", "COMPOUND"),
        ("<CodeListQualifier>38", "<CodeListQualifier>QS", "QUANTITY_SUFFICIENT"),
        ("<CodeListQualifier>38", "<CodeListQualifier>40", "QUANTITY_QUALIFIER"),
        ("<StrengthValue>5<", "<StrengthValue>50<", "STRENGTH_CONFLICT"),
        ("<Code>C42998<", "<Code>C25158<", "FORM_CONFLICT"),
        ("<DoseQuantity>1<", "<DoseQuantity>2<", "SIG_CONFLICT"),
        ("<FrequencyNumericValue>2<", "<FrequencyNumericValue>1<", "SIG_CONFLICT"),
        ("<Sig>", "<Directions>Take 2 tablets daily</Directions><Sig>", "SIG_TWICE"),
        ("<HumanPatient>", "<NonHumanPatient>", "VETERINARY"),
        ("<Code>C48542</Code></QuantityUnitOfMeasure>", "<Code>C28253</Code></QuantityUnitOfMeasure>", "QUANTITY_UNIT"),
        ("<Patient>", "<Patient>stray words", "STRAY_TEXT"),
        ("<DrugDescription>Apixaban 5 mg tablet</DrugDescription>", "", "NOT_FOUND"),
    ],
)
def test_that_what_may_not_be_skipped_asks_for_a_look(old: str, new: str, code: str) -> None:
    text = (
        newrx(old, new).decode().replace("</HumanPatient>", "</NonHumanPatient>") if "Non" in new else newrx(old, new)
    )
    raw = read_one(text)
    assert code in codes(raw)
    assert raw.status is ReadStatus.READ_WITH_FINDINGS


def test_that_a_test_message_is_marked_as_one() -> None:
    assert read_one(newrx("<Header>", "<Header><TestMessage>true</TestMessage>")).test_message
    assert not read_one(newrx("<Header>", "<Header><TestMessage>false</TestMessage>")).test_message


def test_that_structured_directions_are_kept_beside_the_text() -> None:
    coded = read_one(newrx()).coded_sig
    assert coded is not None
    assert (coded.dose, coded.dose_unit, coded.route, coded.timing) == ("1", "tablet", "oral route", "2 per day")


def test_that_a_strength_in_another_unit_is_no_conflict() -> None:
    raw = read_one(newrx("Apixaban 5 mg tablet", "Apixaban 5000 mcg tablet"))
    assert "STRENGTH_CONFLICT" not in codes(raw)


def test_that_a_comment_inside_a_value_is_joined_and_stops() -> None:
    raw = read_one(newrx("<Value>60<", "<Value>6<!-- x -->0<"))
    assert raw.quantity.value == "60"
    assert "VALUE_SPLIT" in codes(raw)


@pytest.mark.parametrize(
    ("tag", "piece"),
    [
        (
            "MedicationPrescribed",
            "<MedicationPrescribed><DrugDescription>Other</DrugDescription></MedicationPrescribed>",
        ),
        ("Patient", "<Patient><Name>Other</Name></Patient>"),
    ],
)
def test_that_two_of_what_must_be_one_are_refused(tag: str, piece: str) -> None:
    raw = read_one(newrx("</NewRx>", f"{piece}</NewRx>"))
    assert raw.status is ReadStatus.REFUSED
    assert tag in (raw.reason or "")
    assert raw.message_type == "NewRx"


@pytest.mark.parametrize("piece", ["<Body><NewRx/></Body>", "<Header/>"])
def test_that_a_second_body_or_header_is_refused(piece: str) -> None:
    assert read_one(newrx("</Message>", f"{piece}</Message>")).status is ReadStatus.REFUSED


def test_that_a_newrx_without_a_medication_is_refused() -> None:
    raw = read_one("<Message version='10.6'><Body><NewRx/></Body></Message>")
    assert raw.status is ReadStatus.REFUSED
    assert raw.message_type == "NewRx"


def test_that_a_renewal_response_is_read_and_is_not_a_new_prescription() -> None:
    raw = read_one(sample("renewal_response.xml"))
    assert raw.drug.text == "Rosuvastatin 20 mg tablet"
    assert {NOT_NEW, "ANSWER_TO_REQUEST"} <= codes(raw)


def test_that_an_answer_of_yes_and_no_is_unclear() -> None:
    text = sample("renewal_response.xml").decode().replace("<Response>", "<Response><Denied/>")
    assert "ANSWER_UNCLEAR" in codes(read_one(text))


@pytest.mark.parametrize("kind", ["Status", "Error", "Verify", "CancelRx", "RxFill", "RxChangeRequest"])
def test_that_other_messages_never_pass_as_new_prescriptions(kind: str) -> None:
    raw = read_one(f"<Message><Header/><Body><{kind}><Code>010</Code></{kind}></Body></Message>")
    assert raw.message_type == kind
    assert raw.status is ReadStatus.READ_WITH_FINDINGS
    assert NOT_NEW in codes(raw)


def test_that_a_request_with_two_medications_gives_two_rows() -> None:
    med = "<MedicationPrescribed><DrugDescription>{}</DrugDescription></MedicationPrescribed>"
    rows = read_all(
        "<Message><Body><RxChangeRequest>"
        + med.format("A 1 mg")
        + med.format("B 2 mg")
        + "</RxChangeRequest></Body></Message>"
    )
    assert [r.drug.text for r in rows] == ["A 1 mg", "B 2 mg"]
    assert [r.index for r in rows] == [0, 1]


def test_that_an_unknown_message_is_refused_by_name() -> None:
    raw = read_one("<Message><Body><Census/></Body></Message>")
    assert raw.status is ReadStatus.REFUSED
    assert "Census" in (raw.reason or "")


def test_that_other_xml_is_refused_by_its_root() -> None:
    assert "Invoice" in (read_one("<Invoice/>").reason or "")


def test_that_a_code_that_senders_use_in_two_ways_stays_as_sent() -> None:
    raw = read_one(newrx("<Code>C48542</Code></QuantityUnitOfMeasure>", "<Code>C48521</Code></QuantityUnitOfMeasure>"))
    assert raw.quantity.unit == "C48521"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("<NumberOfRefills>2</NumberOfRefills>", "<NumberOfRefills>2</NumberOfRefills><Refills>0</Refills>", "refills"),
        ("<DaysSupply>", "<DaysSupply>7</DaysSupply><DaysSupply>", "days_supply"),
        ("<Sig>", "<Sig><SigText>Take 2 tablets at bedtime</SigText></Sig><Sig>", "sig"),
    ],
)
def test_that_a_value_given_twice_and_differently_asks(old: str, new: str, field: str) -> None:
    raw = read_one(newrx(old, new))
    assert codes(raw) & {"SAID_TWICE", "SIG_TWICE"}
    assert field == "sig" or getattr(raw, field) is None


def test_that_a_quantity_with_two_values_is_left_open() -> None:
    raw = read_one(newrx("<Quantity>", "<Quantity><Value>9</Value>"))
    assert raw.quantity.value is None
    assert "SAID_TWICE" in codes(raw)


def test_that_the_same_value_given_twice_is_read() -> None:
    assert read_one(newrx("<DaysSupply>", "<DaysSupply>30</DaysSupply><DaysSupply>")).days_supply == "30"


def test_that_a_message_in_a_web_service_envelope_is_read() -> None:
    text = newrx().decode().partition("?>")[2]
    wrapped = f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{text}</s:Body></s:Envelope>'
    assert read_one(wrapped).drug == read_one(newrx()).drug
    assert read_one(wrapped.replace("<s:Body>", f"<s:Body>{text}", 1)).status is ReadStatus.REFUSED


def test_that_an_unknown_strength_unit_is_not_glued_to_the_number() -> None:
    raw = read_one(newrx("C28253", "C91131"))
    assert raw.drug.strength is not None
    assert "C91131" not in raw.drug.strength
    assert "STRENGTH_UNIT" in notes(raw)


def test_that_names_in_another_case_and_values_in_attributes_are_read() -> None:
    text = newrx().decode().replace("<DaysSupply>30</DaysSupply>", '<DaysSupply Value="30"/>')
    raw = read_one(
        text.replace("LastName>", "lastname>").replace("<Gender>", "<gender>").replace("/Gender>", "/gender>")
    )
    whole = read_one(newrx())
    assert (raw.patient.name, raw.patient.sex, raw.days_supply) == (whole.patient.name, whole.patient.sex, "30")


def test_that_directions_in_codes_only_ask() -> None:
    text = newrx().decode()
    start, end = text.index("<SigText>"), text.index("</SigText>") + len("</SigText>")
    raw = read_one(text[:start] + text[end:])
    assert raw.sig is None
    assert raw.coded_sig is not None
    assert "SIG_CODED_ONLY" in codes(raw)
