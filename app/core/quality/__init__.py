"""Near misses, interventions and edits, as supervisors read, judge and export them."""

from app.core.quality.service import Quality

__all__ = ["Quality"]
