"""The transcriber, made once, and the rows of our own sample files."""

from __future__ import annotations

import pytest

from app.core.transcription import Transcriber


@pytest.fixture(scope="session")
def transcriber() -> Transcriber:
    return Transcriber()
