"""Pregnancy: drugs that harm the child."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.model.finding import Finding, NotChecked, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.rules import Rulebook
from app.core.validation.rules.drugs import DrugRule
from app.core.validation.standing import applying
from app.core.validation.subject import Said, Subject

CHECK = "pregnancy"
_WEEKS = re.compile(r"(\d{1,2})\s*(?:\+\s*\d\s*)?(?:weeks?|wks?)\b")
_TRIMESTERS = {"first trimester": 8, "second trimester": 20, "third trimester": 32}
_FROM, _TO = 12, 52  # ages at which a woman may be pregnant


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """The first rule that applies to a pregnant patient; an open question where she may be pregnant."""
    mine = [rule for rule, _ in applying(rules.about("pregnancy").speaking_of(subject.terms), subject)]
    if not mine:
        return
    if is_pregnant(subject):
        hit = next((rule for rule in mine if _week_fits(rule, subject)), None)
        if hit is not None:
            yield _finding(subject, hit)
    elif subject.patient.pregnant is None and _may_be(subject):
        reason = f"not known whether she is pregnant ({subject.short}: {mine[0].why})"
        yield NotChecked(check=CHECK, reason=reason, required=any(rule.text["needed"] for rule in mine))


def is_pregnant(subject: Subject) -> bool:
    """By the profile's own field, or by a condition where that field is empty."""
    known = subject.patient.pregnant
    return known if known is not None else "pregnancy" in subject.conditions


def _may_be(subject: Subject) -> bool:
    age = subject.patient.age_years
    return subject.patient.sex != "M" and age is not None and _FROM <= age <= _TO


def _week_fits(rule: DrugRule, subject: Subject) -> bool:
    """A rule from a week on also speaks when the week is not known."""
    start, week = rule.value("from_week"), _week(subject)
    return start is None or week is None or week >= start


def _week(subject: Subject) -> int | None:
    text = " ".join(subject.patient.conditions or ()).casefold()
    found = _WEEKS.search(text)
    if found:
        return int(found[1])
    return next((week for words, week in _TRIMESTERS.items() if words in text), None)


def _finding(subject: Subject, rule: DrugRule) -> Finding:
    tier = Tier(rule.text["tier"])
    week = _week(subject)
    return Finding(
        code="PREG_CI",
        tier=tier,
        severity=Severity.CONTRAINDICATED if tier is Tier.STOP else Severity.MAJOR,
        message=f"{subject.short} in pregnancy{f' (week {week})' if week else ''}: {rule.why}.",
        evidence=f"{subject.ordered}; profile: {subject.conditions.get('pregnancy', 'pregnant')}",
        source=rule.source,
        action="Ask the prescriber for another drug.",
        fields=(ReviewField.DRUG.value, ReviewField.PATIENT.value),
    )
