"""Typed prescriptions and calls in many layouts: labels, letterheads, names, dates, amounts, corrections."""

from __future__ import annotations

from time import process_time

import pytest
from intake_messages import codes, read_one, sample

from app.core.model.raw import ReadStatus

CALL = sample("call.txt").decode()
FORM = """HARBOR LANE FAMILY MEDICINE
40 Harbor Lane, Bath, ME 04530      Tel 207-555-0101

Patient: Ilse Marchbanks            DOB: 11/11/1981
Date: 11/20/2026

Drug: Meloxicam 15 mg tablets
Sig: Take 1 tablet by mouth daily with food
Disp: #30 (thirty)
Refills: 1
Generic substitution permitted

Prescriber: Osric Feld, MD     NPI 1234567893
"""


def form(old: str, new: str) -> str:
    assert old in FORM
    return FORM.replace(old, new, 1)


def call(old: str, new: str) -> str:
    assert old in CALL
    return CALL.replace(old, new, 1)


def test_that_a_printed_form_with_a_letterhead_is_read_without_doubt() -> None:
    raw = read_one(FORM)
    assert raw.status is ReadStatus.READ
    assert (raw.patient.name, raw.prescriber.name, raw.prescriber.npi) == (
        "Ilse Marchbanks",
        "Osric Feld",
        "1234567893",
    )
    assert (raw.quantity.value, raw.refills, raw.substitution_allowed) == ("30", "1", True)


def test_that_dotted_leaders_are_labels() -> None:
    raw = read_one(
        "Name ....... Keto Abara\nD.O.B. ..... March 9, 1990\nDrug ....... Cefuroxime 250 mg tablet\n"
        "Sig ........ 1 tab po bid x 7 days\nQty ........ 14\nRefills .... none\nPrescriber . Pia Zawa, NP"
    )
    assert (raw.patient.name, raw.prescriber.name) == ("Keto Abara", "Pia Zawa")
    assert (raw.quantity.value, raw.refills, raw.sig) == ("14", "0", "1 tab po bid x 7 days")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Osric Feld, MD   NPI 1234567893", "Osric Feld"),
        ("Osric Feld, M.D.\nNPI 1234567893", "Osric Feld"),
        ("per Osric Feld PA-C, Ferry Landing Urgent Care, ph 207-555-0163", "Osric Feld"),
        ("Signed: Dr. Osric Feld", "Osric Feld"),
        ("MD: Feld, Osric", "Osric Feld"),
        ("prescriber: dr osric feld    npi: 1234567893", "osric feld"),
        ("Ordered by: Osric Feld, Harbor Lane Clinic", "Osric Feld"),
        ("Prescriber: Dr. Feld, Harbor Clinic", "Feld"),
    ],
)
def test_that_the_prescriber_is_read_and_no_clinic_joins_the_name(line: str, name: str) -> None:
    assert read_one(form("Prescriber: Osric Feld, MD     NPI 1234567893", line)).prescriber.name == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Patient Name: Ilse Marchbanks   DOB: 11/11/1981", "Ilse Marchbanks"),
        ("PATIENT: Marchbanks, Ilse   DOB: 11/11/1981", "Ilse Marchbanks"),
        ("Marchbanks, Ilse  DOB 11/11/1981", "Ilse Marchbanks"),
        ("Ilse Marchbanks (DOB 11/11/1981)", "Ilse Marchbanks"),
        ("For: Ilse Marchbanks (11/11/1981)", "Ilse Marchbanks"),
        ("pt: ilse marchbanks  11/11/1981", "ilse marchbanks"),
        ("Pt: Ilse Marchbanks / F / 11-11-1981", "Ilse Marchbanks"),
        ("Pt name: Ilse Marchbanks | DOB: 11/11/1981 | Ph: 480-555-0133", "Ilse Marchbanks"),
    ],
)
def test_that_the_patient_is_read_in_every_place(line: str, name: str) -> None:
    raw = read_one(form("Patient: Ilse Marchbanks            DOB: 11/11/1981", line))
    assert (raw.patient.name, raw.patient.dob) == (name, "1981-11-11")


