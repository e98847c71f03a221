"""What the repositories take and give besides the vocabulary: small frozen records."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from app.core.model.base import Model
from app.core.model.identity import User
from app.core.model.order import Order


class MessageStatus(StrEnum):
    """How far a received message has come."""

    STORED = "stored"  # kept, not read yet
    READ = "read"  # became one or more cases
    UNREADABLE = "unreadable"  # stands in the tray
    DUPLICATE = "duplicate"  # the same bytes, or the same prescription, again


class StoredMessage(Model):
    """The receipt of a message; `duplicate_of` is the first receipt of the same bytes."""

    id: int
    sha256: str
    duplicate_of: int | None = None


class MessageInfo(Model):
    """A received message without its bytes."""

    id: int
    name: str
    sha256: str
    size: int
    received_at: datetime
    door: str
    status: MessageStatus
    kind: str
    reason: str
    sender: str
    message_id: str
    duplicate_of: int | None


class FillStatus(StrEnum):
    """Where one fill of a prescription stands."""

    PENDING = "pending"
    VERIFIED = "verified"
    RELEASED = "released"
    CANCELLED = "cancelled"


class StoredPrescription(Model):
    """A prescription: what was authorised, and what of it remains."""

    id: int
    number: str
    patient_id: int | None
    message_id: int | None
    drug: str
    ingredient: str | None
    authorised: int | None
    remaining: int | None
    date_written: date | None
    order: Order
    version: int


class FillLine(Model):
    """A fill in a patient's history."""

    fill_id: int
    fill_number: int
    prescription_id: int
    prescription_number: str
    drug: str
    ingredient: str | None
    status: FillStatus
    at: datetime


class StoredDecision(Model):
    """What a person decided about a case, signed with the digest of what was shown."""

    id: int
    case_id: int
    fill_id: int
    act: str
    actor_id: int
    actor: str
    role: str
    workstation: str
    at: datetime
    reason_code: str
    reason_text: str
    note: str
    snapshot_json: str
    digest: str
    undo_until: datetime | None
    undone_by: str | None
    undone_at: datetime | None


class StoredUser(Model):
    """A user with the hash of the password."""

    user: User
    secret_hash: str


class SignInGuard(Model):
    """Failed sign-ins of a login, whether or not such a user exists."""

    login: str
    failures: int = 0
    locked_until: datetime | None = None
