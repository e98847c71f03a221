"""The run of the desk: the window first, the desk behind it, and everything let go at the end."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_double import FakeDesk

from app.core.model.errors import KnownError
from app.ui import application, theme
from app.ui.main_window import MainWindow
from app.ui.services import DeskServices
from app.ui.work import Progress


class ClosableDesk(FakeDesk):
    """A desk that knows whether it was closed."""

    closed = False

    def take_up(self, progress: Progress) -> int:
        return 0

    def close(self) -> None:
        self.closed = True


def test_that_the_application_is_dressed_once(qapp: QApplication) -> None:
    assert application.application() is qapp
    assert qapp.styleSheet()
    assert qapp.font().family() == theme.font().family()


def test_that_a_run_opens_the_desk_and_lets_everything_go(qtbot: QtBot, monkeypatch) -> None:
    desk = ClosableDesk()
    seen: list[bool] = []
    set_desk = MainWindow.set_desk

    def set_and_close(window: MainWindow, opened: DeskServices) -> None:
        set_desk(window, opened)
        seen.append(window.isVisible())
        window.close()

    monkeypatch.setattr(MainWindow, "set_desk", set_and_close)
    assert application.run(lambda: desk) == 0
    assert seen == [True]
    assert desk.closed


def test_that_a_desk_that_cannot_be_opened_leaves_the_window_to_say_so(qtbot: QtBot, monkeypatch) -> None:
    newer = KnownError("DB-NEWER", "The database is of a newer version.", "It was not touched.", "Install the update.")
    shown: list[str] = []
    tell = MainWindow._on_open_failed

    def tell_and_close(window: MainWindow, error: KnownError) -> None:
        tell(window, error)
        shown.append(window._state.title.text())
        window.close()

    def refuse() -> ClosableDesk:
        raise newer

    monkeypatch.setattr(MainWindow, "_on_open_failed", tell_and_close)
    assert application.run(refuse) == 0
    assert shown == [newer.what]