def test_that_a_recent_bare_date_behind_the_name_is_no_birth_date() -> None:
    raw = read_one(form("Patient: Ilse Marchbanks            DOB: 11/11/1981", "For: Ilse Marchbanks, 11/18/2026"))
    assert raw.patient.dob is None
    assert "NOT_FOUND" in codes(raw)


@pytest.mark.parametrize("spelled", ["M-A-R-C-H-B-A-N-K-S", "that's M-A-R-C-H-B-A-N-K-S"])
def test_that_a_spelled_name_that_agrees_is_read(spelled: str) -> None:
    raw = read_one(call("Hugo Barros", f"Ilse Marchbanks, {spelled}"))
    assert raw.patient.name == "Ilse Marchbanks"
    assert "SPELLED_OTHERWISE" not in codes(raw)


def test_that_a_name_spelled_otherwise_asks() -> None:
    assert "SPELLED_OTHERWISE" in codes(read_one(call("Hugo Barros", "Hugo Barros, B-A-R-R-A-S")))


@pytest.mark.parametrize(
    ("said", "born"),
    [
        ("5 June 1983", "1983-06-05"),
        ("June 3rd, 1968", "1968-06-03"),
        ("eleven twenty-three nineteen ninety-four", "1994-11-23"),
        ("seven four fifty-two", "1952-07-04"),
        ("March third two thousand five", "2005-03-03"),
        ("10.08.1991", "1991-10-08"),
    ],
)
def test_that_spoken_and_written_birth_dates_are_read(said: str, born: str) -> None:
    assert read_one(call("5/19/83", said)).patient.dob == born


@pytest.mark.parametrize(
    "said", ["Called in 11/23/2026", "VO 11/23/26", "Date/Time: 11/23/2026 10:32", "11/23/2026", "23 Nov 2026 is today"]
)
def test_that_the_date_written_is_read(said: str) -> None:
    raw = read_one(form("Date: 11/20/2026", said.removesuffix(" is today")))
    assert raw.date_written == "2026-11-23"


@pytest.mark.parametrize("said", ["Start 11/23/2026", "Next visit 11/23/2026", "do not fill until 11/23/2026"])
def test_that_another_day_is_not_the_date_written(said: str) -> None:
    raw = read_one(form("Date: 11/20/2026", said))
    assert raw.date_written is None
    assert "WORDS_NOT_READ" in codes(raw)


def test_that_two_dates_written_ask() -> None:
    assert "SAID_TWICE" in codes(read_one(form("Date: 11/20/2026", "Date: 11/20/2026\nWritten: 11/02/2026")))


@pytest.mark.parametrize(
    ("said", "refills"),
    [
        ("Refills: 1\nGeneric OK", "1"),
        ("Refills: 5 (five)", "5"),
        ("Refill x3", "3"),
        ("RF3", "3"),
        ("Refills: NR", "0"),
        ("Refills, three", "3"),
        ("refill times three", "3"),
        ("refill 5 times", "5"),
        ("There are no refills", "0"),
        ("Refills: 1, sorry, no refills", "0"),
    ],
)
def test_that_refills_are_read_however_they_are_said(said: str, refills: str) -> None:
    assert read_one(form("Refills: 1", said)).refills == refills


@pytest.mark.parametrize(
    ("said", "quantity"),
    [
        ("Disp: 90 (ninety) tablets", "90"),
        ("Qty: 21 (twenty-one)", "21"),
        ("Dispense: 1 inhaler (8.5 g)", "1"),
        ("Qty: 15 mL (5 pens)", "15"),
        ("#16 g", "16"),
    ],
)
def test_that_quantities_are_read_however_they_are_written(said: str, quantity: str) -> None:
    assert read_one(form("Disp: #30 (thirty)", said)).quantity.value == quantity


