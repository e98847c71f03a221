"""Length of treatment: courses that must end, and safety programmes that limit refills and days."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.model.finding import Finding, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.amounts import days_of
from app.core.validation.rules import Rulebook
from app.core.validation.rules.drugs import DrugRule
from app.core.validation.standing import applying
from app.core.validation.subject import Said, Subject


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """The course against its limit, and the fill against its programme."""
    for rule, _ in applying(rules.about("duration").speaking_of(subject.terms), subject):
        yield from _course(subject, rule)
    for rule, _ in applying(rules.about("programmes").speaking_of(subject.terms), subject):
        yield from _programme(subject, rule)


def course_days(subject: Subject) -> float | None:
    """How long the order lasts: the longest of what it says and what its quantity gives, refills counted."""
    request, regimen = subject.request, subject.regimen
    fills = 1 + (request.refills or 0)
    said = days_of(regimen.duration) if regimen is not None and not regimen.steps else None
    if said is not None:
        return said
    supplied = request.supply.days if request.supply else None
    known = [days * fills for days in (supplied, request.days_supply) if days]
    return min(known) if known else None


def _course(subject: Subject, rule: DrugRule) -> Iterator[Finding]:
    days, limit = course_days(subject), rule.value("max_days")
    if days is None or limit is None or days <= limit:
        return
    tier = Tier(rule.text["tier"])
    yield Finding(
        code="DURATION",
        tier=tier,
        severity=Severity.MODERATE if tier is Tier.NOTE else Severity.MAJOR,
        message=f"{subject.short} for {days:.0f} days; {limit:.0f} days at most ({rule.why}).",
        evidence=f"{subject.directed}; days' supply {subject.request.days_supply}, refills {subject.request.refills}",
        source=rule.source,
        action="Ask the prescriber for a shorter course.",
        fields=(ReviewField.DURATION.value, ReviewField.DAYS_SUPPLY.value, ReviewField.REFILLS.value),
    )


def _programme(subject: Subject, rule: DrugRule) -> Iterator[Finding]:
    refills, days = subject.request.refills, subject.request.days_supply
    most, longest = rule.value("max_refills"), rule.value("max_days")
    wrong = []
    if most is not None and refills is not None and refills > most:
        wrong.append(f"{refills} refills, {most:.0f} allowed")
    if longest is not None and days is not None and days > longest:
        wrong.append(f"{days} days, {longest:.0f} allowed")
    if wrong:
        yield Finding(
            code="REMS_REFILL",
            tier=Tier.STOP,
            severity=Severity.MAJOR,
            message=f"{subject.short}: {' and '.join(wrong)} under {rule.text['programme']}.",
            evidence=f"{subject.ordered}; refills {refills}, days' supply {days}",
            source=rule.source,
            action="Fill one month without refills, as the programme says.",
            fields=(ReviewField.REFILLS.value, ReviewField.DAYS_SUPPLY.value),
        )
