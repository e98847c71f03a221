"""Allergies: whether the ordered drug is, holds, or resembles something that the patient reacts to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.core.model.finding import Finding, NotChecked, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.answers import AllergyAnswer
from app.core.validation.rules import Rulebook
from app.core.validation.rules.allergens import NOTHING, core_of, entries_of
from app.core.validation.rules.groups import Membership
from app.core.validation.subject import NameDrug, Said, Subject, Taken

CHECK = "allergies"
_GRAVITY = ("contraindicated", "caution", "none")
_OWN = "allergy rules of this program"


@dataclass(frozen=True)
class Judgement:
    """An answer with the tier at which it interrupts."""

    answer: AllergyAnswer
    tier: Tier


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Every entry of the allergy list against the ordered drug."""
    if subject.patient.allergies is None:
        yield NotChecked(check=CHECK, reason="the allergy list is not known", required=True)
        return
    if not subject.ingredients:
        if subject.patient.allergies:
            reason = f"“{subject.written}” is not one drug of the catalogue"
            yield NotChecked(check=CHECK, reason=reason, required=True)
        return
    for text in subject.patient.allergies:
        for judged in judge_entry(text, subject.order, rules, subject.groups, subject.drug_named):
            yield from judged.answer.not_checked
            if judged.answer.result != "none":
                yield _finding(subject, text, judged)


def judge_entry(
    text: str, drug: Taken, rules: Rulebook, groups: Membership, drug_named: NameDrug
) -> tuple[Judgement, ...]:
    """One entry as a whole; where the whole means nothing, each part of it."""
    whole = judge(text, drug, rules, groups, drug_named)
    parts = entries_of(text)
    if not whole.answer.not_checked or len(parts) == 1:
        return (whole,)
    return tuple(judge(part, drug, rules, groups, drug_named) for part in parts)


def worst(judged: tuple[Judgement, ...]) -> AllergyAnswer:
    """The gravest of several answers, with all that could not be checked."""
    answers = sorted((j.answer for j in judged), key=lambda a: (_GRAVITY.index(a.result), not a.not_checked))
    undone = tuple(one for answer in answers for one in answer.not_checked)
    return answers[0].model_copy(update={"not_checked": undone})


def judge(allergy: str, drug: Taken, rules: Rulebook, groups: Membership, drug_named: NameDrug) -> Judgement:
    """What one entry of an allergy list means for a drug."""
    meant = rules.allergies.allergens.meant_by(allergy)
    if set(meant) & NOTHING:
        return _none(f"“{allergy}” concerns no drug; {drug.name} may be given.")
    if meant:
        return _by_rule(allergy, drug, frozenset(t for word in meant for t in groups.of(word)), rules, groups)
    allergen = drug_named(core_of(allergy))
    if allergen is None:
        return _unknown(allergy, drug)
    shared = sorted(set(allergen.ingredients) & set(drug.ingredients))
    if shared:
        return _same(allergy, drug, shared)
    return _by_rule(allergy, drug, terms_of(allergen, groups), rules, groups)


def _by_rule(allergy: str, drug: Taken, terms: frozenset[str], rules: Rulebook, groups: Membership) -> Judgement:
    rule = rules.allergies.between(terms, terms_of(drug, groups), allergy)
    facts = f"Allergy to {core_of(allergy)}; {drug.name}"
    if rule is None:
        return _none(f"{facts}: no relation is known.")
    answer = AllergyAnswer(result=rule.result, message=f"{facts}: {rule.reason}.", source=rule.source)
    return Judgement(answer, rule.tier)


def terms_of(drug: Taken, groups: Membership) -> frozenset[str]:
    """All terms by which a rule can mean a drug: its parts, the whole, and the kind of its form."""
    parts = {term for part in drug.ingredients for term in groups.of(part)}
    kind = (drug.match.form or "").partition(",")[0]
    return frozenset(parts | groups.of(drug.name) | ({kind} if kind else set()))


def _finding(subject: Subject, text: str, judged: Judgement) -> Finding:
    stops = judged.answer.result == "contraindicated"
    return Finding(
        code="ALLERGY" if stops else "ALLERGY_CROSS",
        tier=Tier.STOP if stops else judged.tier,
        severity=Severity.CONTRAINDICATED if stops else Severity.MODERATE,
        message=judged.answer.message,
        evidence=f"prescription: {subject.name}; allergy list: {text}",
        source=judged.answer.source,
        action="Ask the prescriber for another drug." if stops else "Ask what the reaction was.",
        fields=(ReviewField.DRUG.value, ReviewField.PATIENT.value),
    )


def _same(allergy: str, drug: Taken, shared: list[str]) -> Judgement:
    holds = "is" if drug.ingredients == tuple(shared) else "holds"
    message = f"Allergy to {core_of(allergy)}; {drug.name} {holds} {' and '.join(shared)}."
    source = f"{shared[0]} label, section 4: known hypersensitivity"
    return Judgement(AllergyAnswer(result="contraindicated", message=message, source=source), Tier.STOP)


def _none(message: str) -> Judgement:
    return Judgement(AllergyAnswer(result="none", message=message, source=_OWN), Tier.NOTE)


def _unknown(allergy: str, drug: Taken) -> Judgement:
    reason = f"“{allergy}” is not a drug, class or substance that the rules know"
    undone = NotChecked(check=CHECK, reason=reason, required=True)
    message = f"{drug.name} could not be checked against “{allergy}”."
    return Judgement(AllergyAnswer(result="none", message=message, not_checked=(undone,)), Tier.NOTE)
