"""What it takes to get a prescription through the review window: keys only, and counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from review_bench import BenchMaker
from review_double import (
    NOTE,
    STOP,
    UNDONE_REQUIRED,
    WARN,
    case,
    different,
    doubtful,
    missing,
    stale,
)

from app.core.model.errors import KnownError
from app.core.model.identity import Permission
from app.core.model.order import ReviewField

ENTER, SPACE, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape
CTRL = Qt.KeyboardModifier.ControlModifier


def test_that_a_clean_case_is_verified_with_one_key_and_the_next_one_opens(bench: BenchMaker) -> None:
    desk = bench(case(1), case(2, name="Bo Linde"))
    shown = desk.page.case
    desk.press(ENTER)
    desk.ready(2)
    assert desk.keys == 1
    assert desk.desk.review.call("verify") == ("verify", 1, 1, shown.digest)


def test_that_a_doubtful_field_costs_two_keys(bench: BenchMaker) -> None:
    desk = bench(case(1, views=doubtful()), case(2))
    desk.press(SPACE)
    desk.asked("confirm")
    desk.press(ENTER)
    desk.asked("confirm", "verify")
    assert desk.keys == 2


def test_that_an_enter_right_behind_a_confirmation_waits_for_it(bench: BenchMaker) -> None:
    desk = bench(case(1, views=doubtful()), case(2))
    gate = desk.desk.review.gate("confirm", 1)
    desk.press(SPACE, ENTER)
    assert desk.desk.review.names() in ([], ["confirm"])
    gate.set()
    desk.asked("confirm", "verify")
    assert desk.keys == 2


def test_that_enter_goes_to_what_is_open_instead_of_verifying(bench: BenchMaker) -> None:
    desk = bench(case(1, views=doubtful(), findings=(WARN,)))
    desk.press("j")
    desk.press(ENTER)
    assert desk.focus().objectName() == "field-drug"
    desk.press(ENTER, ENTER)
    assert desk.desk.review.names() == []
    assert "Space confirms" in desk.page.hint.text()


def test_that_one_flag_after_the_other_is_confirmed_and_then_verified(bench: BenchMaker) -> None:
    desk = bench(case(1, views=doubtful(), findings=(WARN,), not_checked=(UNDONE_REQUIRED,)))
    for left in (2, 1, 0):
        desk.press(SPACE)
        desk.until(lambda left=left: len(desk.page.case.pending) == left and desk.page.accepts_keys)
    desk.press(ENTER)
    desk.asked("confirm", "confirm", "confirm", "verify")
    assert desk.keys == 4


def test_that_the_key_bar_says_what_enter_will_do(bench: BenchMaker) -> None:
    desk = bench(case(1, findings=(STOP, WARN)), case(2))
    assert desk.page.key_bar.enter_text == "Enter  verify (after 1 stop, 1 check)"
    desk.page.open_case(2)
    desk.ready(2)
    assert desk.page.key_bar.enter_text == "Enter  verify"


def test_that_a_stop_needs_a_reason_and_control_enter(bench: BenchMaker) -> None:
    desk = bench(case(1, findings=(STOP, NOTE)), case(2))
    desk.press("!", "1", ENTER)
    assert desk.desk.review.names() == []
    desk.press(ENTER, mod=CTRL)
    desk.asked("confirm")
    assert desk.desk.review.call("confirm")[2:] == (STOP.key, "stop-1", "")
    desk.press(ENTER)
    desk.asked("confirm", "verify")


def test_that_a_stop_without_a_reason_is_not_passed(bench: BenchMaker) -> None:
    desk = bench(case(1, findings=(STOP,)))
    desk.press("!")
    desk.press(ENTER, mod=CTRL)
    assert desk.desk.review.names() == []
    assert "reason" in desk.child("stop-strip-problem").text()


def test_that_the_note_of_a_stop_is_recorded_and_digits_in_it_choose_nothing(bench: BenchMaker) -> None:
    desk = bench(case(1, findings=(STOP,)))
    desk.press("!", "2", Qt.Key.Key_Tab)
    desk.type("took 1 course in 2021")
    desk.press(ENTER, mod=CTRL)
    desk.asked("confirm")
    assert desk.desk.review.call("confirm")[3:] == ("stop-2", "took 1 course in 2021")


def test_that_returning_to_data_entry_takes_four_keys(bench: BenchMaker) -> None:
    desk = bench(case(1), case(2))
    desk.press("r", "o", "1", ENTER)
    desk.ready(2)
    assert desk.keys == 4
    assert desk.desk.review.call("send_back") == ("send_back", 1, ReviewField.DOSE, "return-1", "")


def test_that_a_return_without_a_field_says_what_is_missing(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.press("r", "1", ENTER)
    assert desk.desk.review.names() == []
    assert "letter" in desk.child("return-strip-problem").text()


@pytest.mark.parametrize(("key", "act"), [("h", "hold"), ("a", "ask"), ("x", "refuse")])
def test_that_setting_aside_takes_three_keys(bench: BenchMaker, key: str, act: str) -> None:
    desk = bench(case(1), case(2))
    desk.press(key, "2", ENTER)
    desk.ready(2)
    assert desk.keys == 3
    assert desk.desk.review.call(act) == (act, 1, f"{act}-2", "")


def test_that_escape_gives_an_act_up_and_the_keyboard_goes_back(bench: BenchMaker) -> None:
    desk = bench(case(1))
    before = desk.focus()
    desk.press("h", "1", ESCAPE)
    assert desk.focus() is before
    desk.press(ENTER)
    desk.asked("verify")


def test_that_keys_of_the_page_do_nothing_while_an_act_is_being_made(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.press("h")
    desk.press("c", "x", SPACE)
    assert desk.page.findChild(object, "hold-strip") is not None
    assert desk.page.findChild(object, "correction-strip") is None
    assert desk.desk.review.names() == []


def test_that_a_correction_is_previewed_and_saved_with_enter(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.page.workspace.fields.focus(ReviewField.DOSE)
    desk.press("c")
    desk.type("2 capsules")
    desk.until(lambda: "Will read: 2 capsules" in desk.child("correction-preview").text())
    assert "near miss" in desk.child("correction-effect").text()
    desk.press(ENTER)
    desk.asked("correct")
    assert desk.desk.review.call("correct")[2:] == (ReviewField.DOSE, "2 capsules", "words", None)
    assert desk.page.case.field(ReviewField.DOSE).value == "2 capsules"


def test_that_an_enter_before_the_preview_waits_for_it(bench: BenchMaker) -> None:
    desk = bench(case(1))
    gate = desk.desk.review.gate("preview", 1)
    desk.page.workspace.fields.focus(ReviewField.DOSE)
    desk.press("c")
    desk.type("2 capsules")
    desk.press(ENTER)
    assert "correct" not in desk.desk.review.names()
    gate.set()
    desk.asked("correct")


def test_that_words_that_cannot_be_used_are_not_saved(bench: BenchMaker) -> None:
    desk = bench(case(1))
    order = desk.page.case.order
    desk.desk.review.previews["xyz"] = different(order, "").model_copy(update={"problem": "That is no dose."})
    desk.page.workspace.fields.focus(ReviewField.DOSE)
    desk.press("c")
    desk.type("xyz")
    desk.press(ENTER)
    desk.until(lambda: "That is no dose." in desk.child("correction-strip-problem").text())
    assert desk.desk.review.names() == []


def test_that_a_change_of_the_order_needs_who_allowed_it_and_the_read_back(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.desk.review.previews["2 capsules"] = different(desk.page.case.order, "2 capsules")
    desk.page.workspace.fields.focus(ReviewField.DOSE)
    desk.press("c")
    desk.type("2 capsules")
    desk.until(lambda: desk.child("authorisation").isVisible())
    assert "“1 capsule”" in desk.child("authorisation-differences").text()
    desk.press(ENTER)
    assert "who" in desk.child("correction-strip-problem").text()
    desk.child("authorised-by").setFocus()
    desk.type("Dr Okafor's nurse, M. Reyes")
    desk.press(ENTER)
    assert "Read" in desk.child("correction-strip-problem").text()
    assert desk.desk.review.names() == []
    desk.child("read-back").setFocus()
    desk.press(SPACE, ENTER)
    desk.asked("correct")
    *_, reason, allowed = desk.desk.review.call("correct")
    assert (reason, allowed.by, allowed.read_back) == ("clarified", "Dr Okafor's nurse, M. Reyes", True)
    assert abs(allowed.at - desk.desk.clock.now()) < timedelta(minutes=1)


def test_that_alt_and_a_digit_choose_the_reason_of_a_correction(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.page.workspace.fields.focus(ReviewField.DOSE)
    desk.press("c")
    desk.type("3 capsules")
    desk.press(Qt.Key.Key_3, mod=Qt.KeyboardModifier.AltModifier)
    desk.press(ENTER)
    desk.asked("correct")
    assert desk.desk.review.call("correct")[3:] == ("3 capsules", "typing", None)


def test_that_a_drug_is_completed_from_the_catalogue_in_tall_man_letters(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.page.workspace.fields.focus(ReviewField.DRUG)
    desk.press("c")
    desk.type("hydr")
    offers = desk.child("drug-suggestions")
    desk.until(lambda: offers.count() == 2)
    assert offers.item(0).text() == "hydrOXYzine 25 mg tablet"
    desk.press(Qt.Key.Key_Down, ENTER)
    assert desk.child("correction-text").text() == "hydroxyzine 25 mg tablet"
    desk.press(ENTER)
    desk.asked("correct")


def test_that_a_missing_field_is_typed_in_and_cannot_be_confirmed(bench: BenchMaker) -> None:
    desk = bench(case(1, views=missing()))
    desk.press(SPACE)
    assert desk.focus().objectName() == "correction-text"
    desk.type("30")
    desk.press(ENTER)
    desk.asked("correct")
    desk.ready()
    desk.press(ENTER)
    desk.asked("correct", "verify")


def test_that_a_decision_is_taken_back_within_its_time(bench: BenchMaker) -> None:
    desk = bench(case(1), case(2))
    desk.press(ENTER)
    desk.ready(2)
    assert desk.page.key_bar.undo_text == "U  Undo verify (10 s)"
    desk.press("u")
    desk.ready(1)
    assert desk.page.key_bar.undo_text == ""
    assert ("release", 2) in desk.desk.review.calls


def test_that_control_z_takes_back_too_and_even_when_the_queue_is_empty(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.press(ENTER)
    desk.asked("verify")
    desk.press(Qt.Key.Key_Z, mod=CTRL)
    desk.ready(1)


def test_that_the_undo_counts_down_and_goes(bench: BenchMaker) -> None:
    desk = bench(case(1), case(2))
    desk.press(ENTER)
    desk.ready(2)
    desk.desk.clock.advance(timedelta(seconds=4))
    desk.until(lambda: desk.page.key_bar.undo_text.endswith("(6 s)"))
    desk.desk.clock.advance(timedelta(seconds=7))
    desk.until(lambda: desk.page.key_bar.undo_text == "")
    desk.press("u")
    assert "undo" not in desk.desk.review.names()


def test_that_the_profile_is_edited_and_the_checks_run_again(bench: BenchMaker) -> None:
    desk = bench(case(1, not_checked=(UNDONE_REQUIRED,)))
    desk.press("e")
    desk.until(lambda: desk.focus().objectName() == "edit-allergies")
    desk.type("sulfa (hives); codeine")
    desk.press(ENTER)
    desk.asked("edit_profile")
    assert desk.desk.review.call("edit_profile")[2].allergies == ("sulfa (hives)", "codeine")
    desk.ready()
    desk.press(ENTER)
    desk.asked("edit_profile", "verify")


def test_that_a_profile_number_that_cannot_be_is_refused_with_a_word(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.press("e")
    weight = desk.child("edit-weight")
    weight.setFocus()
    weight.selectAll()
    desk.type("sixty")
    desk.press(ENTER)
    assert "Weight" in desk.child("profile-problem").text()
    assert desk.desk.review.names() == []


def test_that_a_stale_case_is_told_and_loaded_again(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.desk.review.errors["verify"] = stale()
    desk.press(ENTER)
    desk.until(lambda: desk.messages.notice is not None)
    assert desk.messages.notice.code == "CASE_CHANGED"
    desk.ready(1)
    assert [call[0] for call in desk.desk.review.calls].count("open") == 2


def test_that_a_technician_cannot_verify_and_is_told(bench: BenchMaker) -> None:
    desk = bench(case(1), may=lambda permission: permission is not Permission.VERIFY)
    desk.press(ENTER)
    assert desk.desk.review.names() == []
    assert "pharmacist" in desk.page.hint.text()


def test_that_a_technician_is_not_asked_for_a_reason_that_only_a_pharmacist_may_give(bench: BenchMaker) -> None:
    desk = bench(case(1, findings=(STOP,)), may=lambda p: p in (Permission.VIEW_CASE, Permission.CORRECT))
    desk.press(ENTER, ENTER, SPACE, "!")
    assert desk.desk.review.names() == []
    assert "pharmacist" in desk.page.hint.text()
    assert desk.page.findChild(QWidget, "stop-strip") is None


def test_that_enter_without_a_case_opens_the_next_one(bench: BenchMaker) -> None:
    desk = bench(case(1), opened=False)
    desk.child("case-area").setFocus()
    desk.press(ENTER)
    desk.ready(1)


def test_that_every_change_is_told_to_whoever_shows_counts(bench: BenchMaker) -> None:
    desk = bench(case(1, views=doubtful()), case(2))
    told: list[tuple[int, str]] = []
    desk.page.case_changed.connect(lambda change: told.append((change.case_id, change.act)))
    desk.press(SPACE)
    desk.asked("confirm")
    desk.press("c")
    desk.type("amoxicillin 250 mg capsule")
    desk.press(ENTER)
    desk.asked("confirm", "correct")
    assert desk.messages.status == "Drug corrected, filed as a near miss; the checks ran again."
    desk.ready()
    desk.press(ENTER)
    desk.ready(2)
    desk.press("u")
    desk.ready(1)
    assert told == [(1, "confirm"), (1, "correct"), (1, "verify"), (1, "undo")]


def test_that_a_correction_that_failed_is_not_told_as_done(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.desk.review.errors["correct"] = KnownError("DISK_FULL", "The disk is full.", "Nothing changed.", "Free space.")
    desk.press("c")
    desk.type("amoxicillin 250 mg capsule")
    desk.press(ENTER)
    desk.until(lambda: desk.messages.notice is not None)
    assert desk.messages.status == ""


def test_that_an_empty_queue_says_so(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.press(ENTER)
    desk.asked("verify")
    desk.until(lambda: "Nothing waits" in desk.page._state.title.text())
