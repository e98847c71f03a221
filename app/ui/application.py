"""The application: Qt set up the same way for the desk, the tests and the screenshots, and the desk's run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib import import_module
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.ui import theme
from app.ui.chores import Chores
from app.ui.main_window import MainWindow
from app.ui.services import DeskServices
from app.ui.shell.pages import Means
from app.ui.stall import StallWatch
from app.ui.work import Lane, Work


class OpenDesk(DeskServices, Protocol):
    """A desk that can be closed again."""

    def close(self) -> None:
        """Let workers and records go."""
        ...


def application(argv: Sequence[str] = ()) -> QApplication:
    """The Qt application in the desk's dress, light or dark as the system is."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication([*(argv or sys.argv[:1])])
    QCoreApplication.setApplicationName("tallman")
    QGuiApplication.setApplicationDisplayName("Tallman")
    QGuiApplication.setDesktopFileName("tallman")
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    theme.apply(app, theme.Scheme.DARK if dark else theme.Scheme.LIGHT)
    return app


def run(open_desk: Callable[[], OpenDesk]) -> int:
    """Show the window at once, open the desk behind it, and stay until the window is closed."""
    app = application()
    with ExitStack() as stack:

        def opener() -> DeskServices:
            desk = open_desk()
            stack.callback(desk.close)
            return desk

        work = Work()
        stack.callback(work.close)
        watch = StallWatch()
        watch.start()
        stack.callback(watch.stop)
        window = MainWindow(work, review_page)
        window.desk_opened.connect(Chores(work, window).begin)
        window.show()
        window.open(opener)
        # While somebody types a password, the largest part of the screens is read in.
        work.submit(Lane.IO, import_module, "app.ui.review")
        code = app.exec()
        work.close()
        window.leave()
        window.deleteLater()  # with its timers, before the desk under it is closed
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return code


def review_page(means: Means) -> QWidget:
    """The review page, imported when somebody signs in: its screens are the largest part of the desk."""
    from app.ui.review import ReviewPage

    page = ReviewPage(means.desk, means.work, means.messages, means.actions, means.actor)
    page.rail.register(means.actions)
    return page
