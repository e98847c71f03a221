"""Form and route: whether the form can be given the way the directions say, and whether it may be crushed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.model.finding import Finding, NotChecked, Severity, Tier
from app.core.model.order import ReviewField
from app.core.validation.rules import Rulebook
from app.core.validation.rules.drugs import DrugRule
from app.core.validation.standing import form_is
from app.core.validation.subject import EXTENDED, Said, Subject

_CRUSH = re.compile(r"\b(?:crush\w*|chew(?!able|\w*\s+tab)\w*|grind\w*|pulveri[sz]e\w*|mash\w*)\b")
_OPEN = re.compile(r"\b(?:open(?:ed|ing)?|sprinkle\w*)\b")
_SPLIT = re.compile(r"\b(?:split|halve|cut|break)\b|\b(?:1/2|half|one-half)\s+(?:a\s+|of\s+a\s+)?tab")
_NOT = re.compile(r"\b(?:do not|don'?t|never|not be|without|no)\s+(?:\w+\s+){0,2}$|\bswallow\w*\s+whole\b")
_COMPATIBLE = {
    "oral": frozenset({"oral", "feeding tube", "oromucosal"}),
    "buccal": frozenset({"buccal", "oromucosal", "sublingual"}),
    "sublingual": frozenset({"sublingual", "buccal", "oromucosal"}),
    "oromucosal": frozenset({"oromucosal", "buccal", "oral"}),
    "topical": frozenset({"topical", "transdermal", "oromucosal"}),
    "transdermal": frozenset({"transdermal", "topical"}),
    "injection": frozenset({"subcutaneous", "intramuscular", "intravenous", "intradermal", "injection"}),
    "inhalation": frozenset({"inhalation"}),
}
_OPEN_FORMS = frozenset({"solution", "suspension"})
_WORDS = re.compile(r"[a-z]+")
_PLACES = {
    "otic": ("otic",),
    "ear": ("otic",),
    "ophthalmic": ("ophthalmic",),
    "ophth": ("ophthalmic",),
    "eye": ("ophthalmic",),
    "nasal": ("nasal",),
    "vaginal": ("vaginal",),
    "rectal": ("rectal",),
    "suppository": ("rectal", "vaginal"),
    "tablet": ("oral", "sublingual", "buccal", "feeding tube", "vaginal", "oromucosal"),
    "capsule": ("oral", "feeding tube", "inhalation", "vaginal"),
}
_USUAL_SOURCE = "label of the product, section 2; ISMP on oral forms that must not be crushed"
_FIELDS = (ReviewField.ROUTE.value, ReviewField.FORM.value)


def check(subject: Subject, rules: Rulebook) -> Iterator[Said]:
    """Route against form and drug, then crushing."""
    if not subject.is_known:
        yield from _worded(subject)
        return
    if subject.drug.form and not subject.routes:
        yield NotChecked(check="route", reason=f"the routes of “{subject.drug.form}” are not in the catalogue")
    yield from _route(subject, rules)
    yield from _crushing(subject, rules)


def _route(subject: Subject, rules: Rulebook) -> Iterator[Finding]:
    route = subject.regimen.route if subject.regimen else None
    if route is None:
        return
    for rule in rules.about("routes").speaking_of(subject.terms):
        if route in rule.routes and (not rule.forms or any(form_is(word, subject) for word in rule.forms)):
            yield _mismatch(subject, route, rule.why, rule.source, Tier(rule.text["tier"]))
            return
    catalogue = f"drug catalogue {subject.drugs.release}"
    labelled = subject.facts.routes if subject.facts else ()
    if subject.routes and route not in _allowed(subject.routes):
        why = f"the form is for {' or '.join(subject.routes)} use"
        yield _mismatch(subject, route, why, catalogue, Tier.STOP)
    elif labelled and route not in _allowed(labelled):
        why = f"its products are for {' or '.join(labelled)} use"
        yield _mismatch(subject, route, why, catalogue, Tier.WARN)
    else:
        yield from _product(subject, route, catalogue)


def _product(subject: Subject, route: str, catalogue: str) -> Iterator[Finding]:
    """What is drunk and what is inhaled are both solutions: the strength tells them apart."""
    drug = subject.drug
    if drug.form not in _OPEN_FORMS or not drug.strength:
        return
    routes = subject.drugs.product_routes(subject.short, drug.strength, drug.form)
    if routes and route not in _allowed(routes):
        yield _mismatch(subject, route, f"this strength is for {' or '.join(routes)} use", catalogue, Tier.WARN)


def _worded(subject: Subject) -> Iterator[Finding]:
    """A drug that the catalogue does not know still says on its name where it goes."""
    route = subject.regimen.route if subject.regimen else None
    words = _WORDS.findall(subject.written.casefold())
    said = {way for word in words for way in _PLACES.get(word, ())}
    if route is not None and said and route not in said:
        why = f"it is written as {' '.join(word for word in words if word in _PLACES)}"
        yield _mismatch(subject, route, why, "the drug as written", Tier.WARN)


def _allowed(routes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(way for route in routes for way in _COMPATIBLE.get(route, frozenset({route})))


def _mismatch(subject: Subject, route: str, why: str, source: str, tier: Tier) -> Finding:
    return Finding(
        code="FORM_ROUTE_MISMATCH",
        tier=tier,
        severity=Severity.MAJOR,
        message=f"{subject.short} {subject.drug.form or ''} by the {route} route: {why}.".replace("  ", " "),
        evidence=subject.directed,
        source=source,
        action="Ask the prescriber which product or route is meant.",
        fields=_FIELDS,
    )


def _crushing(subject: Subject, rules: Rulebook) -> Iterator[Finding]:
    whole = _stays_whole(subject, rules)
    if whole is None and not EXTENDED.search(f"{subject.drug.form or ''} {subject.written}"):
        return
    for act in _acts(subject):
        if whole is not None and act != "split":
            yield _crushed(subject, act, "it must stay whole", whole.source)
            return
        if whole is None and not _is_accepted(subject, act, rules):
            yield _crushed(subject, act, "the whole dose is set free at once, or the coat is lost", _USUAL_SOURCE)
            return


def _stays_whole(subject: Subject, rules: Rulebook) -> DrugRule | None:
    """The rule of a plain product that must not be crushed or opened either."""
    rows = rules.about("crush").speaking_of(subject.terms)
    form = subject.drug.form or ""
    return next((row for row in rows if row.text["what"] == "never" and form.partition(",")[0] in row.forms), None)


def _acts(subject: Subject) -> list[str]:
    """What the directions order to be done to it."""
    text = " ".join(subject.sig.casefold().split())
    acts = {"crush": _CRUSH, "open": _OPEN, "split": _SPLIT}
    done = [act for act, pattern in acts.items() if _is_ordered(pattern, text)]
    if subject.regimen is not None and subject.regimen.action == "chew" and "crush" not in done:
        done.append("crush")
    return done


def _is_ordered(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the directions order it; “do not crush” does not."""
    return any(not _NOT.search(text[: found.start()]) for found in pattern.finditer(text))


def _is_accepted(subject: Subject, act: str, rules: Rulebook) -> bool:
    rows = rules.about("crush").speaking_of(subject.terms)
    if act == "open" and not (subject.drug.form or "").startswith("capsule"):
        return True  # a package is opened, not a tablet
    return any(row.text["what"] == act and subject.drug.form in row.forms for row in rows)


def _crushed(subject: Subject, act: str, why: str, source: str) -> Finding:
    words = {"crush": "crushed or chewed", "open": "opened", "split": "split"}[act]
    return Finding(
        code="CRUSH_ER",
        tier=Tier.WARN if act == "split" else Tier.STOP,
        severity=Severity.MAJOR,
        message=f"{subject.name} is to be {words}: {why}.",
        evidence=subject.directed,
        source=source,
        action="Ask the prescriber for a liquid or another form.",
        fields=(ReviewField.FORM.value, ReviewField.DIRECTIONS.value),
    )
