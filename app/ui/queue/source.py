"""Where the queue's rows come from: the desk's review service, asked on behalf of one user."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from app.core.model.case import QueueCursor, QueueFilter, QueuePage
from app.core.model.identity import Actor
from app.ui.services import DeskServices


class QueueSource(Protocol):
    """What the queue asks; every call but `now` runs on a lane."""

    def page(self, wanted: QueueFilter, after: QueueCursor | None, limit: int) -> QueuePage:
        """Some rows in the order of the queue."""
        ...

    def counts(self) -> dict[str, int]:
        """How many cases each filter has."""
        ...

    def now(self) -> datetime:
        """The desk's time."""
        ...


class DeskQueue:
    """The queue of a desk for a signed-in user."""

    def __init__(self, desk: DeskServices, actor: Actor) -> None:
        self._desk = desk
        self._actor = actor

    def page(self, wanted: QueueFilter, after: QueueCursor | None, limit: int) -> QueuePage:
        """Some rows in the order of the queue."""
        return self._desk.review.queue(self._actor, wanted, after, limit)

    def counts(self) -> dict[str, int]:
        """How many cases each filter has."""
        return self._desk.review.queue_counts(self._actor)

    def now(self) -> datetime:
        """The desk's time."""
        return self._desk.clock.now()
