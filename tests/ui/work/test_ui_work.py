"""The worker pool: what becomes of a call, in every way that it can end."""

from __future__ import annotations

import logging
import threading

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from app.core.model.errors import BugError, KnownError
from app.ui.work import Job, Lane, Latest, Progress, Work


class Gate:
    """A call that waits until the test lets it go on."""

    def __init__(self) -> None:
        self.started = threading.Event()
        self.go = threading.Event()

    def __call__(self, answer: object = None) -> object:
        self.started.set()
        assert self.go.wait(10)
        return answer


def ended(job: Job) -> list[str]:
    """Notes every ending of a job."""
    seen: list[str] = []
    job.finished.connect(lambda _: seen.append("finished"))
    job.failed.connect(lambda _: seen.append("failed"))
    job.cancelled.connect(lambda: seen.append("cancelled"))
    return seen


def test_that_a_result_arrives_on_the_gui_thread(qtbot: QtBot, work: Work) -> None:
    here = threading.get_ident()
    ran_on: list[int] = []

    def call(a: int, b: int) -> int:
        ran_on.append(threading.get_ident())
        return a + b

    came_on: list[object] = []
    job = work.submit(Lane.DB, call, 2, b=3)
    job.finished.connect(lambda _: came_on.append(QThread.currentThread()))
    with qtbot.waitSignal(job.finished) as finished:
        pass
    assert finished.args == [5]
    assert ran_on != [here]
    assert came_on == [work.thread()]


def test_that_the_database_lane_keeps_the_order_of_calls(qtbot: QtBot, work: Work) -> None:
    order: list[int] = []
    jobs = [work.submit("db", order.append, n) for n in range(20)]
    qtbot.waitUntil(lambda: jobs[-1].is_over)
    assert order == list(range(20))


def test_that_input_and_output_do_not_wait_for_the_database(qtbot: QtBot, work: Work) -> None:
    gate = Gate()
    slow = work.submit(Lane.DB, gate)
    with qtbot.waitSignal(work.submit(Lane.IO, lambda: "read").finished) as finished:
        pass
    assert finished.args == ["read"]
    assert not slow.is_over
    gate.go.set()
    qtbot.waitUntil(lambda: slow.is_over)


def test_that_an_error_of_the_surroundings_arrives_unchanged(qtbot: QtBot, work: Work) -> None:
    full = KnownError("DISK-FULL", "The disk is full.", "Nothing was lost.", "Free some space.")

    def call() -> None:
        raise full

    with qtbot.waitSignal(work.submit(Lane.DB, call).failed) as failed:
        pass
    assert failed.args == [full]


def test_that_an_unexpected_error_becomes_a_bug_with_a_code_and_is_logged_without_its_words(
    qtbot: QtBot, work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    def call() -> None:
        raise ValueError("NESTOR, Alma has a penicillin allergy")

    with caplog.at_level(logging.ERROR), qtbot.waitSignal(work.submit(Lane.IO, call).failed) as failed:
        pass
    (error,) = failed.args or [None]
    assert isinstance(error, BugError)
    assert error.code.startswith("BUG-")
    assert error.code in error.next_step
    assert error.code in caplog.text
    assert "ValueError" in caplog.text
    assert "test_ui_work.py" in caplog.text
    assert "NESTOR" not in caplog.text + error.text()


def test_that_the_same_bug_has_the_same_code(qtbot: QtBot, work: Work) -> None:
    def call(words: str) -> None:
        raise RuntimeError(words)

    codes = set()
    for words in ("one", "two"):
        with qtbot.waitSignal(work.submit(Lane.IO, call, words).failed) as failed:
            pass
        codes.add((failed.args or [None])[0].code)
    assert len(codes) == 1


def test_that_a_cancelled_call_says_so_once_it_has_stopped_and_its_late_result_is_dropped(
    qtbot: QtBot, work: Work
) -> None:
    gate = Gate()
    job = work.submit(Lane.DB, gate, "late")
    seen = ended(job)
    assert gate.started.wait(10)
    job.cancel()
    assert seen == []
    gate.go.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["cancelled"]


def test_that_a_call_cancelled_in_the_queue_never_runs(qtbot: QtBot, work: Work) -> None:
    gate = Gate()
    first = work.submit(Lane.DB, gate)
    ran: list[int] = []
    second = work.submit(Lane.DB, ran.append, 1)
    with qtbot.waitSignal(second.cancelled):
        second.cancel()
    gate.go.set()
    qtbot.waitUntil(lambda: first.is_over)
    assert ran == []


def test_that_a_call_stops_where_it_asks_whether_it_should(qtbot: QtBot, work: Work) -> None:
    gate = Gate()
    reached: list[str] = []

    def call(progress: Progress) -> None:
        gate()
        progress.raise_if_cancelled()
        reached.append("beyond")

    job = work.submit_with_progress(Lane.IO, call)
    assert gate.started.wait(10)
    job.cancel()
    with qtbot.waitSignal(job.cancelled):
        gate.go.set()
    assert reached == []


def test_that_progress_arrives_by_signal_and_stops_at_cancel(qtbot: QtBot, work: Work) -> None:
    gate = Gate()

    def call(progress: Progress) -> str:
        progress.report(1, 2)
        gate()
        progress.report(2, 2)
        return "done"

    job = work.submit_with_progress(Lane.IO, call)
    told: list[tuple[int, int]] = []
    job.progressed.connect(lambda done, total: told.append((done, total)))
    qtbot.waitUntil(lambda: told == [(1, 2)])
    job.cancel()
    with qtbot.waitSignal(job.cancelled):
        gate.go.set()
    assert told == [(1, 2)]


def test_that_reports_in_quick_succession_are_thinned_to_20_a_second_and_the_last_is_kept() -> None:
    now = [0.0]
    told: list[int] = []
    progress = Progress(lambda done, _: told.append(done), monotonic=lambda: now[0])
    for step in range(1, 1001):
        now[0] = step / 1000
        progress.report(step, 1000)
    assert 15 <= len(told) <= 22
    assert told[-1] == 1000


def test_that_only_the_newest_of_several_answers_counts(qtbot: QtBot, work: Work) -> None:
    gate = Gate()
    latest = Latest(work)
    answers: list[object] = []
    for name in ("old", "new"):
        job = latest.submit(Lane.DB, gate, name)
        job.finished.connect(answers.append)
    gate.go.set()
    qtbot.waitUntil(lambda: bool(answers) and work.active == 0)
    assert answers == ["new"]


def test_that_closing_waits_for_what_runs_and_takes_no_more(qapp: object) -> None:
    pool = Work()
    gate = Gate()
    done: list[int] = []

    def call() -> None:
        gate()
        done.append(1)

    pool.submit(Lane.DB, call)
    never = pool.submit(Lane.DB, done.append, 2)
    assert gate.started.wait(10)
    threading.Timer(0.05, gate.go.set).start()
    pool.close()
    assert done == [1]
    assert never.progress.cancelled
    with pytest.raises(RuntimeError):
        pool.submit(Lane.IO, list)


def test_that_a_finished_call_is_no_longer_held(qtbot: QtBot, work: Work) -> None:
    with qtbot.waitSignal(work.submit(Lane.IO, list).finished):
        assert work.active == 1
    assert work.active == 0
