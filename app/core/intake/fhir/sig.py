"""The directions of a FHIR order: every dosage instruction in order, and the coded parts beside the words."""

from __future__ import annotations

from fractions import Fraction

from app.core.intake.draft import Draft
from app.core.intake.fhir.clinical import concept
from app.core.intake.fhir.node import Node
from app.core.intake.numbers_in_words import amount
from app.core.intake.sigcheck import Coded, contradictions, doses_in, rates_in
from app.core.model.raw import CodedSig

_DAYS = {
    "s": Fraction(1, 86400), "min": Fraction(1, 1440), "h": Fraction(1, 24),
    "d": Fraction(1), "wk": Fraction(7), "mo": Fraction(30), "a": Fraction(365),
}  # fmt: skip
_UNIT_WORDS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days", "wk": "weeks", "mo": "months", "a": "years"}
_WHEN = {
    "MORN": "morning", "MORN.early": "morning", "MORN.late": "morning", "NOON": "noon", "AFT": "afternoon",
    "EVE": "evening", "NIGHT": "night", "HS": "bedtime", "WAKE": "on waking",
    "AC": "before meals", "ACM": "before breakfast", "ACD": "before lunch", "ACV": "before dinner",
    "PC": "after meals", "PCM": "after breakfast", "PCD": "after lunch", "PCV": "after dinner",
    "C": "with meals", "CM": "with breakfast", "CD": "with lunch", "CV": "with dinner",
}  # fmt: skip


def read_sig(draft: Draft, order: Node) -> None:
    """Words and codes of all dosage instructions; none of several is dropped."""
    instructions = order.each("dosageInstruction")
    words = [(i, _words(i)) for i in instructions]
    told = [(i, said) for i, said in words if said[0]]
    if len(told) == 1:
        draft.put("sig", *told[0][1])
    elif told:
        joint = _joint(draft, [i for i, _ in told])
        draft.put("sig", joint.join(said[0] or "" for _, said in told), order.get("dosageInstruction").pointer)
        draft.note("DOSAGE_PARTS", draft.provenance["sig"], "directions", value=str(len(told)))
    _read_coded(draft, instructions)
    for instruction, (said, where) in words:
        _compare(draft, instruction, said or "", where)


def _words(instruction: Node) -> tuple[str | None, str]:
    for key in ("text", "patientInstruction"):
        if instruction.text(key):
            return instruction.text(key), f"{instruction.pointer}/{key}"
    return None, instruction.pointer


def _joint(draft: Draft, instructions: list[Node]) -> str:
    """How parts follow one another: equal numbers run together, rising ones come in turn."""
    numbers = [i.number("sequence") or "" for i in instructions]
    order = [int(n) for n in numbers if n.isascii() and n.isdigit()]
    if len(order) != len(instructions):
        return "; "
    if order == sorted(set(order)):
        return "; then "
    if order != sorted(order):
        draft.note("DOSAGE_ORDER", instructions[0].pointer, "directions")
    return "; and " if len(set(order)) == 1 else "; "


def _read_coded(draft: Draft, instructions: tuple[Node, ...]) -> None:
    parts = [part for part in (_coded(i) for i in instructions) if part.text]
    if parts:
        draft.coded_sig = parts[0].model_copy(update={"text": "; ".join(p.text for p in parts)})
        draft.provenance["coded_sig"] = instructions[0].pointer


def _coded(instruction: Node) -> CodedSig:
    low, high, unit = _dose(instruction)
    dose = f"{low}-{high}" if low and high and low != high else low or high
    route, site = concept(instruction.get("route"))[0], concept(instruction.get("site"))[0]
    timing = _timing(instruction)
    parts = (concept(instruction.get("method"))[0], dose, unit, route, site, timing, _as_needed(instruction))
    return CodedSig(
        dose=dose or None,
        dose_unit=unit or None,
        route=route,
        timing=timing or None,
        text=" ".join(p for p in parts if p),
    )


def _dose(instruction: Node) -> tuple[str, str, str]:
    for rate in instruction.each("doseAndRate"):
        single, span = rate.get("doseQuantity"), rate.get("doseRange")
        if single:
            value = single.number("value") or ""
            return value, value, single.text("unit") or single.text("code") or ""
        if span:
            unit = span.text("high", "unit") or span.text("low", "unit") or ""
            return span.number("low", "value") or "", span.number("high", "value") or "", unit
    return "", "", ""


def _timing(instruction: Node) -> str:
    repeat = instruction.get("timing", "repeat")
    count, period, unit = repeat.number("frequency"), repeat.number("period"), repeat.text("periodUnit")
    often = ""
    if period and unit in _UNIT_WORDS:
        longest = repeat.number("periodMax")
        span = f"{period}{'-' + longest if longest else ''} {_UNIT_WORDS[unit]}"
        often = f"{count or '1'} per {_UNIT_WORDS[unit][:-1] if span.startswith('1 ') else span}"
    when = [w.string() or "" for w in repeat.each("when")]
    days = [d.string() or "" for d in repeat.each("dayOfWeek")]
    named = concept(instruction.get("timing", "code"))[0]
    return " ".join(p for p in (often or named, *(_WHEN.get(w, w) for w in when), *days) if p)


def _as_needed(instruction: Node) -> str:
    reason = concept(instruction.get("asNeededCodeableConcept"))[0]
    if reason:
        return f"as needed for {reason}"
    return "as needed" if instruction.flag("asNeededBoolean") else ""


def _compare(draft: Draft, instruction: Node, said: str, where: str) -> None:
    low, high, unit = _dose(instruction)
    doses = ((low or high, high if high != low else "", unit),) if unit and (low or high) else ()
    coded = Coded(doses, _rates(instruction), _timing(instruction))
    for phrase in contradictions(said, coded):
        draft.note("SIG_CONFLICT", f"{where} and {instruction.pointer}", "directions", "dose", value=phrase)
    other = instruction.text("patientInstruction")
    if instruction.text("text") and other and _differ(said, other):
        draft.note("PATIENT_WORDING", f"{instruction.pointer}/patientInstruction", "directions")


def _differ(said: str, other: str) -> bool:
    rates, other_rates = rates_in(said), rates_in(other)
    doses, other_doses = set(doses_in(said)), set(doses_in(other))
    return bool(rates and other_rates and not rates & other_rates) or bool(
        doses and other_doses and not doses & other_doses
    )


def _rates(instruction: Node) -> frozenset[Fraction]:
    repeat = instruction.get("timing", "repeat")
    unit = repeat.text("periodUnit")
    if unit not in _DAYS or repeat.has("dayOfWeek"):
        return frozenset()
    counts = [amount(n) for n in (repeat.number("frequency") or "1", repeat.number("frequencyMax")) if n]
    periods = [amount(n) for n in (repeat.number("period"), repeat.number("periodMax")) if n]
    return frozenset(c / (p * _DAYS[unit]) for c in counts if c for p in periods if p)
