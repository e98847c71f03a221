from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_messages import DATA, newrx, read_all, read_one, sample

from app.core.intake import view
from app.core.model.raw import RawView

SAMPLES = sorted(path.name for path in DATA.iterdir())


def views(data: bytes) -> list[RawView]:
    return [view("f", data, raw) for raw in read_all(data)]


@pytest.mark.parametrize("name", SAMPLES)
def test_that_every_place_of_a_field_is_in_the_view(name: str) -> None:
    data = sample(name)
    for raw in read_all(data):
        shown = view(name, data, raw)
        assert set(raw.provenance.values()) <= set(shown.anchors)


@pytest.mark.parametrize("name", SAMPLES)
def test_that_every_anchor_covers_the_value_of_its_line(name: str) -> None:
    for shown in views(sample(name)):
        lines = {line.path: line.value for line in reversed(shown.lines) if line.path}
        assert shown.anchors
        for path, span in shown.anchors.items():
            assert shown.text[span.start : span.end] == lines[path]


@pytest.mark.parametrize("name", ["newrx_2017071.xml", "bundle.json", "call.txt", "note_labelled.txt"])
def test_that_the_directions_stand_in_the_view_letter_by_letter(name: str) -> None:
    raw = read_all(sample(name))[0]
    shown = view(name, sample(name), raw)
    span = shown.anchors[raw.provenance["sig"]]
    assert shown.text[span.start : span.end] == raw.sig


def test_that_directions_of_several_parts_stand_in_one_line() -> None:
    data = sample("bundle.json")
    raw = read_all(data)[1]
    shown = view("f", data, raw)
    span = shown.anchors[raw.provenance["sig"]]
    assert shown.text[span.start : span.end] == raw.sig


def test_that_nothing_of_a_script_message_is_left_out() -> None:
    shown = views(newrx())[0]
    for value in ("HRB0000042", "Hives", "258703001", "FH-881", "1093817465", "Chartwright", "99999112233"):
        assert value in shown.text


def test_that_the_prescription_comes_first_and_the_header_last() -> None:
    headings = [line.label for line in views(newrx())[0].lines if line.heading]
    assert headings[0] == "Prescription"
    assert headings[-1] == "Message"


def test_that_line_breaks_in_values_keep_their_length() -> None:
    raw = read_one(newrx())
    shown = view("f", newrx(), raw)
    span = shown.anchors[raw.provenance["notes[0]"]]
    assert shown.text[span.start : span.end] == "Blister pack, please"


def test_that_markup_in_a_value_is_shown_as_it_is() -> None:
    data = newrx("Harrow", "&lt;b&gt;Harrow&lt;/b&gt;")
    assert "<b>Harrow</b>" in views(data)[0].text


def test_that_codes_are_explained_beside_the_verbatim_value() -> None:
    text = views(newrx())[0].text
    assert "Quantity unit (tablet): C48542" in text
    assert "Substitution (not allowed): 1" in text


def test_that_another_order_of_the_bundle_never_looks_like_this_one() -> None:
    first = views(sample("bundle.json"))[0]
    here = first.text[: first.text.index("ALSO IN THE MESSAGE")]
    assert "Prednisone" not in here
    assert "Aspirin" not in here
    assert "Prednisone" in first.text
    assert "Aspirin" in first.text


@pytest.mark.parametrize("data", [b"", b"<Message", b"\x89PNG\x00\x01", b"{", b"MSH|^~\\&|", b"hello"])
def test_that_an_unreadable_message_still_has_something_to_look_at(data: bytes) -> None:
    raw = read_one(data)
    shown = view("f", data, raw)
    assert shown.title.endswith("could not be read")
    assert bool(shown.text) == bool(data)


@given(st.binary(max_size=300))
def test_that_a_view_never_fails_and_its_anchors_lie_inside(data: bytes) -> None:
    for shown in views(data):
        assert all(0 <= a.start <= a.end <= len(shown.text) for a in shown.anchors.values())
