from __future__ import annotations

import pytest
from intake_messages import codes, newrx, read_all, read_one, read_order, sample

from app.core.intake import SIZE_LIMITS, digest
from app.core.model.raw import ReadStatus

SMALL = (
    "<Message><Body><NewRx><MedicationPrescribed><DrugDescription>{}</DrugDescription>"
    "</MedicationPrescribed></NewRx></Body></Message>"
)


def refused(data: bytes | str, *words: str) -> None:
    raw = read_one(data)
    assert raw.status is ReadStatus.REFUSED
    assert all(word in (raw.reason or "") for word in words), raw.reason


def test_that_a_zero_byte_file_is_refused_with_a_reason() -> None:
    refused(b"", "empty")


def test_that_an_entity_bomb_is_refused_unopened() -> None:
    refused('<!DOCTYPE m [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + SMALL.format("&b;"), "document type")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_that_a_doctype_is_refused_in_any_encoding(encoding: str) -> None:
    refused(('<!DOCTYPE m SYSTEM "file:///etc/hostname">' + SMALL.format("x")).encode(encoding), "document type")


def test_that_an_encoding_that_could_hide_markup_is_refused() -> None:
    refused(b'<?xml version="1.0" encoding="UTF-7"?><Message/>', "utf-7")
    refused(b'<?xml version="1.0" encoding="UTF-16"?><Message/>', "UTF-16")


def test_that_an_undefined_entity_is_refused() -> None:
    refused(SMALL.format("&nothing;"), "line 1")


def test_that_a_truncated_message_is_refused_with_its_place() -> None:
    refused(newrx()[:2000], "line", "byte")


def test_that_wrong_bytes_are_refused_with_their_position() -> None:
    data = newrx().replace(b"Harrow", b"Harr\xf6w")
    refused(data, f"byte {data.index(0xF6)}")


def test_that_a_nul_byte_is_refused() -> None:
    refused(newrx().replace(b"Harrow", b"Har\x00row"), "control character")


def test_that_depth_is_limited() -> None:
    refused("<Message>" + "<a>" * 5000 + "</a>" * 5000 + "</Message>", "deep")
    refused("<Message>" + "<a>" * 100 + "</a>" * 100 + "</Message>", "deep")
    refused("[" * 100_000 + "]" * 100_000, "deep")


def test_that_size_is_limited_before_parsing() -> None:
    refused(newrx("Blister pack,", "A" * SIZE_LIMITS["script"]), "too large")
    refused(b'{"resourceType": "' + b"x" * SIZE_LIMITS["fhir"] + b'"}', "too large")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('{"resourceType": "MedicationRequest", "status": "active", "status": "draft"}', "twice"),
        ('{"resourceType": "MedicationRequest", "x": NaN}', "NaN"),
        ('{"resourceType": "MedicationRequest", "x": -Infinity}', "Infinity"),
        ('{"resourceType": "MedicationRequest", "x": ' + "9" * 5000 + "}", "5000 digits"),
        ('{"resourceType": "MedicationRequest", "x": "\\ud800"}', "half of a character"),
        ('{"resourceType": "MedicationRequest"', "byte"),
        ('{"a": 1}\n{"b": 2}', "broken"),
        ("[1, 2]", "resourceType"),
        ('{"resourceType": 7}', "resourceType"),
    ],
)
def test_that_loose_json_is_refused(text: str, word: str) -> None:
    refused(text, word)


