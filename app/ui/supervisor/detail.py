"""One event in full: the raw words beside what was read and what it became, all facts, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.model.quality import EventClass, QualityEvent
from app.ui import theme
from app.ui.supervisor.facts import FACTS
from app.ui.widgets import MarkLabel, NamedCombo, PlainLabel, rule
from app.ui.wording import CLASS_NAMES

CLASS_MARKS = {
    EventClass.NEAR_MISS: theme.Mark("check", "Near miss", "check"),
    EventClass.INTERVENTION: theme.Mark("asked", "Intervention", "note"),
    EventClass.EDIT: theme.Mark("note", "Edit", "note"),
}


class EventDetail(QScrollArea):
    """Shows an event and asks for acts; the page carries them out.

    Signals:
        reclassify_asked: the event shall be of another class: EventClass, reason.
        review_asked: the event was looked at: note.
    """

    reclassify_asked = Signal(object, str)
    review_asked = Signal(str)

    def __init__(self, *, may_reclassify: bool, may_review: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("eventDetail")
        self.setAccessibleName("Details of the event")
        self.setWidgetResizable(True)
        self.setMinimumWidth(350)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._event: QualityEvent | None = None
        body = QWidget()
        body.setObjectName("eventDetailBody")
        self._layout = QVBoxLayout(body)
        self._layout.setContentsMargins(20, 14, 20, 16)
        self._layout.setSpacing(12)
        self._build_head()
        self._build_words()
        self._build_facts()
        self._build_review(shown=may_review)
        self._build_reclassify(shown=may_reclassify)
        self._layout.addStretch()
        self.setWidget(body)

    def show_event(self, event: QualityEvent) -> None:
        """Show an event; what was typed for another one goes."""
        is_other = self._event is None or self._event.id != event.id
        self._event = event
        self.title.setText(event.type.value.capitalize())
        self.mark.set_mark(CLASS_MARKS[event.classification])
        for label, text in zip(self._words, (event.raw_words, event.was, event.became), strict=True):
            label.setText(text or "(nothing)")
        self._show_facts(event)
        self._fill_classes(event)
        if is_other:
            self.reason.clear()
            self.note.clear()
        self._on_typed()

    # -- building ------------------------------------------------------------------------------

    def _build_head(self) -> None:
        self.title = PlainLabel("", "title", wrap=True)
        self.title.setObjectName("eventTitle")
        self.mark = MarkLabel()
        self._layout.addWidget(self.title)
        self._layout.addWidget(self.mark)

    def _build_words(self) -> None:
        box = QFrame()
        box.setProperty("role", "card")
        grid = QGridLayout(box)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self._words = []
        for at, (name, role) in enumerate((("Raw words", ""), ("Was read as", ""), ("Became", "strong"))):
            value = PlainLabel("", role, wrap=True)
            value.setObjectName(f"event{name.replace(' ', '')}")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._words.append(value)
            grid.addWidget(PlainLabel(name, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1)
        self._layout.addWidget(box)

    def _build_facts(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        self._facts = []
        for at, (name, _) in enumerate(FACTS):
            caption = PlainLabel(name, "muted")
            value = PlainLabel("", wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(caption, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1)
            self._facts.append((caption, value))
        self._layout.addLayout(grid)

    def _build_reclassify(self, *, shown: bool) -> None:
        self.classes = NamedCombo("reclassifyTo", "New class")
        self.reason = QLineEdit()
        self.reason.setObjectName("reclassifyReason")
        self.reason.setPlaceholderText("Why it is of this class")
        self.reclassify = QPushButton("Reclassify")
        self.reclassify.setObjectName("reclassifyButton")
        self.reason.textChanged.connect(self._on_typed)
        self.reason.returnPressed.connect(self._on_reclassify)
        self.reclassify.clicked.connect(self._on_reclassify)
        rows = (("&Class", self.classes), ("R&eason", self.reason))
        self._layout.addWidget(_act("Reclassify", rows, self.reclassify, shown=shown))

    def _build_review(self, *, shown: bool) -> None:
        self.note = QLineEdit()
        self.note.setObjectName("reviewNote")
        self.note.setPlaceholderText("What was learnt, what follows (may be empty)")
        self.review = QPushButton("Mark reviewed")
        self.review.setObjectName("reviewButton")
        self.review.setProperty("role", "primary")
        self.note.returnPressed.connect(self._on_review)
        self.review.clicked.connect(self._on_review)
        self._layout.addWidget(_act("Review", (("&Note", self.note),), self.review, shown=shown))

    # -- showing -------------------------------------------------------------------------------

    def _show_facts(self, event: QualityEvent) -> None:
        for (caption, value), (_, tell) in zip(self._facts, FACTS, strict=True):
            text = tell(event)
            value.setText(text)
            for label in (caption, value):
                label.setVisible(bool(text))

    def _fill_classes(self, event: QualityEvent) -> None:
        self.classes.clear()
        for item in EventClass:
            if item is not event.classification:
                self.classes.addItem(CLASS_NAMES[item], item.value)

    # -- slots ---------------------------------------------------------------------------------

    @Slot()
    def _on_typed(self) -> None:
        self.reclassify.setEnabled(bool(self.reason.text().strip()))

    @Slot()
    def _on_reclassify(self) -> None:
        reason = self.reason.text().strip()
        if reason and self._event is not None:
            self.reclassify_asked.emit(EventClass(self.classes.currentData()), reason)

    @Slot()
    def _on_review(self) -> None:
        if self._event is not None:
            self.review_asked.emit(self.note.text().strip())


def _act(title: str, rows: tuple[tuple[str, QWidget], ...], button: QPushButton, *, shown: bool) -> QWidget:
    """An act with its fields; not there for a role that may not do it."""
    box = QWidget()
    if not shown:
        box.hide()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(rule())
    column.addWidget(PlainLabel(title, "section"))
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    for caption, widget in rows:
        label = QLabel(caption)
        label.setBuddy(widget)
        form.addRow(label, widget)
    column.addLayout(form)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
    return box
