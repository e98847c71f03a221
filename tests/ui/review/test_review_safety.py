"""What may never happen in the review window: a wrong patient, a silent failure, a key taken twice."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from review_bench import Bench, BenchMaker
from review_double import NOW, OTHER, STOP, case, doubtful

from app.core.model.case import CaseStatus
from app.core.model.errors import KnownError
from app.core.model.identity import Permission
from app.core.model.people import PatientFacts
from app.ui.review import ReviewPage

ENTER, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Space
HTML = "<b>Alma</b> <img src='x'> Nestor"


def test_that_a_key_meant_for_the_case_before_is_not_taken_for_this_one(bench: BenchMaker) -> None:
    desk = bench(case(1), case(2), ready=False)
    assert not desk.page.accepts_keys
    desk.press(ENTER)
    assert desk.desk.review.names() == []
    desk.ready()
    desk.press(ENTER)
    desk.asked("verify")


def test_that_a_second_enter_does_not_verify_the_case_that_has_just_come(bench: BenchMaker) -> None:
    desk = bench(case(1), case(2), case(3))
    desk.press(ENTER)
    desk.until(lambda: desk.page.case is not None and desk.page.case.id == 2)
    desk.press(ENTER, ENTER)
    desk.ready(2)
    assert desk.desk.review.names() == ["verify"]


def test_that_a_space_right_after_a_case_has_come_confirms_nothing(bench: BenchMaker) -> None:
    desk = bench(case(1, views=doubtful()), ready=False)
    desk.press(SPACE)
    desk.ready()
    assert desk.desk.review.names() == []


def test_that_a_held_key_never_verifies_confirms_or_opens_an_act(bench: BenchMaker) -> None:
    desk = bench(case(1))
    walking = {"review.down", "review.up"}
    acts = [name for name in desk.actions.names() if name.startswith("review.") and name not in walking]
    assert len(acts) > 10
    assert not [name for name in acts if desk.actions.get(name).autoRepeat()]


def test_that_a_held_enter_does_not_finish_an_act(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.press("h", "1")
    held = QKeyEvent(QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(desk.focus(), held)
    assert desk.desk.review.names() == []
    desk.press(ENTER)
    desk.asked("hold")


def test_that_there_is_no_default_button(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.press("h")
    buttons = [b for b in desk.page.findChildren(QAbstractButton) if getattr(b, "isDefault", lambda: False)()]
    assert buttons == []


def test_that_an_answer_for_a_case_that_has_left_the_screen_is_dropped(bench: BenchMaker) -> None:
    desk = bench(case(1, views=doubtful()), case(2, name="Bo Linde"))
    gate = desk.desk.review.gate("confirm", 1)
    desk.press(SPACE)
    desk.page.open_case(2)
    gate.set()
    desk.ready(2)
    assert desk.page.case.id == 2
    assert desk.child("patient-name").text() == "Bo Linde"


def test_that_of_two_cases_opened_in_a_row_only_the_second_comes(bench: BenchMaker) -> None:
    desk = bench(case(1), case(2), case(3))
    shown: list[int] = []
    desk.page.session.shown.connect(lambda found: shown.append(found.id))
    gate = desk.desk.review.gate("open", 2)
    desk.page.open_case(2)
    desk.page.open_case(3)
    gate.set()
    desk.ready(3)
    assert shown == [3]


def test_that_an_act_that_failed_is_told_though_another_case_is_on_screen(bench: BenchMaker) -> None:
    desk = bench(case(1), case(2))
    desk.desk.review.errors["verify"] = KnownError("DISK_FULL", "The disk is full.", "Nothing changed.", "Free space.")
    gate = desk.desk.review.gate("verify", 1)
    desk.press(ENTER)
    desk.page.open_case(2)
    gate.set()
    desk.until(lambda: desk.messages.notice is not None)
    assert desk.messages.notice.code == "DISK_FULL"


def test_that_an_act_that_succeeded_late_can_still_be_taken_back(bench: BenchMaker) -> None:
    desk = bench(case(1), case(2))
    gate = desk.desk.review.gate("verify", 1)
    desk.press(ENTER)
    desk.page.open_case(2)
    gate.set()
    desk.ready(2)
    desk.until(lambda: "Undo verify" in desk.page.key_bar.undo_text)
    assert desk.page.case.id == 2


def test_that_enter_waits_while_the_checks_run_again(bench: BenchMaker) -> None:
    desk = bench(case(1))
    gate = desk.desk.review.gate("correct", 1)
    desk.press("c")
    desk.type("amoxicillin 250 mg capsule")
    desk.press(ENTER)
    desk.until(lambda: "Checks are running" in desk.page.key_bar.enter_text)
    desk.press(ENTER)
    assert "waits" in desk.page.hint.text()
    gate.set()
    desk.asked("correct")
    desk.ready()
    assert desk.desk.review.names() == ["correct"]


def test_that_a_case_open_elsewhere_can_be_read_and_not_changed(bench: BenchMaker) -> None:
    desk = bench(case(1, claim=OTHER, findings=(STOP,)), may=lambda p: p is not Permission.TAKE_OVER)
    desk.press(ENTER, SPACE, "!", "c", "h", "r", "x", "a", "e", "t")
    assert desk.desk.review.names() == []
    assert "K. Lind" in desk.page.hint.text()
    assert "K. Lind" in desk.child("case-standing").text()
    assert desk.child("case-standing").isVisible()
    assert desk.page.key_bar.enter_text == "Enter  read only"


def test_that_a_supervisor_takes_a_case_over(bench: BenchMaker) -> None:
    desk = bench(case(1, claim=OTHER))
    desk.press("t")
    desk.asked("take_over")
    desk.ready()
    desk.press(ENTER)
    desk.asked("take_over", "verify")


def test_that_a_verified_case_cannot_be_changed(bench: BenchMaker) -> None:
    desk = bench(case(1).model_copy(update={"status": CaseStatus.VERIFIED}))
    desk.press(ENTER, "h", "c")
    assert desk.desk.review.names() == []
    assert "verified" in desk.page.hint.text()


def test_that_a_case_that_cannot_be_opened_says_why_and_can_be_tried_again(bench: BenchMaker) -> None:
    desk = bench(case(1), case(2))
    desk.desk.review.errors["open"] = KnownError("DB_LOCKED", "The database is busy.", "Nothing is lost.", "Try again.")
    desk.page.open_case(2)
    desk.until(lambda: "The database is busy." in [w.text() for w in desk.page.findChildren(QLabel)])
    assert desk.page.case is None
    desk.qtbot.mouseClick(desk.child("stateButton"), Qt.MouseButton.LeftButton)
    desk.ready(2)


@pytest.mark.parametrize("part", ["patient-name", "value-patient"])
def test_that_html_in_a_name_is_shown_as_text(bench: BenchMaker, part: str) -> None:
    views = tuple(f.model_copy(update={"value": HTML}) if f.field.value == "patient" else f for f in case(1).fields)
    desk = bench(case(1, name=HTML, views=views))
    label = desk.child(part)
    assert isinstance(label, QLabel)
    assert label.text() == HTML
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_that_no_label_of_the_window_takes_text_for_markup(bench: BenchMaker) -> None:
    desk = bench(case(1, findings=(STOP,)))
    for key in ("!", Qt.Key.Key_Escape, "p", "r"):
        desk.press(key)
    rich = [w for w in desk.page.findChildren(QLabel) if w.textFormat() is not Qt.TextFormat.PlainText]
    assert rich == []


def test_that_another_patient_is_announced_and_the_same_one_is_not(
    bench: BenchMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("app.ui.review.patient_header.announce", lambda _widget, text: said.append(text))
    desk = bench(case(1, views=doubtful()), case(2, name="Bo Linde"))
    desk.press(SPACE)
    desk.asked("confirm")
    desk.page.open_case(2)
    desk.ready(2)
    assert len(said) == 2
    assert "Alma Nestor" in said[0]
    assert "Bo Linde" in said[1]


def test_that_unknown_allergies_are_not_shown_as_none(bench: BenchMaker) -> None:
    unknown = bench(case(1, facts=PatientFacts(sex="F")))
    assert "not known" in unknown.child("patient-allergies").text()
    none = bench(case(1, facts=PatientFacts(sex="F", allergies=())))
    assert none.child("patient-allergies").text() == "no known allergies"


def test_that_a_late_promise_says_so(bench: BenchMaker) -> None:
    desk = bench(case(1).model_copy(update={"promise_at": NOW}))
    desk.desk.clock.advance(NOW - desk.desk.clock.now())
    assert "in 0 min" in desk.child("case-promise").text()


def _focusable(page: ReviewPage) -> list[QWidget]:
    """All but the queue's rail, which has a test of its own."""
    widgets = [w for w in page.findChildren(QWidget) if not page.rail.isAncestorOf(w)]
    return [w for w in widgets if w.focusPolicy() is not Qt.FocusPolicy.NoFocus and w.isEnabled()]


def _nameless(desk: Bench) -> list[str]:
    return [
        f"{type(w).__name__} {w.objectName()}"
        for w in _focusable(desk.page)
        if not w.accessibleName() and w.isVisibleTo(desk.page)
    ]


def test_that_everything_that_takes_the_focus_has_a_name(bench: BenchMaker) -> None:
    desk = bench(case(1, views=doubtful(), findings=(STOP,)))
    assert len(_focusable(desk.page)) > 15
    assert _nameless(desk) == []
    for key in ("!", "c", "r", "h", "e"):
        desk.press(key)
        assert _nameless(desk) == []
        desk.press(Qt.Key.Key_Escape)


def test_that_no_key_is_claimed_twice(bench: BenchMaker) -> None:
    desk = bench(case(1))
    assert desk.actions.clashes() == []
