"""What was typed into the fields comes back from the real intake as it was typed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.intake import read_bytes
from app.core.model.finding import Tier
from app.core.model.raw import RawPrescription, ReadStatus
from app.core.reference import Catalogue
from app.ui.entry.compose import ALLOWED, AS_WRITTEN, Typed, compose, missing

NOW = datetime(2026, 11, 24, 19, 2, tzinfo=UTC)
TODAY = date(2026, 11, 24)
WHOLE = Typed(
    patient="Jane Roe",
    born="03/09/1961",
    sex="Female",
    address="12 Elm St, Springfield, OH 45502",
    allergies="penicillin, sulfa",
    prescriber="Dana Whitfield",
    npi="1234567893",
    dea="BW1234563",
    phone="555-123-4567",
    drug="lisinopril",
    strength="10 mg",
    form="tablet",
    sig="Take 1 tablet by mouth once daily",
    quantity="30",
    days="30",
    refills="2",
    substitution=ALLOWED,
    written="11/24/2026",
    notes="fill today; daughter picks up",
    caller="Maria Lopez, RN, for Dr. Whitfield",
    read_back=True,
)


def read(typed: Typed) -> RawPrescription:
    (raw,) = read_bytes("typed.txt", compose(typed, TODAY).encode(), NOW)
    return raw


def changed(**words: str) -> Typed:
    return WHOLE.model_copy(update=words)


def asked(raw: RawPrescription) -> list[str]:
    return [f.code for f in raw.findings if f.tier is not Tier.NOTE]


def test_that_every_field_comes_back_as_typed() -> None:
    raw = read(WHOLE)
    assert (raw.status, asked(raw)) == (ReadStatus.READ, [])
    assert (raw.patient.name, raw.patient.dob, raw.patient.sex) == ("Jane Roe", "1961-03-09", "F")
    assert raw.patient.address == "12 Elm St, Springfield, OH 45502"
    assert raw.allergies == ("penicillin", "sulfa")
    assert (raw.prescriber.name, raw.prescriber.npi, raw.prescriber.dea, raw.prescriber.phone) == (
        "Dana Whitfield",
        "1234567893",
        "BW1234563",
        "555-123-4567",
    )
    assert (raw.drug.text, raw.drug.strength, raw.drug.form) == ("lisinopril 10 mg tablet", "10 mg", "tablet")
    assert raw.sig == "Take 1 tablet by mouth once daily"
    assert (raw.quantity.value, raw.days_supply, raw.refills) == ("30", "30", "2")
    assert raw.substitution_allowed is True
    assert raw.date_written == "2026-11-24"
    assert raw.notes == ("fill today; daughter picks up", "Called in by Maria Lopez, RN, for Dr. Whitfield")
    assert "READ_BACK" in {f.code for f in raw.findings}


def test_that_a_field_in_which_nothing_was_typed_has_no_line() -> None:
    assert compose(Typed(), TODAY) == ""
    assert compose(Typed(sig="  1 tab\n po qd "), TODAY) == "Sig: 1 tab po qd.\n"


@pytest.mark.parametrize(
    "name",
    [
        "Jane Roe",
        "jane roe",
        "Mary A. Smith",
        "An Nguyen",
        "Seán O'Brien",
        "Jean-Luc de la Cruz",
        "María Núñez",
        "Bartholomew J. Abrahamsson-Whittaker",
        "X Li",
    ],
)
def test_that_a_name_comes_back_as_typed(name: str) -> None:
    raw = read(changed(patient=name))
    assert raw.patient.name == name
    assert (raw.patient.dob, raw.sig, asked(raw)) == ("1961-03-09", WHOLE.sig, [])


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("3/9/1961", "1961-03-09"),
        ("03-09-1961", "1961-03-09"),
        ("03091961", "1961-03-09"),
        ("1961-03-09", "1961-03-09"),
        ("March 9, 1961", "1961-03-09"),
        ("3/9/61", "1961-03-09"),
    ],
)
def test_that_a_date_of_birth_may_be_typed_in_many_ways(typed: str, born: str) -> None:
    assert missing(changed(born=typed)) == ()
    assert read(changed(born=typed)).patient.dob == born


@pytest.mark.parametrize("typed", ["unknown", "13/45", "9 March"])
def test_that_what_is_no_date_is_said_to_be_none_and_costs_no_other_field(typed: str) -> None:
    assert missing(changed(born=typed)) == ("date of birth as MM/DD/YYYY",)
    raw = read(changed(born=typed))
    assert (raw.patient.name, raw.patient.dob, raw.sig) == ("Jane Roe", None, WHOLE.sig)
    assert asked(raw)


@pytest.mark.parametrize("typed", ["t", "T", "today"])
def test_that_today_is_written_as_its_date(typed: str) -> None:
    assert read(changed(written=typed)).date_written == "2026-11-24"


@pytest.mark.parametrize(("typed", "allowed"), [(ALLOWED, True), (AS_WRITTEN, False), ("", None)])
def test_that_substitution_comes_back(typed: str, allowed: bool | None) -> None:
    raw = read(changed(substitution=typed))
    assert raw.substitution_allowed is allowed
    assert asked(raw) == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [("none", ()), ("NKDA", ()), ("", None), ("codeine", ("codeine",)), ("codeine; latex", ("codeine", "latex"))],
)
def test_that_allergies_come_back(typed: str, told: tuple[str, ...] | None) -> None:
    assert read(changed(allergies=typed)).allergies == told


@pytest.mark.parametrize("typed", ["30", "7.5", "1000", "1,000"])
def test_that_a_quantity_comes_back(typed: str) -> None:
    assert read(changed(quantity=typed)).quantity.value == typed.replace(",", "")


@pytest.mark.parametrize(("typed", "unit"), [("30 tablets", "tablets"), ("30 mL", "mL")])
def test_that_a_quantity_may_have_its_unit(typed: str, unit: str) -> None:
    raw = read(changed(quantity=typed))
    assert (raw.quantity.value, raw.quantity.unit) == ("30", unit)


@pytest.mark.parametrize(("typed", "refills"), [("0", "0"), ("none", "0"), ("11", "11"), ("2 refills", "2")])
def test_that_refills_come_back(typed: str, refills: str) -> None:
    assert read(changed(refills=typed)).refills == refills


DRUGS = [
    ("lisinopril", "10 mg", "tablet"),
    ("metformin", "500 mg", "ER tablet"),
    ("metformin", "500 mg", "tablet, extended release"),
    ("amoxicillin", "250 mg", "chewable tablet"),
    ("amoxicillin / clavulanate", "400 mg-57 mg/5 mL", "suspension"),
    ("hydrochlorothiazide / lisinopril", "12.5 mg / 20 mg", "tablet"),
    ("timolol", "0.5 %", "eye drops"),
    ("fluticasone", "50 mcg", "nasal spray"),
    ("insulin glargine", "100 units/mL", "pen"),
    ("sumatriptan", "6 mg/0.5 mL", "auto-injector"),
    ("fentanyl", "25 mcg/hr", "patch"),
    ("nystatin", "100,000 units/mL", "suspension"),
]


@pytest.mark.parametrize(("drug", "strength", "form"), DRUGS)
def test_that_drug_strength_and_form_come_back_whatever_the_form(
    drug: str, strength: str, form: str, real_catalogue: Catalogue
) -> None:
    raw = read(changed(drug=drug, strength=strength, form=form, sig="use as told"))
    assert raw.drug.strength == strength
    assert all(part in (raw.drug.text or "") for part in (drug, strength, form))
    assert raw.sig == "use as told"
    assert asked(raw) == []
    one_way = real_catalogue.resolve(raw.drug.text or "")
    usual = real_catalogue.resolve(f"{drug} {strength} {form}")
    assert (one_way.status, one_way.ingredient, one_way.strength, one_way.form) == (
        usual.status,
        usual.ingredient,
        usual.strength,
        usual.form,
    )


def test_that_a_drug_may_stand_whole_on_its_own_line() -> None:
    typed = changed(drug="lisinopril 10 mg tablet", strength="", form="")
    assert missing(typed) == ()
    assert (read(typed).drug.text, read(typed).drug.strength) == ("lisinopril 10 mg tablet", "10 mg")


SIGS = st.builds(
    "{} {} {} {}{}".format,
    st.sampled_from(["Take", "take", "Use", "Give", "1"]),
    st.sampled_from(["1 tablet", "2 capsules", "5 mL", "1-2 tabs", "one puff", "½ tab"]),
    st.sampled_from(["by mouth", "po", "in each eye", "under the tongue", ""]),
    st.sampled_from(["once daily", "bid", "q4-6h prn pain", "twice a day for 10 days", "qhs", "as directed"]),
    st.sampled_from(["", " for allergies", ". Do not crush", "; with food", ", max 8 a day", "\nthen stop"]),
).map(lambda sig: " ".join(sig.split()))
NAMES = st.builds(
    "{} {}".format,
    st.sampled_from(["Ana", "Bo", "Li", "Noor", "Zoë", "Per", "Mary Ann", "J. R."]),
    st.sampled_from(["Roe", "Lindqvist", "O'Brien", "García", "Smith-Jones", "de la Cruz"]),
)


@given(
    patient=NAMES,
    prescriber=NAMES,
    sig=SIGS,
    quantity=st.integers(1, 999).map(str),
    days=st.integers(1, 365).map(str),
    refills=st.integers(0, 98).map(str),
    born=st.dates(date(1930, 1, 1), date(2026, 1, 1)),
)
def test_that_ordinary_orders_come_back_as_typed(born: date, **words: Any) -> None:
    raw = read(changed(born=f"{born:%m/%d/%Y}", caller="", **words))
    found = {
        "patient": raw.patient.name,
        "prescriber": raw.prescriber.name,
        "sig": raw.sig,
        "quantity": raw.quantity.value,
        "days": raw.days_supply,
        "refills": raw.refills,
    }
    assert found == words
    assert raw.patient.dob == born.isoformat()


@given(st.builds(Typed, **{name: st.text(max_size=40) for name in Typed.model_fields if name != "read_back"}))
def test_that_any_words_at_all_are_composed_into_lines_of_their_own_and_read_without_a_crash(typed: Typed) -> None:
    text = compose(typed, TODAY)
    assert len(text.splitlines()) <= len(Typed.model_fields)
    missing(typed)
    assert read_bytes("typed.txt", text.encode(), NOW)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("patient", "patient's name"),
        ("born", "date of birth"),
        ("allergies", "allergies, or “none”"),
        ("prescriber", "prescriber's name"),
        ("drug", "drug"),
        ("strength", "strength"),
        ("form", "dosage form"),
        ("sig", "directions (sig)"),
        ("quantity", "quantity"),
        ("refills", "refills, or 0"),
        ("written", "date written"),
    ],
)
def test_that_each_required_element_is_missed(field: str, words: str) -> None:
    assert missing(WHOLE) == ()
    assert missing(changed(**{field: " "})) == (words,)


def test_that_a_caller_to_whom_nothing_was_read_back_is_missed() -> None:
    unread = WHOLE.model_copy(update={"read_back": False})
    assert missing(unread) == ("read back to the caller",)
    assert missing(unread.model_copy(update={"caller": ""})) == ()


def test_that_npi_or_dea_is_enough() -> None:
    assert missing(changed(npi="")) == missing(changed(dea="")) == ()
    assert missing(changed(npi="", dea="")) == ("prescriber's NPI or DEA",)
