"""The inputs of the entry page: lines, boxes of a few lines, lists to choose from, each under its caption."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.core.model.drug import DrugCandidate
from app.ui.widgets import NamedCombo, PlainLabel
from app.ui.widgets.drug_suggestions import DrugNames, DrugSuggestions
from app.ui.work import Work

_BOX_PADDING = 20
_LIST_PADDING = 24


def line(name: str, spoken: str, hint: str = "") -> QLineEdit:
    """A field of one line."""
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setPlaceholderText(hint)
    made.setAcceptDrops(False)  # files dropped here are meant for the import
    return made


def choice(name: str, spoken: str, nothing: str, values: tuple[str, ...]) -> NamedCombo:
    """A list to choose from; its first entry says that nothing was told."""
    made = NamedCombo(name, spoken)
    made.addItem(nothing, "")
    for value in values:
        made.addItem(value, value)
    return made


def captioned(caption: str, field: QWidget) -> QVBoxLayout:
    """A field under its caption."""
    words = PlainLabel(caption, "caption")
    words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    words.setBuddy(field)
    box = QVBoxLayout()
    box.setSpacing(3)
    box.addWidget(words)
    box.addWidget(field)
    return box


class WordsBox(QPlainTextEdit):
    """A field of a few lines for words that are long; Enter and Tab go on to the next field."""

    def __init__(self, name: str, spoken: str, hint: str, rows: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)  # as above
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows = rows
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._rows * self.fontMetrics().lineSpacing() + _BOX_PADDING)

    def changeEvent(self, event: QEvent) -> None:
        """Another font has other rows."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is left to the page; Shift+Enter begins a line."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class DrugLine(QLineEdit):
    """The drug's name, with the catalogue's drugs below it over whatever stands there; nothing is filled in unasked.

    Signals:
        drug_taken: the DrugCandidate that was chosen.
        failed: a TallmanError of the search.
    """

    drug_taken = Signal(object)
    failed = Signal(object)

    def __init__(self, name: str, spoken: str, hint: str, catalogue: DrugNames, work: Work, host: QWidget) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setPlaceholderText(hint)
        self.setAcceptDrops(False)  # as above
        self._host = host
        self.suggestions = DrugSuggestions(catalogue, work, host)
        self.suggestions.setProperty("role", "popup")
        self.suggestions.offered.connect(self._place)
        self.suggestions.taken.connect(self._on_taken)
        self.suggestions.left.connect(self.setFocus)
        self.suggestions.failed.connect(self.failed)
        self.textEdited.connect(self.suggestions.look_up)

    def close_list(self) -> None:
        """No more suggestions, neither those shown nor those still to come."""
        self.suggestions.stop()
        self.suggestions.hide()

    def has_keyboard(self, focus: QWidget | None) -> bool:
        """Whether the focus stands in the line or in its list."""
        return focus is self or focus is self.suggestions

    @Slot(object)
    def _on_taken(self, candidate: DrugCandidate) -> None:
        self.close_list()
        self.drug_taken.emit(candidate)

    @Slot()
    def _place(self) -> None:
        """Right below the line, and wider than it where a strength at a drug's end would be cut."""
        texts = (self.suggestions.item(row).text() for row in range(self.suggestions.count()))
        wanted = max(map(self.suggestions.fontMetrics().horizontalAdvance, texts), default=0) + _LIST_PADDING
        width = min(max(self.width(), wanted), self._host.width())
        corner = self.mapTo(self._host, QPoint(0, self.height() + 2))
        self.suggestions.setFixedWidth(width)
        self.suggestions.move(min(corner.x(), self._host.width() - width), corner.y())
        self.suggestions.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes to the suggestions, Escape takes them away first."""
        if event.key() == Qt.Key.Key_Down and self.suggestions.enter():
            return
        if event.key() == Qt.Key.Key_Escape and self.suggestions.isVisible():
            self.close_list()
            return
        super().keyPressEvent(event)
