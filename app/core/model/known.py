"""What the checks may know of a patient: the profile, completed by what the message says."""

from __future__ import annotations

from datetime import date

from app.core.model.people import PatientFacts, PatientProfile
from app.core.model.raw import RawPrescription

_DAYS_A_YEAR = 365.2425


def merged_facts(profile: PatientProfile | None, raw: RawPrescription, today: date) -> PatientFacts:
    """The profile's facts first; lists are joined, so that an allergy named anywhere counts.

    A list that neither knows stays None: not known is never the same as none.
    """
    said = raw.facts.model_copy(update={"allergies": _joined(raw.facts.allergies, raw.allergies)})
    if profile is None:
        return said
    kept = profile.facts.model_dump()
    facts = {name: value if value is not None else getattr(said, name) for name, value in kept.items()}
    for name in ("allergies", "conditions", "medications"):
        facts[name] = _joined(kept[name], getattr(said, name))
    if profile.dob is not None:
        facts["age_years"] = round((today - profile.dob).days / _DAYS_A_YEAR, 2)
    facts["sex"] = profile.sex or facts["sex"]
    return PatientFacts(**facts)


def _joined(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if first is None and second is None:
        return None
    seen: dict[str, str] = {}
    for item in (*(first or ()), *(second or ())):
        seen.setdefault(item.casefold().strip(), item)
    return tuple(seen.values())
