"""NCPDP SCRIPT messages in XML: read them, and make them readable."""

from __future__ import annotations

from app.core.intake.layout import lay_out
from app.core.intake.script.message import read
from app.core.intake.script.tree import parse
from app.core.intake.script.view import leaves
from app.core.model.raw import RawPrescription, RawView

__all__ = ["read", "view"]


def view(data: bytes, raw: RawPrescription, source: str) -> RawView:
    """The readable view of a SCRIPT message that was read.

    Raises:
        Refusal: when the bytes are not a message that can be parsed.
    """
    return lay_out(f"NCPDP SCRIPT {raw.message_type or 'message'}", leaves(parse(data)), raw, source)
