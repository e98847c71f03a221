"""The people: who the patient is, who prescribed, and what must be known before other checks mean anything."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.model.finding import Finding, NotChecked, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.rules import Rulebook
from app.core.validation.subject import Said, Subject

_STATE_LAW = "21 CFR 1306.05(a); state pharmacy acts on what a prescription must name"


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Name and date of birth, age and sex, and the prescriber; a bare line has neither name."""
    del rules
    request, patient = subject.request, subject.patient
    if request.identified:
        yield from _patient(subject)
        yield from _prescriber(subject)
    if patient.age_years is None:
        yield NotChecked(check="age", reason="the patient's age is not known", required=True)
    if patient.sex is None:
        yield NotChecked(check="sex", reason="the patient's sex is not known")


def _patient(subject: Subject) -> Iterator[Finding]:
    request = subject.request
    facts = {"name": request.patient_name, "date of birth": request.patient_dob}
    missing = [what for what, value in facts.items() if not (value or "").strip()]
    if missing:
        yield _incomplete("PATIENT_INCOMPLETE", "patient's", missing, subject, ReviewField.PATIENT)


def _prescriber(subject: Subject) -> Iterator[Finding]:
    if not (subject.request.prescriber_name or "").strip():
        yield _incomplete("PRESCRIBER_INCOMPLETE", "prescriber's", ["name"], subject, ReviewField.PRESCRIBER)


def _incomplete(code: str, whose: str, missing: list[str], subject: Subject, field: ReviewField) -> Finding:
    return Finding(
        code=code,
        tier=Tier.WARN,
        severity=Severity.MODERATE,
        message=f"The {whose} {' and '.join(missing)} is not on the prescription for {subject.short}.",
        evidence=subject.ordered,
        source=_STATE_LAW,
        action="Ask, and enter it.",
        fields=(field.value,),
    )
