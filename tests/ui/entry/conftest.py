"""The entry page and the refill strip on a desk in memory, driven by keys only."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from entry_bench import Bench
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui_double import PHARMACIST, FakeDesk

from app.ui.actions import Actions
from app.ui.entry import EntryPage, RefillStrip
from app.ui.messages import Messages
from app.ui.work import Work


@pytest.fixture
def opened(dressed: QApplication, qtbot: QtBot, work: Work, fake_desk: FakeDesk) -> Iterator[Callable[..., Bench]]:
    """Shows a widget of the entry room and gives it the keyboard."""
    made: list[QWidget] = []

    def show(widget: QWidget, messages: Messages, actions: Actions) -> Bench:
        made.append(widget)
        widget.resize(1184, 728)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow, timeout=10_000)
        return Bench(widget, fake_desk, messages, actions, work, qtbot)

    yield show
    fake_desk.review.import_gate.set()
    work.close()
    for widget in made:
        widget.close()
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def entry(opened: Callable[..., Bench], work: Work, fake_desk: FakeDesk) -> Bench:
    """The page "Type in" with the keyboard in it."""
    messages, actions = Messages(), Actions()
    desk = opened(EntryPage(fake_desk, work, messages, actions, PHARMACIST), messages, actions)
    desk.widget.setFocus()
    return desk


@pytest.fixture
def refill(opened: Callable[..., Bench], work: Work, fake_desk: FakeDesk) -> Bench:
    """The refill strip, asking."""
    messages = Messages()
    desk = opened(RefillStrip(fake_desk.review, work, messages, PHARMACIST), messages, Actions())
    desk.widget.ask()
    return desk
