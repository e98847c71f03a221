"""What a check found, and what could not be checked."""

from __future__ import annotations

from enum import StrEnum

from app.core.model.base import Model


class Tier(StrEnum):
    """How much a finding may interrupt."""

    STOP = "stop"  # must not pass without a recorded reason
    WARN = "warn"  # must be confirmed
    NOTE = "note"  # stands there, asks nothing


class Severity(StrEnum):
    """How bad it could be, in the words of interaction and dose references."""

    CONTRAINDICATED = "contraindicated"
    MAJOR = "major"
    MODERATE = "moderate"
    MINOR = "minor"


class Finding(Model):
    """One thing a person should know, with what it rests on.

    `message` names the two facts that meet; `evidence` says where each stands (in the prescription,
    in the profile); `source` names label section, regulation or list, with its date; `action` says
    what to do; `fields` names the review fields it concerns.
    """

    code: str
    tier: Tier
    severity: Severity
    message: str
    evidence: str
    source: str
    action: str = ""
    fields: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Stable within a case: the same finding found again has the same key."""
        return f"{self.code}|{self.message}"


class NotChecked(Model):
    """A check that applies and could not be done, and why; `required` ones forbid one-key verification."""

    check: str
    reason: str
    required: bool = False


class CheckResult(Model):
    """All that the checks said about one prescription."""

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    rules: str = ""  # version of the rules
    catalogue: str = ""  # release of the drug catalogue
