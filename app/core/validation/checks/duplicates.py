"""Duplicate therapy: the same substance, or a second drug of a class of which one is enough."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.model.finding import Finding, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.rules import Rulebook
from app.core.validation.subject import Said, Subject, Taken

_ADDS_UP = frozenset({"acetaminophen", "aspirin", "ibuprofen", "naproxen", "diphenhydramine"})  # in many products
_LAW = "42 CFR 456.705 (duplicate therapy)"


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """The ordered drug against each drug of the medication list; interactions not checked say so elsewhere."""
    for other in subject.medications:
        if other.is_local is not subject.order.is_local:
            continue
        same = _same(subject, other)
        found = same if same is not None else _class(subject, other, rules)
        if found is not None:
            yield found


def _same(subject: Subject, other: Taken) -> Finding | None:
    """A drug that is on the list already is a renewal; a part in two different products adds up."""
    shared = set(subject.ingredients) & set(other.ingredients)
    if not shared:
        return None
    names = " and ".join(sorted(shared))
    if set(subject.ingredients) == set(other.ingredients):
        return _finding(subject, other, Tier.NOTE, f"{names} is on the medication list already: a renewal, or twice?")
    tier = Tier.WARN if shared & _ADDS_UP or len(shared) == len(other.ingredients) else Tier.NOTE
    limit = "; acetaminophen: 4000 mg a day from all products together" if "acetaminophen" in shared else ""
    return _finding(subject, other, tier, f"{names} is in {subject.short} and in {other.name}{limit}.")


def _class(subject: Subject, other: Taken, rules: Rulebook) -> Finding | None:
    theirs = {term for part in other.ingredients for term in subject.groups.of(part)}
    for rule in rules.duplicates.speaking_of(subject.terms & theirs):
        message = f"{subject.short} and {other.name}: {rule.text['message']}."
        return _finding(subject, other, Tier(rule.text["tier"]), message)
    return None


def _finding(subject: Subject, other: Taken, tier: Tier, message: str) -> Finding:
    return Finding(
        code="DUPLICATE",
        tier=tier,
        severity=Severity.MAJOR if tier is Tier.WARN else Severity.MINOR,
        message=message,
        evidence=f"{subject.ordered}; medication list: {other.text}",
        source=_LAW,
        action="Ask whether one replaces the other." if tier is Tier.WARN else "",
        fields=(ReviewField.DRUG.value,),
    )
