"""Who may act at the desk, and as what."""

from __future__ import annotations

from enum import StrEnum

from app.core.model.base import Model


class Role(StrEnum):
    """What a user is employed as; app/core/identity says what each may do."""

    TECHNICIAN = "technician"
    PHARMACIST = "pharmacist"
    PHARMACIST_IN_CHARGE = "pharmacist_in_charge"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """What an operation needs; every operation of the core names exactly one."""

    IMPORT = "import"
    VIEW_QUEUE = "view_queue"
    VIEW_CASE = "view_case"
    CORRECT = "correct"
    CONFIRM = "confirm"
    VERIFY = "verify"
    SET_ASIDE = "set_aside"  # hold, ask the prescriber, return to data entry
    REFUSE = "refuse"
    EDIT_PROFILE = "edit_profile"
    RECLASSIFY = "reclassify"
    VIEW_QUALITY = "view_quality"
    REVIEW_QUALITY = "review_quality"
    EXPORT_QUALITY = "export_quality"
    VIEW_AUDIT = "view_audit"
    TAKE_OVER = "take_over"
    MANAGE_USERS = "manage_users"


class Actor(Model):
    """A signed-in user at a workstation: what every operation is given."""

    user_id: int
    name: str
    role: Role
    workstation: str


class User(Model):
    """A user as lists show them; secrets stay in the records."""

    id: int
    login: str
    name: str
    initials: str
    role: Role
    active: bool = True
