"""A small drug catalogue and short ways to write requests, for the tests of the checks."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.core.model.drug import DrugFacts, DrugMatch, MatchStatus
from app.core.model.finding import CheckResult, Finding, NotChecked, Tier
from app.core.model.order import CheckRequest
from app.core.model.people import PatientFacts
from app.core.model.regimen import Frequency, Regimen, Supply, Transcription

DATA = Path(__file__).parents[2] / "data" / "validation" / "drugs.tsv"
ROUTES = {
    "tablet": ("oral", "sublingual", "buccal"),
    "capsule": ("oral",),
    "suspension": ("oral",),
    "solution": ("oral", "inhalation"),
    "tablet, extended release": ("oral",),
    "solution, otic": ("otic",),
    "solution, ophthalmic": ("ophthalmic",),
    "cream": ("topical",),
    "patch": ("transdermal", "topical"),
    "inhaler": ("inhalation",),
    "injection": ("subcutaneous", "intramuscular", "intravenous", "injection"),
}


class SmallCatalogue:
    """The drugs of one short table."""

    release = "test"

    def __init__(self) -> None:
        with DATA.open(encoding="utf-8", newline="") as f:
            self._rows = {row["drug"]: row for row in csv.DictReader(f, delimiter="\t")}

    def resolve(self, text: str) -> DrugMatch:
        plain = " ".join(text.casefold().split())
        for name in sorted(self._rows, key=len, reverse=True):
            if plain == name or plain.startswith(name + " "):
                return self._match(text, name, plain.removeprefix(name).strip())
        return DrugMatch(text=text, status=MatchStatus.UNKNOWN)

    def _match(self, text: str, name: str, rest: str) -> DrugMatch:
        forms = [form for form, _ in self._products(name)]
        form = next((f for f in forms if rest.endswith(f)), None)
        found = re.match(
            r"[\d.,]+\s*[a-zA-Z%].*?(?=\s+(?:tablet|capsule|solution|suspension|patch|cream|injection|inhaler)|$)", rest
        )
        return DrugMatch(
            text=text,
            status=MatchStatus.MATCHED,
            ingredient=name,
            strength=found[0] if found else None,
            form=form,
            how="name",
            confidence=1.0,
        )

    def _products(self, name: str) -> Iterable[tuple[str, tuple[str, ...]]]:
        row = self._rows.get(name)
        for product in (row["products"] if row else "").split("; "):
            form, _, strengths = product.partition("=")
            if form:
                yield form, tuple(strengths.split(","))

    def facts(self, ingredient: str) -> DrugFacts | None:
        row = self._rows.get(ingredient)
        if row is None:
            return None
        routes = tuple(row["routes"].split("; "))
        return DrugFacts(ingredient=ingredient, schedule=row["schedule"] or None, routes=routes)

    def form_routes(self, form: str) -> tuple[str, ...]:
        return ROUTES.get(form, ())

    def classes_of(self, ingredient: str) -> tuple[str, ...]:
        row = self._rows.get(ingredient)
        return tuple(c for c in row["classes"].split("; ") if c) if row else ()

    def lookalikes(self, name: str) -> tuple[str, ...]:
        row = self._rows.get(name)
        return (row["lookalikes"],) if row and row["lookalikes"] else ()

    def has_strength(self, ingredient: str, strength: str, form: str | None = None) -> bool | None:
        known = self.strengths(ingredient, form)
        return strength in known if known else None

    def strengths(self, ingredient: str, form: str | None = None) -> tuple[str, ...]:
        return tuple(s for f, all_ in self._products(ingredient) if form in (None, f) for s in all_)

    def product_routes(self, ingredient: str, strength: str, form: str) -> tuple[str, ...]:
        """A solution whose strength is in percent is for the nebulizer here, any other is drunk."""
        if form != "solution" or strength not in self.strengths(ingredient, form):
            return ()
        return ("inhalation",) if "%" in strength else ("oral",)

    def forms(self, ingredient: str) -> tuple[str, ...]:
        return tuple(form for form, _ in self._products(ingredient))


def patient(**facts: Any) -> PatientFacts:
    """A grown-up about whom everything is known, and who has nothing."""
    known: dict[str, Any] = {
        "age_years": 45.0,
        "weight_kg": 80.0,
        "sex": "M",
        "egfr": 90.0,
        "pregnant": False,
        "conditions": (),
        "allergies": (),
        "medications": (),
        "opioid_naive": False,
    }
    return PatientFacts(**(known | facts))


def sig(
    dose: float | None = 1,
    unit: str | None = "tablet",
    times: float = 1,
    per: float = 1,
    period: Any = "day",
    text: str = "as directed here",
    **more: Any,
) -> Transcription:
    """Directions: `dose` `unit`, `times` in `per` `period`."""
    frequency = Frequency(times_min=times, times_max=times, period_min=per, period_max=per, period_unit=period)
    regimen = Regimen(dose_min=dose, dose_max=dose, dose_unit=unit, frequency=frequency, **({"route": "oral"} | more))
    return Transcription(text=text, regimen=regimen)


def order(
    drug: str, directions: Transcription | None = None, who: PatientFacts | None = None, **more: Any
) -> CheckRequest:
    """A request for a drug by its name, strength and form."""
    match = SmallCatalogue().resolve(drug)
    given: dict[str, Any] = {
        "drug": match,
        "drug_text": drug,
        "directions": directions,
        "patient": who or patient(),
        "days_since_written": 1,
        "refills": 0,
        "identified": False,
    }
    return CheckRequest(**(given | more))


def lasting(days: float, quantity: float, per_day: float, unit: str = "tablet") -> Supply:
    """What transcription says of a quantity."""
    return Supply(per_day=per_day, unit=unit, quantity=quantity, days=days)


def codes(result: CheckResult, *tiers: Tier) -> set[str]:
    """The codes of the findings, of some tiers or of all."""
    return {f.code for f in result.findings if not tiers or f.tier in tiers}


def loud(result: CheckResult) -> set[str]:
    """The codes of what interrupts."""
    return codes(result, Tier.STOP, Tier.WARN)


def the(result: CheckResult, code: str) -> Finding:
    """The one finding of a code."""
    (found,) = (f for f in result.findings if f.code == code)
    return found


def undone(result: CheckResult, check: str) -> NotChecked | None:
    """What was not checked, by its name."""
    return next((n for n in result.not_checked if n.check == check), None)
