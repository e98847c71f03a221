"""One transaction, and the repositories that work inside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core.model.clock import Clock
from app.core.records.audit import AuditTrail
from app.core.records.cases import Cases
from app.core.records.decisions import Decisions
from app.core.records.events import Events
from app.core.records.messages import Messages
from app.core.records.people import People
from app.core.records.prescriptions import Prescriptions
from app.core.records.users import Users


class Tx:
    """A transaction: it is kept whole or not at all.

    Attributes:
        clock: where the time comes from.
        subject: what the act is about, for its audit row ("case 12").
        detail: what the audit row says besides.
    """

    def __init__(self, session: Session, clock: Clock) -> None:
        """Open the repositories on `session`."""
        self.clock = clock
        self.subject = ""
        self.detail: dict[str, Any] = {}
        self.messages = Messages(session)
        self.people = People(session)
        self.prescriptions = Prescriptions(session, clock)
        self.cases = Cases(session, clock)
        self.decisions = Decisions(session)
        self.events = Events(session)
        self.users = Users(session, clock)
        self.audit = AuditTrail(session, clock)
        self._session = session

    @property
    def now(self) -> datetime:
        """The present time."""
        return self.clock.now()

    def note(self, subject: str = "", **detail: Any) -> None:
        """Say what the audit row of the present act shall tell; later notes add to earlier ones."""
        self.subject = subject or self.subject
        self.detail.update(detail)
