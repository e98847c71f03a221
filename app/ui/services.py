"""What the screens of the shell need from the desk, as small protocols; app/core/desk.py fills them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.core.model.case import QueueCursor, QueueFilter, QueuePage, UnreadableRow
from app.core.model.clock import Clock
from app.core.model.identity import Actor, Permission, User
from app.core.model.quality import Counts, EventClass, EventFilter, QualityEvent
from app.ui.widgets.drug_suggestions import DrugNames
from app.ui.work import Progress

if TYPE_CHECKING:  # the window opens before the records are read in
    from app.core.review import Arrival


class ImportReport(Protocol):
    """What an import did; nothing that was received is missing from it."""

    @property
    def received(self) -> int:
        """How many messages were received."""
        ...

    @property
    def new(self) -> int:
        """How many made a new case."""
        ...

    @property
    def duplicates(self) -> int:
        """How many had been received before."""
        ...

    @property
    def unreadable(self) -> int:
        """How many went to the tray."""
        ...

    @property
    def cases(self) -> tuple[int, ...]:
        """The new cases."""
        ...


class IdentityService(Protocol):
    """Users and what they may do."""

    def sign_in(self, login: str, password: str, workstation: str, /) -> Actor:
        """Let a user in."""
        ...

    def sign_out(self, actor: Actor, /) -> None:
        """Record the leaving, and give back what the user had open."""
        ...

    def users(self) -> Iterable[User]:
        """All users, for the demo's hints."""
        ...


class ReviewService(Protocol):
    """The queue, the tray and the import."""

    def queue(self, actor: Actor, wanted: QueueFilter, after: QueueCursor | None, limit: int, /) -> QueuePage:
        """One page of the queue."""
        ...

    def queue_counts(self, actor: Actor, /) -> dict[str, int]:
        """How many cases each filter has."""
        ...

    def import_files(self, actor: Actor, paths: tuple[Path, ...], progress: Progress | None = None) -> ImportReport:
        """Receive files."""
        ...

    def receive(self, actor: Actor, arrivals: Sequence[Arrival], /) -> ImportReport:
        """Receive messages that are at hand."""
        ...

    def request_refill(self, actor: Actor, number: str, /) -> int:
        """Queue the next fill of a prescription; gives the new case."""
        ...

    def unreadable(self, actor: Actor, /) -> tuple[UnreadableRow, ...]:
        """The messages that could not be read."""
        ...

    def message_bytes(self, actor: Actor, message_id: int, /) -> bytes:
        """The bytes of a message as they were received."""
        ...

    def counts(self, actor: Actor, /) -> Counts:
        """The figures of the shift."""
        ...


class QualityService(Protocol):
    """The near misses and their review."""

    def events(
        self, actor: Actor, wanted: EventFilter, before_id: int | None, limit: int, /
    ) -> tuple[QualityEvent, ...]:
        """The newest events, or those before one."""
        ...

    def reclassify(self, actor: Actor, event_id: int, version: int, to: EventClass, reason: str, /) -> QualityEvent:
        """Say that an event is of another class, and why."""
        ...

    def mark_reviewed(self, actor: Actor, event_id: int, version: int, note: str, /) -> QualityEvent:
        """Note that a supervisor has looked at it."""
        ...

    def export_csv(self, actor: Actor, wanted: EventFilter, path: Path, /) -> int:
        """Write the events to a file; gives their number."""
        ...

    def rate(self, actor: Actor, since: datetime, /) -> str:
        """The share of verified prescriptions with a near miss, with its interval, in words."""
        ...


class DeskSettings(Protocol):
    """The names of the place."""

    @property
    def pharmacy(self) -> str:
        """The name on the title bar."""
        ...

    @property
    def workstation(self) -> str:
        """The name of this machine."""
        ...


class DeskServices(Protocol):
    """The desk as the shell sees it."""

    @property
    def settings(self) -> DeskSettings:
        """The names of the place."""
        ...

    @property
    def clock(self) -> Clock:
        """Where the time comes from."""
        ...

    @property
    def is_demo(self) -> bool:
        """Whether this is the demo pharmacy."""
        ...

    @property
    def catalogue(self) -> DrugNames:
        """The drug catalogue, for looking up while typing."""
        ...

    @property
    def identity(self) -> IdentityService:
        """Users and what they may do."""
        ...

    @property
    def review(self) -> ReviewService:
        """The queue, the tray and the import."""
        ...

    @property
    def quality(self) -> QualityService:
        """The near misses and their review."""
        ...

    def may(self, actor: Actor, permission: Permission, /) -> bool:
        """Whether a role allows something; a plain look-up."""
        ...
