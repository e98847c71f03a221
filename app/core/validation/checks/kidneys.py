"""Kidneys: drugs that a weak kidney forbids, and doses that it asks to reduce."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.model.finding import Finding, NotChecked, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.checks.doses import amount
from app.core.validation.rules import Rulebook
from app.core.validation.rules.drugs import DrugRule
from app.core.validation.standing import applying
from app.core.validation.subject import Said, Subject

CHECK = "kidney function"
_DIALYSIS = 10.0  # mL/min: what is left, when the profile says dialysis and no figure


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """The strictest rule of each ingredient that the patient's kidney function falls under."""
    for part in subject.ingredients:
        about = rules.about("renal").speaking_of(subject.groups.of(part))
        mine = [rule for rule, _ in applying(about, subject)]
        if not mine:
            continue
        function = kidney_function(subject)
        if function is None:
            needed = any(rule.text["needed"] for rule in mine)
            reason = f"no eGFR and no creatinine ({part} is cleared by the kidneys)"
            yield NotChecked(check=CHECK, reason=reason, required=needed)
            continue
        value, how = function
        hit = next((f for rule in mine if (f := _finding(subject, part, rule, value, how)) is not None), None)
        if hit is not None:
            yield hit


def kidney_function(subject: Subject) -> tuple[float, str] | None:
    """The eGFR of the profile, else clearance by Cockcroft and Gault, else what dialysis leaves."""
    patient = subject.patient
    if patient.egfr is not None:
        return patient.egfr, f"eGFR {patient.egfr:g}"
    creatinine, age, weight, sex = patient.serum_creatinine, patient.age_years, patient.weight_kg, patient.sex
    if creatinine and weight and age is not None and sex in ("F", "M") and age >= _ADULT:
        clearance = (140 - age) * weight / (72 * creatinine) * (0.85 if sex == "F" else 1.0)
        return clearance, f"creatinine clearance {clearance:.0f} mL/min (Cockcroft-Gault)"
    if "dialysis" in subject.conditions:
        return _DIALYSIS, subject.conditions["dialysis"]
    return None


_ADULT = 18


def _finding(subject: Subject, part: str, rule: DrugRule, value: float, how: str) -> Finding | None:
    low, high, most = rule.value("egfr_from") or 0, rule.value("egfr_below"), rule.value("more_than_mg")
    if value < low or (high is not None and value >= high):
        return None
    intake = subject.intake(part)
    dose = ""
    if most is not None:
        if intake is None:
            return _unknown_dose(subject, part, rule, how)
        if intake.unit != "mg" or intake.daily <= most * 1.0001:
            return None
        dose = f" ({amount(intake.daily, 'mg')} a day)"
    return _said(subject, rule, f"{part}{dose}, {how}: {rule.why}.", how)


def _unknown_dose(subject: Subject, part: str, rule: DrugRule, how: str) -> Finding:
    return _said(subject, rule, f"{part}, {how}: {rule.why}; the daily dose cannot be worked out.", how)


def _said(subject: Subject, rule: DrugRule, message: str, how: str) -> Finding:
    code, tier = rule.text["code"], Tier(rule.text["tier"])
    return Finding(
        code=code,
        tier=tier,
        severity=Severity.CONTRAINDICATED if tier is Tier.STOP else Severity.MAJOR,
        message=message,
        evidence=f"{subject.directed}; profile: {how}",
        source=rule.source,
        action="Ask the prescriber for another drug." if code == "RENAL_CI" else "Ask for a dose for these kidneys.",
        fields=(ReviewField.DRUG.value, ReviewField.DOSE.value, ReviewField.PATIENT.value),
    )
