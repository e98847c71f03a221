"""The directions of a SCRIPT medication: the text that counts, and the structure that cross-checks it."""

from __future__ import annotations

from fractions import Fraction

from app.core.intake.draft import Draft
from app.core.intake.numbers_in_words import amount
from app.core.intake.script.tree import Element
from app.core.intake.sigcheck import Coded, contradictions
from app.core.intake.units import QUANTITY_UNITS, STRENGTH_UNITS
from app.core.model.raw import CodedSig

_SIG_TEXTS = ("Sig/SigText", "Sig/Text", "SigText", "Sig", "Directions", "StructuredSIG/SigFreeText")
_READING_ORDER = (
    "DoseDeliveryMethod", "DoseQuantity", "DoseUnitOfMeasure", "RouteOfAdministration", "SiteOfAdministration",
    "Frequency", "Interval", "AdministrationTiming", "Duration", "IndicationForUse", "Indication",
)  # fmt: skip
_PER_DAY = {
    "day": Fraction(1), "258703001": Fraction(1),
    "hour": Fraction(24), "258702006": Fraction(24),
    "week": Fraction(1, 7), "258705008": Fraction(1, 7),
}  # fmt: skip


def read_sig(draft: Draft, medication: Element) -> None:
    """Text and structure of the directions; where they contradict, a person must look."""
    texts = medication.every(*_SIG_TEXTS)
    if texts:
        draft.put("sig", texts[0].text, texts[0].path)
        if any(_plain(other.text) != _plain(texts[0].text) for other in texts[1:]):
            draft.note("SIG_TWICE", f"{texts[0].path} and {texts[1].path}", "directions")
    instructions = [e for e in _structures(medication) if any(c.children for c in e.children)]
    if not instructions:
        return
    parts = [_coded(instruction) for instruction in instructions]
    draft.coded_sig = parts[0].model_copy(update={"text": "; then ".join(p.text for p in parts if p.text)})
    draft.provenance["coded_sig"] = instructions[0].path
    for phrase in contradictions(draft.get("sig") or "", _facts(instructions)):
        draft.note("SIG_CONFLICT", instructions[0].path, "directions", "dose", value=phrase)


def _structures(medication: Element) -> tuple[Element, ...]:
    sig = medication.find("Sig")
    return (*(sig.all("Instruction") if sig else ()), *medication.all("StructuredSIG"))


def _plain(text: str) -> str:
    return "".join(text.lower().split()).rstrip(".")


def _below(element: Element, name: str) -> Element | None:
    return next((e for e in element.walk() if e.name == name), None)


def _said(element: Element | None) -> str:
    """An element's words: its own text, the text of its Text child, its value or its code."""
    if element is None:
        return ""
    if element.text:
        return element.text
    return element.value("Text", "Value", "Code") or " ".join(
        _said(c) for c in element.children if c.name != "Qualifier"
    )


def _unit(element: Element | None) -> str:
    said = _said(element)
    return QUANTITY_UNITS.get(said, STRENGTH_UNITS.get(said, said))


def _coded(instruction: Element) -> CodedSig:
    found = {name: _below(instruction, name) for name in _READING_ORDER}
    words = {name: _said(element) for name, element in found.items()}
    words["DoseUnitOfMeasure"] = _unit(found["DoseUnitOfMeasure"])
    words["Frequency"] = _frequency(found["Frequency"])
    words["Interval"] = _interval(found["Interval"])
    timing = " ".join(words[n] for n in ("Frequency", "Interval", "AdministrationTiming") if words[n])
    return CodedSig(
        dose=words["DoseQuantity"] or None,
        dose_unit=words["DoseUnitOfMeasure"] or None,
        route=words["RouteOfAdministration"] or None,
        timing=timing or None,
        text=" ".join(words[name] for name in _READING_ORDER if words[name]),
    )


def _frequency(element: Element | None) -> str:
    if element is None:
        return ""
    number, unit = _said(element.find("FrequencyNumericValue")), _said(element.find("FrequencyUnits"))
    return f"{number} per {unit}" if number and unit else _said(element)


def _interval(element: Element | None) -> str:
    if element is None:
        return ""
    number, unit = _said(element.find("IntervalNumericValue")), _said(element.find("IntervalUnits"))
    return f"every {number} {unit}" if number and unit else _said(element)


def _facts(instructions: list[Element]) -> Coded:
    doses, rates, timing = [], set(), []
    for instruction in instructions:
        amounts = [e.text for e in instruction.walk() if e.name == "DoseQuantity" and e.text]
        unit = _unit(_below(instruction, "DoseUnitOfMeasure"))
        if amounts and unit:
            doses.append((amounts[0], amounts[1] if len(amounts) > 1 else "", unit))
        rates |= _rate(_below(instruction, "Frequency"), ("FrequencyNumericValue", "FrequencyUnits"))
        rates |= _rate(_below(instruction, "Interval"), ("IntervalNumericValue", "IntervalUnits"), every=True)
        timing.append(_said(_below(instruction, "AdministrationTiming")))
    return Coded(tuple(doses), frozenset(rates), " ".join(timing).strip())


def _rate(element: Element | None, tags: tuple[str, str], *, every: bool = False) -> set[Fraction]:
    if element is None:
        return set()
    number = amount(_said(element.find(tags[0])))
    unit = element.find(tags[1])
    names = [] if unit is None else [unit.text, unit.value("Text"), unit.value("Code")]
    scale = next((_PER_DAY[n.lower().rstrip("s")] for n in names if n and n.lower().rstrip("s") in _PER_DAY), None)
    if not number or scale is None:
        return set()
    return {scale / number} if every else {number * scale}
