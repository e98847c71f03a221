"""Doses: the most of a drug in one dose, a day or a week, for adults and by weight for children."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.core.model.finding import Finding, NotChecked, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.amounts import Intake
from app.core.validation.rules import Rulebook
from app.core.validation.rules.drugs import DrugRule
from app.core.validation.standing import applying, standing, undone
from app.core.validation.subject import Said, Subject

CHECK = "dose"
_ROUNDING = 1.1  # doses by weight are rounded to what can be measured
_TIERS = {"MAX_DAILY": Tier.STOP, "DOSE_HIGH": Tier.WARN}
_SOLID, _HANDFUL = frozenset({"tablet", "capsule"}), 10
_SAID_ELSEWHERE = frozenset({"age", "conditions"})
_FIELDS = (ReviewField.DOSE.value, ReviewField.FREQUENCY.value, ReviewField.STRENGTH.value)


@dataclass(frozen=True)
class _Over:
    """A limit that a dose exceeds."""

    rule: DrugRule
    given: float
    limit: float
    unit: str
    span: str


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Every ingredient against its limits."""
    if not subject.is_known:
        reason = f"“{subject.written}” is not one drug of the catalogue"
        yield NotChecked(check=CHECK, reason=reason, required=True)
        return
    for part in subject.ingredients:
        yield from _limits(subject, part, rules)
        yield from _by_weight(subject, part, rules)


def _limits(subject: Subject, part: str, rules: Rulebook) -> Iterator[Said]:
    about = rules.about("daily_max").speaking_of(subject.groups.of(part))
    mine = [rule for rule, _ in applying(about, subject)]
    if not mine:
        yield from _without_limit(subject, part, rules, about)
        yield from undone(about, subject, CHECK, skip=_SAID_ELSEWHERE)
        return
    intake = subject.intake(part)
    if intake is None and all(rule.text["per"] == "dose" for rule in mine):
        intake = subject.single(part)
    if intake is None:
        yield NotChecked(check=CHECK, reason=f"the daily dose of {part} cannot be worked out", required=True)
        return
    if not any(rule.text["unit"] == intake.unit for rule in mine):
        reason = f"the dose of {part} is in {intake.unit}, its limit in {mine[0].text['unit']}"
        yield NotChecked(check=CHECK, reason=reason, required=True)
    over = [found for rule in mine if (found := _over(rule, intake)) is not None]
    for code in _TIERS:
        worst = min((o for o in over if o.rule.text["code"] == code), key=lambda o: o.limit, default=None)
        if worst is not None:
            yield _finding(subject, part, worst, code)
    yield from undone(about, subject, CHECK, skip=_SAID_ELSEWHERE)


def _without_limit(subject: Subject, part: str, rules: Rulebook, about: tuple[DrugRule, ...]) -> Iterator[Said]:
    """No limit is known: that is said, and a handful of tablets at once is asked about."""
    terms = subject.groups.of(part)
    others = (rules.about("weight_dose"), rules.about("frequency"), rules.mme)
    if about or subject.order.is_local or any(table.speaking_of(terms) for table in others):
        return
    many = _many_at_once(subject)
    if many:
        yield _handful(subject, many)
    else:
        yield NotChecked(check=CHECK, reason=f"no limit for the dose of {part} is in the rules")


def _many_at_once(subject: Subject) -> float | None:
    """How many tablets or capsules are taken at once, where that is a handful."""
    regimen = subject.regimen
    steps = (regimen.steps or (regimen,)) if regimen is not None else ()
    counts = [step.dose_max or 0 for step in steps if step.dose_unit in _SOLID]
    return max(counts) if counts and max(counts) >= _HANDFUL else None


def _handful(subject: Subject, count: float) -> Finding:
    return Finding(
        code="DOSE_HIGH",
        tier=Tier.WARN,
        severity=Severity.MAJOR,
        message=f"{subject.name}: {count:g} at once is rarely meant; a strength or a decimal point may be wrong.",
        evidence=subject.directed,
        source="usual doses are of a few tablets; no limit for this drug is in the rules",
        action="Ask the prescriber whether this dose is meant.",
        fields=_FIELDS,
    )


