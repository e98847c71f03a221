"""The filters of the near-miss page: class, type, words, and whether somebody looked already."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from app.core.model.quality import EventClass, EventFilter, EventType
from app.ui.widgets import NamedCombo
from app.ui.wording import CLASS_NAMES

_PAUSE_MS = 150


class EventFilters(QWidget):
    """One line of filters.

    Signals:
        changed: another EventFilter was chosen.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.classification = NamedCombo("eventClass", "Class of the events")
        self.classification.addItem("All classes", None)
        for item in EventClass:
            self.classification.addItem(CLASS_NAMES[item], item.value)
        self.type = NamedCombo("eventType", "What was wrong")
        self.type.addItem("Everything wrong", None)
        for kind in EventType:
            self.type.addItem(kind.value.capitalize(), kind.value)
        self.text = QLineEdit()
        self.text.setObjectName("eventSearch")
        self.text.setAccessibleName("Search the events by drug or words")
        self.text.setPlaceholderText("Drug or words")
        self.text.setClearButtonEnabled(True)
        self.text.setAcceptDrops(False)  # files dropped here are meant for the import
        self.unreviewed = QCheckBox("Not reviewed yet")
        self.unreviewed.setObjectName("eventUnreviewed")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.classification)
        layout.addWidget(self.type)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.unreviewed)
        self._pause.timeout.connect(self._tell)
        self.text.textChanged.connect(self._pause.start)
        self.text.returnPressed.connect(self._tell)
        self.classification.currentIndexChanged.connect(self._tell)
        self.type.currentIndexChanged.connect(self._tell)
        self.unreviewed.toggled.connect(self._tell)

    def filter(self) -> EventFilter:
        """What is chosen."""
        classification, kind = self.classification.currentData(), self.type.currentData()
        return EventFilter(
            classification=EventClass(classification) if classification else None,
            type=EventType(kind) if kind else None,
            text=self.text.text().strip(),
            unreviewed_only=self.unreviewed.isChecked(),
        )

    @Slot()
    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    @Slot()
    def _tell(self) -> None:
        self._pause.stop()
        self.changed.emit(self.filter())
