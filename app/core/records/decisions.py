"""Decisions: what a person decided about a case, signed; undone within its window, never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from app.core.model.errors import StaleCaseError
from app.core.model.identity import Actor
from app.core.records.failures import missing
from app.core.records.stored import FillStatus, StoredDecision
from app.core.records.tables import Case, Decision, Fill

_VERIFY = "verify"


class Decisions:
    """Repository of decisions."""

    def __init__(self, session: Session) -> None:
        """Work inside the transaction of `session`."""
        self._session = session

    def add(
        self,
        *,
        case_id: int,
        act: str,
        actor: Actor,
        at: datetime,
        reason_code: str = "",
        reason_text: str = "",
        note: str = "",
        snapshot_json: str,
        digest: str,
        undo_until: datetime | None,
    ) -> int:
        """Keep a decision with what was on screen."""
        row = Decision(
            case_id=case_id,
            act=act,
            actor_id=actor.user_id,
            actor=actor.name,
            role=actor.role,
            workstation=actor.workstation,
            at=at,
            reason_code=reason_code,
            reason_text=reason_text,
            note=note,
            snapshot_json=snapshot_json,
            digest=digest,
            undo_until=undo_until,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def get(self, decision_id: int) -> StoredDecision:
        """One decision."""
        found = self._session.execute(_query().where(Decision.id == decision_id)).one_or_none()
        if found is None:
            raise missing("decision")
        return _stored(found)

    def undo(self, decision_id: int, by: Actor, at: datetime) -> StoredDecision:
        """Mark it undone; StaleCaseError when it was undone before or its window is closed."""
        row = self._session.get(Decision, decision_id, with_for_update=True)
        if row is None:
            raise missing("decision")
        if row.undone_at is not None or row.undo_until is None or at > row.undo_until:
            raise StaleCaseError(
                "undo_closed",
                "This decision can no longer be undone.",
                "The decision stands as it was made.",
                "Open the case and act on it again; the new act will be recorded beside the old one.",
            )
        row.undone_by, row.undone_at = by.name, at
        self._session.flush()
        return self.get(decision_id)

    def last_of(self, case_id: int) -> StoredDecision | None:
        """The latest decision on a case that was not undone."""
        query = _query().where(Decision.case_id == case_id, Decision.undone_at.is_(None))
        found = self._session.execute(query.order_by(Decision.id.desc()).limit(1)).one_or_none()
        return None if found is None else _stored(found)

    def due(self, now: datetime, limit: int = 200) -> tuple[StoredDecision, ...]:
        """Verifications that can no longer be undone and whose fill was not released yet, oldest first."""
        query = _query().where(
            Decision.act == _VERIFY,
            Decision.undone_at.is_(None),
            Decision.undo_until < now,
            Fill.status == FillStatus.VERIFIED,
        )
        return tuple(_stored(row) for row in self._session.execute(query.order_by(Decision.id).limit(limit)))


def _query() -> Select[Decision, int]:
    return select(Decision, Fill.id).join(Case, Case.id == Decision.case_id).join(Fill, Fill.id == Case.fill_id)


def _stored(found: Row[Decision, int]) -> StoredDecision:
    row, fill_id = found
    return StoredDecision(
        id=row.id,
        case_id=row.case_id,
        fill_id=fill_id,
        act=row.act,
        actor_id=row.actor_id,
        actor=row.actor,
        role=row.role,
        workstation=row.workstation,
        at=row.at,
        reason_code=row.reason_code,
        reason_text=row.reason_text,
        note=row.note,
        snapshot_json=row.snapshot_json,
        digest=row.digest,
        undo_until=row.undo_until,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
    )
