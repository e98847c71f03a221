"""Transcription: a prescriber's directions into structure, plain words and doubts.

Four stages: `normalise` (words), `extract` (grammar), `assemble` (regimen and rendering), `guard` (what must be asked).
"""

from __future__ import annotations

from app.core.transcription.say import say
from app.core.transcription.service import Transcriber

__all__ = ["Transcriber", "say"]
