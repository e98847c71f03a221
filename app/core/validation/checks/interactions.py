"""Interactions: what the ordered drug does together with each drug that the patient takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from app.core.model.finding import Finding, NotChecked, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.amounts import Amount, amounts_of
from app.core.validation.rules import Rulebook
from app.core.validation.rules.pairs import Limit, Meeting, PairRules
from app.core.validation.subject import Said, Subject, Taken

CHECK = "interactions"
# These work, or harm, beyond the place where they are put.
_FAR_REACHING = frozenset(
    {"timolol", "carteolol", "levobunolol", "betaxolol", "miconazole", "testosterone", "nitroglycerin", "estradiol"}
)


@dataclass(frozen=True)
class Partner:
    """One ingredient of a drug that meets another: its terms and its daily dose in mg where known."""

    ingredient: str
    terms: frozenset[str]
    daily: float | None
    at_least: float | None = None  # the listed strength: what one unit a day would be
    is_local: bool = False


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Every pair of the order with the medication list; the worst rule of a pair speaks."""
    if not subject.ingredients:
        reason = f"“{subject.written}” is not one drug of the catalogue"
        yield NotChecked(check=CHECK, reason=reason, required=True)
        return
    needed = rules.pairs.is_loud(subject.terms) and not _stays_local(subject)
    if subject.patient.medications is None:
        yield NotChecked(check=CHECK, reason="the medication list is not known", required=needed)
        return
    for text in subject.unknown_medications:
        reason = f"“{text}” on the medication list is not a drug of the catalogue"
        yield NotChecked(check=CHECK, reason=reason, required=needed)
    for other in subject.medications:
        yield from _between(subject, other, rules.pairs)


def _stays_local(subject: Subject) -> bool:
    return subject.order.is_local and not _FAR_REACHING & set(subject.ingredients)


def _between(subject: Subject, other: Taken, rules: PairRules) -> Iterator[Finding]:
    ours = [_ordered(subject, part) for part in subject.ingredients]
    theirs = [_listed(subject, other, part) for part in other.ingredients]
    where = f"prescription: {subject.name}; medication list: {other.text}"
    if set(subject.ingredients) <= set(other.ingredients):
        return  # the same therapy again: a matter of duplicate therapy
    met = [found for one, two in product(ours, theirs) if (found := meet(one, two, rules, where)) is not None]
    spoken: set[str] = set()
    for found in sorted(met, key=lambda f: list(Severity).index(f.severity)):
        if found.source not in spoken:  # two parts of one product meet the same rule: once is enough
            spoken.add(found.source)
            yield found


def _ordered(subject: Subject, part: str) -> Partner:
    intake = subject.intake(part)
    daily = intake.daily if intake is not None and intake.unit == "mg" else None
    return Partner(part, subject.groups.of(part), daily, is_local=subject.order.is_local)


def _listed(subject: Subject, other: Taken, part: str) -> Partner:
    amounts = amounts_of(other.match.strength)
    amount: Amount | None = None
    if len(amounts) == len(other.ingredients):
        amount = amounts[other.ingredients.index(part)]
    at_least = amount.value if amount is not None and amount.unit == "mg" and amount.per_unit is None else None
    return Partner(part, subject.groups.of(part), None, at_least, is_local=other.is_local)


def meet(one: Partner, two: Partner, rules: PairRules, where: str) -> Finding | None:
    """What the rules say about two ingredients taken together; None when nothing."""
    if one.ingredient == two.ingredient or rules.is_marketed_together(one.ingredient, two.ingredient):
        return None
    for meeting in rules.meetings(one.terms, two.terms):
        limit = meeting.rule.limit
        if limit is None:
            return _finding(one, two, meeting, where, _local(one, two), "")
        bearer = one if (limit.side == "a") != meeting.turned else two
        told = _above(limit, bearer)
        if told is not None:
            tier = Tier.NOTE if told == "listed below" else _local(one, two)
            return _finding(one, two, meeting, where, tier, _DOSE_WORDS[told].format(limit=limit.mg, bearer=bearer))
    return None


_DOSE_WORDS = {
    "above": "{bearer.ingredient}: {bearer.daily:g} mg a day",
    "unknown": "applies above {limit:g} mg of {bearer.ingredient} a day; the daily dose is not known",
    "listed above": "{bearer.ingredient}: {bearer.at_least:g} mg listed, the limit is {limit:g} mg a day",
    "listed below": "applies above {limit:g} mg of {bearer.ingredient} a day; {bearer.at_least:g} mg is listed",
}


def _above(limit: Limit, bearer: Partner) -> str | None:
    """How the daily dose stands to the limit; None when it is kept or the rule stays silent."""
    if bearer.daily is not None:
        return "above" if bearer.daily > limit.mg else None
    if bearer.at_least is not None:
        return "listed above" if bearer.at_least > limit.mg else "listed below"
    return None if limit.silent_when_unknown else "unknown"


def _local(one: Partner, two: Partner) -> Tier | None:
    """A drug put on the skin, in the eye or the ear hardly meets another one."""
    quiet = any(p.is_local and p.ingredient not in _FAR_REACHING for p in (one, two))
    return Tier.NOTE if quiet else None


def _finding(one: Partner, two: Partner, meeting: Meeting, where: str, tier: Tier | None, dose: str) -> Finding:
    rule = meeting.rule
    severity = rule.severity
    if tier is Tier.NOTE and severity in (Severity.CONTRAINDICATED, Severity.MAJOR):
        severity = Severity.MODERATE
    return Finding(
        code="INTERACTION",
        tier=tier or rule.tier,
        severity=severity,
        message=f"{one.ingredient} with {two.ingredient}: {rule.effect}" + (f" ({dose})." if dose else "."),
        evidence=where,
        source=rule.source,
        action=rule.action,
        fields=(ReviewField.DRUG.value,),
    )
