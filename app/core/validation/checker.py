"""The checks behind one face: a prescription, two drugs, or an allergy and a drug."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, product

from app.core.model.drug import DrugMatch, MatchStatus
from app.core.model.finding import CheckResult, Finding, NotChecked, Tier
from app.core.model.order import CheckRequest
from app.core.validation.answers import AllergyAnswer
from app.core.validation.checks import FAMILIES, allergies, interactions
from app.core.validation.checks.interactions import Partner
from app.core.validation.ports import Drugs
from app.core.validation.rules import Rulebook
from app.core.validation.rules.groups import Membership
from app.core.validation.subject import Said, Subject, Taken, bare_name, is_local


class Checker:
    """Runs every check that applies; what could not be checked is said.

    Attributes:
        rules_version: fingerprint of the rule tables.
    """

    def __init__(self, catalogue: Drugs) -> None:
        """Read the rules; drugs are looked up in `catalogue`."""
        self._drugs = catalogue
        self._rules = Rulebook.read()
        self._groups = Membership(self._rules.groups, catalogue)
        self._vocabulary = self._rules.vocabulary
        self._taken: dict[str, Taken | None] = {}
        self.rules_version = self._rules.version

    def check(self, request: CheckRequest) -> CheckResult:
        """All findings about one prescription."""
        subject = Subject(request, self._drugs, self._groups, self._rules.conditions, self.drug_named)
        return self._result(chain.from_iterable(family(subject, self._rules) for family in FAMILIES))

    def interaction(self, a: str, b: str, a_daily: float | None = None, b_daily: float | None = None) -> CheckResult:
        """Two drugs taken together; daily doses in mg decide the pairs that depend on the dose."""
        one, two = self.drug_named(a), self.drug_named(b)
        if one is None or two is None:
            names = " and ".join(f"“{text}”" for text, drug in ((a, one), (b, two)) if drug is None)
            reason = f"{names} not in the catalogue"
            return self._result((NotChecked(check=interactions.CHECK, reason=reason, required=True),))
        pairs = product(self._partners(one, a_daily), self._partners(two, b_daily))
        met = (interactions.meet(x, y, self._rules.pairs, f"asked: {a} with {b}") for x, y in pairs)
        return self._result(found for found in met if found is not None)

    def allergy(self, allergy: str, drug: str) -> AllergyAnswer:
        """Whether `drug` may be given to someone with `allergy`."""
        given = self.drug_named(drug)
        if given is None:
            undone = NotChecked(check=allergies.CHECK, reason=f"“{drug}” is not in the catalogue", required=True)
            message = f"“{drug}” could not be checked against “{allergy}”."
            return AllergyAnswer(result="none", message=message, not_checked=(undone,))
        judged = allergies.judge_entry(allergy, given, self._rules, self._groups, self.drug_named)
        return allergies.worst(judged)

    def drug_named(self, text: str) -> Taken | None:
        """A drug by name; a name that the rules use is known even where the catalogue lacks the product."""
        if text not in self._taken:
            if len(self._taken) >= _REMEMBERED:
                self._taken.clear()
            self._taken[text] = self._look_up(text)
        return self._taken[text]

    def _look_up(self, text: str) -> Taken | None:
        match = self._drugs.resolve(text)
        if match.status is MatchStatus.MATCHED and match.ingredients:
            return Taken(text, match, match.ingredients, is_local=is_local(match, self._drugs))
        for name in dict.fromkeys((" ".join(text.casefold().split()), bare_name(text))):
            if name in self._vocabulary or self._groups.knows(name):
                known = DrugMatch(text=text, status=MatchStatus.MATCHED, ingredient=name, how="name", confidence=1.0)
                return Taken(text, known, (name,), is_local=False)
        return None

    def _partners(self, drug: Taken, daily: float | None) -> tuple[Partner, ...]:
        dose = daily if len(drug.ingredients) == 1 else None
        return tuple(Partner(part, self._groups.of(part), dose, is_local=drug.is_local) for part in drug.ingredients)

    def _result(self, said: Iterable[Said]) -> CheckResult:
        """Everything said once, what interrupts first."""
        everything = tuple(said)
        findings: dict[str, Finding] = {}
        for one in everything:
            if isinstance(one, Finding):
                findings.setdefault(one.key, one)
        undone = {(one.check, one.reason): one for one in everything if isinstance(one, NotChecked)}
        return CheckResult(
            findings=tuple(sorted(findings.values(), key=lambda f: _ORDER.index(f.tier))),
            not_checked=tuple(undone.values()),
            rules=self.rules_version,
            catalogue=self._drugs.release,
        )


_REMEMBERED = 4096
_ORDER = (Tier.STOP, Tier.WARN, Tier.NOTE)
