"""Whatever arrives: an answer, never an exception; and nothing that was not in the message."""

from __future__ import annotations

import json
import pickle

from hypothesis import given, settings
from hypothesis import strategies as st
from intake_messages import newrx, order, read_all, sample

from app.core.intake import row, view
from app.core.model.raw import RawPrescription, ReadStatus

XML, JSON, TEXT = newrx(), sample("bundle.json"), sample("call.txt")
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from([*sorted(order()), "substitution", "note", "reasonCode", "contained", "doNotPerform", "text"])


def sound(rows: tuple[RawPrescription, ...], data: bytes) -> None:
    assert rows
    for raw in rows:
        assert (raw.status is ReadStatus.REFUSED) == bool(raw.reason)
        json.dumps(row(raw))
        assert pickle.loads(pickle.dumps(raw)) == raw
        shown = view("f", data, raw)
        assert all(0 <= a.start <= a.end <= len(shown.text) for a in shown.anchors.values())


@st.composite
def mutated(draw: st.DrawFn, base: bytes) -> bytes:
    """The message with a few pieces cut, doubled or overwritten."""
    data = base
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, max(len(data) - 1, 0)))
        end = min(len(data), start + draw(st.integers(0, 60)))
        piece = draw(
            st.sampled_from([b"", data[start:end] * 2, b"<a>", b"</a>", b'"', b"{}", b"\xff", b"0", b"&#x202e;", b"\n"])
        )
        data = data[:start] + piece + data[end:]
    return data


@given(st.binary(max_size=400))
def test_that_any_bytes_get_an_answer(data: bytes) -> None:
    sound(read_all(data), data)


@given(st.text(max_size=300))
def test_that_any_text_gets_an_answer(text: str) -> None:
    data = text.encode("utf-8", errors="surrogatepass")
    sound(read_all(data), data)


@settings(max_examples=150)
@given(mutated(XML))
def test_that_mutated_xml_gets_an_answer(data: bytes) -> None:
    sound(read_all(data), data)


@settings(max_examples=100)
@given(mutated(JSON))
def test_that_mutated_json_gets_an_answer(data: bytes) -> None:
    sound(read_all(data), data)


@settings(max_examples=150)
@given(mutated(TEXT))
def test_that_a_mutated_note_gets_an_answer(data: bytes) -> None:
    sound(read_all(data), data)


@settings(max_examples=150)
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=3))
def test_that_values_of_any_type_get_an_answer(changes: dict[str, object]) -> None:
    data = json.dumps(order() | changes).encode()
    sound(read_all(data), data)


@st.composite
def disturbed(draw: st.DrawFn) -> bytes:
    """The bundle with the value at one random place replaced by any other."""
    whole = json.loads(JSON)
    here = whole
    while True:
        key = draw(st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here))))
        if not isinstance(here[key], dict | list) or not here[key] or draw(st.integers(0, 5)) == 0:
            here[key] = draw(VALUES)
            return json.dumps(whole).encode()
        here = here[key]


@settings(max_examples=150)
@given(disturbed())
def test_that_any_value_at_any_place_of_a_bundle_gets_an_answer(data: bytes) -> None:
    sound(read_all(data), data)


@given(mutated(XML))
def test_that_no_field_holds_what_the_message_does_not(data: bytes) -> None:
    for raw in read_all(data):
        for value in (raw.drug.text, raw.sig, raw.quantity.value, raw.prescriber.npi):
            text = view("f", data, raw).source
            assert value is None or value.split()[0] in text or "&" in text
