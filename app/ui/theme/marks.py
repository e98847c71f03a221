"""Severity and state as a shape, a word and a colour: never as a colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.model.case import CaseStatus, Disposition, FieldState, QueueRow
from app.core.model.finding import Tier
from app.ui.theme.palette import Palette


@dataclass(frozen=True, slots=True)
class Mark:
    """How a state is shown: the icon's name, the word beside it, and the palette's colour for it."""

    icon: str
    word: str
    tone: str

    def colour(self, palette: Palette) -> str:
        """The mark's colour in a palette."""
        return str(getattr(palette, self.tone))

    def soft(self, palette: Palette) -> str:
        """The ground behind the mark's text."""
        return str(getattr(palette, f"{self.tone}_soft"))


STOP = Mark("stop", "STOP", "stop")
CHECK = Mark("check", "CHECK", "check")
OK = Mark("ok", "OK", "ok")
NOTE = Mark("note", "Note", "note")

TIERS: dict[Tier, Mark] = {Tier.STOP: STOP, Tier.WARN: CHECK, Tier.NOTE: NOTE}

FIELD_STATES: dict[FieldState, Mark] = {
    FieldState.SURE: Mark("ok", "Sure", "ok"),
    FieldState.CHECK: Mark("check", "Check", "check"),
    FieldState.CONFIRMED: Mark("ok", "Confirmed", "ok"),
    FieldState.CORRECTED: Mark("ok", "Corrected", "ok"),
    FieldState.MISSING: Mark("stop", "Missing", "stop"),
}

DISPOSITIONS: dict[Disposition, Mark] = {
    Disposition.READY: Mark("ok", "Ready", "ok"),
    Disposition.ATTENTION: Mark("check", "Check", "check"),
    Disposition.STOPPED: Mark("stop", "Stop", "stop"),
    Disposition.UNREADABLE: Mark("stop", "Unreadable", "stop"),
}

STATUSES: dict[CaseStatus, Mark] = {
    CaseStatus.WAITING: Mark("clock", "Waiting", "note"),
    CaseStatus.ON_HOLD: Mark("hold", "On hold", "note"),
    CaseStatus.ASKED: Mark("asked", "Asked", "note"),
    CaseStatus.RETURNED: Mark("returned", "Returned", "note"),
    CaseStatus.VERIFIED: Mark("ok", "Verified", "ok"),
    CaseStatus.REFUSED: Mark("close", "Refused", "note"),
}


def queue_mark(row: QueueRow) -> Mark:
    """A waiting case shows what it needs; any other shows where it stands."""
    return DISPOSITIONS[row.disposition] if row.status is CaseStatus.WAITING else STATUSES[row.status]
