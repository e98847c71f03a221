"""Opioids: the daily dose in morphine equivalents, and products only for those who are used to opioids."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.model.finding import Finding, NotChecked, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.rules import Rulebook
from app.core.validation.rules.drugs import DrugRule
from app.core.validation.standing import applying
from app.core.validation.subject import Said, Subject

_CAUTION, _HIGH = 50.0, 90.0  # MME a day; CDC asks for care from 50 on
_FIELDS = (ReviewField.DOSE.value, ReviewField.FREQUENCY.value, ReviewField.STRENGTH.value)


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Morphine equivalents, then the question of tolerance."""
    yield from _equivalents(subject, rules)
    yield from _tolerance(subject, rules)


def _equivalents(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    for rule, _ in applying(rules.mme.speaking_of(subject.terms), subject):
        total = _mme(subject, rule)
        opioid = next(iter(rule.drugs))
        if total is None:
            reason = f"the daily dose of {opioid} cannot be worked out"
            yield NotChecked(check="morphine equivalents", reason=reason, required=True)
        elif total >= _CAUTION:
            much = "high risk of overdose" if total >= _HIGH else "the risk of overdose at least doubles"
            yield Finding(
                code="MME_HIGH",
                tier=Tier.WARN,
                severity=Severity.MAJOR,
                message=f"{opioid}: {total:.0f} MME a day, from {_CAUTION:.0f} on {much}.",
                evidence=subject.directed,
                source=rule.source,
                action="Ask whether this dose is meant; offer naloxone.",
                fields=_FIELDS,
            )


def _mme(subject: Subject, rule: DrugRule) -> float | None:
    factor = rule.value("factor") or 0
    opioid = next(iter(rule.drugs))
    if rule.text["unit"] == "mcg/hr":
        strength = subject.strengths[0] if len(subject.strengths) == 1 else None
        if strength is None or (strength.per_unit or "").casefold() not in ("hr", "hour", "h"):
            return None
        patches = (subject.regimen.dose_max if subject.regimen else None) or 1
        return strength.value * 1000 / strength.per * patches * factor
    intake = subject.intake(opioid)
    return intake.daily * factor if intake is not None and intake.unit == "mg" else None


def _tolerance(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    mine = [
        r for r, _ in applying(rules.about("opioid_naive").speaking_of(subject.terms), subject) if _much(r, subject)
    ]
    if not mine or "opioid tolerant" in subject.conditions:
        return
    naive = subject.patient.opioid_naive
    if naive or (naive is None and "opioid naive" in subject.conditions):
        yield _naive(subject, mine[0])
    elif naive is None and Tier(mine[0].text["tier"]) is Tier.STOP:
        reason = f"not known whether the patient is used to opioids ({subject.short})"
        yield NotChecked(check="opioid tolerance", reason=reason, required=True)


def _much(rule: DrugRule, subject: Subject) -> bool:
    least = rule.value("above_daily_mg")
    if least is None:
        return True
    intakes = [i for part in subject.ingredients if (i := subject.intake(part)) is not None and i.unit == "mg"]
    named = [i for part in subject.ingredients if part in rule.drugs and (i := subject.intake(part)) in intakes]
    return any(i is not None and i.daily > least for i in named)


def _naive(subject: Subject, rule: DrugRule) -> Finding:
    tier = Tier(rule.text["tier"])
    return Finding(
        code="OPIOID_NAIVE",
        tier=tier,
        severity=Severity.CONTRAINDICATED if tier is Tier.STOP else Severity.MAJOR,
        message=f"{subject.name} for a patient who is not used to opioids: {rule.why}.",
        evidence=f"{subject.directed}; profile: opioid naive",
        source=rule.source,
        action="Ask the prescriber for another opioid or dose.",
        fields=(ReviewField.DRUG.value, ReviewField.STRENGTH.value),
    )
