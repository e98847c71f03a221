"""The rows of the tray; they are few, so all are held."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.core.model.case import UnreadableRow
from app.ui import theme
from app.ui.widgets import plain_tip
from app.ui.widgets.two_line_delegate import Lines, TwoLineDelegate
from app.ui.wording import local_moment, size_text

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_MARK = theme.Mark("stop", "Not read", "stop")


class TrayModel(QAbstractListModel):
    """One row a message, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[UnreadableRow, ...] = ()

    def set_rows(self, rows: tuple[UnreadableRow, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, at: int) -> UnreadableRow:
        """The message in a row."""
        return self._rows[at]

    def row_of(self, message_id: int) -> int:
        """Where a message stands; -1 where it does not."""
        return next((at for at, row in enumerate(self._rows) if row.id == message_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, and immutable
        """The messages."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, whole sentence for a screen reader, or the row itself."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.file
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.file}, {row.reason}, received {local_moment(row.received_at)}, {size_text(row.size)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{row.file}\n{row.reason}")
        return None


class TrayDelegate(TwoLineDelegate):
    """File and time, reason."""

    def lines(self, index: Index) -> Lines | None:
        """What stands in a row."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, UnreadableRow):
            return None
        return Lines(_MARK, row.file, local_moment(row.received_at), row.reason)
