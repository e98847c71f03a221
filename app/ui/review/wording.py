"""The words of the review window: what a state, a fact, a promise and a key are called."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime

from app.core.model.case import CaseStatus, CaseView, ClaimView, FieldState, FieldView, Pending, PendingKind
from app.core.model.people import PatientFacts
from app.ui.theme import FIELD_STATES

_SEXES = {"F": "female", "M": "male", "U": "sex unknown"}


def state_words(field: FieldView) -> str:
    """How far the field may be trusted: a word, and a number where that is an estimate; what was copied has none."""
    word = FIELD_STATES[field.state].word
    if field.state is FieldState.SURE and field.implied:
        word = "Implied"
    estimated = field.state in (FieldState.SURE, FieldState.CHECK) and field.confidence < 1
    return f"{word} {percent(field.confidence)}" if estimated else word


def percent(share: float) -> str:
    """A confidence, rounded down: what is not certain never reads 100%."""
    return f"{math.floor(share * 100 + 1e-9)}%"


def number(value: float) -> str:
    """A number without a trailing zero, with a leading one, and with thousands separators."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def sex_of(case: CaseView) -> str:
    """The patient's sex in a word."""
    profile = case.profile.sex if case.profile else None
    return _SEXES.get(case.facts.sex or profile or case.order.patient.sex or "U", "sex unknown")


def born(case: CaseView, today: date) -> str:
    """Date of birth and age."""
    birth = birth_of(case)
    if birth is None:
        return "born: not known"
    return f"born {birth.isoformat()} ({age(birth, today)})"


def birth_of(case: CaseView) -> date | None:
    """The date of birth that the order names, else that of the profile."""
    try:
        return date.fromisoformat(case.order.patient.dob or "")
    except ValueError:
        return case.profile.dob if case.profile else None


def age(birth: date, today: date) -> str:
    """Years; for infants months, where a year is too coarse for a dose."""
    months = (today.year - birth.year) * 12 + today.month - birth.month - (today.day < birth.day)
    if months < 0:
        return "not born yet"
    return f"{months // 12} y" if months >= 24 else f"{months} mo"


def patient_name(case: CaseView) -> str:
    """The name on the order, else on the profile; never an empty line."""
    return case.order.patient.name or (case.profile.name if case.profile else "") or "No patient is named"


def weight(facts: PatientFacts) -> str:
    """The weight, or that nobody knows it."""
    return f"{number(facts.weight_kg)} kg" if facts.weight_kg is not None else "weight not known"


def egfr(facts: PatientFacts) -> str:
    """The kidney function, or that nobody knows it."""
    return f"eGFR {number(facts.egfr)}" if facts.egfr is not None else "eGFR not known"


def listed(values: tuple[str, ...] | None, none: str, unknown: str) -> str:
    """A list of facts; not asked and asked-and-none are two different sentences."""
    if values is None:
        return unknown
    return ", ".join(values) or none


def allergies(facts: PatientFacts) -> str:
    """The allergies in one line."""
    return listed(facts.allergies, "no known allergies", "allergies not known: nobody has asked")


def yes_no(value: bool | None) -> str:  # noqa: FBT001 - it is the value that is put into words
    """A fact that is true, false or not known."""
    return {None: "not known", True: "yes", False: "no"}[value]


def promise(at: datetime | None, now: datetime) -> str:
    """When it is promised, and how long that is."""
    if at is None:
        return "no promise time"
    return f"promised {clock(at)}, {_until(at, now)}"


def _until(at: datetime, now: datetime) -> str:
    minutes = math.floor((at - now).total_seconds() / 60)
    return f"in {_minutes(minutes)}" if minutes >= 0 else f"{_minutes(-minutes)} late"


def _minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"


def clock(at: datetime) -> str:
    """A time on the wall of this pharmacy."""
    return at.astimezone().strftime("%H:%M")


def day_and_clock(at: datetime) -> str:
    """A day and time as this pharmacy reads them."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def lock_sentence(claim: ClaimView) -> str:
    """Why somebody else's case can only be read."""
    return (
        f"Open by {claim.name} ({claim.initials}) since {clock(claim.since)}. "
        "You can read it; nothing you press changes it."
    )


_CLOSED = {
    CaseStatus.VERIFIED: "This case is verified; it can be read and no longer changed here.",
    CaseStatus.REFUSED: "This case was refused; it can be read and no longer changed here.",
}
_STANDING = {
    CaseStatus.ON_HOLD: "On hold",
    CaseStatus.ASKED: "Asked the prescriber",
    CaseStatus.RETURNED: "Returned to data entry",
}


def status_sentence(case: CaseView) -> str:
    """Where the case stands, when that is not simply waiting."""
    if case.status in _CLOSED:
        return _CLOSED[case.status]
    standing = _STANDING.get(case.status)
    if standing is None:
        return ""
    return f"{standing}: {case.status_note}" if case.status_note else f"{standing}."


_PENDING_WORDS = {
    PendingKind.STOP: ("stop", "stops"),
    PendingKind.FIELD: ("check", "checks"),
    PendingKind.WARN: ("check", "checks"),
    PendingKind.NOT_CHECKED: ("check not done", "checks not done"),
}


def what_is_pending(pending: Iterable[Pending]) -> str:
    """How many things of which kind stand between the case and its verification."""
    counts: dict[tuple[str, str], int] = {}
    for thing in pending:
        words = _PENDING_WORDS[thing.kind]
        counts[words] = counts.get(words, 0) + 1
    return ", ".join(f"{n} {one if n == 1 else many}" for (one, many), n in counts.items())
