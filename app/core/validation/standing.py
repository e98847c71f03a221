"""Whether a rule about a drug applies to this patient and this product: yes, no, or not to be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.core.model.finding import NotChecked
from app.core.validation.rules.drugs import DrugRule
from app.core.validation.subject import Subject

_EXTENDED = re.compile(r"extended release")
_KIND = re.compile(r"[,(].*$")


@dataclass(frozen=True)
class Standing:
    """How a rule stands to a request; `missing` names the facts without which nobody can tell."""

    applies: bool
    missing: tuple[str, ...] = ()
    because: str = ""  # the words of the profile that made it apply


_NO = Standing(applies=False)


def standing(rule: DrugRule, subject: Subject) -> Standing:
    """Compare a rule's route, form, age, sex, weight and conditions with the request."""
    if not (_route_fits(rule, subject) and _form_fits(rule, subject)):
        return _NO
    facts = (_age(rule, subject), _sex(rule, subject), _weight(rule, subject), _when(rule, subject))
    if any(fact is False for fact in facts) or _is_excepted(rule, subject):
        return _NO
    missing = tuple(fact for fact in facts if isinstance(fact, str))
    return Standing(applies=not missing, missing=missing, because=_because(rule, subject))


def applying(rules: Iterable[DrugRule], subject: Subject) -> Iterator[tuple[DrugRule, Standing]]:
    """The rules that apply."""
    for rule in rules:
        found = standing(rule, subject)
        if found.applies:
            yield rule, found


def undone(
    rules: Iterable[DrugRule], subject: Subject, check: str, skip: frozenset[str] = frozenset()
) -> Iterator[NotChecked]:
    """What a family could not check, a fact that is missing named once; facts in `skip` are said elsewhere."""
    said: set[str] = set()
    for rule in rules:
        for fact in standing(rule, subject).missing:
            if fact not in said | skip:
                said.add(fact)
                yield NotChecked(check=check, reason=f"{fact} not known ({subject.short})")


def _route_fits(rule: DrugRule, subject: Subject) -> bool:
    """A rule that names routes is silent where the route is another; unknown routes count as the form's."""
    if not rule.routes or subject.route is None:
        return True
    given = {subject.route} if subject.regimen and subject.regimen.route else {subject.route, *subject.routes}
    if subject.order.is_local and "topical" not in given:
        given |= set(subject.routes)
    return bool(given & (rule.routes | ({"feeding tube"} if "oral" in rule.routes else frozenset())))


def _form_fits(rule: DrugRule, subject: Subject) -> bool:
    return not rule.forms or any(form_is(word, subject) for word in rule.forms)


def form_is(word: str, subject: Subject) -> bool:
    """Whether the form is what a rule's word says: ER, IR, alone, a kind of form, or a full form."""
    form = subject.drug.form or ""
    if word == "alone":
        return len(subject.ingredients) == 1
    if word in ("ER", "IR"):
        return bool(_EXTENDED.search(form)) is (word == "ER")
    return word in (form, _KIND.sub("", form))


def _age(rule: DrugRule, subject: Subject) -> bool | str:
    at_least, below = rule.value("age_from"), rule.value("age_below")
    if at_least is None and below is None:
        return True
    age = subject.patient.age_years
    if age is None:
        return "age"
    return (at_least or 0) <= age < (below if below is not None else 999)


def _sex(rule: DrugRule, subject: Subject) -> bool | str:
    wanted = rule.text.get("sex")
    if not wanted:
        return True
    if subject.patient.sex in (None, "U"):
        return "sex"
    return subject.patient.sex == wanted


def _weight(rule: DrugRule, subject: Subject) -> bool | str:
    below = rule.value("weight_below")
    if below is None:
        return True
    weight = subject.patient.weight_kg
    return "weight" if weight is None else weight < below


def _when(rule: DrugRule, subject: Subject) -> bool | str:
    if not rule.when or rule.when & subject.conditions.keys():
        return True
    return "conditions" if subject.patient.conditions is None else False


def _is_excepted(rule: DrugRule, subject: Subject) -> bool:
    return bool(rule.unless & subject.conditions.keys())


def _because(rule: DrugRule, subject: Subject) -> str:
    return "; ".join(sorted({subject.conditions[name] for name in rule.when & subject.conditions.keys()}))
