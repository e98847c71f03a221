"""The queue's filters: which cases each chip shows and which counts stand on it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QToolButton, QWidget

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
_GAP = 4
_WIDTH = 280


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
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for choice in CHOICES:
            self._chip(choice)
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
        self.updateGeometry()
        self._place()

    def _places(self, width: int) -> list[QRect]:
        """Where each chip stands: side by side, in a new line where there is no more room."""
        places: list[QRect] = []
        x = y = 0
        for chip in self._group.buttons():
            size = chip.sizeHint()
            if x and x + size.width() > width:
                x, y = 0, y + size.height() + _GAP
            places.append(QRect(x, y, min(size.width(), width), size.height()))
            x += size.width() + _GAP
        return places

    def _place(self) -> None:
        for chip, place in zip(self._group.buttons(), self._places(self.width()), strict=True):
            chip.setGeometry(place)

    def _chip(self, choice: Choice) -> None:
        chip = QToolButton(self)
        chip.setObjectName(f"queueFilter_{choice.name}")
        chip.setProperty("role", "chip")
        chip.setText(choice.label)
        chip.setAccessibleName(f"Show {choice.label}")
        chip.setCheckable(True)
        self._group.addButton(chip, CHOICES.index(choice))

    @Slot(QAbstractButton)
    def _on_clicked(self, _button: QAbstractButton) -> None:
        self.chosen.emit(self.choice)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The lines that a width needs."""
        return self._places(width)[-1].bottom() + 1

    def sizeHint(self) -> QSize:
        """As in the rail."""
        return QSize(_WIDTH, self.heightForWidth(_WIDTH))

    def minimumSizeHint(self) -> QSize:
        """The widest chip; so the rail may be made narrow."""
        widest = max(chip.sizeHint().width() for chip in self._group.buttons())
        return QSize(widest, self.heightForWidth(max(widest, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the chips where they now have room."""
        super().resizeEvent(event)
        self._place()