@pytest.mark.parametrize(
    ("said", "quantity"),
    [
        ("Take 1 tablet by mouth at bedtime, thirty tablets, two refills", "30"),
        ("Take 1 tablet by mouth at bedtime. We'd like 90 tablets with 1 refill", "90"),
        ("Take 1 tablet by mouth at bedtime. Number 30, two refills", "30"),
        ("Take 2 tablets, at bedtime, two refills", None),
        ("Take 1 tablet every morning, 2 tablets, at bedtime, two refills", None),
    ],
)
def test_that_a_bare_count_is_a_quantity_only_behind_directions(said: str, quantity: str | None) -> None:
    text = call("Take 1 tablet by mouth at bedtime, quantity thirty, two refills", said)
    assert read_one(text).quantity.value == quantity


def test_that_a_corrected_strength_takes_the_last_value_and_asks() -> None:
    raw = read_one(call("Famotidine 40 milligrams tablets", "Famotidine 20, sorry, make that 40 mg tablets"))
    assert (raw.drug.text, raw.drug.strength) == ("Famotidine 40 mg tablets", "40 mg")
    assert "SPOKEN_CORRECTION" in codes(raw)


@pytest.mark.parametrize(
    ("said", "text", "strength"),
    [
        ("The medication is Famotidine 40 mg tablets", "Famotidine 40 mg tablets", "40 mg"),
        ("It's for Carvedilol twelve point five milligrams", "Carvedilol 12.5 milligrams", "12.5 milligrams"),
        ("Cefdinir 125 mg per 5 mils suspension", "Cefdinir 125 mg/5 mL suspension", "125 mg/5 mL"),
        ("Tretinoin 0.025 percent cream", "Tretinoin 0.025 % cream", "0.025 %"),
        ("Sprintec 0.25-35 mg-mcg", "Sprintec 0.25-35 mg-mcg", "0.25-35 mg-mcg"),
    ],
)
def test_that_the_drug_is_read_without_the_words_before_it(said: str, text: str, strength: str) -> None:
    raw = read_one(call("Famotidine 40 milligrams tablets", said))
    assert (raw.drug.text, raw.drug.strength) == (text, strength)


def test_that_an_npi_before_a_telephone_number_stays_an_npi() -> None:
    raw = read_one(form("NPI 1234567893", "NPI 1234567893   207-555-0131"))
    assert raw.prescriber.npi == "1234567893"
    assert raw.status is ReadStatus.READ


def test_that_a_reason_with_allergies_is_no_allergy() -> None:
    raw = read_one(form("daily with food", "daily as needed for allergies, dispense with care"))
    assert raw.allergies is None


def test_that_the_strength_on_a_line_of_its_own_is_read() -> None:
    raw = read_one(form("Drug: Meloxicam 15 mg tablets", "Med: Meloxicam\nStrength: 15 mg\nForm: tablet"))
    assert (raw.drug.text, raw.drug.strength, raw.drug.form) == ("Meloxicam", "15 mg", "tablet")


@pytest.mark.parametrize(
    "words",
    ["STOP the naproxen", "Patient also takes warfarin", "twice this month", "and losartan 50 mg", "not before noon"],
)
def test_that_other_words_on_a_form_still_ask(words: str) -> None:
    assert "WORDS_NOT_READ" in codes(read_one(form("Generic substitution permitted", words)))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Disp: two eighty", "NUMBER_UNCLEAR"),
        ("Qty: 3 x 30", "NUMBER_UNCLEAR"),
        ("Qty: 2 boxes of 5", "NUMBER_UNCLEAR"),
        ("Qty: 1,5", "NUMBER_UNCLEAR"),
        ("Qty: 3O", "NOT_FOUND"),
        ("Qty: 30-90", "NOT_FOUND"),
        ("Qty: 1 month", "NOT_FOUND"),
    ],
)
def test_that_a_quantity_that_is_not_one_clear_number_is_left_open(said: str, code: str) -> None:
    raw = read_one(form("Disp: #30 (thirty)", said))
    assert raw.quantity.value is None
    assert code in codes(raw)


