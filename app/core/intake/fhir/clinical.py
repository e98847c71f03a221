"""What a FHIR message says of the patient beside the order: allergies, conditions, measurements, coverage."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.core.intake import values
from app.core.intake.draft import Draft
from app.core.intake.fhir.bundle import Message
from app.core.intake.fhir.node import Node
from app.core.intake.vitals import CREATININE_CODES, EGFR_CODES, PREGNANCY_CODES, WEIGHT_CODES, kilograms, plain
from app.core.model.people import PatientFacts

# SNOMED CT: no known allergy, no known drug allergy.
_NONE_KNOWN = frozenset({"716186003", "409137002"})
_NONE_KNOWN_WORDS = re.compile(r"\bno known (?:drug |medication )?allerg|\bnkd?a\b", re.IGNORECASE)
_PREGNANT = {"77386006": True, "72892002": True, "60001007": False}
_LIVE = frozenset({"active", "recurrence", "relapse"})
_WITHDRAWN = frozenset({"refuted", "entered-in-error"})
_DONE = frozenset({"final", "amended", "corrected"})
_MEASURED = {"weight_kg": WEIGHT_CODES, "egfr": EGFR_CODES, "serum_creatinine": CREATININE_CODES}
_SPOKEN = {"weight_kg": "weight", "egfr": "eGFR", "serum_creatinine": "creatinine"}
_FRESH = timedelta(days=366)
_PER_AREA = re.compile(r"ml/min", re.IGNORECASE)


@dataclass
class Chart:
    """What a message says of one patient; made once, however many orders the patient has."""

    allergies: list[tuple[str, str]] = field(default_factory=list)
    none_known: bool = False
    plans: list[tuple[str, str]] = field(default_factory=list)
    conditions: dict[str, str] = field(default_factory=dict)  # name: where
    measured: dict[str, tuple[float, str]] = field(default_factory=dict)
    outdated: list[tuple[str, str]] = field(default_factory=list)
    pregnant: bool | None = None

    def write(self, draft: Draft, now: datetime) -> None:
        """Put it into the prescription that is being read."""
        draft.no_known_allergies = self.none_known
        for allergy, where in self.allergies:
            draft.add("allergies", allergy, where)
        for plan, where in self.plans:
            draft.add("coverage", plan, where)
        for what, where in self.outdated:
            draft.note("OLD_MEASUREMENT", where, field=what)
        if self.none_known and self.allergies:
            draft.note("ALLERGY_CONTRADICTION", "the AllergyIntolerance resources", "allergies")
        born = values.iso_date(draft.get("patient.dob") or "")
        sex = draft.get("patient.sex")
        draft.facts = PatientFacts(
            age_years=values.age(born, now.date()) if born else None,
            sex=sex if sex in ("F", "M", "U") else None,
            weight_kg=self._number("weight_kg"),
            egfr=self._number("egfr"),
            serum_creatinine=self._number("serum_creatinine"),
            pregnant=self.pregnant,
            conditions=tuple(self.conditions) or None,
            allergies=draft.allergies,
        )
        draft.provenance |= {f"facts.{what}": where for what, (_, where) in self.measured.items()}
        draft.provenance |= {f"facts.conditions[{n}]": where for n, where in enumerate(self.conditions.values())}

    def _number(self, what: str) -> float | None:
        return self.measured[what][0] if what in self.measured else None


def open_chart(message: Message, patient: Node, now: datetime) -> Chart:
    """Everything that the message says of a patient beside the orders."""
    chart = Chart()
    _allergies(chart, _about(message, "AllergyIntolerance", "patient", patient))
    _plans(chart, _about(message, "Coverage", "beneficiary", patient))
    for condition in _about(message, "Condition", "subject", patient):
        said, where = concept(condition.get("code"))
        if said and _live(condition):
            chart.conditions.setdefault(said, where)
    observed = _about(message, "Observation", "subject", patient)
    for what, codes in _MEASURED.items():
        _measure(chart, [o for o in observed if _codes(o.get("code")) & codes], what, now)
    chart.pregnant = _pregnant(observed, now)
    return chart


def _allergies(chart: Chart, found: list[Node]) -> None:
    for node in found:
        if not _live(node):
            continue
        said, where = concept(node.get("code"))
        if _codes(node.get("code")) & _NONE_KNOWN or (said and _NONE_KNOWN_WORDS.search(said)):
            chart.none_known = True
        elif said:
            chart.allergies.append((said, where))


def _plans(chart: Chart, found: list[Node]) -> None:
    for plan in found:
        if plan.word("status") not in ("", "active"):
            continue
        member = plan.text("subscriberId")
        parts = [p.text("display") for p in plan.each("payor")]
        parts.append(f"member {member}" if member else None)
        parts += [f"{concept(c.get('type'))[0] or 'class'} {c.text('value') or ''}".strip() for c in plan.each("class")]
        chart.plans.append((", ".join(p for p in parts if p), plan.pointer))


def concept(node: Node) -> tuple[str | None, str]:
    """The words of a CodeableConcept and their place: its text, else the first display, else a code."""
    text = node.text("text")
    if text:
        return text, f"{node.pointer}/text"
    for key in ("display", "code"):
        for coding in node.each("coding"):
            said = coding.text(key)
            if said:
                return said, f"{coding.pointer}/{key}"
    return None, node.pointer


def _codes(node: Node) -> set[str]:
    return {c.word("code") for c in node.each("coding")} - {""}


def _about(message: Message, kind: str, key: str, patient: Node) -> list[Node]:
    """The resources of a kind that name the patient, or nobody while there is only one patient."""
    alone = len(message.of_type("Patient")) == 1
    found = []
    for entry in message.of_type(kind):
        reference = entry.node.get(key)
        if reference.has("reference"):
            named, _ = message.resolve(reference, entry.node)
            if named is not None and named.pointer == patient.pointer:
                found.append(entry.node)
        elif alone:
            found.append(entry.node)
    return found


def _live(node: Node) -> bool:
    clinical, verified = _codes(node.get("clinicalStatus")), _codes(node.get("verificationStatus"))
    return (not clinical or bool(clinical & _LIVE)) and not verified & _WITHDRAWN


def _measure(chart: Chart, matching: list[Node], what: str, now: datetime) -> None:
    """The newest measurement of a kind; one older than a year is said and not used."""
    done = [o for o in matching if o.word("status") in _DONE]
    if not done:
        return
    newest = max(done, key=_taken)
    if not _fresh(newest, now):
        chart.outdated.append((_SPOKEN[what], newest.pointer))
        return
    quantity = newest.get("valueQuantity")
    value = _in_unit(what, quantity.number("value"), quantity.text("code") or quantity.text("unit"))
    if value is not None:
        chart.measured[what] = (value, f"{quantity.pointer}/value")


def _in_unit(what: str, value: str | None, unit: str | None) -> float | None:
    if what == "weight_kg":
        return kilograms(value, unit)
    wanted = _PER_AREA if what == "egfr" else re.compile(r"mg/dl", re.IGNORECASE)
    return plain(value) if wanted.match(unit or "") else None


def _taken(observation: Node) -> date:
    text = observation.word("effectiveDateTime") or observation.word("issued")
    return values.iso_date(text) or values.iso_date(text[:10]) or date.max  # undated: taken for this order


def _fresh(observation: Node, now: datetime) -> bool:
    return _taken(observation) == date.max or now.date() - _taken(observation) <= _FRESH


def _pregnant(observed: list[Node], now: datetime) -> bool | None:
    matching = [o for o in observed if _codes(o.get("code")) & PREGNANCY_CODES and _fresh(o, now)]
    if not matching:
        return None
    said = _codes(max(matching, key=_taken).get("valueCodeableConcept"))
    answers = {_PREGNANT[c] for c in said if c in _PREGNANT}
    return answers.pop() if len(answers) == 1 else None
