"""What goes without saying: the verb and the route of a form, the unit of the product."""

from __future__ import annotations

import csv
from functools import cache
from typing import NamedTuple

from app.core.places import resources
from app.core.transcription.assemble.draft import MASSES
from app.core.transcription.assemble.fields import Fields
from app.core.transcription.extract.parts import Dose, Doubt
from app.core.transcription.product import Product, pieces
from app.core.transcription.wording import plain_number

_ROUTE_VERBS = {
    "inhalation": "inhale",
    "nasal": "use",
    "ophthalmic": "instill",
    "otic": "instill",
    "topical": "apply",
    "transdermal": "apply",
    "subcutaneous": "inject",
    "intramuscular": "inject",
    "intravenous": "give",
    "rectal": "insert",
    "vaginal": "insert",
}
_VERB_ROUTES = {
    "inhale": "inhalation",
    "apply": "topical",
    "swish": "oromucosal",
    "gargle": "oromucosal",
    "chew": "oral",
}
_OF_MOUTH = frozenset({"swish", "gargle"})
_ROUTELESS_VERBS = frozenset({"inject", "insert", "instill", "place", "use", "irrigate", "dissolve"})
_MOST_PIECES = 10
_QUARTER = 0.25


class Form(NamedTuple):
    """What a dose unit tells."""

    verb: str | None
    route: str | None
    possible: frozenset[str]


@cache
def forms() -> dict[str, Form]:
    """The table of dose units."""
    path = resources() / "transcription" / "forms.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if row and not row[0].startswith("#")]
    return {
        unit: Form(verb or None, route or None, frozenset(possible.split(",")) if possible else frozenset())
        for unit, verb, route, possible in rows
    }


def imply(fields: Fields, drug: Product | None) -> list[str]:
    """Fill what is certain from the form, and name the fields that were filled."""
    implied: list[str] = []
    if drug is not None:
        implied += _by_product(fields, drug)
    _by_unit_of_route(fields)
    if fields.route is None:
        fields.route = _route(fields, drug)
        implied += ["route"] if fields.route else []
    if fields.action is None and (fields.dose or fields.route or fields.frequency):
        fields.action = _verb(fields)
        implied += ["action"] if fields.action else []
    return implied


def _by_product(fields: Fields, drug: Product) -> list[str]:
    dose = fields.dose
    if dose is None:
        return []
    if dose.unit is None and drug.unit:
        fields.dose = dose._replace(unit=drug.unit)
        return ["dose_unit"]
    if dose.unit in MASSES and drug.kind in ("solid", "liquid") and drug.unit:
        return _made_up(fields, dose, drug)
    return []


def _made_up(fields: Fields, dose: Dose, drug: Product) -> list[str]:
    """A dose by weight in pieces of the product: 40 mg of 20 mg tablets are 2 tablets."""
    high = pieces(dose.hi, dose.unit, drug)
    low = None if dose.lo is None else pieces(dose.lo, dose.unit, drug)
    if high is None or (dose.lo is not None and low is None):
        return []
    if drug.kind == "solid" and any(not _can_be_given(number) for number in (low, high) if number is not None):
        words = f"{plain_number(dose.hi)} {dose.unit}"
        fields.doubts.append(Doubt(f"{words} cannot be made up from '{drug.text}'", "dose"))
        return []
    lo = f"{plain_number(dose.lo)} to " if dose.lo is not None and dose.lo != dose.hi else ""
    fields.strength = f"{lo}{plain_number(dose.hi)} {dose.unit}"
    fields.dose = Dose(low, high, drug.unit)
    return ["dose"]


def _can_be_given(number: float) -> bool:
    return 0 < number <= _MOST_PIECES and (number / _QUARTER).is_integer()


def _by_unit_of_route(fields: Fields) -> None:
    """The mouth that one inhales or rinses with is not the oral route; a patch on the skin is transdermal."""
    unit = fields.dose.unit if fields.dose else fields.unit
    if fields.route == "oral" and (fields.action == "inhale" or unit == "puff"):
        fields.route = "inhalation"
    elif fields.route == "oral" and fields.action in _OF_MOUTH:
        fields.route = "oromucosal"
    elif fields.route == "topical" and unit == "patch":
        fields.route = "transdermal"


def _route(fields: Fields, drug: Product | None) -> str | None:
    if fields.action in ("inhale", "swish", "gargle", "chew"):
        return _VERB_ROUTES[fields.action]
    unit = fields.dose.unit if fields.dose else fields.unit
    if drug is not None and drug.route:
        return drug.route
    if unit == "unit" and fields.action not in (None, "inject"):
        return "oral" if fields.action == "take" else None
    form = forms().get(unit or "")
    if form is not None and form.route is not None and not _verb_speaks_against(fields.action, form):
        return form.route
    if fields.action == "apply":
        return "topical"
    return "oral" if _plainly_taken(fields, unit) else None


def _verb_speaks_against(action: str | None, form: Form) -> bool:
    if form.route == "oral":
        return action in _ROUTELESS_VERBS or action == "apply"
    return action in ("take", "give") and form.route not in ("inhalation", "oral", "rectal", "transdermal", "vaginal")


def _plainly_taken(fields: Fields, unit: str | None) -> bool:
    """A number without a unit, taken or without a verb."""
    return unit is None and fields.dose is not None and fields.action in (None, "take", "give") and fields.site is None


def _verb(fields: Fields) -> str | None:
    unit = fields.dose.unit if fields.dose else fields.unit
    form = forms().get(unit or "")
    if fields.route in _ROUTE_VERBS and (form is None or form.route != fields.route):
        return "use" if unit in ("vial", "cartridge", "enema") else _ROUTE_VERBS[fields.route]
    if fields.route in ("oral", "sublingual", "buccal", "feeding tube") and unit in ("unit", "drop", "spray"):
        return "take"
    if form is not None and form.verb:
        return form.verb
    return "take" if fields.route in ("oral", None) and fields.dose else None