@pytest.mark.parametrize("said", ["Refills: 1-2", "Refills: 1 or 2", "Refills: 12 months", "Refills: do not refill"])
def test_that_unclear_refills_are_left_open(said: str) -> None:
    raw = read_one(form("Refills: 1", said))
    assert raw.refills is None
    assert raw.status is ReadStatus.READ_WITH_FINDINGS


@pytest.mark.parametrize("said", ["Famotidine two fifty milligrams", "Famotidine fifteen, fifty milligrams"])
def test_that_two_spoken_numbers_in_a_row_are_no_strength(said: str) -> None:
    raw = read_one(call("Famotidine 40 milligrams", said))
    assert raw.drug.strength is None
    assert "NUMBER_UNCLEAR" in codes(raw)


def test_that_thousands_are_understood() -> None:
    raw = read_one(call("Famotidine 40 milligrams tablets", "Metformin one thousand milligrams tablets"))
    assert raw.drug.strength == "1000 milligrams"


def test_that_a_drug_that_is_to_be_stopped_is_not_the_one_ordered() -> None:
    raw = read_one(form("Drug: Meloxicam", "Stop ibuprofen 800 mg.\nMeloxicam"))
    assert raw.drug.strength == "15 mg"
    assert "WORDS_NOT_READ" in codes(raw)


def test_that_another_persons_relative_is_not_the_patient_of_that_name() -> None:
    raw = read_one(form("Patient: Ilse Marchbanks            DOB:", "Patient is Ilse Marchbanks's son Tom, DOB"))
    assert raw.patient.name != "Ilse Marchbanks"
    assert raw.status is ReadStatus.READ_WITH_FINDINGS


def test_that_brand_necessary_no_allows_a_generic() -> None:
    raw = read_one(form("Generic substitution permitted", "Brand medically necessary: No"))
    assert raw.substitution_allowed is True


def test_that_a_short_form_of_a_drugs_name_is_no_days_supply() -> None:
    raw = read_one(form("Meloxicam 15 mg tablets", "Sulfamethoxazole-trimethoprim DS 800-160 mg tablets"))
    assert raw.days_supply is None
    assert raw.drug.strength == "800-160 mg"


@pytest.mark.parametrize(
    ("label", "name"),
    [("Client: Ilse Marchbanks", "Ilse Marchbanks"), ("Child's name is Ilse Marchbanks", "Ilse Marchbanks")],
)
def test_that_other_words_for_the_patient_are_labels(label: str, name: str) -> None:
    raw = read_one(form("Patient: Ilse Marchbanks            DOB: 11/11/1981", f"{label}\nDOB: 11/11/1981"))
    assert raw.patient.name == name


def test_that_columns_without_colons_are_read() -> None:
    raw = read_one(
        "PATIENT    Ilse Marchbanks\nBIRTHDATE  19 March 1957\nDRUG       Meloxicam 15 mg tablet\n"
        "DIRECTIONS Take 1 tablet by mouth daily\nQUANTITY   90\nREFILLS    3\nPRESCRIBER Osric Feld MD\n"
        "NPI        1234567893\nDATE       11/13/2026"
    )
    assert raw.status is ReadStatus.READ
    assert (raw.patient.name, raw.patient.dob, raw.sig) == (
        "Ilse Marchbanks",
        "1957-03-19",
        "Take 1 tablet by mouth daily",
    )
    assert (raw.quantity.value, raw.refills, raw.date_written) == ("90", "3", "2026-11-13")


@pytest.mark.parametrize("piece", ["10 mg/", "Aa ", "1 ", "two thousand ", "Clinic ", "A-", "12/12/1912 ", "sorry, "])
def test_that_a_long_text_of_one_piece_is_read_quickly(piece: str) -> None:
    text = f"{CALL}\n{piece * (18_000 // len(piece))}"
    started = process_time()
    read_one(text)
    assert process_time() - started < 5


