"""Handing in what was typed: one call to the core that also learns why a text could not be read."""

from __future__ import annotations

from typing import NamedTuple

from app.core.model.identity import Actor
from app.core.review import Arrival
from app.ui.services import ReviewService


class Outcome(NamedTuple):
    """What became of a typed text: its case, or why there is none."""

    case_id: int | None = None
    known_before: bool = False
    reason: str = ""


def hand_in(review: ReviewService, actor: Actor, arrival: Arrival) -> Outcome:
    """Receive one typed text; runs on a work lane."""
    report = review.receive(actor, (arrival,))
    if report.cases:
        return Outcome(case_id=report.cases[0])
    if report.duplicates:
        return Outcome(known_before=True)
    rows = [row for row in review.unreadable(actor) if row.file == arrival.name]
    newest = max(rows, key=lambda row: row.id, default=None)
    return Outcome(reason=newest.reason if newest else "It could not be read.")
