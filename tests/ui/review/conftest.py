"""A review page on a desk in memory, driven by keys only."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from review_bench import Bench, BenchMaker
from review_double import ME, FakeReviewDesk

from app.core.model.case import CaseView
from app.core.model.identity import Permission
from app.ui.actions import Actions
from app.ui.messages import Messages
from app.ui.review import ReviewPage
from app.ui.work import Work


@pytest.fixture
def bench(dressed: QApplication, qtbot: QtBot, work: Work) -> Iterator[BenchMaker]:
    """Builds a page over cases; the first one is open and ready unless told otherwise."""
    made: list[Bench] = []

    def make(
        *cases: CaseView, opened: bool = True, ready: bool = True, may: Callable[[Permission], bool] = lambda _: True
    ) -> Bench:
        desk = FakeReviewDesk(*cases, may=may)
        messages, actions = Messages(), Actions()
        page = ReviewPage(desk, work, messages, actions, ME)
        bench = Bench(page, desk, messages, actions, qtbot)
        made.append(bench)
        page.resize(1280, 740)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow, timeout=10_000)
        if opened:
            page.open_case(cases[0].id)
            qtbot.waitUntil(lambda: page.case is not None, timeout=10_000)
        if opened and ready:
            bench.ready()
        return bench

    yield make
    for bench in made:
        for gate in bench.desk.review.gates.values():
            gate.set()
    work.close()
    for bench in made:
        bench.page.close()
        bench.page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
