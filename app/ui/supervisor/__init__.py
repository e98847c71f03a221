"""The supervisor's page: near misses, interventions and edits, to be read, reclassified, reviewed and exported."""

from __future__ import annotations

from app.ui.supervisor.page import NearMissPage

__all__ = ["NearMissPage"]
