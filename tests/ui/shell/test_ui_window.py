"""The window: opening the desk, signing in and out, pages by role, import, drop, keys, light and dark."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from ui_double import DISK_FULL, FakeDesk, FakeReport, nameless

from app.core.model.errors import KnownError
from app.ui import theme
from app.ui.main_window import MainWindow
from app.ui.queue import DeskQueue, QueueRail
from app.ui.shell.navigation import NavButton
from app.ui.shell.pages import Means
from app.ui.work import Work


class ReviewStandIn(QWidget):
    """A page in the place of the review's."""

    case_changed = Signal(object)

    def __init__(self, means: Means) -> None:
        super().__init__()
        self.means = means
        self.refreshed = 0
        line = QLineEdit()
        line.setObjectName("standInLine")
        line.setAccessibleName("Line")
        QVBoxLayout(self).addWidget(line)
        self.setFocusProxy(line)
        self.rail = QueueRail(DeskQueue(means.desk, means.actor), means.work, means.messages)
        self.layout().addWidget(self.rail)
        means.actions.add(self, "case.act", "Act", "Ctrl+J", group="Case")

    def refresh(self) -> None:
        self.refreshed += 1


class Choose:
    """Answers the questions for files."""

    def __init__(self) -> None:
        self.answer: tuple[Path, ...] = (Path("a.xml"),)
        self.asked: list[str] = []

    def files(self, parent: QWidget, title: str, chosen: Callable[[tuple[Path, ...]], object]) -> None:
        self.asked.append("files")
        chosen(self.answer)

    def folder(self, parent: QWidget, title: str, chosen: Callable[[tuple[Path, ...]], object]) -> None:
        self.asked.append("folder")
        chosen(self.answer)


@pytest.fixture
def choose() -> Choose:
    return Choose()


@pytest.fixture
def window(
    qtbot: QtBot, dressed: QApplication, work: Work, fake_desk: FakeDesk, choose: Choose
) -> Iterator[MainWindow]:
    made = MainWindow(work, ReviewStandIn, choose)
    qtbot.addWidget(made)
    made.set_desk(fake_desk)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: work.active == 0)
    yield made
    fake_desk.review.import_gate.set()


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window._work.active == 0)


def sign_in(qtbot: QtBot, window: MainWindow, login: str = "jdoe", password: str = "harbor-demo") -> None:
    page = window.sign_in_page
    qtbot.keyClicks(page.login, login)
    qtbot.keyClick(page.login, Qt.Key.Key_Tab)
    qtbot.keyClicks(page.password, password)
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    settle(qtbot, window)


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    qtbot.keyClick(QApplication.focusWidget() or window, key, held)
    settle(qtbot, window)


CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_that_signing_in_takes_keys_alone_and_opens_the_review(qtbot: QtBot, window: MainWindow) -> None:
    assert window.sign_in_page.login.hasFocus()
    sign_in(qtbot, window)
    assert window.actor is not None
    assert window.actor.workstation == "bench-1"
    assert window.header.user.text() == "Jordan Doe, pharmacist"
    assert window.desk_page is not None
    page = window.desk_page.page("review")
    assert isinstance(page, ReviewStandIn)
    assert page.isAncestorOf(QApplication.focusWidget())


def test_that_a_wrong_password_is_told_in_place_and_the_login_stays(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window, password="wrong")
    page = window.sign_in_page
    assert page.error.isVisible()
    assert "not right" in page.error.text()
    assert page.login.text() == "jdoe"
    assert page.password.hasFocus()
    qtbot.keyClicks(page.password, "h")
    assert page.error.text() == ""


def test_that_an_empty_login_is_not_sent(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window.sign_in_page.password, Qt.Key.Key_Return)
    assert "login first" in window.sign_in_page.error.text()
    assert window.sign_in_page.login.hasFocus()


def test_that_the_demo_desk_says_whom_one_may_come_in_as(qtbot: QtBot, window: MainWindow) -> None:
    hint = window.findChild(QPushButton, "signInAs_jdoe")
    assert hint is not None
    assert hint.isVisible()
    hint.click()
    assert window.sign_in_page.login.text() == "jdoe"
    qtbot.keyClick(window.sign_in_page.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.actor is not None)


def test_that_a_real_desk_names_nobody(qtbot: QtBot, dressed: QApplication, work: Work, fake_desk: FakeDesk) -> None:
    fake_desk.is_demo = False
    window = MainWindow(work, ReviewStandIn)
    qtbot.addWidget(window)
    window.set_desk(fake_desk)
    window.show()
    settle(qtbot, window)
    assert window.findChild(QPushButton, "signInAs_jdoe") is None


