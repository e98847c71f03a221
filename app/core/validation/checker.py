"""The checks behind one face: a prescription, two drugs, or an allergy and a drug."""

from __future__ import annotations

from app.core.model.finding import CheckResult, Finding, NotChecked
from app.core.model.order import CheckRequest
from app.core.validation.answers import AllergyAnswer
from app.core.validation.ports import Drugs


class Checker:
    """Runs every check that applies; what could not be checked is said.

    Attributes:
        rules_version: fingerprint of the rule tables.
    """

    def __init__(self, catalogue: Drugs) -> None:
        """Read the rules; drugs are looked up in `catalogue`."""
        self._drugs = catalogue
        self.rules_version = "0"

    def check(self, request: CheckRequest) -> CheckResult:
        """All findings about one prescription."""
        return self._result(())

    def interaction(self, a: str, b: str, a_daily: float | None = None, b_daily: float | None = None) -> CheckResult:
        """Two drugs taken together; daily doses in mg decide the pairs that depend on the dose."""
        reason = f"no interaction rules for {a} and {b}"
        return self._result((NotChecked(check="interactions", reason=reason, required=True),))

    def allergy(self, allergy: str, drug: str) -> AllergyAnswer:
        """Whether `drug` may be given to someone with `allergy`."""
        undone = NotChecked(check="allergies", reason="no allergy rules", required=True)
        return AllergyAnswer(result="none", message=f"{allergy} and {drug}: not checked.", not_checked=(undone,))

    def _result(self, said: tuple[Finding | NotChecked, ...]) -> CheckResult:
        return CheckResult(
            findings=tuple(one for one in said if isinstance(one, Finding)),
            not_checked=tuple(one for one in said if isinstance(one, NotChecked)),
            rules=self.rules_version,
            catalogue=self._drugs.release,
        )
