"""Controlled substances and the age of a prescription: refills and dates that the law allows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.model.finding import Finding, NotChecked, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.rules import Rulebook
from app.core.validation.rules.drugs import DrugRule
from app.core.validation.subject import Said, Subject

_ASK_STATE_AFTER = 30  # days; schedule II lives as long as the state says, never less than this
_DEA = re.compile(r"[A-Z][A-Z9](\d{7})")


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """The limits of the drug's schedule; where its state has rules of its own in the table, those count."""
    schedule = _schedule(subject)
    rule = _rule(schedule or "none", subject.request.state, rules)
    if rule is not None:
        yield from _refills(subject, schedule, rule)
        yield from _age(subject, schedule, rule)
    if schedule == "CII":
        yield from _state_expiry(subject)
    if schedule is not None:
        yield from _registration(subject)


def _schedule(subject: Subject) -> str | None:
    return subject.facts.schedule if subject.facts else None


def _rule(schedule: str, state: str | None, rules: Rulebook) -> DrugRule | None:
    rows = rules.controlled.speaking_of((schedule,))
    own = [row for row in rows if state and row.text["jurisdiction"] == state.upper()]
    return next(iter([*own, *(row for row in rows if row.text["jurisdiction"] == "US")]), None)


def _refills(subject: Subject, schedule: str | None, rule: DrugRule) -> Iterator[Finding]:
    refills, limit = subject.request.refills, rule.value("max_refills")
    if refills is None or limit is None or refills <= limit:
        return
    second = schedule == "CII"
    yield Finding(
        code="CS_CII_REFILL" if second else "CS_REFILL_LIMIT",
        tier=Tier.STOP,
        severity=Severity.MAJOR,
        message=f"{subject.short} is in schedule {schedule}; {refills} refills are written, the law allows {limit:g}.",
        evidence=f"{subject.ordered}; refills: {refills}",
        source=rule.source,
        action="Ask for a new prescription for each fill." if second else f"Fill with {limit:g} refills at most; ask.",
        fields=(ReviewField.REFILLS.value, ReviewField.DRUG.value),
    )


def _age(subject: Subject, schedule: str | None, rule: DrugRule) -> Iterator[Said]:
    days, limit = subject.request.days_since_written, rule.value("valid_days")
    if days is None:
        yield NotChecked(check="date written", reason="the date written is not known", required=schedule is not None)
        return
    if limit is None or days <= limit:
        return
    span = "six months" if schedule else "one year"
    yield Finding(
        code="CS_EXPIRED" if schedule else "RX_EXPIRED",
        tier=Tier.STOP,
        severity=Severity.MAJOR,
        message=f"The prescription for {subject.short} was written {days} days ago; it is valid for {span}.",
        evidence=f"{subject.ordered}; written {days} days ago",
        source=rule.source,
        action="Ask for a new prescription.",
        fields=(ReviewField.DATE_WRITTEN.value,),
    )


def _state_expiry(subject: Subject) -> Iterator[NotChecked]:
    days = subject.request.days_since_written
    if days is not None and days > _ASK_STATE_AFTER:
        reason = f"written {days} days ago; no federal limit, and the state's limit is not in the rules"
        yield NotChecked(check="expiry of a schedule II prescription", reason=reason, required=True)


def _registration(subject: Subject) -> Iterator[Finding]:
    """A controlled substance needs a DEA number, and its last digit is a check digit."""
    request = subject.request
    dea = (request.prescriber_dea or "").upper().replace("-", "").strip()
    if not dea and not request.identified:
        return
    if dea and is_dea_number(dea):
        return
    yield Finding(
        code="CS_DEA",
        tier=Tier.WARN,
        severity=Severity.MODERATE,
        message=f"{subject.short} is a controlled substance; "
        + (f"the DEA number {dea} fails its check digit." if dea else "no DEA number is written."),
        evidence=f"{subject.ordered}; prescriber: {request.prescriber_name or 'not named'}",
        source="21 CFR 1306.05(a)",
        action="Ask for the DEA number.",
        fields=(ReviewField.PRESCRIBER.value,),
    )


def is_dea_number(text: str) -> bool:
    """Whether the check digit of a DEA number is right; a suffix after the seven digits is left aside."""
    match = _DEA.match(text)
    if match is None:
        return False
    digits = [int(d) for d in match[1]]
    return (sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]
