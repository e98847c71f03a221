"""Frequency traps: weekly drugs ordered daily, twice-daily drugs ordered once, patches changed too often."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.model.finding import Finding, Severity, Tier
from app.core.model.order import ReviewField
from app.core.model.regimen import Dosing
from app.core.validation.amounts import times_a_day
from app.core.validation.rules import Rulebook
from app.core.validation.rules.drugs import DrugRule
from app.core.validation.standing import applying
from app.core.validation.subject import Said, Subject

_SLACK = 1.05  # every 30 days and once a month are the same
_WEEK = 7


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """The worst rule that the directions break; one finding is enough."""
    regimen = subject.regimen
    if regimen is None:
        return
    for rule, _ in applying(rules.about("frequency").speaking_of(subject.terms), subject):
        if not _size_fits(rule, subject):
            continue
        for step in regimen.steps or (regimen,):
            wrong = _wrong(rule, step, split=len(regimen.steps) > 1)
            if wrong:
                yield _finding(subject, rule, wrong)
                return


def _size_fits(rule: DrugRule, subject: Subject) -> bool:
    """A rule for single doses of a size is silent where the dose is another, or not known."""
    low, high = rule.value("single_from"), rule.value("single_to")
    if low is None and high is None:
        return True
    unit = rule.text["single_unit"] or "mg"
    singles = [i.single for part in subject.ingredients if (i := subject.intake(part)) and i.unit == unit]
    if not singles:
        return False
    return (low or 0) <= max(singles) <= (high or float("inf"))


def _wrong(rule: DrugRule, step: Dosing, *, split: bool) -> str | None:
    """What the directions say against the rule; several steps of one day are not judged for once a day."""
    times = times_a_day(step.frequency)
    if times is None or step.frequency is None or step.frequency.period_max is None:
        return None
    weekly, least, most = rule.value("max_per_week"), rule.value("min_per_day"), rule.value("max_per_day")
    if weekly is not None and times * _WEEK > max(weekly, 1 / 31) * _SLACK:
        return _often(times)
    if most is not None and times > most * _SLACK:
        return _often(times)
    if least is not None and times * _SLACK < least and not split and not step.as_needed:
        return _often(times)
    return None


def _often(times: float) -> str:
    if times >= 1:
        return f"{times:.3g} times a day" if times > 1 else "once a day"
    return f"every {1 / times:.3g} days"


def _finding(subject: Subject, rule: DrugRule, wrong: str) -> Finding:
    tier = Tier(rule.text["tier"])
    return Finding(
        code="FREQ_ERROR",
        tier=tier,
        severity=Severity.CONTRAINDICATED if tier is Tier.STOP else Severity.MAJOR,
        message=f"{subject.short} {wrong}: {rule.why}.",
        evidence=subject.directed,
        source=rule.source,
        action="Ask the prescriber how often it is meant.",
        fields=(ReviewField.FREQUENCY.value, ReviewField.DIRECTIONS.value),
    )
