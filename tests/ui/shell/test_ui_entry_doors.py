"""The two doors of the File menu in the window: who has them, what they open, and what they never lose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from ui_double import ADMIN, FakeDesk, nameless, queue_row

from app.core.model.identity import Role
from app.ui.main_window import MainWindow
from app.ui.shell.pages import Means
from app.ui.work import Work

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


class OpensCases(QWidget):
    """A page in the place of the review's, which shows cases by their number."""

    case_changed = Signal(object)

    def __init__(self, means: Means) -> None:
        super().__init__()
        self.opened: list[int] = []
        self.case = queue_row(0)
        line = QLineEdit()
        line.setObjectName("standInLine")
        line.setAccessibleName("Line")
        QVBoxLayout(self).addWidget(line)
        self.setFocusProxy(line)

    def open_case(self, case_id: int) -> None:
        self.opened.append(case_id)


@pytest.fixture
def window(qtbot: QtBot, dressed: QApplication, work: Work, fake_desk: FakeDesk) -> Iterator[MainWindow]:
    """The window with a pharmacist signed in."""
    made = MainWindow(work, OpensCases)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.set_desk(fake_desk)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    sign_in(qtbot, made)
    yield made
    fake_desk.review.import_gate.set()
    work.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window._work.active == 0)


def sign_in(qtbot: QtBot, window: MainWindow, login: str = "jdoe") -> None:
    qtbot.keyClicks(window.sign_in_page.login, login)
    qtbot.keyClicks(window.sign_in_page.password, "harbor-demo")
    qtbot.keyClick(window.sign_in_page.password, ENTER)
    settle(qtbot, window)


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key | str, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    qtbot.keyClick(QApplication.focusWidget() or window, key, held)
    settle(qtbot, window)


def type_words(qtbot: QtBot, words: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), words)


def focus() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else ""


def page(window: MainWindow, name: str) -> QWidget:
    assert window.desk_page is not None
    found = window.desk_page.page(name)
    assert found is not None
    return found


def menu_texts(window: MainWindow, title: str) -> list[str]:
    bar = window.findChild(QWidget, "menuBar")
    (menu,) = (action.menu() for action in bar.actions() if action.text() == title)
    return [action.text() for action in menu.actions() if action.isVisible() and not action.isSeparator()]


def test_that_both_doors_stand_first_in_the_file_menu(window: MainWindow) -> None:
    assert menu_texts(window, "&File")[:2] == ["&Type a prescription …", "&Refill request …"]
    assert "&Type a prescription …" not in menu_texts(window, "&View")


def test_that_a_key_opens_the_page_and_what_is_received_opens_in_the_review(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "N", CTRL)
    assert focus() == "entry-patient"
    type_words(qtbot, "Jane Roe")
    press(qtbot, window, ENTER, CTRL)
    assert page(window, "review").isVisible()
    assert page(window, "review").opened == [10_490]
    assert focus() == "standInLine"


def test_that_what_is_typed_survives_other_pages_which_say_that_it_waits(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "N", CTRL)
    type_words(qtbot, "Jane Roe")
    press(qtbot, window, ENTER)
    press(qtbot, window, "2", CTRL)
    button = window.findChild(QWidget, "nav_entry")
    assert button.accessibleName() == "Type in, 1"
    press(qtbot, window, "N", CTRL)
    assert window.findChild(QLineEdit, "entry-patient").text() == "Jane Roe"
    assert focus() == "entry-born"
    assert button.accessibleName() == "Type in"


def test_that_nobody_is_torn_from_another_page_by_a_case_that_comes_late(
    qtbot: QtBot, window: MainWindow, fake_desk: FakeDesk
) -> None:
    press(qtbot, window, "N", CTRL)
    type_words(qtbot, "Jane Roe")
    fake_desk.review.import_gate.clear()
    qtbot.keyClick(QApplication.focusWidget(), ENTER, CTRL)
    qtbot.keyClick(QApplication.focusWidget(), "2", CTRL)
    fake_desk.review.import_gate.set()
    settle(qtbot, window)
    assert page(window, "tray").isVisible()
    assert page(window, "review").opened == []
    assert "in the queue" in window.status.text()
    assert window.findChild(QWidget, "nav_entry").accessibleName() == "Type in"


