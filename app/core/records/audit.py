"""The audit trail: appended to, read and verified; there is no way to change it here."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.model.audit import AuditEntry
from app.core.model.clock import Clock
from app.core.model.identity import Actor
from app.core.records.chain import ORIGIN, canonical, digest, moment
from app.core.records.columns import storable
from app.core.records.failures import known
from app.core.records.tables import Audit, AuditHead

_HEAD = 1
_BATCH = 5000


class AuditTrail:
    """Repository of the audit trail."""

    def __init__(self, session: Session, clock: Clock) -> None:
        """Work inside the transaction of `session`."""
        self._session = session
        self._clock = clock

    def append(
        self,
        actor: Actor | None,
        act: str,
        subject: str,
        detail: Mapping[str, Any],
        workstation: str = "",
    ) -> AuditEntry:
        """Add a row at the end of the chain; without an actor it is an act of the desk itself."""
        head = self._session.get(AuditHead, _HEAD, with_for_update=True, populate_existing=True)
        if head is None:
            raise known("database_damaged")
        columns: dict[str, Any] = {
            "seq": head.seq + 1,
            "at": moment(self._clock.now()),
            "actor_id": actor.user_id if actor else None,
            "actor": storable(actor.name) if actor else "",
            "role": actor.role.value if actor else "",
            "workstation": storable(actor.workstation if actor else workstation),
            "act": act,
            "subject": storable(subject),
            "detail": canonical(detail),
            "previous": head.hash,
        }
        row = Audit(**columns, hash=digest(**columns))
        self._session.add(row)
        head.seq, head.hash = row.seq, row.hash
        self._session.flush()
        return _entry(row)

    def page(self, limit: int = 100, before_seq: int | None = None, text: str = "") -> tuple[AuditEntry, ...]:
        """Some rows, newest first; `text` is looked for in actor, act, subject and detail."""
        query = select(Audit).order_by(Audit.seq.desc()).limit(limit)
        if before_seq is not None:
            query = query.where(Audit.seq < before_seq)
        if text.strip():
            looked_at = (Audit.actor, Audit.act, Audit.subject, Audit.detail)
            query = query.where(or_(*(c.icontains(text.strip(), autoescape=True) for c in looked_at)))
        return tuple(_entry(row) for row in self._session.scalars(query))

    def verify(self) -> int | None:
        """The first row that is missing, added, changed or cut off; None when the chain is whole."""
        seq, previous = 0, ORIGIN
        with closing(self._rows()) as rows:
            for row in rows:
                seq += 1
                kept = row.pop("hash")
                if row["seq"] != seq or row["previous"] != previous or digest(**row) != kept:
                    return seq
                previous = kept
        head = self._session.get(AuditHead, _HEAD, populate_existing=True)
        if head is None or (head.seq, head.hash) != (seq, previous):
            return seq + 1
        return None

    def _rows(self) -> Generator[dict[str, Any], None, None]:
        query = select(Audit.__table__).order_by(Audit.seq).execution_options(yield_per=_BATCH)
        names = [column.key for column in Audit.__table__.columns]
        with self._session.execute(query) as rows:
            for row in rows:
                yield dict(zip(names, row, strict=True))


def _entry(row: Audit) -> AuditEntry:
    return AuditEntry(
        seq=row.seq,
        at=row.at,
        actor_id=row.actor_id,
        actor=row.actor,
        role=row.role,
        workstation=row.workstation,
        act=row.act,
        subject=row.subject,
        detail=row.detail,
        previous=row.previous,
        hash=row.hash,
    )
