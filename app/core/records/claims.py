"""Leases on cases: one person has a case open at a time, until it is given back or runs out.

Callers hold the lock of the case's row, so that reading and writing a lease is one step.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from app.core.model.case import ClaimView
from app.core.records.tables import Case, Claim


class Claimer(NamedTuple):
    """Who wants a case."""

    user_id: int
    name: str
    initials: str


def holder(session: Session, case_id: int, now: datetime) -> ClaimView | None:
    """Whose claim holds."""
    row = session.scalar(select(Claim).where(Claim.case_id == case_id, Claim.until > now))
    return _view(row) if row else None


def free_for(user_id: int, now: datetime) -> ColumnElement[bool]:
    """That nobody else has the selected case open."""
    return ~exists().where(Claim.case_id == Case.id, Claim.user_id != user_id, Claim.until > now)


def take(session: Session, case_id: int, who: Claimer, now: datetime, minutes: int) -> ClaimView:
    """Take or renew a lease; another's that still holds is returned as it is."""
    row = session.get(Claim, case_id, populate_existing=True)
    if row is not None and row.until > now and row.user_id != who.user_id:
        return _view(row)
    if row is None:
        row = Claim(case_id=case_id)
        session.add(row)
    if row.user_id != who.user_id or row.until <= now:
        row.since = now
    row.user_id, row.name, row.initials = who
    row.until = now + timedelta(minutes=minutes)
    session.flush()
    return _view(row)


def drop(session: Session, case_id: int, user_id: int | None = None) -> bool:
    """End a lease: of this user, or of anybody; False when there was none."""
    row = session.get(Claim, case_id, populate_existing=True)
    if row is None or (user_id is not None and row.user_id != user_id):
        return False
    session.delete(row)
    session.flush()
    return True


def drop_all(session: Session, user_id: int) -> int:
    """End all leases of a user, and say how many there were."""
    rows = list(session.scalars(select(Claim).where(Claim.user_id == user_id)))
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def _view(row: Claim) -> ClaimView:
    return ClaimView(user_id=row.user_id, name=row.name, initials=row.initials, since=row.since)
