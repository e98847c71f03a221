"""The queue's filters: which cases each chip shows and which counts stand on it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.core.model.case import CaseStatus, Disposition, QueueFilter


@dataclass(frozen=True, slots=True)
class Choice:
    """One chip: its name, its words, the counts that it adds up, and what it shows."""

    name: str
    label: str
    count_keys: tuple[str, ...]
    statuses: tuple[CaseStatus, ...] = ()
    dispositions: tuple[Disposition, ...] = ()

    def filter(self, text: str) -> QueueFilter:
        """The queue's filter, with the words that are searched."""
        return QueueFilter(statuses=self.statuses, dispositions=self.dispositions, text=text)


_WAITING = (CaseStatus.WAITING,)

CHOICES = (
    Choice("all", "All", ("all",)),
    Choice("stopped", "Stopped", ("stopped",), _WAITING, (Disposition.STOPPED,)),
    Choice("attention", "Check", ("attention",), _WAITING, (Disposition.ATTENTION,)),
    Choice("ready", "Ready", ("ready",), _WAITING, (Disposition.READY,)),
    Choice("held", "Held/Asked", ("on_hold", "asked"), (CaseStatus.ON_HOLD, CaseStatus.ASKED)),
    Choice("returned", "Returned", ("returned",), (CaseStatus.RETURNED,)),
)
_FIRST_ROW = 3


class FilterChips(QWidget):
    """The chips; one is always chosen.

    Signals:
        chosen: the Choice that was made by a person.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for part in (CHOICES[:_FIRST_ROW], CHOICES[_FIRST_ROW:]):
            line = QHBoxLayout()
            line.setSpacing(5)
            for choice in part:
                line.addWidget(self._chip(choice))
            line.addStretch()
            rows.addLayout(line)
        self._group.button(0).setChecked(True)
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        return CHOICES[self._group.checkedId()]

    def choose(self, choice: Choice) -> None:
        """Choose without telling."""
        self._group.button(CHOICES.index(choice)).setChecked(True)

    def set_counts(self, counts: dict[str, int]) -> None:
        """Put the numbers on the chips."""
        for at, choice in enumerate(CHOICES):
            number = sum(counts.get(key, 0) for key in choice.count_keys)
            button = self._group.button(at)
            button.setText(f"{choice.label} {number:,}")
            button.setAccessibleName(f"Show {choice.label}: {number}")

    def _chip(self, choice: Choice) -> QToolButton:
        chip = QToolButton()
        chip.setObjectName(f"queueFilter_{choice.name}")
        chip.setProperty("role", "chip")
        chip.setText(choice.label)
        chip.setAccessibleName(f"Show {choice.label}")
        chip.setCheckable(True)
        self._group.addButton(chip, CHOICES.index(choice))
        return chip

    @Slot(QAbstractButton)
    def _on_clicked(self, _button: QAbstractButton) -> None:
        self.chosen.emit(self.choice)
