"""The page "Type in", by keys only: fields, free text, what is missing, what is lost and what never is."""

from __future__ import annotations

import pytest
from entry_bench import Bench
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from ui_double import DISK_FULL, nameless

from app.core.model.drug import DrugCandidate

ENTER, ESCAPE, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Down
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ORDER = (
    "entry-patient", "entry-born", "entry-sex", "entry-address", "entry-allergies", "entry-prescriber", "entry-npi",
    "entry-dea", "entry-phone", "entry-drug", "entry-strength", "entry-form", "entry-sig", "entry-quantity",
    "entry-days", "entry-refills", "entry-substitution", "entry-written", "entry-notes", "entry-caller",
    "entry-read-back", "entry-waits",
)  # fmt: skip


def tell(entry: Bench, words: dict[str, str]) -> None:
    """Type words into fields, going through all of them by Enter."""
    for name in ORDER:
        assert entry.focus() == name
        if name in words:
            entry.type(words[name])
        if name != ORDER[-1]:
            entry.press(ENTER)


@pytest.mark.parametrize("key", [ENTER, TAB])
def test_that_enter_and_tab_go_through_the_fields_in_the_order_in_which_an_order_is_told(
    entry: Bench, key: Qt.Key
) -> None:
    gone = []
    for _ in ORDER:
        gone.append(entry.focus())
        entry.press(key)
    assert tuple(gone) == ORDER


def test_that_what_is_typed_is_received_as_labelled_text(entry: Bench) -> None:
    tell(
        entry,
        {
            "entry-patient": "Jane Roe",
            "entry-born": "3/9/1961",
            "entry-sex": "F",
            "entry-drug": "lisinopril",
            "entry-strength": "10 mg",
            "entry-form": "tablet",
            "entry-sig": "1 tab po qd",
            "entry-substitution": "As",
            "entry-written": "t",
            "entry-read-back": " ",
        },
    )
    made: list[int] = []
    entry.widget.case_made.connect(made.append)
    entry.press(ENTER, mod=CTRL)
    entry.settle()
    (arrival,) = entry.fake.review.arrivals
    assert arrival.data.decode() == (
        "Patient: Jane Roe  DOB: 3/9/1961\nSex: Female\nDrug: lisinopril 10 mg tablet\nSig: 1 tab po qd.\nDAW: yes\n"
        f"Date written: {entry.fake.clock.now().astimezone():%m/%d/%Y}\nRead back and confirmed\n"
    )
    assert (arrival.door, arrival.priority) == ("typed", 2)
    assert arrival.name == "typed-20261124T190200Z.txt"
    assert made == [10_490]
    assert not entry.widget.has_words
    assert entry.focus() == "entry-patient"


def test_that_a_patient_who_waits_comes_first(entry: Bench) -> None:
    entry.type("Jane Roe")
    while entry.focus() != "entry-waits":
        entry.press(TAB)
    entry.press(" ")
    entry.press(ENTER, mod=CTRL)
    entry.settle()
    assert entry.fake.review.arrivals[0].priority == 1


def test_that_what_is_missing_is_listed_and_never_stops_anybody(entry: Bench) -> None:
    listed = entry.shown("entryMissingList")
    assert "patient's name" in listed
    assert "directions (sig)" in listed
    entry.type("Jane Roe")
    assert "patient's name" not in entry.shown("entryMissingList")
    entry.press(ENTER, mod=CTRL)
    entry.settle()
    assert len(entry.fake.review.arrivals) == 1


def test_that_free_text_is_received_exactly_as_it_was_typed(entry: Bench) -> None:
    entry.press(TAB, mod=CTRL)
    assert entry.focus() == "entry-text"
    assert not entry.child("entryMissing").isVisible()
    entry.type("Jane Roe 3/9/61\nlisinopril 10 mg #30")
    entry.press(ENTER, mod=CTRL)
    entry.settle()
    assert entry.fake.review.arrivals[0].data == b"Jane Roe 3/9/61\nlisinopril 10 mg #30"
    assert not entry.widget.has_words


