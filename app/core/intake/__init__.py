"""Intake: received bytes in any form become prescriptions, each field with its place; nothing is lost or guessed.

The face: `read_bytes` never raises on bad input, `view` makes a message readable, `row` is what the
command line prints, `files_of` and `digest` are for whoever imports files.
"""

from __future__ import annotations

from app.core.intake.files import digest, files_of
from app.core.intake.kinds import SIZE_LIMITS
from app.core.intake.notices import NOT_NEW
from app.core.intake.reader import read_bytes, view
from app.core.intake.rows import row

__all__ = ["NOT_NEW", "SIZE_LIMITS", "digest", "files_of", "read_bytes", "row", "view"]
