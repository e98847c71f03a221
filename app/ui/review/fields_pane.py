"""The transcription: all fields in the order of the order, and the sentence for the label below them."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.model.case import FieldView
from app.core.model.order import ReviewField
from app.ui.review.field_row import DirectionsCard, FieldRow
from app.ui.review.parts import column, label, scrolled

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
_GROUP_OF = {field: index for index, group in enumerate(_GROUPS) for field in group}
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
        self._rows: dict[ReviewField, FieldRow] = {}
        self._shown: tuple[ReviewField, ...] = ()
        self._views: tuple[FieldView, ...] = ()
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._keep_in_view)
        self._list = QWidget()
        self._box = QVBoxLayout(self._list)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(1)
        self._area = scrolled(self._list)
        self._area.setObjectName("fields-scroll")
        self._card = DirectionsCard()
        self._rows[ReviewField.DIRECTIONS] = self._card
        self._card.entered.connect(lambda: self._on_entered(ReviewField.DIRECTIONS))
        title = label("column-title", text="TRANSCRIPTION", wrap=False)
        frame = column("fields", title, self._area, self._card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def show_fields(self, views: tuple[FieldView, ...]) -> None:
        """Show the fields of a case; rows are kept and filled anew."""
        self._views = views
        self._arrange(tuple(view.field for view in views if view.field is not ReviewField.DIRECTIONS))
        for view in views:
            self._rows[view.field].show_field(view)
        self._card.setVisible(any(view.field is ReviewField.DIRECTIONS for view in views))
        if self.current not in self.order():
            self.light(None)

    def order(self) -> tuple[ReviewField, ...]:
        """The fields as they stand on the screen, from the top."""
        has_card = any(view.field is ReviewField.DIRECTIONS for view in self._views)
        return (*self._shown, ReviewField.DIRECTIONS) if has_card else self._shown

    def focus(self, field: ReviewField) -> None:
        """Bring the focus to a field and the field into view."""
        row = self._rows.get(field)
        if row is None or field not in self.order():
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
        order = self.order()
        if not order:
            return None
        if self.current not in order:
            return order[0]
        return order[max(0, min(len(order) - 1, order.index(self.current) + step))]

    def has_focus(self) -> bool:
        """Whether the keyboard stands in one of the fields."""
        return any(row.hasFocus() for row in self._rows.values())

    def _arrange(self, shown: tuple[ReviewField, ...]) -> None:
        """Put the rows in order; nothing is touched where the order is the same as before."""
        if shown == self._shown:
            return
        while self._box.count():
            self._box.takeAt(0)
        last = None
        for field in shown:
            group = _GROUP_OF.get(field)
            if last is not None and group != last:
                self._box.addSpacing(_GROUP_GAP)
            last = group
            self._box.addWidget(self._row(field))
            self._rows[field].show()
        self._box.addStretch(1)
        for field in set(self._shown) - set(shown):
            self._rows[field].hide()
        self._shown = shown
        stops = [self._rows[field] for field in (*shown, ReviewField.DIRECTIONS)]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _row(self, field: ReviewField) -> FieldRow:
        if field not in self._rows:
            row = FieldRow(field, self._list)
            row.entered.connect(lambda: self._on_entered(field))
            self._rows[field] = row
        return self._rows[field]

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
