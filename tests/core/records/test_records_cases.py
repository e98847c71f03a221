"""Cases: kept whole, saved only over what was seen, found and listed in queue order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.model.case import (
    CaseStatus,
    Confirmation,
    Disposition,
    Processed,
    QueueCursor,
    QueueFilter,
)
from app.core.model.errors import BugError, StaleCaseError
from app.core.model.people import PatientProfile
from app.core.records import NewCase, Records, StoredCase, Tx

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
AddCase = Callable[..., int]
on_one_database = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def _close(tx: Tx, case_id: int, status: CaseStatus = CaseStatus.VERIFIED) -> StoredCase:
    case = tx.cases.load(case_id).model_copy(update={"status": status})
    tx.cases.save(case)
    return case


def test_that_a_case_comes_back_with_every_part_of_its_document(
    records: Records, add_case: AddCase, processed: Processed
) -> None:
    promise = NOW + timedelta(hours=2)
    with records.transaction() as tx:
        case_id = add_case(tx, promise_at=promise, disposition=Disposition.STOPPED)
    with records.reading() as tx:
        case = tx.cases.load(case_id)
    assert case.content.raw == processed.raw
    assert case.content.raw_view == processed.view
    assert case.content.read_order == case.content.order == processed.order
    assert case.content.fields == processed.fields
    assert case.content.checks == processed.checks
    assert case.content.facts == processed.facts
    assert (case.content.disposition, case.content.engine) == (Disposition.STOPPED, "grammar 1")
    assert (case.prescription_number, case.fill_number, case.version) == ("RX100001", 1, 1)
    assert (case.status, case.promise_at, case.received_at) == (CaseStatus.WAITING, promise, NOW)
    assert case.claim is None


def test_that_a_saved_case_carries_the_change_and_a_new_version(
    records: Records, add_case: AddCase, confirmation: Confirmation
) -> None:
    with records.transaction() as tx:
        seen = tx.cases.load(add_case(tx))
    content = seen.content.model_copy(update={"confirmations": (confirmation,), "disposition": Disposition.ATTENTION})
    change = {"content": content, "status": CaseStatus.ON_HOLD, "status_note": "call back", "doubts": 2}
    with records.transaction() as tx:
        assert tx.cases.save(seen.model_copy(update=change)) == 2
    with records.reading() as tx:
        assert tx.cases.load(seen.id) == seen.model_copy(update={**change, "version": 2})
        assert tx.cases.page(QueueFilter()).rows[0].disposition is Disposition.ATTENTION


def test_that_saving_over_somebody_elses_change_is_refused(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        seen = tx.cases.load(add_case(tx))
    with records.transaction() as tx:
        tx.cases.save(seen.model_copy(update={"why_here": "theirs"}))
    with pytest.raises(StaleCaseError) as caught, records.transaction() as tx:
        tx.cases.save(seen.model_copy(update={"why_here": "mine"}))
    assert "theirs is" in caught.value.safe
    with records.reading() as tx:
        assert tx.cases.load(seen.id).why_here == "theirs"


def test_that_a_change_of_the_document_alone_counts_as_a_change(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        seen = tx.cases.load(add_case(tx))
        content = seen.content.model_copy(update={"engine": "grammar 2"})
        tx.cases.save(seen.model_copy(update={"content": content}))
        with pytest.raises(StaleCaseError):
            tx.cases.save(seen)


def test_that_opening_a_case_does_not_make_it_stale(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        seen = tx.cases.load(add_case(tx))
        tx.cases.claim(seen.id, 7, "Jo Doe", "JD", NOW, 10)
        assert tx.cases.save(seen) == 2


def test_that_the_most_urgent_and_soonest_promised_come_first(records: Records, add_case: AddCase) -> None:
    hour = timedelta(hours=1)
    with records.transaction() as tx:
        never = add_case(tx, priority=5)
        late = add_case(tx, priority=5, promise_at=NOW + 3 * hour)
        soon = add_case(tx, priority=5, promise_at=NOW + hour)
        urgent = add_case(tx, priority=1)
        twin = add_case(tx, priority=5, promise_at=NOW + hour)
    with records.reading() as tx:
        page = tx.cases.page(QueueFilter())
    assert [row.id for row in page.rows] == [urgent, soon, twin, late, never]
    assert page.rows[-1].promise_at is None
    assert (page.total, page.next) == (5, None)


_keys = st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(0, 3)))


@on_one_database
@given(before=st.lists(_keys, max_size=12), between=st.lists(_keys, max_size=6), limit=st.integers(1, 5))
def test_that_pages_show_each_case_once_and_in_order_while_others_arrive(
    trial: Callable[[], AbstractContextManager[Tx]],
    add_case: AddCase,
    before: list[tuple[int, int | None]],
    between: list[tuple[int, int | None]],
    limit: int,
) -> None:
    def add(tx: Tx, key: tuple[int, int | None]) -> int:
        priority, hours = key
        promise = None if hours is None else NOW + timedelta(hours=hours)
        return add_case(tx, priority=priority, promise_at=promise)

    arriving = list(between)
    seen: list[int] = []
    cursor: QueueCursor | None = None
    with trial() as tx:
        there = [add(tx, key) for key in before]
        while True:
            page = tx.cases.page(QueueFilter(), cursor, limit)
            assert len(page.rows) <= limit
            seen += [row.id for row in page.rows]
            cursor = page.next
            if cursor is None:
                break
            if arriving:
                add(tx, arriving.pop())
        assert len(seen) == len(set(seen))
        assert set(there) <= set(seen)
        ranks = {row.id: n for n, row in enumerate(tx.cases.page(QueueFilter(), None, 100).rows)}
        assert [ranks[one] for one in seen] == sorted(ranks[one] for one in seen)


def test_that_an_empty_filter_shows_open_cases_only(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        ids = {status: add_case(tx) for status in CaseStatus}
        for status, case_id in ids.items():
            _close(tx, case_id, status)
    with records.reading() as tx:
        shown = {row.id for row in tx.cases.page(QueueFilter()).rows}
        assert shown == set(ids.values()) - {ids[CaseStatus.VERIFIED], ids[CaseStatus.REFUSED]}
        for status, case_id in ids.items():
            assert [row.id for row in tx.cases.page(QueueFilter(statuses=(status,))).rows] == [case_id]
        both = QueueFilter(statuses=(CaseStatus.VERIFIED, CaseStatus.WAITING))
        assert tx.cases.count(both) == 2


def test_that_dispositions_filter_the_queue(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        add_case(tx, disposition=Disposition.READY)
        stopped = add_case(tx, disposition=Disposition.STOPPED)
        shown = tx.cases.page(QueueFilter(dispositions=(Disposition.STOPPED,)))
    assert [row.id for row in shown.rows] == [stopped]
    assert shown.total == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nes", {"alma"}),
        ("NES AL", {"alma"}),
        ("amox", {"alma", "zoe"}),
        ("amox par", {"zoe"}),
        ("500", {"alma", "zoe"}),
        ("2.5", {"jose"}),
        ("RX100002", {"zoe"}),
        ("100002", {"zoe"}),
        ("rx1000", {"alma", "zoe", "jose"}),
        ("josé", {"jose"}),
        ("jose", {"jose"}),
        ("estor", set()),
        ("%", set()),
        ("  ", {"alma", "zoe", "jose"}),
        ("amox lisin", set()),
    ],
)
@pytest.mark.parametrize("closed", [False, True])
def test_that_each_typed_word_begins_a_word_of_the_case(
    records: Records, add_case: AddCase, typed: str, found: set[str], *, closed: bool
) -> None:
    with records.transaction() as tx:
        ids = {
            "alma": add_case(tx, patient="Alma Nestor", drug="amoxicillin 500 mg capsule"),
            "zoe": add_case(tx, patient="Zoe Park", drug="amoxicillin 500 mg capsule"),
            "jose": add_case(tx, patient="José Ruiz", drug="lisinopril 2.5 mg tablet"),
        }
        for case_id in ids.values():
            if closed:
                _close(tx, case_id)
        statuses = (CaseStatus.VERIFIED,) if closed else ()
        page = tx.cases.page(QueueFilter(text=typed, statuses=statuses))
    assert {row.id for row in page.rows} == {ids[name] for name in found}
    assert page.total == len(found)


def test_that_a_corrected_name_is_found_and_the_wrong_one_is_not(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        case = tx.cases.load(add_case(tx, patient="Alma Nester"))
        tx.cases.save(case.model_copy(update={"patient": "Alma Nestor"}))
        assert tx.cases.count(QueueFilter(text="nestor")) == 1
        assert tx.cases.count(QueueFilter(text="nester")) == 0


def test_that_open_cases_of_a_patient_are_listed(records: Records, add_case: AddCase, profile: PatientProfile) -> None:
    with records.transaction() as tx:
        patient = tx.people.add(profile).id
        later, first, closed = (add_case(tx, patient_id=patient, priority=p) for p in (5, 2, 1))
        add_case(tx)
        _close(tx, closed)
        assert [row.id for row in tx.cases.open_of_patient(patient or 0)] == [first, later]


def test_that_the_next_case_is_the_one_behind_this_one(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        first, second, third = (add_case(tx, priority=p) for p in (1, 2, 3))
        assert tx.cases.next_after(None, 7, NOW) == first
        assert tx.cases.next_after(first, 7, NOW) == second
        assert tx.cases.next_after(second, 7, NOW) == third
        assert tx.cases.next_after(third, 7, NOW) == first


def test_that_the_next_case_is_never_taken_closed_or_the_same(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        here, held, taken, mine = (add_case(tx, priority=p) for p in (1, 2, 3, 4))
        _close(tx, held, CaseStatus.ON_HOLD)
        tx.cases.claim(taken, 8, "Sam Poe", "SP", NOW, 10)
        tx.cases.claim(mine, 7, "Jo Doe", "JD", NOW, 10)
        assert tx.cases.next_after(here, 7, NOW) == mine
        assert tx.cases.next_after(here, 7, NOW + timedelta(minutes=10)) == taken
        _close(tx, mine)
        assert tx.cases.next_after(here, 7, NOW) is None


def test_that_the_counts_of_a_shift_are_those_since_its_beginning(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        add_case(tx)
        add_case(tx, disposition=Disposition.STOPPED)
        _close(tx, add_case(tx, disposition=Disposition.STOPPED))
        counts = tx.cases.counts(NOW)
    assert (counts.waiting, counts.stopped, counts.verified) == (2, 1, 0)


def test_that_a_case_nobody_added_is_an_error(records: Records, add_case: AddCase, processed: Processed) -> None:
    orphan = NewCase(fill_id=9, priority=1, received_at=NOW, patient="", drug="", why_here="", processed=processed)
    with records.transaction() as tx:
        case = tx.cases.load(add_case(tx)).model_copy(update={"id": 99})
    asks: tuple[Callable[[Tx], object], ...] = (
        lambda tx: tx.cases.load(99),
        lambda tx: tx.cases.save(case),
        lambda tx: tx.cases.claim(99, 7, "Jo Doe", "JD", NOW, 10),
        lambda tx: tx.cases.add(orphan),
    )
    for ask in asks:
        with pytest.raises(BugError), records.transaction() as tx:
            ask(tx)


def test_that_a_time_without_a_zone_is_never_stored(records: Records, add_case: AddCase) -> None:
    with pytest.raises(BugError), records.transaction() as tx:
        add_case(tx, promise_at=datetime(2026, 3, 2, 14, 0))  # noqa: DTZ001 - the naive time is the point


def test_that_times_of_another_zone_come_back_in_utc(records: Records, add_case: AddCase) -> None:
    eastern = timezone(timedelta(hours=-5))
    with records.transaction() as tx:
        case_id = add_case(tx, promise_at=datetime(2026, 3, 2, 11, 30, tzinfo=eastern))
    with records.reading() as tx:
        promise = tx.cases.load(case_id).promise_at
    assert promise == datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    assert promise.utcoffset() == timedelta(0)
