"""The demo pharmacy: users, patients and messages that ship under resources/samples, read as data."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from app.core.model.base import Model
from app.core.model.case import Disposition
from app.core.model.identity import Role
from app.core.model.people import PatientProfile
from app.core.places import resources

DEMO_NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
"""The time at which the demo stands still: its messages were written on this day and those before it."""

Priority = Literal["waiter", "normal", "low"]


class DemoUser(Model):
    """A user of the demo desk; the password is no secret."""

    login: str
    name: str
    initials: str
    role: Role
    password: str


class DemoMessage(Model):
    """A received message of the demo, and what it is there to show.

    `expected` is what becomes of it for the patients of `demo_patients`; the promise is counted from
    `DEMO_NOW`.
    """

    name: str
    data: bytes
    shows: str
    expected: Disposition
    priority: Priority
    promise_minutes: int


def demo_users() -> tuple[DemoUser, ...]:
    """At least one user of every role."""
    return tuple(DemoUser.model_validate(row) for row in _json("users.json"))


def demo_patients() -> tuple[PatientProfile, ...]:
    """The fictional patients that the pharmacy knows."""
    return tuple(PatientProfile.model_validate(row) for row in _json("patients.json"))


def demo_messages() -> tuple[DemoMessage, ...]:
    """All messages in the order of their arrival, with their bytes."""
    folder = _samples() / "prescriptions"
    with (_samples() / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(_message(row, (folder / row["file"]).read_bytes()) for row in rows)


def _message(row: dict[str, str], data: bytes) -> DemoMessage:
    told = {name: row[name] for name in ("shows", "expected", "priority", "promise_minutes")}
    return DemoMessage.model_validate({**told, "name": row["file"], "data": data})


def _json(name: str) -> Any:
    return json.loads((_samples() / name).read_text(encoding="utf-8"))


def _samples() -> Path:
    return resources() / "samples"
