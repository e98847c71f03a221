"""The road of one prescription: read, transcribe, check; and again after a correction."""

from app.core.pipeline.road import Road

__all__ = ["Road"]
