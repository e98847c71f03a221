"""One field of the transcription: what it is called, what was read, and how far that may be trusted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from app.core.model.case import FieldState, FieldView
from app.core.model.order import ReviewField
from app.ui.review import wording
from app.ui.review.parts import Stop, label, show_as
from app.ui.theme import FIELD_STATES, palette
from app.ui.widgets import IconLabel, PlainLabel

_LABEL_WIDTH = 84


class ValueLabel(PlainLabel):
    """A value; one that is not written in the message but follows from it is underlined with dots."""

    def __init__(self, name: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__("", role, parent, wrap=True)
        self.setObjectName(name)
        self.is_implied = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the value, then the dots below it."""
        super().paintEvent(event)
        if not self.is_implied:
            return
        painter = QPainter(self)
        painter.setPen(QPen(QColor(palette().text), 1.5, Qt.PenStyle.DotLine))
        width = min(self.width(), self.fontMetrics().horizontalAdvance(self.text()))
        painter.drawLine(0, self.height() - 1, width, self.height() - 1)


class StateMark(QWidget):
    """The state of a field: its shape, its word and its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("ok", "ok", 14)
        self._words = label("mark", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(5)
        row.addWidget(self._icon)
        row.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def show_state(self, field: FieldView) -> None:
        """Show how far the field may be trusted."""
        mark = FIELD_STATES[field.state]
        self._icon.set_icon(mark.icon, mark.tone)
        self._words.setText(wording.state_words(field))
        show_as(self._words, "state", value=field.state.value)


class FieldRow(Stop):
    """A field on one line, with a second line where a look is needed."""

    def __init__(self, field: ReviewField, parent: QWidget | None = None) -> None:
        super().__init__("field", parent)
        self.field = field
        self.setObjectName(f"field-{field.value}")
        self._label = label("field-label", wrap=False)
        self._label.setFixedWidth(_LABEL_WIDTH)
        self._value = ValueLabel(f"value-{field.value}", "field-value")
        self._value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._doubt = label("field-doubt", f"doubt-{field.value}")
        self._mark = StateMark()
        self._lay_out()

    def show_field(self, view: FieldView) -> None:
        """Show what stands in the field now."""
        self._label.setText(view.label)
        self._value.setText(view.value or "not given")
        self._value.is_implied = view.implied and bool(view.value)
        self._mark.show_state(view)
        second = second_line(view)
        self._doubt.setText(second)
        self._doubt.setVisible(bool(second))
        show_as(self, "state", value=view.state.value)
        self.setAccessibleName(spoken(view))

    def show_current(self, *, current: bool) -> None:
        """Mark the field whose evidence is lit in the message."""
        show_as(self, "current", value=current)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 1, 8, 1)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        grid.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._value, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._mark, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._doubt, 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)


class DirectionsCard(FieldRow):
    """The sentence that will stand on the patient's label, in a frame like a label's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(ReviewField.DIRECTIONS, parent)
        self.setProperty("role", "label-card")
        self._value.setProperty("role", "label-text")

    def show_field(self, view: FieldView) -> None:
        """Show the sentence."""
        super().show_field(view)
        self._label.setText("On the label")

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 10)
        grid.setVerticalSpacing(3)
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(self._mark, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._value, 1, 0, 1, 2)
        grid.addWidget(self._doubt, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)


def second_line(view: FieldView) -> str:
    """Why a look is needed, or what stood there before a correction."""
    if view.state in (FieldState.CHECK, FieldState.MISSING):
        return view.doubt
    if view.state is FieldState.CORRECTED and view.raw_value:
        return f"The message says “{view.raw_value}”."
    return ""


def spoken(view: FieldView) -> str:
    """The field in one sentence, for those who hear it."""
    parts = (f"{view.label}: {view.value or 'not given'}", wording.state_words(view), second_line(view))
    return "; ".join(part for part in parts if part)
