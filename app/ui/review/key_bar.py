"""The line at the foot that tells what each key will do now; a click does the same."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.ui import theme
from app.ui.review.flow_layout import FlowLayout
from app.ui.review.keys import KEYS
from app.ui.review.parts import show_as
from app.ui.widgets import PlainLabel

_CAP_PADDING = 6
_GAP = 6
_SIDE = 6


class KeyButton(QToolButton):
    """A key cap with a word; it shows what the keyboard does and is never in the focus order."""

    def __init__(self, cap: str, word: str, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cap = cap
        self._word = word
        self._action = action
        self.setProperty("role", "act")
        self.setObjectName(f"key-{action.objectName()}")
        self.setAccessibleName(f"{action.text()}, key {cap}")
        self.setToolTip(action.text())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(action.trigger)
        action.enabledChanged.connect(self.setEnabled)

    def sizeHint(self) -> QSize:
        """The cap, a gap, the word."""
        return QSize(_SIDE * 2 + self._cap_width() + _GAP + self.fontMetrics().horizontalAdvance(self._word), 32)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def _cap_width(self) -> int:
        return max(20, self.fontMetrics().horizontalAdvance(self._cap) + _CAP_PADDING * 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cap and the word; what does not work now steps back but stays readable."""
        colours = theme.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        cap = QRectF(_SIDE, (self.height() - 21) / 2, self._cap_width(), 21)
        painter.setBrush(QColor(colours.surface))
        painter.setPen(QPen(QColor(colours.edge if self.isEnabled() else colours.line), 1))
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(QColor(colours.text if self.isEnabled() else colours.muted))
        painter.setFont(theme.font(theme.Size.SMALL, self.font().Weight.DemiBold))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._cap)
        painter.setFont(self.font())
        word = QRectF(cap.right() + _GAP, 0, self.width() - cap.right() - _GAP, self.height())
        painter.drawText(word, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._word)


class KeyBar(QFrame):
    """What Enter does now, the other acts, and the undo while it lasts."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("key-bar")
        self.setProperty("role", "keybar")
        self._enter = self._wide("key-enter", "enter", actions["enter"])
        self._undo = self._wide("key-undo", "undo", actions["undo"])
        self._undo.hide()
        keys = QWidget()
        flow = FlowLayout(keys, gap=3, line_gap=4)
        flow.addWidget(self._enter)
        for key in KEYS:
            if key.word:
                flow.addWidget(KeyButton(key.keys[0], key.word, actions[key.name]))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(2)
        row.addWidget(keys, 1)
        row.addWidget(self._undo)
        row.addSpacing(10)
        row.addWidget(PlainLabel("?", "key"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(4)
        row.addWidget(PlainLabel("keys", "muted"))

    def show_enter(self, text: str, *, ready: bool, enabled: bool = True) -> None:
        """Say what Enter will do; only where it verifies at once does it carry the accent."""
        self._enter.setText(f"Enter  {text}")
        self._enter.setAccessibleName(f"Enter: {text}")
        self._enter.setEnabled(enabled)
        show_as(self._enter, "ready", value=ready)

    def show_undo(self, text: str) -> None:
        """Offer to take the last decision back, or no longer."""
        self._undo.setVisible(bool(text))
        self._undo.setText(f"U  {text}")
        self._undo.setAccessibleName(f"{text}, key U")

    @property
    def enter_text(self) -> str:
        """What Enter will do now."""
        return self._enter.text()

    @property
    def undo_text(self) -> str:
        """What the undo says; empty when there is none."""
        return "" if self._undo.isHidden() else self._undo.text()

    def _wide(self, name: str, role: str, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setProperty("role", role)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(action.trigger)
        return button
