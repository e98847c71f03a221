"""How a case looks in the narrow rail: patient and what is left of the promise, drug and why it stands here."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

from app.core.model.case import QueueRow
from app.ui.queue.model import ROW_ROLE, Column
from app.ui.theme import queue_mark
from app.ui.widgets.two_line_delegate import Lines, TwoLineDelegate


class QueueDelegate(TwoLineDelegate):
    """Two lines for a case."""

    def lines(self, index: QModelIndex | QPersistentModelIndex) -> Lines | None:
        """What stands in a row; None while its page is on its way."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, QueueRow):
            return None
        due = index.sibling(index.row(), Column.DUE).data()
        return Lines(
            queue_mark(row), row.patient, str(due or ""), row.drug, row.why_here, locked=row.claimed_by is not None
        )
