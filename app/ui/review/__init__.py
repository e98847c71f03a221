"""The review window: raw prescription, transcription and findings side by side, worked by keys."""

from __future__ import annotations

from app.ui.review.page import ReviewPage

__all__ = ["ReviewPage"]