@pytest.mark.parametrize(
    ("login", "pages"),
    [("jdoe", ("review", "tray", "quality", "entry")), ("sortiz", ("review", "tray", "quality")), ("areyes", ())],
)
def test_that_a_role_has_its_pages_and_no_other(
    qtbot: QtBot, window: MainWindow, login: str, pages: tuple[str, ...]
) -> None:
    sign_in(qtbot, window, login)
    assert window.desk_page is not None
    assert window.desk_page.page_names == pages
    every = ("review", "tray", "quality", "entry")
    enabled = {name for name in every if window.actions_registry.get(f"page.{name}").isEnabled()}
    assert enabled == set(pages)


def test_that_pages_are_opened_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    assert window.desk_page is not None
    for key, name in ((Qt.Key.Key_3, "nearMissPage"), (Qt.Key.Key_2, "trayPage")):
        press(qtbot, window, key, CTRL)
        current = window.desk_page._stack.currentWidget()
        assert current is not None
        assert current.objectName() == name
        assert current.isAncestorOf(QApplication.focusWidget())
    press(qtbot, window, Qt.Key.Key_1, CTRL)
    page = window.desk_page.page("review")
    assert isinstance(page, ReviewStandIn)
    assert page.isVisible()
    assert page.refreshed == 1


def test_that_pages_are_opened_by_the_navigation(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    button = window.findChild(NavButton, "nav_tray")
    assert button is not None
    assert button.accessibleName() == "Could not read, 4"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert window.desk_page is not None
    assert window.desk_page.page("tray") is not None


def test_that_the_header_has_the_figures_and_follows_a_changed_case(
    qtbot: QtBot, window: MainWindow, fake_desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(qtbot, window)
    assert window.header.figures.text() == "212 verified · 3 near misses · 48 waiting"
    more = fake_desk.review.counts(None).model_copy(update={"verified": 213, "near_misses": 1})
    monkeypatch.setattr(fake_desk.review, "counts", lambda actor: more)
    assert window.desk_page is not None
    window.desk_page.page("review").case_changed.emit(object())
    settle(qtbot, window)
    assert window.header.figures.text() == "213 verified · 1 near miss · 48 waiting"


def test_that_the_title_names_the_pharmacy_and_no_patient(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    window.messages.say("Verified 10482 for NESTOR, Alma")
    assert window.windowTitle() == "Harbor Pharmacy"


def test_that_signing_out_asks_again_and_takes_the_pages_away(
    qtbot: QtBot, window: MainWindow, fake_desk: FakeDesk
) -> None:
    sign_in(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Q, CTRL, SHIFT)
    assert window.actor is None
    assert fake_desk.identity.left == ["Jordan Doe"]
    assert window.sign_in_page.isVisible()
    assert window.sign_in_page.password.text() == ""
    assert window.header.figures.text() == ""
    assert not window.actions_registry.get("desk.import_files").isEnabled()
    sign_in(qtbot, window, "sortiz")
    assert window.actor is not None
    assert window.actor.name == "Sam Ortiz"


def test_that_files_are_imported_and_the_end_is_told(
    qtbot: QtBot, window: MainWindow, fake_desk: FakeDesk, choose: Choose
) -> None:
    sign_in(qtbot, window)
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    assert fake_desk.review.imported == [(Path("a.xml"),)]
    assert window.status.text() == "3 messages received: 2 new, 1 received before."
    assert not window.import_bar.isVisible()
    press(qtbot, window, Qt.Key.Key_O, CTRL, SHIFT)
    assert choose.asked == ["files", "folder"]


def test_that_unreadable_messages_are_told_with_where_they_are(
    qtbot: QtBot, window: MainWindow, fake_desk: FakeDesk
) -> None:
    fake_desk.review.report = FakeReport(received=3, new=1, duplicates=0, unreadable=2)
    sign_in(qtbot, window)
    window.import_paths((Path("folder"),))
    settle(qtbot, window)
    notice = window.messages.notice
    assert notice is not None
    assert notice.what == "2 messages could not be read."
    assert "Could not read" in notice.next_step
    assert "2 could not be read" in window.status.text()


def test_that_an_import_shows_how_far_it_is_and_can_be_cancelled(
    qtbot: QtBot, window: MainWindow, fake_desk: FakeDesk
) -> None:
    sign_in(qtbot, window)
    fake_desk.review.import_gate.clear()
    window.import_paths((Path("many"),))
    qtbot.waitUntil(lambda: window.import_bar.text.text().startswith("Importing"))
    assert window.import_bar.bar.maximum() == 4
    page = window.desk_page.page("review")
    assert isinstance(page, ReviewStandIn)
    qtbot.waitUntil(lambda: page.rail.model.rowCount() > 0)
    assert page.refreshed == 0  # the case that is being worked on is left alone
    window.import_paths((Path("more"),))
    assert window.messages.notice is not None
    assert "still running" in window.messages.notice.what
    qtbot.mouseClick(window.import_bar.cancel_button, Qt.MouseButton.LeftButton)
    fake_desk.review.import_gate.set()
    settle(qtbot, window)
    assert fake_desk.review.imported == []
    assert window.messages.notice is not None
    assert "cancelled" in window.messages.notice.what
    assert not window.import_bar.running


def test_that_a_failed_import_is_told(qtbot: QtBot, window: MainWindow, fake_desk: FakeDesk) -> None:
    sign_in(qtbot, window)
    fake_desk.review.error = DISK_FULL
    window.import_bar.start(window.actor, (Path("x"),))
    settle(qtbot, window)
    assert window.banner.isVisible()
    assert window.banner.what.text() == DISK_FULL.what


def drop(window: MainWindow, *paths: str) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():  # Qt 6.12 wants a QPointF here, which 6.11 does not take yet
        warnings.simplefilter("ignore", DeprecationWarning)
        enter = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, buttons, keys)
    enter.ignore()
    window.dragEnterEvent(enter)
    if not enter.isAccepted():
        return False
    assert window._drop_sheet.isVisible()
    window.dropEvent(QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, buttons, keys))
    assert not window._drop_sheet.isVisible()
    return True


def test_that_dropped_files_are_imported(qtbot: QtBot, window: MainWindow, fake_desk: FakeDesk) -> None:
    sign_in(qtbot, window)
    assert drop(window, "/tmp/a.xml", "/tmp/b.json")
    settle(qtbot, window)
    assert fake_desk.review.imported == [(Path("/tmp/a.xml"), Path("/tmp/b.json"))]


def test_that_nothing_is_dropped_where_nobody_may_import(qtbot: QtBot, window: MainWindow) -> None:
    assert not drop(window, "/tmp/a.xml")
    sign_in(qtbot, window, "sortiz")
    assert not drop(window, "/tmp/a.xml")
    assert not window.actions_registry.get("desk.import_files").isEnabled()


def test_that_the_keys_are_listed_for_what_is_on_screen(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F1)
    assert window.keys.isVisible()
    listed = window.actions_registry.help()
    assert {"Desk", "Case"} <= set(listed)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.keys.isVisible()
    press(qtbot, window, Qt.Key.Key_3, CTRL)
    assert "Case" not in window.actions_registry.help()
    assert window.actions_registry.clashes() == []


def test_that_light_and_dark_change_by_a_key(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_D, CTRL, SHIFT)
    assert theme.scheme() is theme.Scheme.DARK
    press(qtbot, window, Qt.Key.Key_D, CTRL, SHIFT)
    assert theme.scheme() is theme.Scheme.LIGHT


def test_that_the_clock_of_the_desk_is_shown(window: MainWindow, fake_desk: FakeDesk) -> None:
    assert window.header.time.text() == f"{fake_desk.clock.now().astimezone():%H:%M}"


def test_that_a_desk_that_cannot_be_opened_says_why_and_is_tried_again(
    qtbot: QtBot, dressed: QApplication, work: Work, fake_desk: FakeDesk
) -> None:
    locked = KnownError("DB-LOCKED", "The database is in use.", "Nothing was changed.", "Close the other program.")
    tries: list[int] = []

    def opener() -> FakeDesk:
        tries.append(1)
        if len(tries) == 1:
            raise locked
        return fake_desk

    window = MainWindow(work, ReviewStandIn)
    qtbot.addWidget(window)
    window.show()
    window.open(opener)
    assert "Opening" in window._state.title.text()
    settle(qtbot, window)
    assert window._state.title.text() == locked.what
    assert locked.code in window._state.text.text()
    qtbot.mouseClick(window._state.button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert window.sign_in_page.isVisible()


def test_that_leaving_signs_out(qtbot: QtBot, window: MainWindow, fake_desk: FakeDesk) -> None:
    sign_in(qtbot, window)
    window.close()
    window.leave()
    window.leave()
    assert fake_desk.identity.left == ["Jordan Doe"]


def test_that_every_part_of_every_page_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    assert nameless(window) == []
    sign_in(qtbot, window, "sortiz")
    for name in ("tray", "quality", "review"):
        window.open_page(name)
        settle(qtbot, window)
    window.keys.toggle()
    assert nameless(window) == []


def test_that_pages_can_be_opened_and_left_over_and_over(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(5):
        sign_in(qtbot, window)
        for name in ("tray", "quality", "review"):
            window.open_page(name)
        window.sign_out()
        settle(qtbot, window)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window._stack.count() == 1
    assert not [name for name in window.actions_registry.names() if name.startswith(("case.", "quality."))]


def test_that_no_part_of_a_page_ever_is_a_window_of_its_own(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window, "sortiz")
    for name in ("tray", "quality", "review"):
        window.open_page(name)
        settle(qtbot, window)
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [window]
    assert QApplication.activeWindow() is window
