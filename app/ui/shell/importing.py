"""The import: files go to the core, the footer shows how far it is, the end is told in one sentence."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from app.core.model.errors import TallmanError
from app.core.model.identity import Actor
from app.ui.messages import Messages, Notice
from app.ui.services import DeskServices, ImportReport
from app.ui.widgets import PlainLabel
from app.ui.wording import counted
from app.ui.work import Job, Lane, Work

_PAUSE_MS = 3_000  # between two looks at the queue while an import runs


class ImportBar(QWidget):
    """Runs one import at a time and shows it.

    Signals:
        advanced: some more messages were taken in; at most once in a while.
        ended: an import came to its end, whichever; lists should look again.
    """

    advanced = Signal()
    ended = Signal()

    def __init__(self, desk: DeskServices, work: Work, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importBar")
        self._desk = desk
        self._work = work
        self._messages = messages
        self._job: Job | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self.text = PlainLabel("", "muted")
        self.text.setObjectName("importText")
        self.bar = QProgressBar()
        self.bar.setObjectName("importProgress")
        self.bar.setAccessibleName("Import progress")
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self.cancel_button = QPushButton("Cancel import")
        self.cancel_button.setObjectName("importCancel")
        self.cancel_button.setProperty("role", "small")
        self.cancel_button.clicked.connect(self.cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for widget in (self.text, self.bar, self.cancel_button):
            layout.addWidget(widget)
        self.hide()

    @property
    def running(self) -> bool:
        """Whether an import is under way."""
        return self._job is not None

    def start(self, actor: Actor, paths: tuple[Path, ...]) -> None:
        """Import files and folders; while one import runs, another waits for a new try."""
        if not paths:
            return
        if self.running:
            busy = "An import is still running."
            self._messages.raise_notice(Notice("note", busy, next_step="Import these files when it has ended."))
            return
        self.text.setText("Reading files …")
        self.bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)
        self.show()
        job = self._work.submit_with_progress(Lane.IO, self._desk.review.import_files, actor, paths)
        job.progressed.connect(self._on_progress)
        job.finished.connect(self._on_finished)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        self._job = job

    @Slot()
    def cancel(self) -> None:
        """Stop after the message that is being read."""
        if self._job is not None:
            self.text.setText("Stopping …")
            self.cancel_button.setEnabled(False)
            self._job.cancel()

    @Slot(int, int)
    def _on_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.text.setText(f"Importing {done:,} of {total:,}")
        if not self._pause.isActive():
            self._pause.start()
            self.advanced.emit()

    @Slot(object)
    def _on_finished(self, report: ImportReport) -> None:
        self._end()
        self._messages.say(_summary(report))
        if report.unreadable:
            unread = counted(report.unreadable, "message could not be read", "messages could not be read")
            self._messages.raise_notice(
                Notice(
                    "check",
                    f"{unread[0].upper()}{unread[1:]}.",
                    "The bytes are kept as they were received.",
                    "Look at them under “Could not read” (Ctrl+2).",
                )
            )

    @Slot(object)
    def _on_failed(self, error: TallmanError) -> None:
        self._end()
        self._messages.fail(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._end()
        self._messages.raise_notice(
            Notice(
                "note",
                "The import was cancelled.",
                "Every message that was already received is kept and stays in the queue.",
                "Import the same files again to go on; what is there already is recognised.",
            )
        )

    def _end(self) -> None:
        self._job = None
        self.hide()
        self.ended.emit()


def _summary(report: ImportReport) -> str:
    """What became of all that was received; nothing is left out."""
    if not report.received:
        return "No message was found in the files."
    parts = (
        (report.new, "new", "new"),
        (report.duplicates, "received before", "received before"),
        (report.unreadable, "could not be read", "could not be read"),
    )
    told = ", ".join(counted(*part) for part in parts if part[0])
    return f"{counted(report.received, 'message', 'messages')} received: {told or 'nothing new'}."
