"""What the checks found and could not check, worst first, each with what it rests on and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.model.case import CaseView
from app.ui.review.items import Item, items_of
from app.ui.review.parts import Scrolled, Stop, label, show_as
from app.ui.widgets import IconLabel, PlainLabel


class FindingCard(Stop):
    """One finding: what, why, where it stands, by which source, what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("finding", parent)
        self.item: Item | None = None
        self._icon = IconLabel("note", "note", 16)
        self._tier = label("tier", wrap=False)
        self._hint = label("caption", wrap=False)
        self._title = label("finding-title")
        self._evidence = self._line("evidence")
        self._action = self._line("action")
        self._source = self._line("source")
        self._settled = self._line("settled")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._icon)
        head.addWidget(self._tier)
        head.addStretch(1)
        head.addWidget(self._hint)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 8, 10, 8)
        box.setSpacing(3)
        box.addLayout(head)
        for part in (self._title, self._evidence, self._action, self._source, self._settled):
            box.addWidget(part)

    def show_item(self, item: Item) -> None:
        """Fill the card."""
        self.item = item
        self.setObjectName(f"finding-{item.code}")
        self._icon.set_icon(item.mark.icon, item.mark.tone)
        self._tier.setText(item.mark.word)
        show_as(self._tier, "tone", value=item.mark.tone)
        show_as(self, "tone", value=item.mark.tone)
        show_as(self, "pending", value=item.pending is not None)
        self._title.setText(item.title)
        self._hint.setText(item.hint)
        lines = (
            (self._evidence, item.evidence),
            (self._action, f"→ {item.action}" if item.action else ""),
            (self._source, item.source),
            (self._settled, f"✓ {item.settled}" if item.settled else ""),
        )
        for part, text in lines:
            part.setText(text)
            part.setVisible(bool(text))
        self.setAccessibleName(item.spoken)

    def _line(self, part: str) -> PlainLabel:
        made = label("finding-line")
        made.setProperty("part", part)
        return made


class FindingsPane(QWidget):
    """The list of cards.

    Signals:
        item_entered: the focus came to an Item.
    """

    item_entered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings-pane")
        self._cards: list[FindingCard] = []
        self._shown = 0
        self._list = QWidget()
        self._box = QVBoxLayout(self._list)
        self._box.setContentsMargins(0, 8, 0, 8)
        self._box.setSpacing(8)
        self._calm = label("muted", "findings-calm")
        self._versions = label("caption", "findings-versions")
        self._box.addWidget(self._calm)
        self._box.addStretch(1)
        self._box.addWidget(self._versions)
        self._area = Scrolled(self._list, "findings-scroll")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    def show_case(self, case: CaseView) -> None:
        """Show what the checks say; cards are kept and filled anew."""
        items = items_of(case)
        while len(self._cards) < len(items):
            self._cards.append(self._card())
        for card, item in zip(self._cards, items, strict=False):
            card.show_item(item)
            card.show()
        for card in self._cards[len(items) :]:
            card.hide()
        self._shown = len(items)
        self._calm.setVisible(not items)
        self._calm.setText("The checks found nothing and left nothing unchecked.")
        checks = case.checks
        versions = " · ".join(part for part in (checks.rules and f"rules {checks.rules}", checks.catalogue) if part)
        self._versions.setText(f"Checked by {versions}" if versions else "")

    @property
    def items(self) -> tuple[Item, ...]:
        """What is listed, from the top."""
        return tuple(card.item for card in self._cards[: self._shown] if card.item is not None)

    def focus(self, key: str) -> bool:
        """Bring the focus to the card of a key; False where there is none."""
        for card in self._cards[: self._shown]:
            if card.item is not None and card.item.key == key:
                self._focus(card)
                return True
        return False

    def focus_near(self, step: int) -> None:
        """Walk on from the card that has the focus; the ends hold."""
        if not self._shown:
            return
        at = next((i for i, card in enumerate(self._cards) if card.hasFocus()), -step)
        self._focus(self._cards[max(0, min(self._shown - 1, at + step))])

    def focused(self) -> Item | None:
        """The entry in which the keyboard stands."""
        return next((card.item for card in self._cards[: self._shown] if card.hasFocus()), None)

    def _focus(self, card: FindingCard) -> None:
        stood_there = card.hasFocus()
        card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(card, 0, 16)
        if stood_there:  # the same card with another case's finding: no focus comes, its evidence is new all the same
            self._on_entered(card)

    def _card(self) -> FindingCard:
        card = FindingCard(self._list)
        card.entered.connect(lambda: self._on_entered(card))
        self._box.insertWidget(self._box.count() - 2, card)
        return card

    def _on_entered(self, card: FindingCard) -> None:
        if card.item is not None:
            self.item_entered.emit(card.item)