def test_that_a_text_that_cannot_be_read_says_why_and_stays_for_mending(entry: Bench) -> None:
    entry.press(TAB, mod=CTRL)
    entry.type("milk and eggs")
    entry.press(ENTER, mod=CTRL)
    entry.settle()
    told = entry.shown("entryProblemText")
    assert "No drug was found." in told
    assert "Could not read" in told
    assert entry.focus() == "entry-text"
    assert entry.child("entry-text").toPlainText() == "milk and eggs"
    entry.type("!")
    assert entry.shown("entryProblemText") == ""


def test_that_the_same_text_again_says_that_it_is_there_already(entry: Bench) -> None:
    made: list[int] = []
    entry.widget.case_made.connect(made.append)
    for _ in range(2):
        entry.type("Jane Roe")
        entry.press(ENTER, mod=CTRL)
        entry.settle()
    assert made == [10_490]
    assert "received before" in entry.shown("entryProblemText")
    assert entry.child("entry-patient").text() == "Jane Roe"


def test_that_an_error_is_told_in_place_and_loses_no_word(entry: Bench) -> None:
    entry.type("Jane Roe")
    entry.press(ENTER)
    entry.fake.review.error = DISK_FULL
    entry.press(ENTER, mod=CTRL)
    entry.settle()
    assert DISK_FULL.what in entry.shown("entryProblemText")
    assert entry.child("entry-patient").text() == "Jane Roe"
    assert entry.focus() == "entry-born"


def test_that_nothing_is_not_received(entry: Bench) -> None:
    entry.press(ENTER, mod=CTRL)
    entry.settle()
    assert entry.fake.review.arrivals == []
    assert "Nothing is typed" in entry.shown("entryProblemText")


def test_that_two_presses_receive_once_and_nothing_can_be_typed_meanwhile(entry: Bench) -> None:
    entry.type("Jane Roe")
    entry.fake.review.import_gate.clear()
    entry.press(ENTER, mod=CTRL)
    assert not entry.child("entry-patient").isEnabled()
    entry.press(ENTER, mod=CTRL)
    entry.press(ESCAPE)
    assert not entry.child("entryDiscard").isVisible()
    assert not entry.widget.may_leave(lambda: None)
    entry.fake.review.import_gate.set()
    entry.settle()
    assert len(entry.fake.review.arrivals) == 1


def test_that_escape_asks_before_typed_words_go_and_escape_keeps_them(entry: Bench) -> None:
    entry.type("Jane Roe")
    entry.press(ENTER, ESCAPE)
    assert entry.focus() == "entryDiscard"
    entry.press("x", ESCAPE)
    assert not entry.child("entryDiscard").isVisible()
    assert entry.child("entry-patient").text() == "Jane Roe"
    assert entry.focus() == "entry-born"
    entry.press(ESCAPE, ENTER)
    assert not entry.widget.has_words
    assert entry.focus() == "entry-patient"


def test_that_escape_goes_back_where_nothing_was_typed(entry: Bench) -> None:
    left: list[bool] = []
    entry.widget.left.connect(lambda: left.append(True))
    assert entry.child("entryGiveUp").text().startswith("Back")
    entry.press(ESCAPE)
    assert left == [True]


def test_that_the_other_tabs_words_stay_when_one_is_discarded(entry: Bench) -> None:
    entry.type("Jane Roe")
    entry.press(TAB, mod=CTRL)
    entry.type("call back")
    entry.press(ESCAPE, ENTER)
    assert entry.child("entry-text").toPlainText() == ""
    entry.press(TAB, mod=CTRL)
    assert entry.child("entry-patient").text() == "Jane Roe"


def test_that_leaving_asks_on_the_tab_where_words_stand_and_goes_on_once_they_may_go(entry: Bench) -> None:
    gone: list[bool] = []
    assert entry.widget.may_leave(lambda: gone.append(True))
    entry.type("Jane Roe")
    entry.press(TAB, mod=CTRL)
    assert not entry.widget.may_leave(lambda: gone.append(True))
    assert entry.child("entry-patient").isVisible()
    assert entry.focus() == "entryDiscard"
    entry.press(ENTER)
    assert gone == [True]
    assert entry.widget.may_leave(lambda: None)


