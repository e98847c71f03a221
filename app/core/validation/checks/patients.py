"""Age and conditions: drugs that a patient's age, or a disease, forbids or speaks against."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.model.finding import Finding, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.checks.kidneys import kidney_function
from app.core.validation.rules import Rulebook
from app.core.validation.rules.drugs import DrugRule
from app.core.validation.standing import Standing, applying, standing, undone
from app.core.validation.subject import Said, Subject

_IN_MONTHS = 2  # below this age people count months
_SEVERITIES = {Tier.STOP: Severity.CONTRAINDICATED, Tier.WARN: Severity.MAJOR, Tier.NOTE: Severity.MODERATE}


def ages(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Ages at which a drug must not be given."""
    about = rules.about("age").speaking_of(subject.terms)
    hit = _worst(subject, about)
    if hit is not None:
        rule, _ = hit
        age = _age_words(subject.patient.age_years or 0)
        yield _finding(subject, "AGE_CI", rule, f"{subject.short} at {age}: {rule.why}.", age)


def diseases(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Conditions in which a drug must not be given; one finding for each condition named."""
    about = rules.about("disease").speaking_of(subject.terms)
    said: set[str] = set()
    for rule, found in sorted(applying(about, subject), key=_stops_first):
        if found.because not in said:
            said.add(found.because)
            message = f"{subject.short} with {found.because}: {rule.why}."
            yield _finding(subject, "DISEASE_CI", rule, message, found.because)
    yield from undone(about, subject, "conditions", skip=frozenset({"age"}))


def elderly(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Drugs that the elderly should rather not get: a note, whatever the reason."""
    for rule, found in applying(rules.about("beers").speaking_of(subject.terms), subject):
        if _dose_matters_not(rule, subject):
            age = _age_words(subject.patient.age_years or 0)
            about = " with " + found.because if found.because else ""
            yield Finding(
                code="BEERS",
                tier=Tier.NOTE,
                severity=Severity.MODERATE,
                message=f"{subject.short} at {age}{about}: {rule.why}.",
                evidence=f"{subject.ordered}; profile: {age}{about}",
                source=rule.source,
                action="Ask whether a safer drug will do.",
                fields=(ReviewField.DRUG.value, ReviewField.PATIENT.value),
            )
            return


def _dose_matters_not(rule: DrugRule, subject: Subject) -> bool:
    """Whether dose and kidneys are such that the rule speaks."""
    most, below = rule.value("above_daily_mg"), rule.value("egfr_below")
    if most is not None:
        intakes = [i for part in subject.ingredients if (i := subject.intake(part)) is not None]
        return any(i.unit == "mg" and i.daily > most for i in intakes)
    if below is not None:
        function = kidney_function(subject)
        return function is not None and function[0] < below
    return True


def _worst(subject: Subject, about: tuple[DrugRule, ...]) -> tuple[DrugRule, Standing] | None:
    return min(((r, s) for r in about if (s := standing(r, subject)).applies), key=_stops_first, default=None)


def _stops_first(hit: tuple[DrugRule, Standing]) -> int:
    return (Tier.STOP, Tier.WARN, Tier.NOTE).index(Tier(hit[0].text["tier"]))


def _age_words(age: float) -> str:
    if age < _IN_MONTHS:
        return f"{age * 12:.0f} months"
    return f"{age:.0f} years"


def _finding(subject: Subject, code: str, rule: DrugRule, message: str, fact: str) -> Finding:
    tier = Tier(rule.text["tier"])
    return Finding(
        code=code,
        tier=tier,
        severity=_SEVERITIES[tier],
        message=message,
        evidence=f"{subject.ordered}; profile: {fact}",
        source=rule.source,
        action="Ask the prescriber for another drug." if tier is Tier.STOP else "Ask whether the prescriber knows.",
        fields=(ReviewField.DRUG.value, ReviewField.PATIENT.value),
    )
