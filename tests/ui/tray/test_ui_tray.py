"""The page "Could not read": every message with its reason and its bytes, nothing interpreted, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from ui_double import DISK_FULL, PHARMACIST, FakeDesk, nameless

from app.core.model.identity import Actor, Role
from app.ui.messages import Messages
from app.ui.tray import TrayPage
from app.ui.tray.dump import SHOWN, as_hexadecimal, as_text, dump
from app.ui.work import Work

Make = Callable[..., TrayPage]


class SaveAs:
    """Answers the question where to save."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.suggested = ""

    def save(self, parent: QWidget, title: str, suggested: str, chosen: Callable[[tuple[Path, ...]], object]) -> None:
        self.suggested = suggested
        chosen((self.path,))


@pytest.fixture
def messages() -> Messages:
    return Messages()


@pytest.fixture
def make(
    qtbot: QtBot, dressed: QApplication, work: Work, fake_desk: FakeDesk, messages: Messages, tmp_path: Path
) -> Make:
    def page(actor: Actor = PHARMACIST, save_to: Path | None = None) -> TrayPage:
        made = TrayPage(fake_desk, work, messages, actor, SaveAs(save_to or tmp_path / "out.bin"))
        made.resize(1_100, 700)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: work.active == 0)
        return made

    return page


def test_that_every_message_is_listed_with_its_reason(make: Make, qtmodeltester: ModelTester) -> None:
    page = make()
    role = Qt.ItemDataRole.AccessibleTextRole
    said = [str(page.model.index(n, 0).data(role)) for n in range(page.model.rowCount())]
    assert len(said) == 4
    assert "empty.xml" in said[3]
    assert "The file is empty" in said[3]
    assert page._total.text() == "4 messages"
    qtmodeltester.check(page.model)


def test_that_the_first_message_is_open_with_reason_and_bytes(make: Make) -> None:
    page = make()
    assert page.detail.title.text() == "newrx_0412.xml"
    assert page.detail.reason.text().startswith("The XML ends before")
    assert "<b>NESTOR</b>" in page.detail.text.toPlainText()
    assert page.detail.hexadecimal.toPlainText().startswith("00000000  3c 3f 78 6d")


def test_that_keys_move_from_message_to_message(qtbot: QtBot, make: Make, work: Work) -> None:
    page = make()
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: work.active == 0)
    assert page.detail.title.text() == "bundle.json"


def test_that_bytes_of_a_message_left_behind_are_not_shown(qtbot: QtBot, make: Make, work: Work) -> None:
    page = make()
    for row in (1, 3, 0, 3):
        page.list.setCurrentIndex(page.model.index(row, 0))
    qtbot.waitUntil(lambda: work.active == 0)
    assert page.detail.hexadecimal.toPlainText().startswith("00000000  00 01 02 03")


def test_that_the_bytes_are_saved_as_they_were_received(
    qtbot: QtBot, make: Make, tmp_path: Path, messages: Messages
) -> None:
    page = make(save_to=tmp_path / "kept.xml")
    with qtbot.waitSignal(messages.status_changed):
        qtbot.mouseClick(page.detail.save, Qt.MouseButton.LeftButton)
    assert (tmp_path / "kept.xml").read_bytes().startswith(b"<?xml version='1.0'?>\n<Message>")
    assert page._chooser.suggested == "newrx_0412.xml"


def test_that_a_file_that_cannot_be_written_is_told(
    qtbot: QtBot, make: Make, tmp_path: Path, messages: Messages
) -> None:
    page = make(save_to=tmp_path / "no such folder" / "kept.xml")
    with qtbot.waitSignal(messages.notice_raised) as raised:
        qtbot.mouseClick(page.detail.save, Qt.MouseButton.LeftButton)
    assert (raised.args or [None])[0].code == "SAVE_FAILED"


def test_that_a_role_that_may_not_look_sees_no_bytes(make: Make, fake_desk: FakeDesk) -> None:
    page = make(Actor(user_id=9, name="Nobody", role=Role.ADMIN, workstation="bench-1"))
    assert page.detail.text.toPlainText() == ""
    assert not page.detail.save.isEnabled()


def test_that_an_empty_tray_says_that_all_is_well(qtbot: QtBot, make: Make, fake_desk: FakeDesk) -> None:
    fake_desk.review.tray = ()
    page = make()
    assert page._pane.isVisible()
    assert page._pane.title.text() == "Everything could be read"


def test_that_a_failure_is_shown_in_place_and_can_be_tried_again(
    qtbot: QtBot, make: Make, fake_desk: FakeDesk, work: Work
) -> None:
    fake_desk.review.error = DISK_FULL
    page = make()
    assert page._pane.title.text() == DISK_FULL.what
    fake_desk.review.error = None
    button = page.findChild(QPushButton, "stateButton")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.list.isVisible() and work.active == 0)


def test_that_a_refresh_keeps_the_open_message(qtbot: QtBot, make: Make, fake_desk: FakeDesk, work: Work) -> None:
    page = make()
    page.list.setCurrentIndex(page.model.index(2, 0))
    qtbot.waitUntil(lambda: work.active == 0)
    fake_desk.review.tray = fake_desk.review.tray[1:]
    with qtbot.waitSignal(page.model.modelReset):
        page.refresh()
    assert page.detail.title.text() == "fax-cover.pdf"
    assert page.list.currentIndex() != QModelIndex()


def test_that_every_part_of_the_page_has_a_name(make: Make) -> None:
    assert nameless(make()) == []


@given(st.binary(max_size=400))
def test_that_any_bytes_can_be_shown(data: bytes) -> None:
    text = as_text(data)
    assert not any(ord(letter) < 0x20 and letter not in "\n\t" for letter in text)
    assert "\u202e" not in text
    shown = as_hexadecimal(data)
    digits = "".join(line[10:58].replace(" ", "") for line in shown.splitlines())
    assert bytes.fromhex(digits) == data


def test_that_only_the_beginning_of_a_large_message_is_shown_and_that_is_said() -> None:
    shown = dump(b"x" * (SHOWN + 1))
    assert len(shown.text) == SHOWN
    assert f"{SHOWN + 1:,}" in shown.note
    assert dump(b"x" * SHOWN).note == ""


def test_that_text_that_would_turn_the_reading_direction_is_made_visible() -> None:
    assert as_text("500\u202e gm".encode()) == "500\ufffd gm"
    assert as_text(b"a\x00b\x7f") == "a\u2400b\u2421"
