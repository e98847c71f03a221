"""What the signed-in user may do with a case, and the sentence that says why not."""

from __future__ import annotations

from typing import Any

from app.core.model.case import OPEN_STATUSES, CaseView
from app.core.model.identity import Actor, Permission
from app.ui.review import wording


class Rights:
    """Permissions, locks and closed cases."""

    def __init__(self, desk: Any, actor: Actor) -> None:
        self._desk = desk
        self._actor = actor

    def may(self, permission: Permission) -> bool:
        """Whether the user's role has a permission."""
        allowed: bool = self._desk.identity.may(self._actor, permission)
        return allowed

    def is_own(self, case: CaseView) -> bool:
        """Whether nobody else has the case open."""
        return case.claim is None or case.claim.user_id == self._actor.user_id

    def why_not(self, case: CaseView) -> str:
        """Why the case cannot be changed; empty when it can."""
        if case.claim is not None and not self.is_own(case):
            offer = " T takes it over." if self.may(Permission.TAKE_OVER) else ""
            return f"{wording.lock_sentence(case.claim)}{offer}"
        return "" if case.status in OPEN_STATUSES else wording.status_sentence(case)
