"""What a SCRIPT message says of the patient beside the order: allergies, measurements, coverage."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.core.intake import values
from app.core.intake.draft import Draft
from app.core.intake.script.tree import Element
from app.core.intake.vitals import WEIGHT_CODES, kilograms
from app.core.model.people import PatientFacts

_ALLERGEN = (
    "DrugProductCoded/Text",
    "DrugProductText",
    "DrugProduct/Text",
    "DrugProductCoded/Code",
    "AllergyDescription",
    "Description",
    "Text",
)
_COVERAGE = (
    ("BIN", ("PayerIdentification/IINNumber", "PayerIdentification/BINLocationNumber")),
    ("PCN", ("PayerIdentification/ProcessorIdentificationNumber",)),
    ("group", ("GroupID",)),
    ("member", ("CardholderID",)),
    ("payer", ("PayerName",)),
)


def read_allergies(draft: Draft, body: Element) -> None:
    """The allergies of the message; an explicit "none" is kept apart from silence."""
    for section in body.all("AllergyOrAdverseEvent"):
        if section.find("NoKnownAllergies") is not None:
            draft.no_known_allergies = True
        for allergy in section.all("Allergies"):
            allergen = allergy.first(*_ALLERGEN)
            if allergen:
                draft.add("allergies", allergen.text, allergen.path)
    if draft.no_known_allergies and draft.lists.get("allergies"):
        draft.note("ALLERGY_CONTRADICTION", body.path, "allergies")


def read_coverage(draft: Draft, body: Element) -> None:
    """Who pays, one line a plan."""
    for plan in body.all("BenefitsCoordination"):
        found = [(label, plan.value(*paths)) for label, paths in _COVERAGE]
        draft.add("coverage", ", ".join(f"{label} {value}" for label, value in found if value), plan.path)


def read_facts(draft: Draft, body: Element, now: datetime) -> None:
    """What the message itself tells the checks about the patient."""
    born = values.iso_date(draft.get("patient.dob") or "")
    sex = draft.get("patient.sex")
    draft.facts = PatientFacts(
        age_years=values.age(born, now.date()) if born else None,
        sex=sex if sex in ("F", "M", "U") else None,
        weight_kg=_weight(draft, body, now),
        allergies=draft.allergies,
    )


def _weight(draft: Draft, body: Element, now: datetime) -> float | None:
    for measured in (m for section in body.all("Observation") for m in section.all("Measurement")):
        if measured.value("VitalSign", "VitalSign/Code") not in WEIGHT_CODES:
            continue
        value = measured.first("Value")
        weight = kilograms(value.text if value else None, measured.value("UnitOfMeasure", "UnitOfMeasure/Code"))
        taken = values.iso_date(
            measured.value("ObservationDate/Date", "ObservationDate/DateTime", "ObservationDate") or ""
        )
        if taken and now.date() - taken > timedelta(days=366):
            draft.note("OLD_MEASUREMENT", measured.path, field="weight")
        elif weight is not None and value is not None:
            draft.provenance["facts.weight_kg"] = value.path
            return weight
    return None
