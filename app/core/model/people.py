"""Patients and prescribers as prescriptions and profiles name them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from app.core.model.base import Model

Sex = Literal["F", "M", "U"]


class PatientName(Model):
    """Who the prescription is for, as written; None where the source is silent."""

    name: str | None = None
    dob: str | None = None  # ISO date where it could be read, else None
    sex: str | None = None
    address: str | None = None
    phone: str | None = None


class PrescriberName(Model):
    """Who wrote it, as written."""

    name: str | None = None
    npi: str | None = None
    dea: str | None = None
    phone: str | None = None
    address: str | None = None


class PatientFacts(Model):
    """What the checks may know of a patient; None means not known, which is never the same as none.

    Units: years, kg, mL/min/1.73 m2. `allergies` and `medications` are None when nobody asked,
    empty when it was asked and there are none.
    """

    age_years: float | None = None
    weight_kg: float | None = None
    sex: Sex | None = None
    egfr: float | None = None
    pregnant: bool | None = None
    conditions: tuple[str, ...] | None = None
    allergies: tuple[str, ...] | None = None
    medications: tuple[str, ...] | None = None
    opioid_naive: bool | None = None
    serum_creatinine: float | None = None  # mg/dL


class PatientProfile(Model):
    """A patient of this pharmacy."""

    id: int | None = None
    name: str
    dob: date | None = None
    sex: Sex | None = None
    phone: str | None = None
    address: str | None = None
    facts: PatientFacts = PatientFacts()
    reviewed_on: date | None = None  # when a person last confirmed the profile
    version: int = 1
