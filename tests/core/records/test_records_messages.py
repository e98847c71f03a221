"""Received messages: kept unchanged, recognised again, never lost."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.model.errors import BugError, KnownError
from app.core.records import MessageStatus, Records

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=2000), name=st.text(max_size=60))
def test_that_any_bytes_under_any_name_come_back_unchanged(records: Records, data: bytes, name: str) -> None:
    with records.transaction() as tx:
        receipt = tx.messages.store(name, data, NOW, "import", 1)
    with records.reading() as tx:
        assert tx.messages.bytes_of(receipt.id) == data
    assert receipt.sha256 == hashlib.sha256(data).hexdigest()


def test_that_a_file_name_which_is_not_utf8_is_kept_readable(records: Records) -> None:
    name = b"caf\xe9.xml".decode("utf-8", "surrogateescape")
    with records.transaction() as tx:
        receipt = tx.messages.store(name, b"x", NOW, "import", None)
    with records.reading() as tx:
        assert tx.messages.name_of(receipt.id) == "caf\\udce9.xml"


def test_that_the_same_bytes_again_give_a_receipt_that_points_to_the_first(records: Records) -> None:
    with records.transaction() as tx:
        first = tx.messages.store("a.xml", b"same", NOW, "import", 1)
        again = tx.messages.store("b.xml", b"same", NOW, "import", 1)
        third = tx.messages.store("c.xml", b"same", NOW, "import", 1)
    assert first.duplicate_of is None
    assert (again.duplicate_of, third.duplicate_of) == (first.id, first.id)
    with records.reading() as tx:
        assert tx.messages.bytes_of(again.id) == b"same"
        assert tx.messages.get(again.id).status is MessageStatus.DUPLICATE
        assert tx.messages.get(again.id).duplicate_of == first.id
        assert tx.messages.name_of(again.id) == "b.xml"


def test_that_unread_messages_are_found_until_they_are_marked(records: Records) -> None:
    with records.transaction() as tx:
        ids = [tx.messages.store(f"{n}", bytes([n]), NOW, "import", 1).id for n in range(3)]
        tx.messages.store("again", bytes([0]), NOW, "import", 1)
        tx.messages.mark(ids[1], MessageStatus.READ, "NewRx")
    with records.reading() as tx:
        assert tx.messages.unread(10) == (ids[0], ids[2])
        assert tx.messages.unread(1) == (ids[0],)


def test_that_the_tray_shows_the_reason_and_the_newest_first(records: Records) -> None:
    with records.transaction() as tx:
        ids = [tx.messages.store(f"{n}.xml", bytes([n]), NOW, "import", 1).id for n in range(3)]
        for one in ids:
            tx.messages.mark(one, MessageStatus.UNREADABLE, "script", f"line {one} is broken")
    with records.reading() as tx:
        rows = tx.messages.unreadable(2)
        assert [row.id for row in rows] == [ids[2], ids[1]]
        assert rows[0].reason == f"line {ids[2]} is broken"
        assert (rows[0].file, rows[0].size, rows[0].kind, rows[0].received_at) == ("2.xml", 1, "script", NOW)
        assert [row.id for row in tx.messages.unreadable(2, offset=2)] == [ids[0]]
        assert tx.messages.count_unreadable() == 3


def test_that_one_message_id_with_other_bytes_is_found_as_a_conflict(records: Records) -> None:
    with records.transaction() as tx:
        first = tx.messages.store("a", b"one", NOW, "import", 1)
        other = tx.messages.store("b", b"two", NOW, "import", 1)
        elsewhere = tx.messages.store("c", b"three", NOW, "import", 1)
        tx.messages.mark(first.id, MessageStatus.READ, sender="Clinic A", external_id="M1")
        tx.messages.mark(other.id, MessageStatus.READ, sender="Clinic A", external_id="M1")
        tx.messages.mark(elsewhere.id, MessageStatus.READ, sender="Clinic B", external_id="M1")
    with records.reading() as tx:
        same = tx.messages.same_message_id("Clinic A", "M1")
        assert same == ((first.id, first.sha256), (other.id, other.sha256))
        assert tx.messages.same_message_id(None, "M1") == ()


def test_that_marking_again_keeps_sender_and_message_id(records: Records) -> None:
    with records.transaction() as tx:
        one = tx.messages.store("a", b"one", NOW, "import", 1)
        tx.messages.mark(one.id, MessageStatus.READ, sender="Clinic A", external_id="M1")
        tx.messages.mark(one.id, MessageStatus.UNREADABLE, "script", "second thoughts")
        assert tx.messages.get(one.id).message_id == "M1"
        assert tx.messages.get(one.id).sender == "Clinic A"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE message_body SET data = 'x'",
        "DELETE FROM message_body",
        "DELETE FROM message",
        "UPDATE message SET name = 'x'",
        "UPDATE message SET received_at = '2020-01-01'",
    ],
)
def test_that_the_database_itself_refuses_to_change_what_came_in(records: Records, change: str) -> None:
    with records.transaction() as tx:
        receipt = tx.messages.store("a", b"as it came", NOW, "import", 1)
    with pytest.raises(BugError), records.transaction() as tx:
        tx._session.execute(text(change))
    with records.reading() as tx:
        assert tx.messages.bytes_of(receipt.id) == b"as it came"


def test_that_bytes_which_no_longer_fit_their_hash_are_not_handed_out(records: Records) -> None:
    with records.transaction() as tx:
        receipt = tx.messages.store("a", b"as it came", NOW, "import", 1)
        on = " ON message_body" if tx._session.get_bind().dialect.name == "postgresql" else ""
        tx._session.execute(text(f"DROP TRIGGER kept_message_body_3{on}"))
        tx._session.execute(text("UPDATE message_body SET data = :data"), {"data": b"altered"})
    with pytest.raises(KnownError) as caught, records.reading() as tx:
        tx.messages.bytes_of(receipt.id)
    assert caught.value.code == "database_damaged"


def test_that_a_message_nobody_stored_is_an_error(records: Records) -> None:
    for read in ("bytes_of", "name_of", "get"):
        with pytest.raises(BugError), records.reading() as tx:
            getattr(tx.messages, read)(99)
