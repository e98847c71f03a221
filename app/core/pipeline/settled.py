"""What intake found in a message, and what of it a person has settled by typing the field anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.core.model.finding import Finding, Tier
from app.core.model.order import SIG_FIELDS, ReviewField
from app.core.model.road import CheckJob

_SIG = frozenset({ReviewField.DIRECTIONS.value, *(field.value for field in SIG_FIELDS)})


def unsettled(job: CheckJob) -> Iterator[Finding]:
    """Intake's findings; one about fields that were all corrected stays, but asks nothing more."""
    typed = _whole(field.value for field in job.corrected)
    for finding in job.raw.findings:
        concerned = _whole(finding.fields)
        if finding.tier is not Tier.NOTE and concerned and concerned <= typed:
            said = f"{finding.message} A person has entered it since."
            yield finding.model_copy(update={"tier": Tier.NOTE, "message": said})
        else:
            yield finding


def _whole(names: Iterable[str]) -> set[str]:
    """Fields without their parts: the directions are one thing, and so is a patient."""
    return {"sig" if name in _SIG else name.partition(".")[0] for name in names}
