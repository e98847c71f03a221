"""The queue rail: chips, search, the list's own keys, and what it shows when there is nothing to show."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot
from ui_double import DISK_FULL, PHARMACIST, FakeDesk, nameless

from app.core.model.case import Disposition, QueueFilter
from app.ui.actions import Actions
from app.ui.messages import Messages
from app.ui.queue import DeskQueue, QueueRail
from app.ui.work import Work


@pytest.fixture
def messages() -> Messages:
    return Messages()


@pytest.fixture
def rail(qtbot: QtBot, dressed: QApplication, work: Work, fake_desk: FakeDesk, messages: Messages) -> QueueRail:
    made = QueueRail(DeskQueue(fake_desk, PHARMACIST), work, messages)
    made.resize(300, 800)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: work.active == 0 and made.list.isVisible())
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def chip(rail: QueueRail, name: str) -> QToolButton:
    found = rail.findChild(QToolButton, f"queueFilter_{name}")
    assert found is not None
    return found


def settled(qtbot: QtBot, work: Work) -> None:
    qtbot.waitUntil(lambda: work.active == 0)


def test_that_every_chip_carries_its_count(rail: QueueRail) -> None:
    texts = {name: chip(rail, name).text() for name in ("all", "stopped", "attention", "ready", "held", "returned")}
    assert texts["all"] == "All 48"
    assert texts["stopped"] == "Stopped 10"
    assert texts["held"] == "Held/Asked 2"
    assert texts["returned"] == "Returned 0"


def test_that_a_chip_shows_its_cases_only(qtbot: QtBot, rail: QueueRail, work: Work) -> None:
    with qtbot.waitSignal(rail.model.loaded):
        qtbot.mouseClick(chip(rail, "stopped"), Qt.MouseButton.LeftButton)
    shown = [rail.model.row_at(n) for n in range(rail.model.rowCount())]
    assert len(shown) == 10
    assert all(row and row.disposition is Disposition.STOPPED for row in shown)


def test_that_typing_searches_after_a_pause(qtbot: QtBot, rail: QueueRail, work: Work) -> None:
    with qtbot.waitSignal(rail.model.loaded):
        qtbot.keyClicks(rail.search, "nestor")
    assert rail.model.filter.text == "nestor"
    assert rail.model.rowCount() == 5


def test_that_typing_asks_once_and_not_for_every_letter(qtbot: QtBot, rail: QueueRail, fake_desk: FakeDesk) -> None:
    fake_desk.review.calls.clear()
    with qtbot.waitSignal(rail.model.loaded):
        qtbot.keyClicks(rail.search, "tanaka")
    assert [wanted.text for _, wanted in fake_desk.review.calls] == ["tanaka"]


def test_that_search_then_enter_opens_the_first_case(qtbot: QtBot, rail: QueueRail) -> None:
    with qtbot.waitSignal(rail.model.loaded):
        qtbot.keyClicks(rail.search, "tanaka")
    with qtbot.waitSignal(rail.case_chosen) as chosen:
        qtbot.keyClick(rail.search, Qt.Key.Key_Return)
    assert chosen.args == [10_490]


def test_that_escape_empties_the_search(qtbot: QtBot, rail: QueueRail) -> None:
    with qtbot.waitSignal(rail.model.loaded):
        qtbot.keyClicks(rail.search, "tanaka")
    with qtbot.waitSignal(rail.model.loaded):
        qtbot.keyClick(rail.search, Qt.Key.Key_Escape)
    assert rail.model.rowCount() == 48


def test_that_a_case_is_reached_and_opened_by_keys_alone(qtbot: QtBot, rail: QueueRail) -> None:
    rail.focus_search()
    qtbot.keyClick(rail.search, Qt.Key.Key_Down)
    assert rail.list.hasFocus()
    qtbot.keyClick(rail.list, Qt.Key.Key_Home)
    qtbot.keyClick(rail.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(rail.case_chosen) as chosen:
        qtbot.keyClick(rail.list, Qt.Key.Key_Return)
    assert chosen.args == [10_483]


def test_that_moving_in_the_list_opens_nothing(qtbot: QtBot, rail: QueueRail) -> None:
    rail.list.setFocus()
    with qtbot.assertNotEmitted(rail.case_chosen):
        qtbot.keyClick(rail.list, Qt.Key.Key_Home)
        qtbot.keyClick(rail.list, Qt.Key.Key_Down)


def test_that_a_click_opens_a_case(qtbot: QtBot, rail: QueueRail) -> None:
    place = rail.list.visualRect(rail.model.index(2, 0)).center()
    with qtbot.waitSignal(rail.case_chosen) as chosen:
        qtbot.mouseClick(rail.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [10_484]


@pytest.mark.parametrize("where", ["list", "search"])
def test_that_enter_in_the_rail_is_not_the_page_s_enter(qtbot: QtBot, rail: QueueRail, where: str) -> None:
    verified: list[int] = []
    QShortcut(QKeySequence("Return"), rail).activated.connect(lambda: verified.append(1))
    widget = getattr(rail, where)
    widget.setFocus()
    rail.list.setCurrentIndex(rail.model.index(0, 0))
    with qtbot.waitSignal(rail.case_chosen):
        qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert verified == []


def test_that_a_case_is_selected_without_being_opened(qtbot: QtBot, rail: QueueRail) -> None:
    with qtbot.assertNotEmitted(rail.case_chosen):
        rail.select(10_500)
    assert rail.current_case() == 10_500


def test_that_a_refresh_keeps_the_place(qtbot: QtBot, rail: QueueRail, fake_desk: FakeDesk) -> None:
    rail.select(10_500)
    del fake_desk.review.rows[3]
    with qtbot.waitSignal(rail.model.loaded):
        rail.refresh()
    assert rail.current_case() == 10_500


def test_that_a_filter_from_outside_chooses_its_chip(qtbot: QtBot, rail: QueueRail) -> None:
    with qtbot.waitSignal(rail.model.loaded):
        rail.set_filter(QueueFilter(dispositions=(Disposition.READY,), text="das"))
    assert rail.search.text() == "das"
    assert rail.model.rowCount() == 5


def test_that_a_search_without_a_hit_says_so(qtbot: QtBot, rail: QueueRail) -> None:
    with qtbot.waitSignal(rail.model.loaded):
        qtbot.keyClicks(rail.search, "nobody")
    assert rail._pane.isVisible()
    assert "nobody" in rail._pane.text.text()


def test_that_an_empty_queue_says_so(qtbot: QtBot, rail: QueueRail, fake_desk: FakeDesk) -> None:
    fake_desk.review.rows = []
    with qtbot.waitSignal(rail.model.loaded):
        rail.refresh()
    assert rail._pane.title.text() == "The queue is empty"


def test_that_a_failure_with_rows_on_screen_raises_the_banner(
    qtbot: QtBot, rail: QueueRail, fake_desk: FakeDesk, messages: Messages
) -> None:
    fake_desk.review.error = DISK_FULL
    with qtbot.waitSignal(messages.notice_raised):
        rail.refresh()
    assert rail.list.isVisible()


def test_that_a_failure_without_rows_is_shown_in_place_and_can_be_tried_again(
    qtbot: QtBot, dressed: QApplication, work: Work, fake_desk: FakeDesk, messages: Messages
) -> None:
    fake_desk.review.error = DISK_FULL
    rail = QueueRail(DeskQueue(fake_desk, PHARMACIST), work, messages)
    qtbot.addWidget(rail)
    rail.show()
    qtbot.waitUntil(lambda: rail._pane.title.text() == DISK_FULL.what)
    assert DISK_FULL.code in rail._pane.text.text()
    fake_desk.review.error = None
    qtbot.mouseClick(rail._pane.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: rail.list.isVisible() and work.active == 0)


def test_that_every_part_of_the_rail_has_a_name(rail: QueueRail) -> None:
    assert nameless(rail) == []


def test_that_the_search_has_a_key_for_the_whole_window(qtbot: QtBot, rail: QueueRail) -> None:
    rail.register(Actions())
    rail.list.setFocus()
    qtbot.keyClick(rail.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert rail.search.hasFocus()


@pytest.mark.parametrize("width", [240, 248, 280, 310, 400, 700])
def test_that_no_chip_is_cut_or_covered_at_any_width(qtbot: QtBot, rail: QueueRail, width: int) -> None:
    rail.resize(width, 800)
    chips = [chip(rail, name) for name in ("all", "stopped", "attention", "ready", "held", "returned")]
    frame = chips[0].parentWidget().rect()
    for at, one in enumerate(chips):
        assert one.width() >= one.sizeHint().width()
        assert frame.contains(one.geometry())
        assert not any(one.geometry().intersects(other.geometry()) for other in chips[at + 1 :])
