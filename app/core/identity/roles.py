"""What each role may do; what is not written here is refused."""

from __future__ import annotations

from app.core.model.identity import Permission, Role

_LOOK = frozenset({Permission.VIEW_QUEUE, Permission.VIEW_CASE})
_ENTER = _LOOK | {Permission.IMPORT, Permission.CORRECT, Permission.EDIT_PROFILE}
_PHARMACIST = _ENTER | {
    Permission.CONFIRM,
    Permission.VERIFY,
    Permission.SET_ASIDE,
    Permission.REFUSE,
    Permission.RECLASSIFY,
    Permission.VIEW_QUALITY,
}
_SUPERVISE = frozenset(
    {
        Permission.VIEW_QUALITY,
        Permission.REVIEW_QUALITY,
        Permission.EXPORT_QUALITY,
        Permission.RECLASSIFY,
        Permission.VIEW_AUDIT,
        Permission.TAKE_OVER,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    # Enters and fixes data; what a technician enters a pharmacist verifies.
    Role.TECHNICIAN: _ENTER,
    Role.PHARMACIST: _PHARMACIST,
    Role.PHARMACIST_IN_CHARGE: _PHARMACIST | _SUPERVISE,
    # Answers for quality, so does not verify what is to be judged.
    Role.SUPERVISOR: _LOOK | _SUPERVISE,
    # Sets the desk up; has no business with patients' data.
    Role.ADMIN: frozenset({Permission.MANAGE_USERS, Permission.VIEW_AUDIT}),
    Role.AUDITOR: _LOOK | {Permission.VIEW_QUALITY, Permission.VIEW_AUDIT},
}


def may(role: Role, permission: Permission) -> bool:
    """Whether a role has a permission."""
    return permission in ROLE_PERMISSIONS.get(role, frozenset())
