"""The records: the only room that knows SQLAlchemy; everything written goes through its transactions."""

from __future__ import annotations

from app.core.records.content import CaseContent, NewCase, StoredCase
from app.core.records.store import Records
from app.core.records.stored import (
    FillLine,
    FillStatus,
    MessageInfo,
    MessageStatus,
    SignInGuard,
    StoredDecision,
    StoredMessage,
    StoredPrescription,
    StoredUser,
)
from app.core.records.tx import Tx
from app.core.records.words import name_key

__all__ = [
    "CaseContent",
    "FillLine",
    "FillStatus",
    "MessageInfo",
    "MessageStatus",
    "NewCase",
    "Records",
    "SignInGuard",
    "StoredCase",
    "StoredDecision",
    "StoredMessage",
    "StoredPrescription",
    "StoredUser",
    "Tx",
    "name_key",
]
