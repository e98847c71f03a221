"""The messages of the demo pharmacy are what their manifest says."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from lxml import etree
from samples_reading import (
    FOLDER,
    Row,
    amounts,
    data_of,
    dea_is_valid,
    json_of,
    manifest,
    npi_is_valid,
    patient_of,
    texts,
    worked_out,
    written_on,
    xml_of,
)

from app.core.demo import DEMO_NOW, demo_patients

ROWS = manifest()
READABLE = [r for r in ROWS if r["expected"] != "unreadable"]
STRUCTURED = [r for r in READABLE if r["form"] != "text"]
WORKED_OUT = [r for r in ROWS if r["arithmetic"] != "-"]
ALL_TEXT = {r["file"]: data_of(r).decode() for r in ROWS}


def named(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=[r["file"] for r in rows])


def test_that_the_manifest_names_every_file_once() -> None:
    assert sorted(r["file"] for r in ROWS) == sorted(p.name for p in FOLDER.iterdir())


def test_that_there_are_eighty_prescriptions_in_three_forms() -> None:
    forms = Counter(r["form"] for r in READABLE)
    assert len(READABLE) >= 80
    assert forms["script"] >= 40
    assert forms["fhir"] >= 20
    assert forms["text"] >= 15


def test_that_most_are_clean_and_every_other_shows_one_thing_of_its_own() -> None:
    shows = Counter(r["shows"] for r in ROWS)
    ready = [r for r in ROWS if r["expected"] == "ready"]
    assert len(ready) > len(ROWS) / 2
    assert {name for name, n in shows.items() if n > 1} == {"clean"}
    assert all(r["expected"] == "ready" for r in ROWS if r["shows"] == "clean")


@named(READABLE)
def test_that_a_readable_message_parses_and_holds_one_prescription(row: Row) -> None:
    data = data_of(row)
    if row["form"] == "script":
        assert len(xml_of(data).findall(".//{*}MedicationPrescribed")) == 1
    elif row["form"] == "fhir":
        kinds = [r["resourceType"] for r in _top(json_of(data))]
        assert kinds.count("MedicationRequest") == 1
    else:
        assert len(data.decode("ascii").strip()) > 80


def _top(document: dict[str, object]) -> list[dict[str, object]]:
    entries = document.get("entry")
    return [e["resource"] for e in entries] if isinstance(entries, list) else [document]


@named([r for r in ROWS if r["expected"] == "unreadable" and r["form"] != "text"])
def test_that_an_unreadable_message_does_not_parse(row: Row) -> None:
    read = xml_of if row["form"] == "script" else json_of
    with pytest.raises((ValueError, etree.XMLSyntaxError)):
        read(data_of(row))


def test_that_every_npi_passes_its_check_digit() -> None:
    found = {n for text in ALL_TEXT.values() for n in re.findall(r"(?<![\d.-])(?:\d ?){9}\d(?!\d)", text)}
    npis = {n.replace(" ", "") for n in found}
    npis = {n for n in npis if n.startswith("1")}
    assert len(npis) >= 18
    assert [n for n in npis if not npi_is_valid(n)] == []


@named(STRUCTURED)
def test_that_every_structured_message_names_a_prescriber_with_a_valid_npi(row: Row) -> None:
    if row["form"] == "script":
        (npi,) = texts(xml_of(data_of(row)).find(".//{*}Prescriber"), "Prescriber", "NPI") or texts(
            xml_of(data_of(row)), "NonVeterinarian", "Identification", "NPI"
        )
        assert npi_is_valid(npi)
    else:
        assert re.search(r'us-npi",\s*"value": "(\d{10})"', data_of(row).decode())


def test_that_every_dea_number_passes_its_check_digit() -> None:
    found = {d for text in ALL_TEXT.values() for d in re.findall(r"\b[A-Z]{2}\d{7}\b", text)}
    assert len(found) >= 4
    assert [d for d in found if not dea_is_valid(d)] == []


def test_that_telephone_numbers_are_fictional() -> None:
    numbers = {n for t in ALL_TEXT.values() for n in re.findall(r"\b207-?\d{3}-?\d{4}\b", t)}
    assert len(numbers) > 20
    assert [n for n in numbers if not re.fullmatch(r"207-?555-?01\d\d", n)] == []


@named(READABLE)
def test_that_the_patient_is_known_or_listed_as_new(row: Row) -> None:
    known = {p.name: p.dob.isoformat() for p in demo_patients() if p.dob}
    if row["form"] == "text":
        named_so = row["patient"] in known
    else:
        name, born = patient_of(row)
        assert name == row["patient"]
        named_so = known.get(name) == born
    assert named_so == (row["profile"] == "known")


@named([r for r in READABLE if r["form"] == "text"])
def test_that_a_typed_note_names_its_patient_and_birthday(row: Row) -> None:
    text = data_of(row).decode()
    first, last = row["patient"].split(" ", 1)
    assert first in text
    assert last in text
    for patient in demo_patients():
        if patient.name == row["patient"] and patient.dob:
            day = rf"0?{patient.dob.month}/0?{patient.dob.day}/({patient.dob.year}|{patient.dob:%y})\b"
            assert re.search(day, text)


@named(WORKED_OUT)
def test_that_the_quantity_is_dose_times_times_times_days(row: Row) -> None:
    left, right = worked_out(row["arithmetic"])
    assert left == right
    assert f"{float(right):g}" == row["quantity"]


@named([r for r in READABLE if r["expected"] == "ready" and r["arithmetic"] == "-"])
def test_that_only_an_uncounted_dose_goes_without_arithmetic(row: Row) -> None:
    assert "cream" in row["shows"] or "one whole vial" in row["shows"]


@named(STRUCTURED)
def test_that_the_message_states_the_amounts_of_the_manifest(row: Row) -> None:
    assert amounts(row) == (row["quantity"], row["days"])


@named([r for r in READABLE if r["form"] == "text"])
def test_that_a_typed_note_states_the_quantity_of_the_manifest(row: Row) -> None:
    figures = re.findall(r"(?i)(?:#|qty:|quantity:?|disp(?:ense)?:?|make that) ?#?(\d+)", data_of(row).decode())
    assert row["quantity"] in figures


@named(STRUCTURED)
def test_that_it_was_written_within_three_days_unless_it_is_stale(row: Row) -> None:
    age = DEMO_NOW.date() - date.fromisoformat(written_on(row))
    if "fourteen months" in row["shows"]:
        assert age > timedelta(days=365)
    else:
        assert timedelta(0) <= age <= timedelta(days=3)


def test_that_one_message_stands_twice_and_one_id_stands_for_two() -> None:
    same = Counter(data_of(r) for r in READABLE)
    assert [n for n in same.values() if n > 1] == [2]
    ids: dict[str, set[bytes]] = {}
    for row in READABLE:
        if row["form"] == "script":
            (message_id,) = texts(xml_of(data_of(row)), "MessageID")
            ids.setdefault(message_id, set()).add(data_of(row))
    assert [len(d) for d in ids.values() if len(d) > 1] == [2]


def test_that_the_second_of_a_pair_is_left_to_the_desk() -> None:
    left = [r["shows"] for r in ROWS if r["decided_by"] == "desk"]
    assert sorted(left) == [
        "a MessageID used before, with another quantity",
        "the same message twice, byte for byte",
    ]