def test_that_a_drug_is_suggested_and_fills_its_three_fields(entry: Bench) -> None:
    entry.child("entry-drug").setFocus()
    entry.type("li")
    entry.settle()
    suggestions = entry.child("drug-suggestions")
    assert suggestions.isVisible()
    assert entry.child("entry-drug").text() == "li", "nothing is filled in unasked"
    entry.press(DOWN, ENTER)
    assert not suggestions.isVisible()
    found = {name: entry.child(f"entry-{name}").text() for name in ("drug", "strength", "form")}
    assert found == {"drug": "lisinopril", "strength": "10 mg", "form": "tablet"}
    assert entry.focus() == "entry-sig"


def test_that_a_drug_without_strength_leads_to_the_strength(entry: Bench) -> None:
    entry.child("entry-drug").setFocus()
    entry.type("lith")
    entry.settle()
    entry.press(DOWN, ENTER)
    assert entry.child("entry-strength").text() == ""
    assert entry.focus() == "entry-strength"


def test_that_suggestions_go_by_escape_and_when_the_keyboard_moves_on(entry: Bench) -> None:
    suggestions = entry.child("drug-suggestions")
    entry.child("entry-drug").setFocus()
    entry.type("h")
    entry.settle()
    assert suggestions.item(0).text() == "hydrOXYzine"
    entry.press(ESCAPE)
    assert not suggestions.isVisible()
    assert not entry.child("entryDiscard").isVisible()
    entry.type("y")
    entry.settle()
    assert suggestions.isVisible()
    entry.press(TAB)
    assert not suggestions.isVisible()
    entry.child("entry-drug").setFocus()
    entry.type("d")
    entry.press(TAB)
    entry.settle()
    assert not suggestions.isVisible(), "a late answer covers nothing"


def test_that_no_strength_is_cut_off_a_suggestion_in_a_small_window(entry: Bench) -> None:
    long = DrugCandidate(ingredient="hydrochlorothiazide / lisinopril", strength="12.5 mg / 20 mg", form="tablet")
    entry.widget.resize(928, 600)
    entry.child("entry-drug").setFocus()
    entry.type("hydro")
    entry.settle()
    entry.fake.catalogue.drugs = (long,)
    entry.type("c")
    entry.settle()
    suggestions = entry.child("drug-suggestions")
    text = suggestions.item(0).text()
    assert suggestions.viewport().width() > suggestions.fontMetrics().horizontalAdvance(text)
    assert suggestions.geometry().right() <= suggestions.parentWidget().width()


def test_that_a_line_break_in_the_directions_takes_shift(entry: Bench) -> None:
    sig = entry.child("entry-sig")
    sig.setFocus()
    entry.type("1 tab po qd")
    entry.press(ENTER, mod=SHIFT)
    entry.type("with food")
    assert sig.toPlainText() == "1 tab po qd\nwith food"
    entry.press(ENTER)
    assert entry.focus() == "entry-quantity"


def test_that_every_field_has_a_name_and_none_is_cut_at_1280_by_800(entry: Bench) -> None:
    assert nameless(entry.widget) == []
    for field in (*entry.widget.findChildren(QLineEdit), *entry.widget.findChildren(QPlainTextEdit)):
        if field.isVisible():
            room = field.width() - 20
            assert field.fontMetrics().horizontalAdvance(field.placeholderText()) <= room, field.objectName()


def test_that_the_field_in_focus_is_in_sight_in_a_small_window(entry: Bench) -> None:
    entry.widget.resize(928, 400)
    for name in ORDER[:-1]:
        assert entry.focus() == name
        field = entry.child(name)
        assert field.visibleRegion().boundingRect().height() == field.height(), name
        entry.press(ENTER)


def test_that_its_keys_are_listed_and_do_not_clash(entry: Bench) -> None:
    (lines,) = (lines for group, lines in entry.actions.help().items() if group == "Type a prescription")
    assert [line.keys[0] for line in lines] == ["Ctrl+Return", "Ctrl+Tab"]
    assert entry.actions.clashes() == []
