"""Buttons that carry an icon and keep its colour right when the scheme changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from app.ui import theme


class IconButton(QToolButton):
    """A tool button with an icon of the palette; `name` is what a screen reader says."""

    def __init__(
        self,
        icon: str,
        name: str,
        role: str = "icon",
        parent: QWidget | None = None,
        *,
        size: int = 16,
        tone: str = "muted",
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._tone = tone
        self.setProperty("role", role)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setIconSize(QSize(size, size))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggled.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        tone = "accent" if self.isChecked() else self._tone
        colour = str(getattr(theme.palette(), tone))
        self.setIcon(theme.icon(self._icon, colour, self.iconSize().width()))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew in the colours of a new scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
