"""The answer to a key that did nothing: one sentence over the foot of the case, gone by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.ui.messages import announce
from app.ui.widgets import PlainLabel

_STAYS_MS = 5000
_MARGIN = 12


class Hint(PlainLabel):
    """Floats over its host, so that nothing moves when it comes and goes."""

    def __init__(self, host: QWidget) -> None:
        super().__init__("", "hint", host)
        self._host = host
        self.setObjectName("hint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self, singleShot=True, interval=_STAYS_MS)
        self._timer.timeout.connect(self.clear_hint)
        host.installEventFilter(self)
        self.hide()

    def tell(self, text: str) -> None:
        """Say it, aloud too."""
        self.setText(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, text)

    def clear_hint(self) -> None:
        """Take it away."""
        self._timer.stop()
        self.setText("")
        self.hide()

    def _place(self) -> None:
        host = self._host
        wide = host.width() - 2 * _MARGIN
        self.setWordWrap(self.fontMetrics().horizontalAdvance(self.text()) + 40 > wide)
        self.resize(min(self.sizeHint().width(), wide), 0)
        self.resize(self.width(), max(self.heightForWidth(self.width()), self.sizeHint().height()))
        self.move(_MARGIN, host.height() - self.height() - _MARGIN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
