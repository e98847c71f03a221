"""The doors at the desk itself: a prescription that is typed in, and a refill that is asked for by its number."""

from __future__ import annotations

from app.ui.entry.page import EntryPage
from app.ui.entry.refill_strip import RefillStrip

__all__ = ["EntryPage", "RefillStrip"]
