"""The near-miss page: list, filters, detail, reclassification, review and export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from ui_double import DISK_FULL, NOW, PHARMACIST, SUPERVISOR, FakeDesk, nameless, quality_event

from app.core.model.identity import Actor
from app.core.model.quality import EventClass
from app.ui.actions import Actions
from app.ui.messages import Messages
from app.ui.supervisor import NearMissPage
from app.ui.supervisor.facts import FACTS
from app.ui.supervisor.model import PAGE, Column, EventModel
from app.ui.wording import short_moment
from app.ui.work import Work

Make = Callable[..., NearMissPage]


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
def actions() -> Actions:
    return Actions()


@pytest.fixture
def make(
    qtbot: QtBot,
    dressed: QApplication,
    work: Work,
    fake_desk: FakeDesk,
    messages: Messages,
    actions: Actions,
    tmp_path: Path,
) -> Make:
    def page(actor: Actor = SUPERVISOR) -> NearMissPage:
        made = NearMissPage(fake_desk, work, messages, actions, actor, SaveAs(tmp_path / "events.csv"))
        made.resize(1_200, 760)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: work.active == 0)
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return page


def shown(page: QWidget) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_that_the_head_tells_the_figure_with_its_denominator(make: Make) -> None:
    text = make().rate.text()
    assert "8,412 verified" in text
    assert "95 %" in text
    assert "30 days" in text


def test_that_the_newest_event_is_open(make: Make) -> None:
    page = make()
    assert page.table.currentIndex().row() == 0
    text = shown(page.detail)
    for part in ("1 tab qwk", "once daily", "once weekly", "Jordan Doe, pharmacist", "B, did not reach the patient"):
        assert part in text


def test_that_every_field_of_an_event_is_told(make: Make) -> None:
    event = quality_event(7).model_copy(
        update={"reclassified_by": "Sam Ortiz", "reclassified_from": EventClass.EDIT, "reclassify_reason": "it matters"}
    )
    told = " | ".join(tell(event) for _, tell in FACTS)
    for value in (
        event.prescription_number,
        event.drug,
        event.found_by,
        event.workstation,
        event.arose.value,
        event.reason,
        event.note,
        str(event.authorised_by),
        "from edit by Sam Ortiz: it matters",
        event.review_note,
        "0.82",
    ):
        assert value in told


def test_that_filters_narrow_the_list(qtbot: QtBot, make: Make) -> None:
    page = make()
    with qtbot.waitSignal(page.model.loaded):
        page.filters.classification.setCurrentText("Intervention")
    assert page.model.rowCount() == 10
    with qtbot.waitSignal(page.model.loaded):
        page.filters.unreviewed.setChecked(True)
    assert page.model.rowCount() == 5
    with qtbot.waitSignal(page.model.loaded):
        qtbot.keyClicks(page.filters.text, "hydroxyzine")
    assert {page.model.index(n, Column.DRUG).data() for n in range(page.model.rowCount())} == {"hydrOXYzine"}


def test_that_no_hit_is_told_apart_from_no_events(qtbot: QtBot, make: Make, fake_desk: FakeDesk) -> None:
    page = make()
    with qtbot.waitSignal(page.model.loaded):
        qtbot.keyClicks(page.filters.text, "nothing like it")
    assert page._pane.title.text() == "No event fits the filters"
    fake_desk.quality.all.clear()
    with qtbot.waitSignal(page.model.loaded):
        page.filters.text.clear()
    assert page._pane.title.text() == "No events yet"


def test_that_an_event_is_marked_reviewed_with_keys_alone(
    qtbot: QtBot, make: Make, fake_desk: FakeDesk, messages: Messages
) -> None:
    page = make()
    qtbot.keyClick(page.table, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert page.detail.note.hasFocus()
    qtbot.keyClicks(page.detail.note, "Told the prescriber")
    with qtbot.waitSignal(messages.status_changed):
        qtbot.keyClick(page.detail.note, Qt.Key.Key_Return)
    assert fake_desk.quality.all[40].review_note == "Told the prescriber"
    assert page.model.index(0, Column.REVIEWED).data() == "Sam Ortiz"
    assert "by Sam Ortiz" in shown(page.detail)


def test_that_an_event_is_reclassified_with_a_reason(
    qtbot: QtBot, make: Make, fake_desk: FakeDesk, messages: Messages
) -> None:
    page = make()
    qtbot.keyClick(page.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert page.detail.classes.hasFocus()
    page.detail.classes.setCurrentText("Edit")
    assert not page.detail.reclassify.isEnabled()
    qtbot.keyClick(page.detail.reason, Qt.Key.Key_Return)
    assert fake_desk.quality.all[40].version == 1
    qtbot.keyClicks(page.detail.reason, "only the wording")
    with qtbot.waitSignal(messages.status_changed):
        qtbot.keyClick(page.detail.reason, Qt.Key.Key_Return)
    assert fake_desk.quality.all[40].classification is EventClass.EDIT
    assert page.model.index(0, Column.CLASS).data() == "Edit"
    assert page.detail.reason.text() == ""


def test_that_a_second_change_uses_the_new_version(
    qtbot: QtBot, make: Make, fake_desk: FakeDesk, messages: Messages
) -> None:
    page = make()
    for note in ("first", "second"):
        page.detail.note.setText(note)
        with qtbot.waitSignal(messages.status_changed):
            qtbot.keyClick(page.detail.note, Qt.Key.Key_Return)
    assert fake_desk.quality.all[40].version == 3


def test_that_another_s_change_is_told_and_shown(
    qtbot: QtBot, make: Make, fake_desk: FakeDesk, messages: Messages
) -> None:
    page = make()
    fake_desk.quality.mark_reviewed(PHARMACIST, 40, 1, "was quicker")
    with qtbot.waitSignals([messages.notice_raised, page.model.loaded]):
        page.detail.review.click()
    assert "was quicker" in shown(page.detail)


def test_that_what_was_typed_for_one_event_does_not_reach_another(qtbot: QtBot, make: Make) -> None:
    page = make()
    page.detail.note.setText("for the first")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.detail.note.text() == ""


def test_that_the_shown_events_are_exported(qtbot: QtBot, make: Make, messages: Messages, tmp_path: Path) -> None:
    page = make()
    with qtbot.waitSignal(page.model.loaded):
        page.filters.classification.setCurrentText("Edit")
    with qtbot.waitSignal(messages.status_changed) as said:
        qtbot.keyClick(page.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert (said.args or [""])[0].startswith("10 events exported to events.csv")
    assert len((tmp_path / "events.csv").read_text().splitlines()) == 10
    assert page._chooser.suggested == "near-misses-2026-11-24.csv"


def test_that_a_role_sees_only_what_it_may_do(make: Make, actions: Actions) -> None:
    page = make(PHARMACIST)
    assert not page.export.isVisible()
    assert not page.detail.review.isVisible()
    assert page.detail.reclassify.isVisible()
    assert "quality.export" not in actions.names()
    assert actions.clashes() == []


def test_that_a_failure_with_events_on_screen_raises_the_banner(
    qtbot: QtBot, make: Make, fake_desk: FakeDesk, messages: Messages
) -> None:
    page = make()
    fake_desk.quality.error = DISK_FULL
    with qtbot.waitSignal(messages.notice_raised):
        page.refresh()
    assert page.table.isVisible()
    with qtbot.waitSignal(messages.notice_raised):
        page.export.click()


def test_that_older_events_are_fetched_page_by_page(
    qtbot: QtBot, work: Work, fake_desk: FakeDesk, qtmodeltester: ModelTester
) -> None:
    fake_desk.quality.all = {n: quality_event(n) for n in range(1, 2 * PAGE + 31)}
    model = EventModel(fake_desk.quality, fake_desk.clock, SUPERVISOR, work)
    qtmodeltester.check(model)
    with qtbot.waitSignal(model.loaded):
        model.reload()
    assert model.rowCount() == PAGE
    while model._has_more:
        model.fetchMore(QModelIndex())
        qtbot.waitUntil(lambda: not model._loading_more)
    ids = [model.event_at(n).id for n in range(model.rowCount())]
    assert ids == sorted(fake_desk.quality.all, reverse=True)
    qtmodeltester.check(model)


def test_that_the_year_is_told_where_it_is_not_this_one() -> None:
    assert short_moment(NOW, NOW).endswith(f"{NOW.astimezone():%H:%M}")
    assert short_moment(NOW.replace(year=2024), NOW).endswith(", 2024")


def test_that_every_part_of_the_page_has_a_name(make: Make) -> None:
    assert nameless(make()) == []