def test_that_a_length_of_time_is_no_reason_for_the_drug() -> None:
    reason = read_one(call("two refills.", "two refills. That's for a skin infection."))
    assert reason.diagnosis == ("skin infection",)
    length = read_one(call("two refills.", "two refills. That's for two weeks."))
    assert length.diagnosis == ()
    assert "WORDS_NOT_READ" in codes(length)


def test_that_what_the_patient_tolerates_is_no_allergy() -> None:
    raw = read_one(form("Generic substitution permitted", "Allergies: penicillin but tolerates cephalexin"))
    assert raw.allergies == ("penicillin",)
    assert "WORDS_NOT_READ" in codes(raw)


@pytest.mark.parametrize("days", ["1 tab M/W/F, 1/2 tab all other days", "Take 1 tablet daily. Repeat in 1 week"])
def test_that_directions_keep_all_their_parts(days: str) -> None:
    raw = read_one(form("Sig: Take 1 tablet by mouth daily with food", f"Sig: {days}"))
    assert (raw.sig, raw.patient.sex) == (days, None)


@pytest.mark.parametrize(
    ("said", "quantity"),
    [
        ("0.25 mL by mouth every 4 hours as needed for pain. Thirty mL. No refills", "30"),
        ("Give by mouth twice daily. 5 mL. No refills", None),
        ("Give by mouth twice daily, 5 mL, no refills", None),
    ],
)
def test_that_a_measure_is_a_quantity_only_where_the_dose_is_told(said: str, quantity: str | None) -> None:
    text = call("Take 1 tablet by mouth at bedtime, quantity thirty, two refills", said)
    assert read_one(text).quantity.value == quantity


@pytest.mark.parametrize(
    ("said", "refills"), [("Ref: 0", "0"), ("2 RF", "2"), ("Number of refills: 4", "4"), ("Repeats: 2", "2")]
)
def test_that_short_words_for_refills_are_read(said: str, refills: str) -> None:
    assert read_one(form("Refills: 1", said)).refills == refills


def test_that_a_birthday_said_day_first_is_read() -> None:
    assert read_one(call("5/19/83", "the fourth of July nineteen sixty")).patient.dob == "1960-07-04"


@pytest.mark.parametrize(
    "sig",
    [
        "1T PO QHS PRN SLEEP MAY REPEAT X1",
        "Give the patient 2 capsules orally every morning with food",
        "T1T PO BID WF",
        "take 1 tab q?d",
        "uad",
        "1 x 5 ml spoon 4 / day for 10 days",
        "17g in 8oz water po qd prn constipation",
    ],
)
def test_that_labelled_directions_are_kept_as_they_stand_in_the_middle_of_a_line(sig: str) -> None:
    raw = read_one(f"pt Marchbanks, Ilse dob 8/30/79\nMeloxicam 15 mg #30 sig: {sig} rf x2\nper Osric Feld MD")
    assert (raw.sig, raw.quantity.value, raw.refills) == (sig, "30", "2")
    assert raw.status is ReadStatus.READ


@pytest.mark.parametrize("sig", ["T1T PO BID WF", "Take 1 tab M/W/F", "AAA BID x 14 days", "1 - 2 times every day"])
def test_that_directions_behind_the_drug_are_kept(sig: str) -> None:
    assert read_one(call("Take 1 tablet by mouth at bedtime", sig)).sig == sig


def test_that_a_saint_in_a_name_belongs_to_it() -> None:
    assert read_one(call("Hugo Barros", "Hugo St. James")).patient.name == "Hugo St. James"


@pytest.mark.parametrize(
    ("said", "values"), [("Sorry, make that quantity 60", ("60", "1")), ("Correction: 3 refills", ("30", "3"))]
)
def test_that_a_correction_that_names_its_number_changes_that_number_and_asks(
    said: str, values: tuple[str, str]
) -> None:
    raw = read_one(form("Generic substitution permitted", said))
    assert (raw.quantity.value, raw.refills) == values
    assert codes(raw) == {"SPOKEN_CORRECTION"}
