"""Words that several screens use for the vocabulary's values."""

from __future__ import annotations

from datetime import datetime

from app.core.model.identity import Role
from app.core.model.quality import EventClass

_ROLES = {
    Role.TECHNICIAN: "technician",
    Role.PHARMACIST: "pharmacist",
    Role.PHARMACIST_IN_CHARGE: "pharmacist in charge",
    Role.SUPERVISOR: "supervisor",
    Role.ADMIN: "administrator",
    Role.AUDITOR: "auditor",
}

CLASS_NAMES = {
    EventClass.NEAR_MISS: "Near miss",
    EventClass.INTERVENTION: "Intervention",
    EventClass.EDIT: "Edit",
}


def role_name(role: Role) -> str:
    """A role in words."""
    return _ROLES[role]


def local_time(at: datetime) -> str:
    """A time of day at this place, 24 hours."""
    return at.astimezone().strftime("%H:%M")


def local_moment(at: datetime) -> str:
    """A date and time at this place."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def short_moment(at: datetime, now: datetime) -> str:
    """A date and time for a narrow column; the year only where it is not this one."""
    local, today = at.astimezone(), now.astimezone()
    day = local.strftime("%b %d")
    return f"{day} {local:%H:%M}" if local.year == today.year else f"{day}, {local.year}"


def size_text(size: int) -> str:
    """A number of bytes as people read it."""
    if size < 1_024:
        return f"{size:,} {'byte' if size == 1 else 'bytes'}"
    if size < 1_048_576:
        return f"{size / 1_024:,.1f} KB"
    return f"{size / 1_048_576:,.1f} MB"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many}"
