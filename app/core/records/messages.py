"""Received messages: the bytes unchanged, a receipt for each arrival, the tray of what could not be read."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.model.case import UnreadableRow
from app.core.records.failures import known, missing
from app.core.records.stored import MessageInfo, MessageStatus, StoredMessage
from app.core.records.tables import Body, Message


class Messages:
    """Repository of received messages."""

    def __init__(self, session: Session) -> None:
        """Work inside the transaction of `session`."""
        self._session = session

    def store(self, name: str, data: bytes, received_at: datetime, door: str, actor_id: int | None) -> StoredMessage:
        """Keep the bytes; the same bytes again give a receipt that points to the first."""
        sha256 = hashlib.sha256(data).hexdigest()
        first = self._session.scalar(select(Message.id).where(Message.sha256 == sha256, Message.duplicate_of.is_(None)))
        if first is None:
            self._session.add(Body(sha256=sha256, data=data))
            self._session.flush()
        row = Message(
            sha256=sha256,
            duplicate_of=first,
            name=name,
            size=len(data),
            received_at=received_at,
            door=door,
            actor_id=actor_id,
            status=MessageStatus.STORED if first is None else MessageStatus.DUPLICATE,
        )
        self._session.add(row)
        self._session.flush()
        return StoredMessage(id=row.id, sha256=sha256, duplicate_of=first)

    def bytes_of(self, message_id: int) -> bytes:
        """The bytes as they came; bytes that no longer fit their SHA-256 are never handed out."""
        found = self._session.execute(
            select(Body.sha256, Body.data).join(Message, Message.sha256 == Body.sha256).where(Message.id == message_id)
        ).one_or_none()
        if found is None:
            raise missing("message")
        sha256, data = found
        if hashlib.sha256(data).hexdigest() != sha256:
            raise known("database_damaged")
        return bytes(data)

    def name_of(self, message_id: int) -> str:
        """The name under which it came."""
        return self._row(message_id).name

    def get(self, message_id: int) -> MessageInfo:
        """All but the bytes."""
        row = self._row(message_id)
        return MessageInfo(
            id=row.id,
            name=row.name,
            sha256=row.sha256,
            size=row.size,
            received_at=row.received_at,
            door=row.door,
            status=MessageStatus(row.status),
            kind=row.kind,
            reason=row.reason,
            sender=row.sender,
            message_id=row.external_id,
            duplicate_of=row.duplicate_of,
        )

    def mark(
        self,
        message_id: int,
        status: MessageStatus,
        kind: str = "",
        reason: str = "",
        *,
        sender: str | None = None,
        external_id: str | None = None,
    ) -> None:
        """Say how far it came; `sender` and `external_id` (its own message id) find conflicts later."""
        row = self._row(message_id)
        row.status = status
        row.kind = kind
        row.reason = reason
        row.sender = row.sender if sender is None else sender
        row.external_id = row.external_id if external_id is None else external_id
        self._session.flush()

    def unread(self, limit: int) -> tuple[int, ...]:
        """Messages that were stored and never processed, oldest first: what a crash left behind."""
        query = select(Message.id).where(Message.status == MessageStatus.STORED)
        return tuple(self._session.scalars(query.order_by(Message.id).limit(limit)))

    def same_message_id(self, sender: str | None, message_id: str) -> tuple[tuple[int, str], ...]:
        """Row and SHA-256 of first receipts by this sender under this message id, oldest first."""
        query = (
            select(Message.id, Message.sha256)
            .where(Message.external_id == message_id, Message.sender == (sender or ""))
            .where(Message.duplicate_of.is_(None))
        )
        return tuple((row.id, row.sha256) for row in self._session.execute(query.order_by(Message.id)))

    def unreadable(self, limit: int, offset: int = 0) -> tuple[UnreadableRow, ...]:
        """The tray, newest first."""
        query = select(Message).where(Message.status == MessageStatus.UNREADABLE)
        rows = self._session.scalars(query.order_by(Message.id.desc()).limit(limit).offset(offset))
        return tuple(
            UnreadableRow(
                id=row.id,
                file=row.name,
                received_at=row.received_at,
                size=row.size,
                sha256=row.sha256,
                kind=row.kind,
                reason=row.reason,
            )
            for row in rows
        )

    def count_unreadable(self) -> int:
        """How many messages stand in the tray."""
        query = select(func.count()).select_from(Message)
        return self._session.scalars(query.where(Message.status == MessageStatus.UNREADABLE)).one()

    def _row(self, message_id: int) -> Message:
        row = self._session.get(Message, message_id)
        if row is None:
            raise missing("message")
        return row