def test_that_escape_leads_back_to_the_review(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "N", CTRL)
    press(qtbot, window, ESCAPE)
    assert page(window, "review").isVisible()


def test_that_signing_out_asks_for_typed_words_first(qtbot: QtBot, window: MainWindow, fake_desk: FakeDesk) -> None:
    press(qtbot, window, "N", CTRL)
    type_words(qtbot, "Jane Roe")
    press(qtbot, window, "1", CTRL)
    press(qtbot, window, "Q", CTRL, SHIFT)
    assert window.actor is not None
    assert focus() == "entryDiscard"
    press(qtbot, window, ESCAPE)
    assert window.actor is not None
    press(qtbot, window, "Q", CTRL, SHIFT)
    press(qtbot, window, ENTER)
    assert window.actor is None
    assert fake_desk.identity.left == ["Jordan Doe"]


def test_that_closing_the_window_asks_for_typed_words_first(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "N", CTRL)
    type_words(qtbot, "Jane Roe")
    assert not window.close()
    assert window.isVisible()
    press(qtbot, window, ENTER)
    assert not window.isVisible()


def test_that_a_refill_is_asked_for_by_key_with_the_number_of_the_case_on_screen(
    qtbot: QtBot, window: MainWindow
) -> None:
    press(qtbot, window, "R", CTRL, SHIFT)
    line = window.findChild(QLineEdit, "refillNumber")
    assert line.selectedText() == queue_row(0).prescription_number
    type_words(qtbot, "RX1042")
    press(qtbot, window, ENTER)
    assert page(window, "review").opened == [10_491]
    assert focus() == "standInLine"


def test_that_a_refill_given_up_gives_the_keyboard_back(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "N", CTRL)
    press(qtbot, window, "R", CTRL, SHIFT)
    line = window.findChild(QLineEdit, "refillNumber")
    assert line.text() == "", "no case is on this page"
    press(qtbot, window, ESCAPE)
    assert not line.isVisible()
    assert focus() == "entry-patient"


def test_that_who_may_not_import_has_neither_door(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "Q", CTRL, SHIFT)
    sign_in(qtbot, window, "sortiz")
    assert window.findChild(QWidget, "nav_entry") is None
    assert "&Type a prescription …" not in menu_texts(window, "&File")
    press(qtbot, window, "N", CTRL)
    press(qtbot, window, "R", CTRL, SHIFT)
    assert window.findChild(QWidget, "refillStrip") is None


def test_that_no_key_clashes_for_somebody_who_may_do_everything(
    qtbot: QtBot, window: MainWindow, fake_desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(qtbot, window, "Q", CTRL, SHIFT)
    in_charge = ADMIN.model_copy(update={"role": Role.PHARMACIST_IN_CHARGE})
    monkeypatch.setattr(fake_desk.identity, "sign_in", lambda *_: in_charge)
    sign_in(qtbot, window)
    for name in ("entry", "quality", "review"):
        window.open_page(name)
        settle(qtbot, window)
        assert window.actions_registry.clashes() == [], name
    keys = [k.toString() for n in window.actions_registry.names() for k in window.actions_registry.get(n).shortcuts()]
    assert keys.count("Ctrl+Shift+R") == keys.count("Ctrl+N") == 1


def test_that_every_part_has_a_name_and_none_is_a_window_of_its_own(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "N", CTRL)
    type_words(qtbot, "Jane Roe")
    press(qtbot, window, ESCAPE)
    press(qtbot, window, "R", CTRL, SHIFT)
    assert nameless(window) == []
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [window]
