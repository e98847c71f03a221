"""A FHIR MedicationRequest: whether it is a live order, its drug, its dispensing, its notes."""

from __future__ import annotations

import re
from datetime import datetime

from app.core.intake.checks import put_date
from app.core.intake.draft import Draft
from app.core.intake.fhir.bundle import Entry, Message
from app.core.intake.fhir.clinical import Chart, concept, open_chart
from app.core.intake.fhir.node import Node
from app.core.intake.fhir.people import read_patient, read_pharmacy, read_prescriber
from app.core.intake.fhir.sig import read_sig
from app.core.intake.notices import NOTICES
from app.core.intake.strengths import contradict
from app.core.intake.values import iso_date

_ORDERS = frozenset({"order", "original-order", "reflex-order", "filler-order", "instance-order"})
_SYSTEMS = {"rxnorm": "RxNorm", "ndc": "NDC", "snomed": "SNOMED"}
_DAYS = {"d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7}
_NOT_ALLOWED = "N"
_ALLOWED = frozenset({"E", "EC", "BC", "G", "TE", "TB", "TG", "F"})  # kinds of substitution in HL7's own list
_ACTIVE = re.compile(r"<\s*(?:script|iframe|object|embed|form)\b|\bon\w+\s*=|javascript:", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def read_order(message: Message, entry: Entry, charts: dict[str, Chart], now: datetime) -> Draft:
    """One MedicationRequest with all that the message says around it.

    Args:
        message: the whole message.
        entry: the order in it.
        charts: the patients' charts made so far; new ones are added.
        now: the time by which ages and dates are judged.
    """
    order = Node(entry.node.value, entry.node.pointer, [])
    draft = Draft("fhir", message_type="MedicationRequest", message_id=order.text("id"))
    draft.provenance["message_type"] = f"{order.pointer}/resourceType"
    patient = read_patient(draft, message, order)
    read_prescriber(draft, message, order)
    read_pharmacy(draft, message, order)
    medication = _read_drug(draft, message, order)
    _read_dispensing(draft, order, now)
    _read_substitution(draft, order)
    written = order.get("authoredOn")
    put_date(draft, "date_written", written.string(), written.pointer)
    read_sig(draft, order)
    _read_words(draft, message, order)
    if patient is not None:
        if patient.pointer not in charts:
            charts[patient.pointer] = open_chart(message, patient, now)
        charts[patient.pointer].write(draft, now)
    _gate(draft, entry, order, [n for n in (order, patient, medication) if n is not None])
    for pointer in dict.fromkeys(order.problems):
        draft.note("WRONG_TYPE", pointer)
    return draft


def _gate(draft: Draft, entry: Entry, order: Node, parts: list[Node]) -> None:
    """Whether the order may be dispensed at all; some answers refuse it outright."""
    _gate_status(draft, order)
    intent = order.get("intent")
    if intent.string() not in _ORDERS:
        draft.note("NOT_AN_ORDER", intent.pointer, intent=(intent.string() or "not given")[:40])
    if order.get("doNotPerform").value not in (None, False):
        _refuse(draft, "DO_NOT_PERFORM", f"{order.pointer}/doNotPerform")
    for found in (m for part in parts for m in part.under("modifierExtension")):
        _refuse(draft, "MODIFIER_EXTENSION", found.pointer)
    for found in (part.get("implicitRules") for part in parts if part.has("implicitRules")):
        draft.note("IMPLICIT_RULES", found.pointer)
    if entry.method == "DELETE":
        _refuse(draft, "TO_BE_DELETED", order.pointer)
    if order.get("reportedBoolean").value is True or order.has("reportedReference"):
        draft.note("REPORTED", f"{order.pointer}/reportedBoolean")
    if "drug.text" not in draft.provenance and "sig" not in draft.provenance:
        draft.refused = "The order names no drug and no directions. Ask the sender for the whole order."


def _gate_status(draft: Draft, order: Node) -> None:
    status = order.get("status")
    if status.value is not None and status.string() is None:
        draft.refused = f"The order's status is not a word (at {status.pointer}). Ask the sender to correct it."
    elif not status:
        draft.note("STATUS_MISSING", status.pointer)
    elif status.string() == "entered-in-error":
        _refuse(draft, "ENTERED_IN_ERROR", status.pointer)
    elif status.string() != "active":
        draft.note("STATUS_NOT_ACTIVE", status.pointer, status=(status.string() or "")[:40])


def _refuse(draft: Draft, code: str, where: str) -> None:
    draft.note(code, where)
    draft.refused = f"{NOTICES[code].message} (at {where}) {NOTICES[code].action}"


def _read_drug(draft: Draft, message: Message, order: Node) -> Node | None:
    named, reference = order.get("medicationCodeableConcept"), order.get("medicationReference")
    if named and reference:
        draft.refused = "The order names its drug twice, in words and by reference; nothing was chosen."
    if order.has("medication"):
        draft.refused = "The order has the shape of FHIR R5, which is not read yet. Ask for it in R4."
    if named:
        _read_concept(draft, named)
        return None
    medication, several = message.resolve(reference, order)
    if several:
        draft.note("AMBIGUOUS_REFERENCE", reference.pointer, "drug", field="drug")
    if medication is None:
        if reference:
            draft.note("NOT_IN_MESSAGE", reference.pointer, "drug", field="drug")
            draft.put("drug.text", reference.text("display"), f"{reference.pointer}/display")
        return None
    status = medication.text("status")
    if status not in (None, "active"):
        draft.note("MEDICATION_STATUS", f"{medication.pointer}/status", "drug", value=(status or "")[:30])
    _read_concept(draft, medication.get("code"))
    form, where = concept(medication.get("form"))
    draft.put("drug.form", form, where)
    _read_strength(draft, medication)
    return medication


def _read_concept(draft: Draft, node: Node) -> None:
    words, where = concept(node)
    codings = node.each("coding")
    if words and not where.endswith("/code"):
        draft.put("drug.text", words, where)
    known = [(c, _system(c)) for c in codings if c.text("code")]
    for system in ("RxNorm", "NDC", "SNOMED"):
        chosen = next((c for c, s in known if s == system), None)
        if chosen is not None:
            break
    else:
        chosen = known[0][0] if known else None
    if chosen is not None:
        draft.put("drug.code", chosen.text("code"), f"{chosen.pointer}/code")
        draft.put("drug.code_system", _system(chosen), f"{chosen.pointer}/system")
    for coding in codings:
        display = coding.text("display")
        if words and display and contradict(words, display):
            draft.note(
                "STRENGTH_CONFLICT", f"{coding.pointer}/display", "drug", "strength", value=f"{words} / {display}"
            )


def _system(coding: Node) -> str | None:
    said = coding.text("system") or ""
    return next((name for part, name in _SYSTEMS.items() if part in said.lower()), said or None)


def _read_strength(draft: Draft, medication: Node) -> None:
    parts = []
    for ingredient in medication.each("ingredient"):
        top, bottom = ingredient.get("strength", "numerator"), ingredient.get("strength", "denominator")
        value, unit = top.number("value"), top.text("unit") or top.text("code")
        if not value:
            return
        below, per = bottom.number("value"), bottom.text("unit") or bottom.text("code")
        ratio = f"/{'' if below == '1' else below + ' '}{per}" if below and per else ""
        parts.append(f"{value} {unit or ''}".strip() + ratio)
    if parts:
        draft.put("drug.strength", " / ".join(parts), f"{medication.pointer}/ingredient")
        name = draft.get("drug.text")
        if name and contradict(name, draft.values["drug.strength"]):
            draft.note(
                "STRENGTH_CONFLICT", draft.provenance["drug.strength"], "drug", "strength",
                value=f"{name} / {draft.values['drug.strength']}",
            )  # fmt: skip


def _read_dispensing(draft: Draft, order: Node, now: datetime) -> None:
    request = order.get("dispenseRequest")
    quantity = request.get("quantity")
    draft.put("quantity.value", quantity.number("value"), f"{quantity.pointer}/value")
    key = "unit" if quantity.text("unit") else "code"
    draft.put("quantity.unit", quantity.text(key), f"{quantity.pointer}/{key}")
    repeats = request.get("numberOfRepeatsAllowed")
    draft.put("refills", request.number("numberOfRepeatsAllowed"), repeats.pointer)
    _read_days(draft, request.get("expectedSupplyDuration"))
    start = request.text("validityPeriod", "start")
    first = iso_date(start or "")
    if first and first > now.date():
        draft.note("NOT_YET_VALID", f"{request.pointer}/validityPeriod/start", value=first.isoformat())
    if request.has("initialFill"):
        draft.note("PARTIAL_FILL", f"{request.pointer}/initialFill", "quantity")


def _read_days(draft: Draft, duration: Node) -> None:
    value = duration.number("value")
    if not value:
        return
    unit = (duration.text("code") or duration.text("unit") or "").lower()
    factor, where = _DAYS.get(unit), f"{duration.pointer}/value"
    if factor == 1:
        draft.put("days_supply", value, where)
    elif factor and value.isascii() and value.isdigit():
        draft.put("days_supply", str(int(value) * factor), where)
        draft.note("DAYS_SUPPLY_DERIVED", where, "days_supply", value=f"{value} weeks")
    else:
        draft.note("DAYS_SUPPLY_UNIT", duration.pointer, "days_supply", value=unit[:20] or "no unit")


def _read_substitution(draft: Draft, order: Node) -> None:
    """Read it the FHIR way: allowedBoolean true means allowed; a code other than N allows some kind of substitution."""
    allowed = order.get("substitution", "allowedBoolean")
    if allowed:
        draft.substitution_allowed = allowed.flag()
        draft.provenance["substitution_allowed"] = allowed.pointer
        return
    coded = order.get("substitution", "allowedCodeableConcept")
    if not coded:
        return
    codes = [(c.text("code"), f"{c.pointer}/code") for c in coded.each("coding") if c.text("code")]
    answers = {True if code in _ALLOWED else False if code == _NOT_ALLOWED else None for code, _ in codes}
    said, where = codes[0] if codes else concept(coded)
    draft.provenance["substitution_allowed"] = where
    draft.substitution_allowed = answers.pop() if len(answers) == 1 else None
    if draft.substitution_allowed is None:
        draft.note("SUBSTITUTION_CODE", where, "substitution", value=(said or "no code")[:40])


def _read_words(draft: Draft, message: Message, order: Node) -> None:
    for note in order.each("note"):
        draft.add("notes", note.text("text"), f"{note.pointer}/text")
    _read_reasons(draft, message, order)
    for category in order.each("category"):
        if (concept(category)[0] or "").lower() == "inpatient":
            draft.note("INPATIENT", category.pointer)
    if order.has("priorPrescription"):
        draft.note("REPLACES", f"{order.pointer}/priorPrescription")
    for instruction in order.each("dosageInstruction"):
        for extra in instruction.each("additionalInstruction"):
            draft.note("ADDED_INSTRUCTION", extra.pointer, "directions")
    _look_at_narrative(draft, order.get("text", "div"))


def _read_reasons(draft: Draft, message: Message, order: Node) -> None:
    for reason in order.each("reasonCode"):
        said, where = concept(reason)
        codes = [c.text("code") for c in reason.each("coding")]
        words = " ".join(dict.fromkeys(p for p in (*codes, said) if p))
        draft.add("diagnosis", words, where if words == said else reason.pointer)
    for reference in order.each("reasonReference"):
        condition, _ = message.resolve(reference, order)
        if condition is not None:
            draft.add("diagnosis", *concept(condition.get("code")))
        else:
            draft.add("diagnosis", reference.text("display"), f"{reference.pointer}/display")


def _look_at_narrative(draft: Draft, narrative: Node) -> None:
    """The narrative is for people and never read for a field; it must not say another strength, or act."""
    said = narrative.string() if narrative else None
    if not said:
        return
    if _ACTIVE.search(said):
        draft.note("NARRATIVE_ACTIVE", narrative.pointer)
    drug = draft.get("drug.text")
    if drug and contradict(drug, _TAG.sub(" ", said)):
        draft.note("NARRATIVE_DIFFERS", narrative.pointer, "drug", "strength")
