"""Asking for files: the system's dialogs behind a face that tests can answer for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

Chosen = Callable[[tuple[Path, ...]], object]


class Chooser(Protocol):
    """Where paths come from; `chosen` is called later, and not at all when the person turns back."""

    def files(self, parent: QWidget, title: str, chosen: Chosen) -> None:
        """Ask for one or more files to read."""
        ...

    def folder(self, parent: QWidget, title: str, chosen: Chosen) -> None:
        """Ask for a folder to read."""
        ...

    def save(self, parent: QWidget, title: str, suggested: str, chosen: Chosen) -> None:
        """Ask where to write a file."""
        ...


class DialogChooser:
    """The system's own dialogs, opened without a nested event loop."""

    def files(self, parent: QWidget, title: str, chosen: Chosen) -> None:
        """Ask for one or more files to read."""
        dialog = QFileDialog(parent, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        _open(dialog, chosen)

    def folder(self, parent: QWidget, title: str, chosen: Chosen) -> None:
        """Ask for a folder to read."""
        dialog = QFileDialog(parent, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        _open(dialog, chosen)

    def save(self, parent: QWidget, title: str, suggested: str, chosen: Chosen) -> None:
        """Ask where to write a file; the dialog itself asks before it replaces one."""
        dialog = QFileDialog(parent, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(suggested)
        _open(dialog, chosen)


def _open(dialog: QFileDialog, chosen: Chosen) -> None:
    dialog.filesSelected.connect(lambda names: chosen(tuple(Path(name) for name in names)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
