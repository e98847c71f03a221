"""The queue: a windowed table of open cases, and the rail that shows it beside the review."""

from __future__ import annotations

from app.ui.queue.model import QueueModel
from app.ui.queue.rail import QueueRail
from app.ui.queue.source import DeskQueue, QueueSource

__all__ = ["DeskQueue", "QueueModel", "QueueRail", "QueueSource"]
