"""The link between a field and the words it was read from, both ways."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit
from review_bench import BenchMaker
from review_double import LINES, SIG, STOP, WARN, case, fields, raw_view

from app.core.model.base import Span
from app.core.model.case import FieldView
from app.core.model.order import ReviewField
from app.core.model.raw import RawView
from app.ui.review import evidence
from app.ui.review.raw_text import headings_of, labels_of


def field(name: ReviewField) -> FieldView:
    return next(f for f in fields() if f.field is name)


def test_that_the_words_of_a_component_are_its_evidence() -> None:
    view = raw_view()
    assert evidence.words_of(field(ReviewField.DOSE), view) == "1 cap"
    assert evidence.words_of(field(ReviewField.FREQUENCY), view) == "tid"


def test_that_a_field_without_spans_rests_on_the_whole_value() -> None:
    assert evidence.words_of(field(ReviewField.QUANTITY), raw_view()) == "30"


def test_that_what_is_implied_has_no_evidence() -> None:
    assert evidence.ranges_of(field(ReviewField.DAYS_SUPPLY), raw_view()) == ()
    implied = field(ReviewField.QUANTITY).model_copy(update={"implied": True})
    assert evidence.ranges_of(implied, raw_view()) == ()


def test_that_a_span_outside_its_value_is_no_evidence() -> None:
    wrong = field(ReviewField.QUANTITY).model_copy(update={"spans": (Span(0, 99),)})
    assert evidence.ranges_of(wrong, raw_view()) == ()


def test_that_a_place_in_a_plain_text_needs_no_anchor() -> None:
    text = RawView(title="Typed", text="Sig: 1 tab bid", anchors={})
    dose = FieldView(field=ReviewField.DOSE, label="Dose", value="1 tablet", path="chars 5-14", spans=(Span(0, 5),))
    assert evidence.words_of(dose, text) == "1 tab"


def test_that_every_word_of_the_directions_leads_to_its_own_field() -> None:
    view = raw_view()
    start = view.anchors["/rx/sig"].start
    sig = view.text[start : view.anchors["/rx/sig"].end]
    found = {
        word: evidence.field_at(start + sig.index(word), fields(), view) for word in ("1 cap", "po", "tid", "x10d")
    }
    assert list(found.values()) == [
        ReviewField.DOSE,
        ReviewField.ROUTE,
        ReviewField.FREQUENCY,
        ReviewField.DURATION,
    ]


def test_that_a_label_leads_to_no_field() -> None:
    view = raw_view()
    assert evidence.field_at(view.text.index("Message ID"), fields(), view) is None


@given(st.text(alphabet=st.characters(codec="utf-16"), max_size=40), st.data())
def test_that_positions_survive_the_way_to_qt_and_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    units = evidence.utf16(text, offset)
    assert units == len(text[:offset].encode("utf-16-le")) // 2
    assert evidence.code_points(text, units) == offset


def test_that_headings_and_labels_are_told_from_values() -> None:
    view = raw_view()
    headings = [view.text[s.start : s.end] for s in headings_of(view)]
    assert headings == [label.upper() for label, value, _ in LINES if value is None]
    labels = [view.text[s.start : s.end].strip() for s in labels_of(view)]
    assert labels == [f"{label}:" for label, value, _ in LINES if value is not None]


def test_that_the_focused_field_lights_its_words(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.page.workspace.fields.focus(ReviewField.DOSE)
    assert desk.page.workspace.raw.marked == ("1 cap",)
    desk.press("j")
    assert desk.focus().objectName() == "field-route"
    assert desk.page.workspace.raw.marked == ("po",)
    desk.press(Qt.Key.Key_Up)
    assert desk.page.workspace.raw.marked == ("1 cap",)
    assert "read from “1 cap”" in desk.child("evidence-words").text()


def test_that_a_click_on_a_word_leads_to_its_field(bench: BenchMaker) -> None:
    desk = bench(case(1))
    text = desk.child("raw-text")
    assert isinstance(text, QPlainTextEdit)
    desk.qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=_place_of(text, "tid"))
    assert desk.page.workspace.fields.current is ReviewField.FREQUENCY
    assert desk.focus().objectName() == "field-frequency"


def test_that_characters_beyond_the_basic_plane_do_not_shift_the_marks(bench: BenchMaker) -> None:
    smiling = "\N{SMILING FACE WITH SUNGLASSES}"
    lines = (("Note", f"{smiling} {smiling}", "/rx/note"), *LINES)
    desk = bench(case(1).model_copy(update={"raw_view": raw_view(lines)}))
    desk.page.workspace.fields.focus(ReviewField.FREQUENCY)
    assert desk.page.workspace.raw.marked == ("tid",)
    text = desk.child("raw-text")
    assert isinstance(text, QPlainTextEdit)
    assert [s.cursor.selectedText() for s in text.extraSelections()] == ["tid"]
    desk.qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=_place_of(text, "po"))
    assert desk.page.workspace.fields.current is ReviewField.ROUTE


def test_that_a_finding_lights_the_fields_it_concerns(bench: BenchMaker) -> None:
    desk = bench(case(1, findings=(STOP,)))
    assert desk.focus().accessibleName().startswith("STOP")
    assert desk.page.workspace.raw.marked == ("Amoxicil",)
    assert desk.page.workspace.fields.current is ReviewField.DRUG


def test_that_the_next_case_lights_the_evidence_of_its_own_finding(bench: BenchMaker) -> None:
    other = STOP.model_copy(update={"message": "The quantity cannot be.", "fields": ("quantity",)})
    desk = bench(case(1, findings=(STOP,)), case(2, findings=(other,)))
    assert desk.page.workspace.raw.marked == ("Amoxicil",)
    desk.page.open_case(2)
    desk.ready(2)
    assert desk.page.workspace.raw.marked == ("30",)
    assert desk.page.workspace.fields.current is ReviewField.QUANTITY


def test_that_the_message_is_shown_as_received_and_back(bench: BenchMaker) -> None:
    desk = bench(case(1))
    text = desk.child("raw-text")
    assert isinstance(text, QPlainTextEdit)
    desk.press("s")
    assert text.toPlainText() == raw_view().source
    desk.press("s")
    assert text.toPlainText() == raw_view().text


def test_that_arrows_cross_between_fields_and_findings(bench: BenchMaker) -> None:
    desk = bench(case(1, findings=(STOP,)))
    desk.press(Qt.Key.Key_Left)
    assert desk.focus().objectName() == "field-drug"
    desk.press(Qt.Key.Key_Right)
    assert desk.focus().accessibleName().startswith("STOP")


def _place_of(text: QPlainTextEdit, word: str) -> QPoint:
    cursor = QTextCursor(text.document())
    cursor.setPosition(text.document().find(word).selectionStart() + 1)
    return text.cursorRect(cursor).center()


def test_that_a_place_named_by_a_finding_is_quoted_and_lit(bench: BenchMaker) -> None:
    view = raw_view()
    start = view.text.index("2075550134")
    found = WARN.model_copy(update={"evidence": f"chars {start}-{start + 10}", "fields": ()})
    desk = bench(case(1, findings=(found,)))
    assert desk.page.workspace.findings.items[0].evidence == "“2075550134”"
    assert desk.page.workspace.raw.marked == ("2075550134",)


def test_that_a_path_named_by_a_finding_is_quoted() -> None:
    view = raw_view()
    assert evidence.in_words("/rx/drug", view) == "“Amoxicil 500 mg cap”"
    assert evidence.places_in("/rx/drug", view) == (view.anchors["/rx/drug"],)


def test_that_several_places_in_one_sentence_are_all_quoted_and_lit() -> None:
    view = raw_view()
    assert evidence.in_words("/rx/sig and /rx/qty, chars 0-12", view) == f"“{SIG}” and “30”, “PRESCRIPTION”"
    places = evidence.places_in("/rx/sig and /rx/qty", view)
    assert places == (view.anchors["/rx/sig"], view.anchors["/rx/qty"])


def test_that_marks_do_not_stand_within_marks() -> None:
    assert evidence.outermost([Span(3, 5), Span(0, 9), Span(9, 12), Span(0, 2)]) == (Span(0, 9), Span(9, 12))


def test_that_a_place_that_is_not_there_stays_as_it_was_written() -> None:
    view = raw_view()
    assert evidence.in_words("chars 90000-90010", view) == "chars 90000-90010"
    assert evidence.places_in("chars 90000-90010", view) == ()
