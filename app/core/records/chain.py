"""The audit chain: each row's hash covers the row and the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

ORIGIN = "0" * 64  # what the first row follows
_VERSION = 1


def moment(at: datetime) -> str:
    """A time as the chain writes it: UTC, always to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with one spelling for each value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False, default=_plain)


def digest(
    *,
    seq: int,
    at: str,
    actor_id: int | None,
    actor: str,
    role: str,
    workstation: str,
    act: str,
    subject: str,
    detail: str,
    previous: str,
) -> str:
    """The hash of a row."""
    row = [_VERSION, seq, at, actor_id, actor, role, workstation, act, subject, detail, previous]
    text = json.dumps(row, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"an audit detail cannot hold a {type(value).__name__}")
