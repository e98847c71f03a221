"""Dropping files on the window: a sheet says what will happen, the paths go to the import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.widgets import IconLabel, PlainLabel

_MARGIN = 8


class DropSheet(QFrame):
    """Covers the pages while files are held over the window."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("dropSheet")
        self.setProperty("role", "drop")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._host = host
        layout = QVBoxLayout(self)
        layout.addStretch()
        layout.addWidget(IconLabel("import", "accent", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(PlainLabel("Drop to import these files", "title"), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        self.hide()

    def show_over(self) -> None:
        """Lie over the whole host."""
        self.setGeometry(self._host.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))
        self.show()
        self.raise_()


def dropped_paths(data: QMimeData) -> tuple[Path, ...]:
    """The files and folders of this computer in what is dropped."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
