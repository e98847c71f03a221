"""What is being checked: the request, with all that several checks work out from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from app.core.model.drug import DrugFacts, DrugMatch, MatchStatus
from app.core.model.finding import Finding, NotChecked
from app.core.model.order import CheckRequest
from app.core.model.people import PatientFacts
from app.core.model.regimen import Regimen
from app.core.validation.amounts import Amount, Intake, amounts_of, intake_of, single_of
from app.core.validation.ports import Drugs
from app.core.validation.rules.conditions import Conditions
from app.core.validation.rules.groups import Membership

Said = Finding | NotChecked
NameDrug = Callable[[str], "Taken | None"]

LOCAL_ROUTES = frozenset({"ophthalmic", "otic", "topical"})
_STRENGTH = re.compile(r"\s+\d.*$")
_FORM = re.compile(r"(?:\s+(?:tab(?:let)?s?|cap(?:sule)?s?|solution|suspension|injection|cream|oral|er|xr))+$")
EXTENDED = re.compile(r"extended release|delayed release|\b(ER|XR|XL|SR|CR|LA|DR|EC)\b")


@dataclass(frozen=True)
class Taken:
    """A drug that is taken or ordered: as written, and as far as the catalogue knows it."""

    text: str
    match: DrugMatch
    ingredients: tuple[str, ...]
    is_local: bool

    @property
    def name(self) -> str:
        """The drug in words."""
        return self.match.ingredient or self.text


class Subject:
    """One request on its way through the checks.

    Attributes:
        request: what was asked.
        drugs: the catalogue.
        groups: by which terms rules can mean an ingredient.
        drug_named: finds a drug by its name, None for an unknown one.
    """

    def __init__(
        self, request: CheckRequest, drugs: Drugs, groups: Membership, known: Conditions, drug_named: NameDrug
    ) -> None:
        """Look nothing up yet; every fact is worked out when a check first asks for it."""
        self.request = request
        self.drugs = drugs
        self.groups = groups
        self._known = known
        self.drug_named = drug_named

    @property
    def patient(self) -> PatientFacts:
        """The patient's facts."""
        return self.request.patient

    @property
    def drug(self) -> DrugMatch:
        """The drug as resolved."""
        return self.request.drug

    @property
    def written(self) -> str:
        """The drug as written."""
        return self.request.drug_text or self.drug.text

    @property
    def is_known(self) -> bool:
        """Whether the drug is one drug of the catalogue."""
        return self.drug.status is MatchStatus.MATCHED and bool(self.drug.ingredient)

    @property
    def name(self) -> str:
        """The drug in words, with its strength."""
        return " ".join(p for p in (self.drug.ingredient or self.written, self.drug.strength, self.drug.form) if p)

    @property
    def short(self) -> str:
        """The drug's ingredients in words."""
        return self.drug.ingredient or self.written

    @property
    def ingredients(self) -> tuple[str, ...]:
        """The ordered drug's ingredients; none while it is not certain which drug it is."""
        return self.order.ingredients

    @cached_property
    def order(self) -> Taken:
        """The ordered drug, as a drug that is taken; one that only the rules know is known by its name."""
        if self.is_known:
            return Taken(self.written, self.drug, self.drug.ingredients, is_local=is_local(self.drug, self.drugs))
        named = self.drug_named(self.written) if self.drug.status is MatchStatus.UNKNOWN else None
        return named or Taken(self.written, self.drug, (), is_local=is_local(self.drug, self.drugs))

    @cached_property
    def terms(self) -> frozenset[str]:
        """All terms by which a rule can mean the ordered drug or one of its parts."""
        found = {term for part in self.ingredients for term in self.groups.of(part)}
        whole = self.order.match.ingredient if self.ingredients else None
        return frozenset(found | ({whole} if whole else set()))

    @cached_property
    def facts(self) -> DrugFacts | None:
        """What the catalogue tells about the drug."""
        return self.drugs.facts(self.drug.ingredient) if self.is_known and self.drug.ingredient else None

    @cached_property
    def medications(self) -> tuple[Taken, ...]:
        """What the patient takes, as far as the catalogue knows it."""
        return tuple(t for t in (self.drug_named(text) for text in self.patient.medications or ()) if t is not None)

    @cached_property
    def unknown_medications(self) -> tuple[str, ...]:
        """What the patient takes and the catalogue does not know."""
        return tuple(text for text in self.patient.medications or () if self.drug_named(text) is None)

    @cached_property
    def conditions(self) -> dict[str, str]:
        """The conditions that the rules know, with the words of the profile that name them."""
        return self._known.named_in(self.patient.conditions or ())

    @property
    def ordered(self) -> str:
        """Where the order stands, for the evidence of a finding."""
        return f"prescription: {self.name}"

    @property
    def directed(self) -> str:
        """Where the directions stand, for the evidence of a finding."""
        return f"prescription: {self.name}; directions: “{self.sig}”"

    @property
    def regimen(self) -> Regimen | None:
        """The directions."""
        return self.request.directions.regimen if self.request.directions else None

    @property
    def sig(self) -> str:
        """The directions as written."""
        return self.request.directions.text if self.request.directions else ""

    @cached_property
    def strengths(self) -> tuple[Amount, ...]:
        """What one unit of the drug holds, an amount an ingredient; empty when not known for each.

        One amount for several ingredients is their total (mixed salts): each counts in full, which errs
        on the side of too much.
        """
        found = amounts_of(self.drug.strength)
        if len(found) == 1:
            return found * len(self.ingredients)
        return found if len(found) == len(self.ingredients) else ()

    def intake(self, ingredient: str) -> Intake | None:
        """How much of an ingredient the directions give."""
        if self.regimen is None or ingredient not in self.ingredients:
            return None
        return intake_of(self.regimen, self._strength(ingredient), alone=len(self.ingredients) == 1)

    def single(self, ingredient: str) -> Intake | None:
        """The greatest single dose of an ingredient, also where the day cannot be worked out."""
        if self.regimen is None or ingredient not in self.ingredients:
            return None
        return single_of(self.regimen, self._strength(ingredient), alone=len(self.ingredients) == 1)

    def _strength(self, ingredient: str) -> Amount | None:
        return self.strengths[self.ingredients.index(ingredient)] if self.strengths else None

    @cached_property
    def routes(self) -> tuple[str, ...]:
        """The routes by which the form can be given."""
        return self.drugs.form_routes(self.drug.form) if self.drug.form else ()

    @cached_property
    def route(self) -> str | None:
        """The route of the directions, else the only one that the form allows."""
        if self.regimen is not None and self.regimen.route:
            return self.regimen.route
        return self.routes[0] if self.routes else None


def bare_name(text: str) -> str:
    """The name before the strength and the form: "ribavirin" of "ribavirin 200 mg tablet"."""
    return _FORM.sub("", _STRENGTH.sub("", " ".join(text.casefold().split()))).strip(" ,")


def is_local(match: DrugMatch, drugs: Drugs) -> bool:
    """Whether a drug acts where it is put: eye, ear, skin."""
    routes = drugs.form_routes(match.form) if match.form else ()
    return bool(routes) and set(routes) <= LOCAL_ROUTES