@pytest.mark.parametrize(
    ("data", "kind", "word"),
    [
        (b"MSH|^~\\&|A|B|C|D|20260101||RDE^O11|1|P|2.5\rPID|1", "hl7v2", "HL7"),
        (b"\x0bMSH#@~\\&#A#B", "hl7v2", "HL7"),
        (b"\xef\xbb\xbfFHS|^~\\&|A", "hl7v2", "HL7"),
        (b"PID|1||7^^^^MR||Doe^Jo|\r", "hl7v2", "MSH"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image", "Images"),
        (b"\xff\xd8\xff\xe0rest", "image", "Images"),
        (b"%PDF-1.7\n", "pdf", "PDF"),
        (b"MZ\x00\x00", "text", "program"),
        (b"PK\x03\x04\x14\x00", "text", "archive"),
        (b"UNA:+./*'UIB+UNOA:0'", "script", "EDIFACT"),
        (b'<Bundle xmlns="http://hl7.org/fhir"><id/></Bundle>', "fhir", "XML"),
        (b"{\\rtf1 hello}", "text", "rich text"),
    ],
)
def test_that_other_kinds_are_known_by_content_and_refused_clearly(data: bytes, kind: str, word: str) -> None:
    raw = read_one(data)
    assert (raw.kind, raw.status) == (kind, ReadStatus.REFUSED)
    assert word in (raw.reason or "")


@pytest.mark.parametrize("value", ["-60", "6e1", "NaN", "1,000", "0", "sixty", "1/2", "99999999"])
def test_that_an_odd_quantity_stays_text_and_asks(value: str) -> None:
    raw = read_one(newrx("<Value>60<", f"<Value>{value}<"))
    assert raw.quantity.value == value
    assert "QUANTITY_ODD" in codes(raw)


@pytest.mark.parametrize("value", ["-1", "99", "2.5", "many", "100"])
def test_that_odd_refills_ask(value: str) -> None:
    raw = read_one(newrx("<NumberOfRefills>2<", f"<NumberOfRefills>{value}<"))
    assert raw.refills == value
    assert "REFILLS_ODD" in codes(raw)


@pytest.mark.parametrize("value", ["0000-00-00", "12/25/1954", "1954-13-01", "yesterday"])
def test_that_an_unreadable_birth_date_is_left_out_and_said(value: str) -> None:
    raw = read_one(newrx("<Date>1959-11-02<", f"<Date>{value}<"))
    assert raw.patient.dob is None
    assert raw.facts.age_years is None
    assert "DATE_UNREADABLE" in codes(raw)


@pytest.mark.parametrize("value", ["2054-12-25", "1800-01-01"])
def test_that_an_impossible_birth_date_is_left_out_and_said(value: str) -> None:
    raw = read_one(newrx("<Date>1959-11-02<", f"<Date>{value}<"))
    assert raw.patient.dob is None
    assert raw.facts.age_years is None
    assert "DATE_IMPOSSIBLE" in codes(raw)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Apixaban 5 mg", "Apixaban \u202e5\u202c mg", "HIDDEN_CHARACTERS"),
        ("Apixaban", "\u0410pixaban", "LOOKALIKE_CHARACTERS"),
        ("Apixaban", "\u0410\u043f\u0438\u043a\u0441\u0430\u0431\u0430\u043d", "LOOKALIKE_CHARACTERS"),
        ("<Value>60<", "<Value>6\u200b0<", "HIDDEN_CHARACTERS"),
        ("<Value>60<", "<Value>\uff16\uff10<", "UNUSUAL_DIGITS"),
        ("Apixaban 5 mg", "Apixaban 5O mg", "LETTER_IN_NUMBER"),
        ("Harrow", "Harrow&lt;img src='x'&gt;", "MARKUP"),
        ("Harrow", "Harrow'); DROP TABLE patients;--", "ODD_NAME"),
    ],
)
def test_that_characters_that_deceive_the_eye_ask(old: str, new: str, code: str) -> None:
    assert code in codes(read_one(newrx(old, new)))


@pytest.mark.parametrize("name", ["O'Brien-Núñez", "Nguyễn", "李", "D’Arcy", "St. John", "Müller (Meyer)"])
def test_that_honest_names_pass(name: str) -> None:
    raw = read_one(newrx("Harrow", name))
    assert raw.status is ReadStatus.READ
    assert raw.patient.name == f"Delphine Anne {name}"


@pytest.mark.parametrize(
    "text", ["Take 2.5 µg daily", "Take 1 tablet — with food", "Vitamin B12 daily", "Drink 1l of water"]
)
def test_that_honest_directions_pass_the_look_at_characters(text: str) -> None:
    raw = read_order(dosageInstruction=[{"text": text}])
    assert not {"HIDDEN_CHARACTERS", "LOOKALIKE_CHARACTERS", "LETTER_IN_NUMBER"} & codes(raw)


def test_that_every_row_carries_the_digest_of_the_bytes() -> None:
    data = sample("bundle.json")
    rows = read_all(data, "any name\n../../x")
    assert {r.sha256 for r in rows} == {digest(data)}
