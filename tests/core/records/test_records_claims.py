"""Claims: one holder at a time, until the lease is given back, runs out or is taken over."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.core.model.case import ClaimView, QueueFilter
from app.core.model.clock import FixedClock
from app.core.records import Records, Tx

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
AddCase = Callable[..., int]


def _holders(tx: Tx) -> list[str | None]:
    return [row.claimed_by for row in tx.cases.page(QueueFilter()).rows]


def test_that_the_second_to_ask_is_told_who_holds_the_case(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        case = add_case(tx)
        mine = tx.cases.claim(case, 7, "Jo Doe", "JD", NOW, 10)
        theirs = tx.cases.claim(case, 8, "Sam Poe", "SP", NOW + timedelta(minutes=9), 10)
    assert mine == theirs == ClaimView(user_id=7, name="Jo Doe", initials="JD", since=NOW)


def test_that_a_renewed_claim_keeps_its_beginning_and_lasts_longer(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        case = add_case(tx)
        tx.cases.claim(case, 7, "Jo Doe", "JD", NOW, 10)
        renewed = tx.cases.claim(case, 7, "Jo Doe", "JD", NOW + timedelta(minutes=9), 10)
        later = tx.cases.claim(case, 8, "Sam Poe", "SP", NOW + timedelta(minutes=18), 10)
    assert renewed.since == NOW
    assert later.user_id == 7


def test_that_a_claim_that_ran_out_is_free(records: Records, add_case: AddCase, clock: FixedClock) -> None:
    with records.transaction() as tx:
        case = add_case(tx)
        tx.cases.claim(case, 7, "Jo Doe", "JD", NOW, 10)
        assert _holders(tx) == ["Jo Doe"]
        clock.advance(timedelta(minutes=10))
        assert _holders(tx) == [None]
        assert tx.cases.load(case).claim is None
        assert tx.cases.claim(case, 8, "Sam Poe", "SP", clock.now(), 10).since == clock.now()
        assert _holders(tx) == ["Sam Poe"]


def test_that_only_the_holder_gives_a_claim_back(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        case = add_case(tx)
        tx.cases.claim(case, 7, "Jo Doe", "JD", NOW, 10)
        assert not tx.cases.release(case, 8)
        assert tx.cases.load(case).claim is not None
        assert tx.cases.release(case, 7)
        assert tx.cases.load(case).claim is None
        assert not tx.cases.release(case, 7)


def test_that_a_takeover_ends_the_other_claim(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        case = add_case(tx)
        tx.cases.claim(case, 7, "Jo Doe", "JD", NOW, 10)
        taken = tx.cases.take_over(case, 9, "Ann Lee", "AL", NOW, 10)
        assert taken.user_id == 9
        assert tx.cases.claim(case, 7, "Jo Doe", "JD", NOW, 10).user_id == 9


def test_that_leaving_gives_everything_back(records: Records, add_case: AddCase) -> None:
    with records.transaction() as tx:
        cases = [add_case(tx) for _ in range(3)]
        for case in cases[:2]:
            tx.cases.claim(case, 7, "Jo Doe", "JD", NOW, 10)
        tx.cases.claim(cases[2], 8, "Sam Poe", "SP", NOW, 10)
        assert tx.cases.release_all(7) == 2
        assert _holders(tx) == [None, None, "Sam Poe"]


def test_that_a_race_for_a_case_has_one_winner(url: str, add_case: AddCase) -> None:
    desks = [Records.open(url, FixedClock(NOW)) for _ in range(2)]
    with desks[0].transaction() as tx:
        cases = [add_case(tx) for _ in range(20)]
    start = threading.Barrier(2)
    told: dict[int, list[int]] = {}

    def work(user: int) -> None:
        start.wait()
        for case in cases:
            with desks[user].transaction() as tx:
                view = tx.cases.claim(case, user, f"user {user}", "U", NOW, 10)
            told.setdefault(user, []).append(view.user_id)

    threads = [threading.Thread(target=work, args=(user,)) for user in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told[0] == told[1]
    assert len(told[0]) == len(cases)
    for desk in desks:
        desk.close()
