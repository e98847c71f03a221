"""Prescriptions and fills: numbered without gaps, kept apart, never overwritten blindly."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from app.core.model.case import Processed
from app.core.model.clock import FixedClock
from app.core.model.errors import BugError, StaleCaseError
from app.core.model.people import PatientProfile
from app.core.records import FillStatus, Records, Tx


def _add(tx: Tx, processed: Processed, patient_id: int | None = None) -> int:
    return tx.prescriptions.add(
        patient_id=patient_id,
        message_id=None,
        drug="amoxicillin 500 mg capsule",
        authorised=3,
        date_written=processed.order.date_written,
        order=processed.order,
    )


def test_that_numbers_count_up_without_gaps_over_rollbacks(
    records: Records, processed: Processed, trial: Callable[[], AbstractContextManager[Tx]]
) -> None:
    with records.transaction() as tx:
        first = tx.prescriptions.get(_add(tx, processed)).number
    with trial() as tx:
        _add(tx, processed)
    with records.transaction() as tx:
        second = tx.prescriptions.get(_add(tx, processed)).number
    assert (first, second) == ("RX100001", "RX100002")


def test_that_a_prescription_comes_back_as_it_was_kept(records: Records, processed: Processed) -> None:
    with records.transaction() as tx:
        one = _add(tx, processed)
    with records.reading() as tx:
        kept = tx.prescriptions.get(one)
        assert kept.order == processed.order
        assert (kept.authorised, kept.remaining, kept.ingredient) == (3, 3, "amoxicillin")
        assert tx.prescriptions.by_number(" rx100001 ") == kept
        assert tx.prescriptions.by_number("RX1") is None


def test_that_fills_of_a_prescription_are_numbered_from_one(records: Records, processed: Processed) -> None:
    with records.transaction() as tx:
        one, other = _add(tx, processed), _add(tx, processed)
        numbers = [tx.prescriptions.add_fill(p)[1] for p in (one, one, other, one)]
    assert numbers == [1, 2, 1, 3]


def test_that_a_fill_moves_through_its_states(records: Records, processed: Processed) -> None:
    with records.transaction() as tx:
        fill, _ = tx.prescriptions.add_fill(_add(tx, processed))
        assert tx.prescriptions.fill_status(fill) is FillStatus.PENDING
        tx.prescriptions.set_fill_status(fill, FillStatus.VERIFIED)
    with records.reading() as tx:
        assert tx.prescriptions.fill_status(fill) is FillStatus.VERIFIED


def test_that_history_shows_a_patients_fills_newest_first(
    records: Records, processed: Processed, profile: PatientProfile, clock: FixedClock
) -> None:
    with records.transaction() as tx:
        patient, other = (tx.people.add(profile).id for _ in range(2))
        _, elsewhere = _add(tx, processed, patient), _add(tx, processed, other)
        prescription = _add(tx, processed, patient)
        first, _ = tx.prescriptions.add_fill(prescription)
        tx.prescriptions.add_fill(elsewhere)
        clock.advance(timedelta(days=30))
        second, _ = tx.prescriptions.add_fill(prescription)
    with records.reading() as tx:
        lines = tx.prescriptions.fills_of(patient or 0)
        assert [line.fill_id for line in lines] == [second, first]
        assert lines[0].at - lines[1].at == timedelta(days=30)
        assert (lines[0].ingredient, lines[0].fill_number) == ("amoxicillin", 2)
        assert len(tx.prescriptions.fills_of(patient or 0, limit=1)) == 1


def test_that_a_stale_prescription_is_refused(records: Records, processed: Processed) -> None:
    with records.transaction() as tx:
        seen = tx.prescriptions.get(_add(tx, processed))
    with records.transaction() as tx:
        changed = tx.prescriptions.update(seen.model_copy(update={"authorised": 1, "remaining": 1}))
        assert changed.version == 2
    with pytest.raises(StaleCaseError), records.transaction() as tx:
        tx.prescriptions.update(seen)
    with records.transaction() as tx:
        tx.prescriptions.set_remaining(seen.id, 0)
    with records.reading() as tx:
        assert tx.prescriptions.get(seen.id).remaining == 0
        assert tx.prescriptions.get(seen.id).authorised == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda tx: tx.prescriptions.get(9),
        lambda tx: tx.prescriptions.add_fill(9),
        lambda tx: tx.prescriptions.fill_status(9),
    ],
)
def test_that_a_number_nobody_gave_is_an_error(records: Records, ask: Callable[[Tx], object]) -> None:
    with pytest.raises(BugError), records.transaction() as tx:
        ask(tx)
