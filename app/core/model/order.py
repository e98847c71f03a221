"""The prescription as we understand it: what a pharmacist verifies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.core.model.base import Model
from app.core.model.drug import DrugMatch
from app.core.model.people import PatientFacts, PatientName, PrescriberName
from app.core.model.regimen import Supply, Transcription


class ReviewField(StrEnum):
    """The fields of a prescription, in the order of the screen."""

    PATIENT = "patient"
    PRESCRIBER = "prescriber"
    DRUG = "drug"
    STRENGTH = "strength"
    FORM = "form"
    DOSE = "dose"
    ROUTE = "route"
    FREQUENCY = "frequency"
    TIMING = "timing"
    AS_NEEDED = "as_needed"
    DURATION = "duration"
    MAX_PER_DAY = "max_per_day"
    SITE = "site"
    STEPS = "steps"
    DIRECTIONS = "directions"  # the plain sentence for the label
    QUANTITY = "quantity"
    DAYS_SUPPLY = "days_supply"
    REFILLS = "refills"
    SUBSTITUTION = "substitution"
    DATE_WRITTEN = "date_written"
    NOTES = "notes"


SIG_FIELDS = (
    ReviewField.DOSE,
    ReviewField.ROUTE,
    ReviewField.FREQUENCY,
    ReviewField.TIMING,
    ReviewField.AS_NEEDED,
    ReviewField.DURATION,
    ReviewField.MAX_PER_DAY,
    ReviewField.SITE,
    ReviewField.STEPS,
)


class Order(Model):
    """One prescription's content, as read or as corrected."""

    patient: PatientName
    prescriber: PrescriberName
    drug_text: str | None
    drug: DrugMatch
    directions: Transcription | None
    quantity: Decimal | None = None
    quantity_unit: str | None = None
    days_supply: int | None = None
    refills: int | None = None
    substitution_allowed: bool | None = None
    date_written: date | None = None
    notes: tuple[str, ...] = ()
    diagnosis: tuple[str, ...] = ()


class CheckRequest(Model):
    """What the checks are given: the order, the patient's facts and the arithmetic of supply."""

    drug: DrugMatch
    drug_text: str = ""
    directions: Transcription | None = None
    supply: Supply | None = None  # days that the quantity lasts, by transcription.supply
    quantity: float | None = None
    quantity_unit: str | None = None
    days_supply: int | None = None
    refills: int | None = None
    days_since_written: int | None = None
    patient: PatientFacts = PatientFacts()
    patient_name: str | None = None
    patient_dob: str | None = None
    prescriber_name: str | None = None
    prescriber_npi: str | None = None
    prescriber_dea: str | None = None
    last_fill_days_ago: int | None = None
    state: str | None = None
    identified: bool = True  # False: a bare line without patient or prescriber is being checked
