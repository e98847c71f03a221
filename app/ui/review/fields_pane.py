"""The transcription: all fields in the order of the order, and the sentence for the label below them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.model.case import FieldView
from app.core.model.order import ReviewField
from app.ui.review.field_row import DirectionsCard, FieldRow
from app.ui.review.parts import Scrolled, column, label

# A little room before the first field of each group lets the eye find it.
_GROUPS = (
    (ReviewField.PATIENT, ReviewField.PRESCRIBER),
    (ReviewField.DRUG, ReviewField.STRENGTH, ReviewField.FORM),
    (
        ReviewField.DOSE,
        ReviewField.ROUTE,
        ReviewField.FREQUENCY,
        ReviewField.TIMING,
        ReviewField.AS_NEEDED,
        ReviewField.DURATION,
        ReviewField.MAX_PER_DAY,
        ReviewField.SITE,
        ReviewField.STEPS,
    ),
    (ReviewField.QUANTITY, ReviewField.DAYS_SUPPLY, ReviewField.REFILLS, ReviewField.SUBSTITUTION),
    (ReviewField.DATE_WRITTEN, ReviewField.NOTES),
)
_GROUP_GAP = 8


class FieldsPane(QWidget):
    """The column of fields; the keyboard walks through it with the arrow keys.

    Attributes:
        current: the field whose evidence is lit.

    Signals:
        field_entered: the focus came to a ReviewField.
    """

    field_entered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fields-pane")
        self.current: ReviewField | None = None
        self._shown: tuple[ReviewField, ...] = ()
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._keep_in_view)
        self._list = QWidget()
        self._rows = self._build_rows()
        self._area = Scrolled(self._list, "fields-scroll")
        self._card = DirectionsCard()
        self._rows[ReviewField.DIRECTIONS] = self._card
        for field, row in self._rows.items():
            row.entered.connect(partial(self._on_entered, field))
        title = label("column-title", text="TRANSCRIPTION", wrap=False)
        frame = column("fields", title, self._area, self._card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def show_fields(self, views: tuple[FieldView, ...]) -> None:
        """Show the fields of a case; rows are kept and filled anew."""
        by_field = {view.field: view for view in views}
        self._shown = tuple(field for field in self._rows if field in by_field)
        for field, row in self._rows.items():
            row.setVisible(field in by_field)
            if field in by_field:
                row.show_field(by_field[field])
        if self.current not in self._shown:
            self.light(None)

    def order(self) -> tuple[ReviewField, ...]:
        """The fields as they stand on the screen, from the top."""
        return self._shown

    def focus(self, field: ReviewField) -> None:
        """Bring the focus to a field and the field into view."""
        row = self._rows.get(field)
        if row is None or field not in self._shown:
            return
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_entered(field)

    def light(self, field: ReviewField | None) -> None:
        """Mark the field whose evidence is lit in the message."""
        self.current = field
        for name, row in self._rows.items():
            row.show_current(current=name is field)

    def neighbour(self, step: int) -> ReviewField | None:
        """The field `step` places further down; the ends hold."""
        order = self._shown
        if not order:
            return None
        if self.current not in order:
            return order[0]
        return order[max(0, min(len(order) - 1, order.index(self.current) + step))]

    def has_focus(self) -> bool:
        """Whether the keyboard stands in one of the fields."""
        return any(row.hasFocus() for row in self._rows.values())

    def _build_rows(self) -> dict[ReviewField, FieldRow]:
        """All rows in their places; a case shows those that it has."""
        rows: dict[ReviewField, FieldRow] = {}
        box = QVBoxLayout(self._list)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(1)
        for group in _GROUPS:
            for field in group:
                rows[field] = FieldRow(field, self._list)
                box.addWidget(rows[field])
            box.addSpacing(_GROUP_GAP)
        box.addStretch(1)
        return rows

    def _keep_in_view(self) -> None:
        """The lit field stays visible when the column gets lower."""
        if self.current is not None and self.current is not ReviewField.DIRECTIONS:
            self._area.ensureWidgetVisible(self._rows[self.current], 0, 40)

    def _on_entered(self, field: ReviewField) -> None:
        if self.current is not field:
            self.light(field)
            self._keep_in_view()
        self.field_entered.emit(field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again once the layout has settled."""
        super().resizeEvent(event)
        self._settled.start()
