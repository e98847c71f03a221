"""Near misses: kept, found, changed only over what was seen, never deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.core.model.errors import BugError, StaleCaseError
from app.core.model.quality import EventClass, EventFilter, EventType, QualityEvent
from app.core.records import Records

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
AddCase = Callable[..., int]
MakeEvent = Callable[..., QualityEvent]


def test_that_an_event_comes_back_as_it_was_kept(records: Records, add_case: AddCase, make_event: MakeEvent) -> None:
    with records.transaction() as tx:
        event = make_event(add_case(tx))
        added = tx.events.add(event)
    assert added == event.model_copy(update={"id": added.id, "version": 1})
    with records.reading() as tx:
        assert tx.events.get(added.id) == added


def test_that_filters_narrow_the_list_and_its_count(records: Records, add_case: AddCase, make_event: MakeEvent) -> None:
    with records.transaction() as tx:
        case = add_case(tx)
        near = tx.events.add(make_event(case))
        edit = tx.events.add(make_event(case, classification=EventClass.EDIT, type=EventType.OTHER, drug="warfarin"))
        seen = tx.events.add(make_event(case, reviewed_at=NOW, reviewed_by="Ann Lee"))
        old = tx.events.add(make_event(case, happened_at=NOW - timedelta(days=1), was="5 mg", became="0.5 mg"))
    expected = {
        EventFilter(): [old, seen, edit, near],
        EventFilter(classification=EventClass.NEAR_MISS): [old, seen, near],
        EventFilter(type=EventType.OTHER): [edit],
        EventFilter(unreviewed_only=True): [old, edit, near],
        EventFilter(since=NOW): [seen, edit, near],
        EventFilter(text="warf"): [edit],
        EventFilter(text="amox 0.5"): [old],
        EventFilter(text="rx100001"): [old, seen, edit, near],
        EventFilter(text="arfarin"): [],
    }
    with records.reading() as tx:
        for shown, events in expected.items():
            assert tx.events.page(shown) == tuple(events)
            assert tx.events.count(shown) == len(events)
        assert tx.cases.counts(NOW).near_misses == 2
        assert tx.cases.counts(NOW).interventions == 0


def test_that_pages_go_back_in_time(records: Records, add_case: AddCase, make_event: MakeEvent) -> None:
    with records.transaction() as tx:
        case = add_case(tx)
        ids = [tx.events.add(make_event(case)).id for _ in range(5)]
        first = tx.events.page(EventFilter(), 2)
        second = tx.events.page(EventFilter(), 2, first[-1].id)
        third = tx.events.page(EventFilter(), 2, second[-1].id)
    assert [e.id for e in (*first, *second, *third)] == ids[::-1]


def test_that_a_stale_review_is_refused(records: Records, add_case: AddCase, make_event: MakeEvent) -> None:
    with records.transaction() as tx:
        seen = tx.events.add(make_event(add_case(tx)))
    with records.transaction() as tx:
        changed = tx.events.update(seen.model_copy(update={"classification": EventClass.EDIT}))
        assert changed.version == 2
    with pytest.raises(StaleCaseError), records.transaction() as tx:
        tx.events.update(seen.model_copy(update={"review_note": "mine"}))
    with records.reading() as tx:
        assert tx.events.get(seen.id) == changed
        assert tx.events.count(EventFilter(classification=EventClass.EDIT)) == 1


def test_that_the_database_itself_refuses_to_delete_an_event(
    records: Records, add_case: AddCase, make_event: MakeEvent
) -> None:
    with records.transaction() as tx:
        event = tx.events.add(make_event(add_case(tx)))
    with pytest.raises(BugError), records.transaction() as tx:
        tx._session.execute(text("DELETE FROM quality_event"))
    with records.reading() as tx:
        assert tx.events.get(event.id) == event


def test_that_an_event_of_no_case_is_refused(records: Records, make_event: MakeEvent) -> None:
    with pytest.raises(BugError), records.transaction() as tx:
        tx.events.add(make_event(9))
    with pytest.raises(BugError), records.reading() as tx:
        tx.events.get(9)
