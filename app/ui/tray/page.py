"""The page "Could not read": each message with the reason and its bytes as they were received."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QListView, QSplitter, QVBoxLayout, QWidget

from app.core.model.case import UnreadableRow
from app.core.model.errors import KnownError, TallmanError
from app.core.model.identity import Actor, Permission
from app.ui.chooser import Chooser
from app.ui.messages import Messages
from app.ui.services import DeskServices
from app.ui.tray.detail import TrayDetail
from app.ui.tray.dump import Dump, dump
from app.ui.tray.model import TrayDelegate, TrayModel
from app.ui.widgets import IconButton, PlainLabel, StateStack
from app.ui.wording import counted
from app.ui.work import Lane, Latest, Work


class TrayPage(QWidget):
    """The list at the left, the message at the right."""

    def __init__(
        self,
        desk: DeskServices,
        work: Work,
        messages: Messages,
        actor: Actor,
        chooser: Chooser,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("trayPage")
        self._desk = desk
        self._actor = actor
        self._messages = messages
        self._chooser = chooser
        self._may_look = desk.may(actor, Permission.VIEW_CASE)
        self._rows_job = Latest(work)
        self._bytes_job = Latest(work)
        self._save_job = Latest(work)
        self._open: UnreadableRow | None = None
        self.model = TrayModel()
        self._build()
        self._pane.show_loading("Loading the tray")
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Fetch the rows again; the open message stays open."""
        job = self._rows_job.submit(Lane.DB, self._desk.review.unreadable, self._actor)
        job.finished.connect(self._on_rows)
        job.failed.connect(self._on_rows_failed)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        self._total = PlainLabel("", "muted")
        self._total.setObjectName("trayTotal")
        again = IconButton("refresh", "Refresh the tray")
        again.setObjectName("trayRefresh")
        again.clicked.connect(self.refresh)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 10)
        head.setSpacing(8)
        head.addWidget(PlainLabel("Could not read", "title"))
        head.addWidget(self._total)
        head.addStretch()
        head.addWidget(again)
        self.list = QListView()
        self.list.setObjectName("trayList")
        self.list.setAccessibleName("Messages that could not be read")
        self.list.setProperty("role", "queue")
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self.model)
        self.list.setItemDelegate(TrayDelegate(self.list))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        left = QWidget()
        left.setMinimumWidth(320)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.detail = TrayDetail()
        self.detail.save.clicked.connect(self._on_save)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("traySplit")
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.detail)
        split.setSizes([460, 840])
        self._stack = StateStack(split, self.list)
        self._pane = self._stack.pane
        self._pane.acted.connect(self.refresh)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setFocusProxy(self._stack)

    # -- slots ---------------------------------------------------------------------------------

    @Slot(object)
    def _on_rows(self, rows: tuple[UnreadableRow, ...]) -> None:
        before = self._open
        self.model.set_rows(rows)
        self._total.setText(counted(len(rows), "message", "messages"))
        if not rows:
            self._open = None
            self._pane.show_empty("Everything could be read", "A message that cannot be read is kept here.")
            self._stack.show_pane()
            return
        self._stack.show_content()
        at = max(0, self.model.row_of(before.id) if before else 0)
        self.list.setCurrentIndex(self.model.index(at, 0))

    @Slot(object)
    def _on_rows_failed(self, error: TallmanError) -> None:
        if self.model.rowCount():
            self._messages.fail(error)
            return
        self._pane.show_error(error)
        self._stack.show_pane()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not current.isValid():
            return
        row = self.model.row(current.row())
        if self._open is not None and self._open.id == row.id:
            return
        self._open = row
        self.detail.show_row(row, may_look=self._may_look)
        if self._may_look:
            job = self._bytes_job.submit(Lane.DB, _look, self._desk, self._actor, row.id)
            job.finished.connect(self._on_bytes)
            job.failed.connect(self._messages.fail)

    @Slot(object)
    def _on_bytes(self, shown: Dump) -> None:
        self.detail.show_bytes(shown)

    @Slot()
    def _on_save(self) -> None:
        if self._open is not None:
            name = Path(self._open.file).name
            self._chooser.save(self, "Save the bytes as received", name, partial(self._save, self._open.id))

    def _save(self, message_id: int, paths: tuple[Path, ...]) -> None:
        job = self._save_job.submit(Lane.DB, _write, self._desk, self._actor, message_id, paths[0])
        job.finished.connect(self._messages.say)
        job.failed.connect(self._messages.fail)


def _look(desk: DeskServices, actor: Actor, message_id: int) -> Dump:
    """Fetch and prepare on the lane: a large message would hold the screen."""
    return dump(desk.review.message_bytes(actor, message_id))


def _write(desk: DeskServices, actor: Actor, message_id: int, path: Path) -> str:
    data = desk.review.message_bytes(actor, message_id)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise KnownError(
            "SAVE_FAILED",
            f"The file could not be written: {error.strerror}.",
            "The message is kept in the records as it was received.",
            "Choose another folder and save again.",
        ) from error
    return f"{counted(len(data), 'byte', 'bytes')} saved as {path.name}."
