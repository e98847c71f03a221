"""What every test of the screens may ask for: a desk in memory, a worker pool, a dressed application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from ui_double import FakeDesk

from app.ui import theme
from app.ui.work import Work


@pytest.fixture
def fake_desk() -> FakeDesk:
    """A desk in memory."""
    return FakeDesk()


@pytest.fixture
def work(qapp: QApplication) -> Iterator[Work]:
    """The worker pool, closed at the end."""
    pool = Work()
    yield pool
    pool.close()
    pool.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application in the light scheme."""
    if not qapp.styleSheet() or theme.scheme() is not theme.Scheme.LIGHT:
        theme.apply(qapp, theme.Scheme.LIGHT)
    return qapp
