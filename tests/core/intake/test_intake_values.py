from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_messages import NOW, newrx, read_one

from app.core.intake import digest, files_of, row
from app.core.intake.numbers_in_words import amount, whole
from app.core.intake.sigcheck import doses_in, rates_in
from app.core.intake.strengths import contradict
from app.core.intake.values import age, dea_valid, iso_date, moment, npi_valid, us_date
from app.core.intake.vitals import kilograms

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("born", "years"),
    [
        (date(2008, 11, 25), 18.0),
        (date(2008, 11, 26), 17.99),
        (date(2026, 11, 24), 0.0),
        (date(2024, 2, 29), 2.74),
        (date(2027, 1, 1), None),
        (date(1850, 1, 1), None),
    ],
)
def test_that_whole_years_of_age_are_exact(born: date, years: float | None) -> None:
    assert age(born, TODAY) == years


@given(st.dates(date(1907, 1, 1), TODAY))
def test_that_an_age_never_rounds_up_to_the_next_birthday(born: date) -> None:
    years = age(born, TODAY)
    whole_years = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    assert years is not None
    assert int(years) == whole_years


@given(st.dates())
def test_that_iso_dates_are_read_back_as_they_were(day: date) -> None:
    assert iso_date(day.isoformat()) == day
    assert iso_date(f"{day.isoformat()}T23:59:59-08:00") == day


@pytest.mark.parametrize("text", ["", "2026", "2026-1-1", "2026-02-30", "٢٠٢٦-٠١-٠١", "01/02/2026"])
def test_that_nothing_else_is_an_iso_date(text: str) -> None:
    assert iso_date(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("8/13/80", date(1980, 8, 13)),
        ("8/13/26", date(2026, 8, 13)),
        ("8/13/27", date(1927, 8, 13)),
        ("12-25-1954", date(1954, 12, 25)),
        ("May 3rd, 2019", date(2019, 5, 3)),
        ("13/1/1980", None),
    ],
)
def test_that_us_dates_are_month_first(text: str, day: date | None) -> None:
    assert us_date(text, NOW) == day


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "nonsense", "", None])
def test_that_an_impossible_moment_is_none(text: str | None) -> None:
    assert moment(text) is None


def test_that_a_moment_without_a_zone_is_utc() -> None:
    assert moment("2026-05-04T16:20:00") == datetime.fromisoformat("2026-05-04T16:20:00+00:00")


def test_that_check_digits_are_checked() -> None:
    assert npi_valid("1234567893")
    assert not npi_valid("1234567890")
    assert not npi_valid("430")
    assert dea_valid("BK1234563")
    assert not dea_valid("BK1234567")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("thirty", 30),
        ("twenty-one", 21),
        ("one hundred and twenty", 120),
        ("a hundred", 100),
        ("90", 90),
        ("1,000", 1000),
        ("tid", None),
        ("", None),
    ],
)
def test_that_whole_numbers_are_read_in_words(text: str, value: int | None) -> None:
    assert whole(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/2", Fraction(1, 2)),
        ("1 1/2", Fraction(3, 2)),
        ("½", Fraction(1, 2)),
        ("1½", Fraction(3, 2)),
        ("one and a half", Fraction(3, 2)),
        ("half", Fraction(1, 2)),
        (".5", Fraction(1, 2)),
        ("2.5", Fraction(5, 2)),
        ("three", Fraction(3)),
        ("1/0", None),
        ("as directed", None),
    ],
)
def test_that_doses_are_read_exactly(text: str, value: Fraction | None) -> None:
    assert amount(text) == value


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("twice daily", {2}),
        ("1 tab BID", {2}),
        ("every 8 hours", {3}),
        ("q4-6h prn", {6, 4}),
        ("once a week on Sunday", {Fraction(1, 7)}),
        ("every other day", {Fraction(1, 2)}),
        ("4 times a day", {4}),
        ("at bedtime", {1}),
        ("daily", {1}),
        ("as directed", set()),
    ],
)
def test_that_plain_words_of_frequency_become_rates(text: str, rates: set[Fraction]) -> None:
    assert rates_in(text) == rates


def test_that_doses_are_found_with_their_unit() -> None:
    assert doses_in("Take 1/2 to 1 tablet") == ((Fraction(1, 2), Fraction(1), "solid"),)
    assert doses_in("Give 7.5 mL (600 mg)") == (
        (Fraction(15, 2), Fraction(15, 2), "mL"),
        (Fraction(600), Fraction(600), "mg"),
    )


@pytest.mark.parametrize(
    ("name", "coded", "differ"),
    [
        ("Lisinopril 10 mg tablet", "10 mg", False),
        ("Lisinopril 10 mg tablet", "40 mg", True),
        ("Levothyroxine 50 mcg tablet", "0.05 mg", False),
        ("Amoxicillin 400 mg/5 mL suspension", "80 mg/mL", False),
        ("Amoxicillin 400 mg/5 mL suspension", "400", False),
        ("Hydrocodone-Acetaminophen 5-325 mg tablet", "5-325 mg", False),
        ("Hydrocodone-Acetaminophen 5-325 mg tablet", "Acetaminophen 325 MG / Hydrocodone 5 MG", False),
        ("Hydrocodone-Acetaminophen 5-325 mg tablet", "10-325 mg", True),
        ("Ofloxacin 0.3 % drops", "3 mg/mL", False),
        ("Heparin 1,000 units/mL", "1000 units/mL", False),
        ("Vaccine", "10 mg", False),
    ],
)
def test_that_strengths_are_compared_over_units_and_ratios(name: str, coded: str, differ: bool) -> None:
    assert contradict(name, coded) is differ


def test_that_weights_are_plain_or_nothing() -> None:
    assert kilograms("154.3", "[lb_av]") == 69.99
    assert kilograms("70", "stone") is None
    assert kilograms("-70", "kg") is None
    assert kilograms("7000", "kg") is None


def test_that_the_row_has_the_fields_of_the_command_line() -> None:
    plain = row(read_one(newrx()))
    wanted = {"file", "kind", "message_type", "status", "patient", "prescriber", "pharmacy", "drug", "quantity"}
    wanted |= {"days_supply", "refills", "sig", "date_written", "substitution_allowed", "notes", "diagnosis"}
    wanted |= {"allergies", "provenance", "findings"}
    assert wanted <= set(plain)
    assert set(plain["patient"]) == {"name", "dob", "sex"}
    assert set(plain["drug"]) == {"text", "code", "code_system", "strength", "form"}


def test_that_folders_give_their_files_sorted_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.xml", "a/z.json", "a/.secret", ".hidden/x", "c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert [p.relative_to(tmp_path).as_posix() for p in files_of([tmp_path])] == ["a/z.json", "b.xml", "c.txt"]
    assert list(files_of([str(tmp_path / "missing.xml")])) == [tmp_path / "missing.xml"]


def test_that_the_digest_is_that_of_the_bytes() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
