"""Every field of an event in words, for the detail pane; nothing is left out."""

from __future__ import annotations

from collections.abc import Callable

from app.core.model.quality import QualityEvent
from app.ui.wording import CLASS_NAMES, local_moment

# NCC MERP's categories, as far as a desk can meet them before the patient.
_MERP = {"A": "A, could cause an error", "B": "B, did not reach the patient"}


FACTS: tuple[tuple[str, Callable[[QualityEvent], str]], ...] = (
    ("Prescription", lambda event: f"{event.prescription_number}, case {event.case_id}"),
    ("Drug", lambda event: event.drug),
    ("Field", lambda event: _field(event)),
    ("Found by", lambda event: f"{event.found_by}, {event.found_by_role.replace('_', ' ')}"),
    ("At", lambda event: f"{local_moment(event.happened_at)}, {event.workstation}"),
    ("Arose in", lambda event: f"{event.arose.value}, caught in {event.caught.value}"),
    ("NCC MERP", lambda event: _MERP.get(event.merp, event.merp)),
    ("Confidence", lambda event: _confidence(event)),
    ("Reason", lambda event: event.reason),
    ("Note", lambda event: event.note),
    ("Authorised by", lambda event: event.authorised_by or ""),
    ("Reclassified", lambda event: _reclassified(event)),
    ("Reviewed", lambda event: _reviewed(event)),
    ("Review note", lambda event: event.review_note),
)
"""Names and values in the order of reading; a fact without a value has an empty text."""


def _field(event: QualityEvent) -> str:
    field = event.field.value.replace("_", " ")
    component = event.component.replace("_", " ")
    return f"{field}, {component}" if component not in ("", field) else field


def _confidence(event: QualityEvent) -> str:
    shown = "shown to the pharmacist" if event.suggestion_shown else "not shown to the pharmacist"
    return "" if event.confidence is None else f"{event.confidence:.2f}, {shown}"


def _reclassified(event: QualityEvent) -> str:
    if event.reclassified_by is None or event.reclassified_from is None:
        return ""
    before = CLASS_NAMES[event.reclassified_from].lower()
    return f"from {before} by {event.reclassified_by}: {event.reclassify_reason or ''}"


def _reviewed(event: QualityEvent) -> str:
    if event.reviewed_by is None:
        return ""
    return f"by {event.reviewed_by}" + (f", {local_moment(event.reviewed_at)}" if event.reviewed_at else "")
