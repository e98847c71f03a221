"""Identity: who works at the desk, what each role may do, and the one way in which an act is done."""

from __future__ import annotations

from app.core.identity.operations import OPERATIONS, Service, act_of, operation, query, require
from app.core.identity.roles import ROLE_PERMISSIONS, may
from app.core.identity.users import Identity

__all__ = ["OPERATIONS", "ROLE_PERMISSIONS", "Identity", "Service", "act_of", "may", "operation", "query", "require"]
