"""The audit trail as it is read."""

from __future__ import annotations

from datetime import datetime

from app.core.model.base import Model


class AuditEntry(Model):
    """One act: who, where, when, what; `hash` chains it to the row before."""

    seq: int
    at: datetime
    actor_id: int | None = None  # None: an act of the desk itself
    actor: str
    role: str
    workstation: str
    act: str
    subject: str
    detail: str  # canonical JSON
    previous: str
    hash: str
