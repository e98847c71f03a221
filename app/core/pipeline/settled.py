"""What intake found in a message, and what of it a person has settled by typing the field anew."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.model.finding import Finding, Tier
from app.core.model.order import SIG_FIELDS, ReviewField
from app.core.model.road import CheckJob


def unsettled(job: CheckJob) -> Iterator[Finding]:
    """Intake's findings; one about fields that were all corrected stays, but asks nothing more."""
    typed = _typed(job)
    for finding in job.raw.findings:
        concerned = set(finding.fields)
        if finding.tier is not Tier.NOTE and concerned and concerned <= typed:
            said = f"{finding.message} A person has entered it since."
            yield finding.model_copy(update={"tier": Tier.NOTE, "message": said})
        else:
            yield finding


def _typed(job: CheckJob) -> set[str]:
    """The corrected fields; whoever types whole directions types all their parts."""
    typed = {field.value for field in job.corrected}
    if ReviewField.DIRECTIONS in job.corrected:
        typed |= {field.value for field in SIG_FIELDS} | {"sig"}
    elif typed & {field.value for field in SIG_FIELDS}:
        typed |= {"sig", ReviewField.DIRECTIONS.value}
    return typed
