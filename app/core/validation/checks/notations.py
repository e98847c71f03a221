"""Notations that have been misread with harm, in the drug text and in the directions."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.model.finding import Finding, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.rules import Rulebook
from app.core.validation.rules.notations import Notation
from app.core.validation.subject import Said, Subject


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Each notation once, where it was seen first."""
    seen: set[str] = set()
    for notation, letters in rules.notations.seen_in(subject.written):
        seen.add(notation.token)
        yield _finding(notation, f"drug text “{subject.written}”", f"“{letters}”", ReviewField.DRUG)
    for token in subject.regimen.error_prone if subject.regimen else ():
        notation_named = rules.notations.named(token)
        if notation_named is not None and token not in seen:
            seen.add(token)
            yield _finding(notation_named, f"directions “{subject.sig}”", token.upper(), ReviewField.DIRECTIONS)


def _finding(notation: Notation, where: str, letters: str, field: ReviewField) -> Finding:
    return Finding(
        code="ABBREV_ERROR",
        tier=notation.tier,
        severity=Severity.MINOR if notation.tier is Tier.NOTE else Severity.MODERATE,
        message=f"{letters} can be read as {notation.reads_as}.",
        evidence=where,
        source=notation.source,
        action=f"Make sure what is meant; write {notation.use_instead}.",
        fields=(field.value,),
    )
