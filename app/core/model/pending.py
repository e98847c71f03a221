"""What stands between a case and its verification: the one definition, used on the road and at the desk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from app.core.model.case import Confirmation, FieldState, FieldView, Pending, PendingKind
from app.core.model.finding import CheckResult, Finding, NotChecked, Tier
from app.core.model.order import ReviewField

# A case cannot be verified without these; they are typed in, not confirmed.
NEEDED = (
    ReviewField.PATIENT,
    ReviewField.PRESCRIBER,
    ReviewField.DRUG,
    ReviewField.DIRECTIONS,
    ReviewField.QUANTITY,
)

_KINDS = {Tier.STOP: PendingKind.STOP, Tier.WARN: PendingKind.WARN}


def pending_of(
    fields: Iterable[FieldView], checks: CheckResult, confirmations: Iterable[Confirmation] = ()
) -> tuple[Pending, ...]:
    """Everything that still needs a person: stops first, then doubtful fields, warnings, checks not done.

    A confirmation counts only while the digest of what it confirmed is the same.
    """
    held = {(c.key, c.digest) for c in confirmations}
    stops = [_of_finding(f) for f in checks.findings if f.tier is Tier.STOP]
    doubts = [_of_field(f) for f in fields if _needs_a_look(f)]
    warns = [_of_finding(f) for f in checks.findings if f.tier is Tier.WARN]
    undone = [_of_not_checked(n) for n in checks.not_checked if n.required]
    everything = (*stops, *doubts, *warns, *undone)
    return tuple(p for p in everything if not can_be_confirmed(p) or (p.key, p.digest) not in held)


def can_be_confirmed(pending: Pending) -> bool:
    """Whether a look is enough; a needed field that is missing has to be typed in."""
    return not (pending.kind is PendingKind.FIELD and pending.key.startswith("missing:"))


def _needs_a_look(field: FieldView) -> bool:
    if field.state is FieldState.MISSING:
        return field.field in NEEDED
    return field.state is FieldState.CHECK


def _of_field(field: FieldView) -> Pending:
    word = "missing" if field.state is FieldState.MISSING else "field"
    return Pending(
        kind=PendingKind.FIELD,
        key=f"{word}:{field.field.value}",
        text=field.doubt or f"{field.label}: {field.value}",
        digest=digest_of(field.field.value, field.value, field.raw_value or "", field.doubt),
        field=field.field,
    )


def _of_finding(finding: Finding) -> Pending:
    return Pending(
        kind=_KINDS[finding.tier],
        key=finding.key,
        text=finding.message,
        digest=digest_of(finding.code, finding.tier, finding.message, finding.evidence),
    )


def _of_not_checked(undone: NotChecked) -> Pending:
    return Pending(
        kind=PendingKind.NOT_CHECKED,
        key=undone.check,
        text=f"Not checked: {undone.check}, {undone.reason}",
        digest=digest_of(undone.check, undone.reason),
    )


def digest_of(*parts: str) -> str:
    """A short hash over parts, each with its length, so that no two lists collide."""
    text = "".join(f"{len(p)}:{p}" for p in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
