"""The drug: one drug of the catalogue, in a form and a strength that are marketed, not withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.model.drug import MatchStatus
from app.core.model.finding import Finding, NotChecked, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.amounts import Amount, amounts_of
from app.core.validation.rules import Rulebook
from app.core.validation.standing import standing
from app.core.validation.subject import Said, Subject

_SWAPS = {"mg": "mcg", "mcg": "mg", "g": "mg"}
_SAME = 1e-6
_FACTORS = (10.0, 0.1, 100.0, 0.01, 1000.0, 0.001)


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Is it a drug, is it still sold, does this product exist."""
    yield from _withdrawn(subject, rules)
    if not subject.is_known:
        yield NotChecked(check="drug", reason=_why_unknown(subject), required=True)
        return
    if _form_exists(subject):
        yield from _strength(subject)
    else:
        yield _no_such_form(subject)


def _why_unknown(subject: Subject) -> str:
    if subject.drug.status is MatchStatus.AMBIGUOUS:
        names = ", ".join(sorted({c.ingredient for c in subject.drug.candidates})[:4])
        return f"“{subject.written}” may mean more than one drug" + (f": {names}" if names else "")
    return f"“{subject.written}” is not in the drug catalogue"


def _withdrawn(subject: Subject, rules: Rulebook) -> Iterator[Finding]:
    """By what was resolved, and by what was written: a withdrawn drug may be in no catalogue."""
    words = " ".join(subject.written.casefold().split())
    for rule in rules.withdrawn.rows:
        named = next((w for w in rule.drugs if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", words)), None)
        if (named or rule.drugs & subject.terms) and (not rule.routes or standing(rule, subject).applies):
            yield Finding(
                code="WITHDRAWN",
                tier=Tier.STOP,
                severity=Severity.CONTRAINDICATED,
                message=f"{subject.short} left the US market in {rule.text['year']}: {rule.why}.",
                evidence=subject.ordered,
                source=rule.source,
                action="Ask the prescriber for another drug.",
                fields=(ReviewField.DRUG.value,),
            )


def _form_exists(subject: Subject) -> bool:
    """Whether the form is among the marketed ones; unknown facts and forms left out say nothing."""
    forms = subject.drugs.forms(subject.short)
    return not subject.drug.form or not forms or subject.drug.form in forms


def _no_such_form(subject: Subject) -> Finding:
    forms = ", ".join(subject.drugs.forms(subject.short)[:6])
    return Finding(
        code="FORM_NONEXIST",
        tier=Tier.STOP,
        severity=Severity.MAJOR,
        message=f"{subject.short} is not marketed as {subject.drug.form}; marketed: {forms}.",
        evidence=subject.ordered,
        source=_catalogue(subject),
        action="Ask the prescriber which form is meant.",
        fields=(ReviewField.FORM.value, ReviewField.DRUG.value),
    )


def _strength(subject: Subject) -> Iterator[Said]:
    strength, drug = subject.drug.strength, subject.drug
    if not strength:
        if len(set(subject.drugs.strengths(subject.short, drug.form))) > 1:
            yield NotChecked(check="strength", reason=f"no strength is written for {subject.short}", required=True)
        return
    if subject.drugs.has_strength(subject.short, strength, drug.form) is False:
        yield _no_such_strength(subject, strength)
        yield from _other_unit(subject, strength)


def _no_such_strength(subject: Subject, strength: str) -> Finding:
    marketed = subject.drugs.strengths(subject.short, subject.drug.form)
    hint = _tenfold(strength, marketed)
    form = f" {subject.drug.form}" if subject.drug.form else ""
    known = f"; marketed: {', '.join(marketed[:8])}" if marketed else ""
    return Finding(
        code="STRENGTH_NONEXIST",
        tier=Tier.STOP,
        severity=Severity.MAJOR,
        message=f"{subject.short}{form} is not marketed as {strength}{known}{hint}.",
        evidence=subject.ordered,
        source=_catalogue(subject),
        action="Ask the prescriber which strength is meant.",
        fields=(ReviewField.STRENGTH.value, ReviewField.DRUG.value),
    )


def _tenfold(strength: str, marketed: tuple[str, ...]) -> str:
    """A hint where the written strength is a marketed one with its decimal point moved."""
    written = amounts_of(strength)
    for other in marketed:
        for factor in _FACTORS:
            if _is_multiple(written, amounts_of(other), factor):
                times = f"{factor:g} times" if factor > 1 else f"one {1 / factor:g}th of"
                return f" ({strength} is {times} {other})"
    return ""


def _is_multiple(written: tuple[Amount, ...], other: tuple[Amount, ...], factor: float) -> bool:
    if not written or len(written) != len(other):
        return False
    pairs = zip(written, other, strict=True)
    return all(a.unit == b.unit and abs(a.value / a.per - factor * b.value / b.per) < _SAME * a.value for a, b in pairs)


def _other_unit(subject: Subject, strength: str) -> Iterator[Finding]:
    """The same number in another unit is marketed: mg and mcg were exchanged."""
    for unit, swapped in _SWAPS.items():
        pattern = re.compile(rf"(?<=\d)(\s*){unit}\b")
        other = pattern.sub(rf"\1{swapped}", strength)
        if other != strength and subject.drugs.has_strength(subject.short, other, subject.drug.form):
            yield Finding(
                code="DOSE_UNIT_ERROR",
                tier=Tier.STOP,
                severity=Severity.CONTRAINDICATED,
                message=f"{subject.short} is written as {strength} and marketed as {other}: a 1000-fold error.",
                evidence=subject.ordered,
                source=_catalogue(subject),
                action="Ask the prescriber which unit is meant.",
                fields=(ReviewField.STRENGTH.value,),
            )
            return


def _catalogue(subject: Subject) -> str:
    source = subject.facts.source if subject.facts else ""
    return source or f"drug catalogue {subject.drugs.release}"
