"""Either the rows or the word on why there are none, without losing the focus between the two."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from app.ui.widgets.state_pane import StatePane


class StateStack(QStackedWidget):
    """Shows its content, or a StatePane in its place; the focus given to it goes where keys are of use.

    Attributes:
        pane: what is shown while there is no content; set its words, then call show_pane().
    """

    def __init__(self, content: QWidget, target: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pane = StatePane()
        self._content = content
        self._target = target
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.addWidget(self.pane)
        self.addWidget(content)

    def show_pane(self) -> None:
        """Show why there is no content."""
        self._show(self.pane)

    def show_content(self) -> None:
        """Show the content."""
        self._show(self._content)

    def _show(self, widget: QWidget) -> None:
        focused = QApplication.focusWidget()
        inside = focused is self or (focused is not None and self.isAncestorOf(focused))
        self.setCurrentWidget(widget)
        if inside:
            self.setFocus()
            self._forward()

    def _forward(self) -> None:
        if self.currentWidget() is self._content:
            self._target.setFocus()
        elif self.pane.button.isVisible():
            self.pane.button.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus on; with nothing to operate it stays here, so that the window's keys work."""
        super().focusInEvent(event)
        self._forward()
