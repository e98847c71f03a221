"""The prescription as it arrived: readable, or the full source, with what the focused field was read from."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.model.base import Span
from app.core.model.case import CaseView, FieldView
from app.ui.review import evidence
from app.ui.review.parts import chip, column, label
from app.ui.review.raw_text import RawText
from app.ui.widgets import ElidedLabel


class RawPane(QWidget):
    """The column on the left.

    Signals:
        field_clicked: the ReviewField that was read from the word under a click.
    """

    field_clicked = Signal(object)

    def __init__(self, toggle: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raw-pane")
        self._case: CaseView | None = None
        self._title = ElidedLabel("", "column-title")
        self._title.setObjectName("raw-title")
        self._text = RawText()
        self._text.clicked_at.connect(self._on_clicked)
        self._footer = label("caption", "evidence-words")
        self._toggle = toggle
        toggle.setCheckable(True)
        toggle.toggled.connect(self._on_toggled)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column("raw", self._head(), self._text, self._footer))

    def show_case(self, case: CaseView) -> None:
        """Show another message; the text is laid out again only when it is another one."""
        before, self._case = self._case, case
        if before is not None and before.raw_view == case.raw_view and before.fields == case.fields:
            return
        self._title.setText(f"RAW  {case.raw_view.title}")
        self._toggle.setChecked(False)
        self._show()

    def mark_field(self, field: FieldView) -> None:
        """Light the words that a field rests on."""
        if self._case is None:
            return
        spans = evidence.ranges_of(field, self._case.raw_view)
        words = evidence.words_of(field, self._case.raw_view)
        self._text.mark(spans)
        self._footer.setText(
            f"{field.label}: read from “{words}”" if words else f"{field.label}: not written in the message"
        )

    def mark_fields(self, fields: list[FieldView], places: tuple[Span, ...] = ()) -> None:
        """Light what a finding rests on: the places that it names, else the words of the fields it concerns."""
        if self._case is None:
            return
        spans = {span for field in fields for span in evidence.ranges_of(field, self._case.raw_view)}
        self._text.mark(evidence.outermost(places or spans))
        names = ", ".join(field.label for field in fields)
        self._footer.setText(f"Concerns: {names}" if names else "")

    @property
    def marked(self) -> tuple[str, ...]:
        """The words that are lit."""
        return self._text.marked

    def _show(self) -> None:
        case = self._case
        if case is None:
            return
        view = case.raw_view
        matter = {span for f in case.fields if (span := evidence.value_range(f.path, view)) is not None}
        read = {span for f in case.fields for span in evidence.ranges_of(f, view) if f.spans}
        self._text.show_view(view, sorted(_small(matter, view.text)), sorted(read))

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title, 1)
        row.addWidget(chip(self._toggle, "S  Source", "raw-source"))
        return head

    @Slot(int)
    def _on_clicked(self, offset: int) -> None:
        case = self._case
        if case is None:
            return
        view = case.raw_view
        # A click on the right half of a word's last letter lands behind the word.
        field = evidence.field_at(offset, case.fields, view) or evidence.field_at(offset - 1, case.fields, view)
        if field is not None:
            self.field_clicked.emit(field)

    @Slot(bool)
    def _on_toggled(self, source: bool) -> None:  # noqa: FBT001 - the signal hands it over by place
        if self._case is None:
            return
        if source:
            self._text.show_source(self._case.raw_view.source or self._case.raw_view.text)
            self._footer.setText("The message as received. Evidence is lit in the readable view.")
        else:
            self._footer.setText("")
            self._show()


def _small(spans: set[Span], text: str) -> set[Span]:
    """Where a value is the whole message, nothing would stand out by standing out."""
    return {span for span in spans if span.end - span.start < max(200, len(text) // 2)}
