"""Near misses, interventions and edits: what was wrong, who found it, where it arose."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from app.core.model.base import Model
from app.core.model.order import ReviewField


class EventClass(StrEnum):
    """What a correction was; a person may reclassify, nobody may delete."""

    NEAR_MISS = "near_miss"  # our error, caught before the patient (NCC MERP category B)
    INTERVENTION = "intervention"  # an error in the order itself, changed with authorisation
    EDIT = "edit"  # a change of no clinical weight


class EventType(StrEnum):
    """What was wrong."""

    DRUG = "wrong drug"
    STRENGTH = "wrong strength"
    FORM = "wrong form"
    DIRECTIONS = "wrong directions"
    QUANTITY = "wrong quantity"
    REFILLS = "wrong refills"
    PATIENT = "wrong patient"
    PRESCRIBER = "wrong prescriber"
    OTHER = "other"


class Stage(StrEnum):
    """Where an error arose or was caught."""

    PRESCRIBING = "prescribing"
    INTAKE = "intake"
    TRANSCRIPTION = "transcription"
    DATA_ENTRY = "data entry"
    VERIFICATION = "verification"


class QualityEvent(Model):
    """One correction, as a supervisor reads it."""

    id: int
    case_id: int
    prescription_number: str
    classification: EventClass
    type: EventType
    field: ReviewField
    component: str  # dose, unit, route, frequency ... within directions
    was: str
    became: str
    raw_words: str
    drug: str
    found_by: str
    found_by_role: str
    workstation: str
    happened_at: datetime
    arose: Stage
    caught: Stage = Stage.VERIFICATION
    merp: str = "B"
    suggestion_shown: bool = True
    confidence: float | None = None
    note: str = ""
    reason: str = ""
    authorised_by: str | None = None
    reclassified_by: str | None = None
    reclassified_from: EventClass | None = None
    reclassify_reason: str | None = None
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    review_note: str = ""
    version: int = 1


class EventFilter(Model):
    """Which events a list shows."""

    classification: EventClass | None = None
    type: EventType | None = None
    text: str = ""
    since: datetime | None = None
    unreviewed_only: bool = False


class Counts(Model):
    """The figures of a shift: always with the denominator."""

    verified: int = 0
    near_misses: int = 0
    interventions: int = 0
    waiting: int = 0
    stopped: int = 0