def _over(rule: DrugRule, intake: Intake) -> _Over | None:
    limit, unit, span = rule.value("limit"), rule.text["unit"], rule.text["per"]
    if limit is None or unit != intake.unit:
        return None
    given = {"dose": intake.single, "day": intake.daily, "week": intake.weekly}[span]
    return _Over(rule, given, limit, unit, span) if given > limit * 1.0001 else None


def _finding(subject: Subject, part: str, over: _Over, code: str) -> Finding:
    a_span = f"in one {over.span}" if over.span == "dose" else f"a {over.span}"
    limit = f"the most is {amount(over.limit, over.unit)}"
    return Finding(
        code=code,
        tier=_TIERS[code],
        severity=Severity.MAJOR,
        message=f"{part}: {amount(over.given, over.unit)} {a_span}, {limit} ({over.rule.why}).",
        evidence=subject.directed,
        source=over.rule.source,
        action="Ask the prescriber whether this dose is meant.",
        fields=_FIELDS,
    )


def amount(value: float, unit: str) -> str:
    """An amount as people write it: below 1 mg in mcg, from 10 g in g."""
    if unit == "mg" and value < 1:
        return f"{value * 1000:.4g} mcg"
    if unit == "unit":
        return f"{value:,.4g} units"
    return f"{value:,.5g} {unit}" if value < 10_000 else f"{value / 1000:,.5g} g"


def _by_weight(subject: Subject, part: str, rules: Rulebook) -> Iterator[Said]:
    """Children's doses; a child without a weight is never passed in silence."""
    about = rules.about("weight_dose").speaking_of(subject.groups.of(part))
    mine = [rule for rule in about if standing(rule, subject).applies]
    weight, intake = subject.patient.weight_kg, subject.intake(part)
    if not mine or ((subject.patient.age_years or 0) >= _OLD_ENOUGH and weight is None):
        return
    if weight is None or weight <= 0:
        reason = f"the weight of the child is not known ({part} is dosed by weight)"
        yield NotChecked(check="dose by weight", reason=reason, required=True)
    elif intake is None or intake.unit != "mg":
        reason = f"the dose of {part} cannot be worked out"
        yield NotChecked(check="dose by weight", reason=reason, required=True)
    else:
        yield from (f for rule in mine if (f := _weighed(subject, part, rule, intake, weight)) is not None)


_OLD_ENOUGH = 13  # from about this age on, adult doses and limits are usual


def _weighed(subject: Subject, part: str, rule: DrugRule, intake: Intake, weight: float) -> Finding | None:
    day = rule.value("single_day") if _is_one_day(subject) and rule.value("single_day") else rule.value("per_day")
    checks = (
        (intake.single / weight, rule.value("per_dose"), "mg/kg in one dose"),
        (intake.daily / weight, day, "mg/kg a day"),
        (intake.daily, rule.value("most_mg_a_day"), "mg a day"),
    )
    for given, limit, unit in checks:
        if limit is not None and given > limit * _ROUNDING:
            return Finding(
                code="DOSE_HIGH",
                tier=Tier.WARN,
                severity=Severity.MAJOR,
                message=f"{part}: {given:.4g} {unit} for a child of {weight:g} kg, the most is {limit:g}.",
                evidence=f"{subject.directed}; weight {weight:g} kg",
                source=rule.source,
                action="Ask the prescriber whether this dose is meant; check the weight.",
                fields=_FIELDS,
            )
    return None


def _is_one_day(subject: Subject) -> bool:
    regimen = subject.regimen
    if regimen is None or regimen.steps:
        return False
    duration = regimen.duration
    once = regimen.frequency is not None and regimen.frequency.period_max is None
    return once or (duration is not None and duration.unit == "day" and duration.value == 1)
