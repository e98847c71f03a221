"""Look-alike names: a name read by its spelling, and a stated reason that fits the other name of a pair."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.model.finding import Finding, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.rules import Rulebook
from app.core.validation.subject import Said, Subject

_LIST = "own selection of look-alike names after FDA and ISMP"


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Nothing for a name that is written right and fits its reason."""
    if not subject.is_known:
        return
    if subject.drug.how == "spelling":
        yield _misspelt(subject)
    others = [name for part in subject.ingredients for name in subject.drugs.lookalikes(part)]
    reason = _reason(subject)
    own = rules.about("reasons").speaking_of(subject.ingredients)
    if others and reason and own and not _fits(subject.ingredients, reason, rules):
        fitting = [name for name in others if _fits((name,), reason, rules)]
        if fitting:
            yield _wrong_reason(subject, reason, fitting)


def _misspelt(subject: Subject) -> Finding:
    others = subject.drugs.lookalikes(subject.short)
    warn = bool(others)
    near = f"; it looks like {', '.join(others[:3])}" if warn else ""
    return Finding(
        code="LOOKALIKE",
        tier=Tier.WARN if warn else Tier.NOTE,
        severity=Severity.MAJOR if warn else Severity.MINOR,
        message=f"“{subject.written}” was read as {subject.short} by its spelling{near}.",
        evidence=f"drug text “{subject.written}”",
        source=_LIST,
        action="Make sure that the drug is the one that is meant.",
        fields=(ReviewField.DRUG.value,),
    )


def _reason(subject: Subject) -> str:
    regimen = subject.regimen
    parts = (regimen.as_needed_reason, regimen.indication) if regimen is not None else ()
    return " ".join(part for part in parts if part).casefold()


def _fits(names: tuple[str, ...], reason: str, rules: Rulebook) -> bool:
    usual = {word for rule in rules.about("reasons").speaking_of(names) for word in _words(rule.text["reasons"])}
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", reason) for word in usual)


def _words(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";"))


def _wrong_reason(subject: Subject, reason: str, others: list[str]) -> Finding:
    return Finding(
        code="LOOKALIKE",
        tier=Tier.WARN,
        severity=Severity.MAJOR,
        message=f"{subject.short} “for {reason}”: that is a usual reason for {', '.join(sorted(set(others)))}.",
        evidence=subject.directed,
        source=_LIST,
        action="Ask the prescriber which drug is meant.",
        fields=(ReviewField.DRUG.value, ReviewField.DIRECTIONS.value),
    )
