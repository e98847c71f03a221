"""Drugs of the catalogue that begin as typed, offered below the line; nothing is filled in by itself."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.core.model.drug import DrugCandidate
from app.ui.work import Lane, Latest, Work

_LIMIT = 6
_ROW_HEIGHT = 26
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DrugNames(Protocol):
    """What is asked of the catalogue while somebody types."""

    def search(self, prefix: str, limit: int, /) -> tuple[DrugCandidate, ...]:
        """Drugs that begin as typed."""
        ...

    def tall_man(self, name: str, /) -> str:
        """A name in tall-man letters where it has them."""
        ...


class DrugSuggestions(QListWidget):
    """A short list; Down comes here from the line, Enter takes one, Up from the first goes back.

    Signals:
        offered: other drugs are shown than before.
        taken: the DrugCandidate that was chosen.
        left: back to the line.
        failed: a TallmanError of the search.
    """

    offered = Signal()
    taken = Signal(object)
    left = Signal()
    failed = Signal(object)

    def __init__(self, catalogue: DrugNames, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drug-suggestions")
        self.setAccessibleName("Drugs that begin as typed")
        self.setProperty("role", "rows")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self._catalogue = catalogue
        self._search = Latest(work)
        self.itemClicked.connect(self._on_taken)
        self.hide()

    def look_up(self, text: str) -> None:
        """Offer what begins so; an empty line offers nothing."""
        if not text.strip():
            self._search.cancel()
            self.hide()
            return
        job = self._search.submit(Lane.DB, _found, self._catalogue, text.strip())
        job.finished.connect(self._on_found)
        job.failed.connect(self.failed)

    def stop(self) -> None:
        """What is still to come is no longer wanted."""
        self._search.cancel()

    def enter(self) -> bool:
        """Stand on the first suggestion; False where there is none."""
        if self.isHidden() or not self.count():
            return False
        self.setCurrentRow(0)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @Slot(object)
    def _on_found(self, found: tuple[tuple[str, DrugCandidate], ...]) -> None:
        self.clear()
        for shown, candidate in found:
            item = QListWidgetItem(shown)
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            item.setData(Qt.ItemDataRole.UserRole, candidate)
            self.addItem(item)
        self.setFixedHeight(_ROW_HEIGHT * len(found) + 6)
        self.setVisible(bool(found))
        if found:
            self.offered.emit()

    @Slot(QListWidgetItem)
    def _on_taken(self, item: QListWidgetItem) -> None:
        self.hide()
        self.taken.emit(item.data(Qt.ItemDataRole.UserRole))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes, Up from the first row and Escape go back to the line."""
        if event.isAutoRepeat() and event.key() in _ENTER:
            return
        if event.key() in _ENTER and self.currentItem() is not None:
            self._on_taken(self.currentItem())
        elif event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Up and self.currentRow() == 0):
            self.left.emit()
        else:
            super().keyPressEvent(event)


def drug_words(candidate: DrugCandidate) -> str:
    """A drug of the catalogue as one types it."""
    return _words(candidate.ingredient, candidate)


def _found(catalogue: DrugNames, prefix: str) -> tuple[tuple[str, DrugCandidate], ...]:
    """Each drug as shown, with tall-man letters, and itself."""
    candidates = catalogue.search(prefix, _LIMIT)[:_LIMIT]
    return tuple((_words(catalogue.tall_man(c.ingredient), c), c) for c in candidates)


def _words(name: str, candidate: DrugCandidate) -> str:
    return " ".join(part for part in (name, candidate.strength, candidate.form) if part)
