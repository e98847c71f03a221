"""The queue's model: keyset pages, a window of whole rows, and Qt's rules for models in every state."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from ui_double import DISK_FULL, NOW, PHARMACIST, FakeDesk, queue_row

from app.core.model.case import CaseStatus, Disposition, QueueFilter
from app.ui.queue import DeskQueue, QueueModel
from app.ui.queue import model as queue_model
from app.ui.queue.due import due_text, due_words
from app.ui.queue.model import PAGE, Column
from app.ui.work import Work


@pytest.fixture
def model(qtbot: QtBot, work: Work, fake_desk: FakeDesk) -> QueueModel:
    return QueueModel(DeskQueue(fake_desk, PHARMACIST), work)


def load(qtbot: QtBot, model: QueueModel) -> None:
    with qtbot.waitSignal(model.loaded):
        model.reload()


def fetch_all(qtbot: QtBot, model: QueueModel) -> None:
    while model._has_more:
        model.fetchMore(QModelIndex())  # does nothing while a page is on its way
        qtbot.waitUntil(lambda: not model._loading_more)


def test_that_rows_come_in_the_order_of_the_queue(
    qtbot: QtBot, model: QueueModel, fake_desk: FakeDesk, qtmodeltester: ModelTester
) -> None:
    load(qtbot, model)
    assert [model.id_at(n) for n in range(model.rowCount())] == [row.id for row in fake_desk.review.rows]
    qtmodeltester.check(model)


def test_that_more_rows_are_fetched_page_by_page(
    qtbot: QtBot, model: QueueModel, fake_desk: FakeDesk, qtmodeltester: ModelTester
) -> None:
    fake_desk.review.rows = [queue_row(n) for n in range(3 * PAGE + 7)]
    qtmodeltester.check(model)
    load(qtbot, model)
    assert model.rowCount() == PAGE
    fetch_all(qtbot, model)
    assert model.rowCount() == 3 * PAGE + 7
    assert model.row_at(2 * PAGE + 1) == queue_row(2 * PAGE + 1)
    qtmodeltester.check(model)


def test_that_a_page_is_asked_for_once_while_it_is_on_its_way(
    qtbot: QtBot, model: QueueModel, fake_desk: FakeDesk
) -> None:
    fake_desk.review.rows = [queue_row(n) for n in range(2 * PAGE)]
    load(qtbot, model)
    asked = len(fake_desk.review.calls)
    with qtbot.waitSignal(model.rowsInserted):
        model.fetchMore(QModelIndex())
        assert not model.canFetchMore(QModelIndex())
        model.fetchMore(QModelIndex())
    assert len(fake_desk.review.calls) == asked + 1


def test_that_only_some_pages_are_kept_and_an_old_one_is_fetched_again_when_seen(
    qtbot: QtBot, model: QueueModel, fake_desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_model, "_KEPT_PAGES", 2)
    fake_desk.review.rows = [queue_row(n) for n in range(4 * PAGE)]
    load(qtbot, model)
    fetch_all(qtbot, model)
    assert model.id_at(0) == queue_row(0).id
    with qtbot.waitSignal(model.dataChanged):
        assert model.index(0, Column.PATIENT).data() is None
    assert model.index(0, Column.PATIENT).data() == queue_row(0).patient
    assert len(model._pages) == 2


def test_that_a_queue_that_moved_meanwhile_is_read_anew(qtbot: QtBot, model: QueueModel, fake_desk: FakeDesk) -> None:
    fake_desk.review.rows = [queue_row(n) for n in range(2 * PAGE)]
    load(qtbot, model)
    moved = fake_desk.review.rows
    fake_desk.review.rows = [*moved[:PAGE], moved[0], *moved[PAGE:]]  # a row of the first page turned up again
    with qtbot.waitSignal(model.loaded):
        model.fetchMore(QModelIndex())
    assert model.id_at(0) == moved[0].id


def test_that_a_reload_keeps_what_was_scrolled_to(
    qtbot: QtBot, model: QueueModel, fake_desk: FakeDesk, qtmodeltester: ModelTester
) -> None:
    fake_desk.review.rows = [queue_row(n) for n in range(3 * PAGE)]
    load(qtbot, model)
    fetch_all(qtbot, model)
    del fake_desk.review.rows[5]
    load(qtbot, model)
    assert model.rowCount() == 3 * PAGE - 1
    assert not model.canFetchMore(QModelIndex())
    assert model.row_of(queue_row(5).id) == -1
    qtmodeltester.check(model)


def test_that_a_filter_shows_its_rows_only(qtbot: QtBot, model: QueueModel) -> None:
    with qtbot.waitSignal(model.loaded) as loaded:
        model.set_filter(QueueFilter(dispositions=(Disposition.STOPPED,), text="alma"))
    assert loaded.args == [model.rowCount()]
    patients = {str(model.index(n, Column.PATIENT).data()) for n in range(model.rowCount())}
    assert patients
    assert all(name.startswith("NESTOR") for name in patients)


def test_that_only_the_newest_filter_counts(qtbot: QtBot, model: QueueModel, work: Work) -> None:
    totals: list[int] = []
    model.loaded.connect(totals.append)
    model.set_filter(QueueFilter(text="nobody"))
    model.set_filter(QueueFilter(text="tanaka"))
    qtbot.waitUntil(lambda: work.active == 0)
    assert len(totals) == 1
    assert model.index(0, Column.PATIENT).data() == "TANAKA, Kenji"


def test_that_an_error_is_told_and_the_rows_stay(qtbot: QtBot, model: QueueModel, fake_desk: FakeDesk) -> None:
    load(qtbot, model)
    fake_desk.review.error = DISK_FULL
    with qtbot.waitSignal(model.failed) as failed:
        model.reload()
    assert failed.args == [DISK_FULL]
    assert model.rowCount() == len(fake_desk.review.rows)


def test_that_a_row_says_all_of_itself_to_a_screen_reader(qtbot: QtBot, model: QueueModel) -> None:
    load(qtbot, model)
    role = Qt.ItemDataRole.AccessibleTextRole
    said = str(model.index(3, 0).data(role))
    for part in ("HUANG, Mei-Ling", "hydrOXYzine", "Check", "due in 44 minutes", "look-alike", "open by MK"):
        assert part in said


def test_that_the_due_column_follows_the_clock(qtbot: QtBot, model: QueueModel, fake_desk: FakeDesk) -> None:
    load(qtbot, model)
    assert model.index(1, Column.DUE).data() == "0:26"
    fake_desk.clock.advance(timedelta(minutes=30))
    with qtbot.waitSignal(model.dataChanged):
        model.tick()
    assert model.index(1, Column.DUE).data() == "late 0:04"


def test_that_a_case_that_waits_for_somebody_shows_where_it_stands(qtbot: QtBot, model: QueueModel) -> None:
    with qtbot.waitSignal(model.loaded):
        model.set_filter(QueueFilter(statuses=(CaseStatus.ON_HOLD,)))
    assert model.index(0, Column.STATE).data() == "On hold"


@pytest.mark.parametrize(
    ("minutes", "text", "words"),
    [
        (0, "0:00", "due in 0 minutes"),
        (1, "0:01", "due in 1 minute"),
        (65, "1:05", "due in 1 hour 5 minutes"),
        (-5, "late 0:05", "5 minutes late"),
        (3 * 24 * 60 + 5, "3 d", "due in 3 days 5 minutes"),
    ],
)
def test_that_a_promise_is_told_as_time_left(minutes: int, text: str, words: str) -> None:
    promise = NOW + timedelta(minutes=minutes)
    assert due_text(promise, NOW) == text
    assert due_words(promise, NOW) == words


def test_that_no_promise_is_told_as_such() -> None:
    assert due_text(None, NOW) == ""
    assert due_words(None, NOW) == "no promise time"


def test_that_markup_in_a_name_stays_text_in_the_tool_tip(qtbot: QtBot, model: QueueModel) -> None:
    load(qtbot, model)
    tip = str(model.index(9, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert "&lt;b&gt;SMITH" in tip


def test_that_a_page_that_could_not_be_fetched_can_be_asked_for_again(
    qtbot: QtBot, model: QueueModel, fake_desk: FakeDesk
) -> None:
    fake_desk.review.rows = [queue_row(n) for n in range(2 * PAGE)]
    load(qtbot, model)
    fake_desk.review.error = DISK_FULL
    with qtbot.waitSignal(model.failed):
        model.fetchMore(QModelIndex())
    fake_desk.review.error = None
    fetch_all(qtbot, model)
    assert model.rowCount() == 2 * PAGE
