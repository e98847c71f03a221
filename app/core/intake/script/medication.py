"""The medication of a SCRIPT message: drug, quantity, refills, substitution, directions, notes."""

from __future__ import annotations

import re

from app.core.intake.checks import AS_NEEDED, put_date
from app.core.intake.draft import Draft
from app.core.intake.script.once import once
from app.core.intake.script.sig import read_sig
from app.core.intake.script.tree import Element
from app.core.intake.strengths import contradict
from app.core.intake.units import FORMS, QUANTITY_UNITS, STRENGTH_UNITS

_RXNORM = frozenset({"SCD", "SBD", "GPK", "BPK", "RXNORM", "RXN", "RXCUI", "IN", "MIN"})
_SYSTEMS = {"ND": "NDC", "NDC": "NDC", "SCT": "SNOMED", "SNOMED": "SNOMED", "UP": "UPC", "UN": "UNII"}
_SUBSTITUTION = {"0": True, "1": False}  # 1 is the prescriber's "dispense as written"
_QUALIFIERS = {"40": "remaining", "87": "received", "QT": "transferred"}
_SUFFICIENT = "QS"
_REFILLS = ("NumberOfRefills", "Refills/Value", "Refills")
_STRENGTH_UNIT = ("StrengthUnitOfMeasure/Code", "StrengthUnitOfMeasure", "StrengthUnitOfMeasure/Text")
_STRENGTH_UNIT_BESIDE = ("DrugCoded/StrengthUnits", "DrugCoded/StrengthUnit", "DrugCoded/StrengthCode")  # as in 10.6
_NCI_CODE = re.compile(r"C\d{4,6}")
_BARE_NUMBER = re.compile(r"[\d.,/ -]+")
_DAYS = re.compile(r"(?<=\d)\s*days?$", re.IGNORECASE)
_FORM_WORDS = {"tablet": ("tab",), "capsule": ("cap",)}


def read_medication(draft: Draft, medication: Element) -> None:
    """Everything that the medication element says."""
    text = once(draft, medication, "drug.text", "DrugDescription", "Drug/DrugDescription", "DrugCoded/DrugDescription")
    if text:
        draft.put("drug.text", text.text, text.path)
    _read_code(draft, medication)
    _read_strength(draft, medication)
    _read_quantity(draft, medication)
    _read_refills(draft, medication)
    _read_substitution(draft, medication)
    days = once(draft, medication, "days_supply", "DaysSupply", "DaysSupply/Value")
    if days:
        draft.put("days_supply", _DAYS.sub("", days.text), days.path)
    written = once(draft, medication, "date_written", "WrittenDate/Date", "WrittenDate/DateTime", "WrittenDate")
    if written:
        put_date(draft, "date_written", written.text, written.path)
    read_sig(draft, medication)
    _read_notes(draft, medication)
    _read_diagnosis(draft, medication)


def _read_code(draft: Draft, medication: Element) -> None:
    found = [c for c in (_db_code(medication), _product_code(medication)) if c]
    known = [c for c in found if c[1] == "RxNorm"] or [c for c in found if c[1] == "NDC"] or found
    if known:
        code, system, where = known[0]
        draft.put("drug.code", code, where)
        draft.put("drug.code_system", system, where)


def _db_code(medication: Element) -> tuple[str, str | None, str] | None:
    code = medication.first("DrugCoded/DrugDBCode/Code", "DrugCoded/DrugDBCode", "DrugDBCode/Code", "DrugDBCode")
    if code is None:
        return None
    holder = medication.find("DrugCoded/DrugDBCode") or medication.find("DrugDBCode") or code
    qualifier = _qualifier(holder) or medication.value("DrugCoded/DrugDBCodeQualifier")
    return code.text, _system(qualifier), code.path


def _product_code(medication: Element) -> tuple[str, str | None, str] | None:
    code = medication.first("DrugCoded/ProductCode/Code", "DrugCoded/ProductCode", "ProductCode/Code", "ProductCode")
    if code is None:
        return None
    holder = medication.find("DrugCoded/ProductCode") or medication.find("ProductCode") or code
    qualifier = _qualifier(holder) or medication.value("DrugCoded/ProductCodeQualifier", "ProductCodeQualifier")
    return code.text, _system(qualifier), code.path


def _qualifier(holder: Element) -> str | None:
    return holder.value("Qualifier") or dict(holder.attributes).get("Qualifier")


def _system(qualifier: str | None) -> str | None:
    if qualifier and qualifier.upper() in _RXNORM:
        return "RxNorm"
    return _SYSTEMS.get((qualifier or "").upper(), qualifier)


def _read_strength(draft: Draft, medication: Element) -> None:
    strength = medication.find("DrugCoded/Strength") or medication.find("Strength")
    if strength is not None:
        value = once(draft, strength, "drug.strength", "StrengthValue", "Value")
        value = value or (strength if strength.text else None)
        if value:
            _put_strength(draft, value, strength, medication)
        form = strength.first("StrengthForm/Code", "StrengthForm/Text", "StrengthForm")
        if form:
            draft.put("drug.form", FORMS.get(form.text, form.text), form.path)
    _compare(draft)


def _put_strength(draft: Draft, value: Element, strength: Element, medication: Element) -> None:
    """The number with its unit in words; a unit known by a code only is never glued to the number."""
    inside = strength.first(*_STRENGTH_UNIT)
    unit = inside or medication.first(*_STRENGTH_UNIT_BESIDE)
    words = STRENGTH_UNITS.get(unit.text, unit.text) if unit else ""
    if _NCI_CODE.fullmatch(words):
        draft.note("STRENGTH_UNIT", unit.path if unit else value.path, "strength", value=words)
        words = ""
    if not words or not _BARE_NUMBER.fullmatch(value.text):
        draft.put("drug.strength", value.text, value.path)
    else:
        draft.put("drug.strength", f"{value.text} {words}", strength.path if inside else value.path)


def _compare(draft: Draft) -> None:
    name, strength, form = draft.get("drug.text"), draft.get("drug.strength"), draft.get("drug.form")
    if name and strength and contradict(name, strength):
        draft.note(
            "STRENGTH_CONFLICT", draft.provenance["drug.strength"], "drug", "strength", value=f"{name} / {strength}"
        )
    if name and form in _FORM_WORDS:
        others = [words for key, words in _FORM_WORDS.items() if key != form]
        said = name.lower()
        named_other = any(f" {w}" in said for words in others for w in words)
        if named_other and not any(f" {w}" in said for w in _FORM_WORDS[form]):
            draft.note("FORM_CONFLICT", draft.provenance["drug.form"], "drug", "form", value=f"{name} / {form}")


def _read_quantity(draft: Draft, medication: Element) -> None:
    quantity = medication.find("Quantity")
    if quantity is None:
        return
    value = once(draft, quantity, "quantity.value", "Value") or (quantity if quantity.text else None)
    if value:
        draft.put("quantity.value", value.text, value.path)
    unit = quantity.first(
        "QuantityUnitOfMeasure/Code",
        "QuantityUnitOfMeasure/Text",
        "QuantityUnitOfMeasure",
        "PotencyUnitCode",
        "UnitOfMeasure",
    )
    if unit:
        draft.put("quantity.unit", QUANTITY_UNITS.get(unit.text, unit.text), unit.path)
    qualifier = quantity.first("CodeListQualifier")
    if qualifier and qualifier.text == _SUFFICIENT:
        draft.note("QUANTITY_SUFFICIENT", qualifier.path, "quantity")
    elif qualifier and qualifier.text in _QUALIFIERS:
        draft.note("QUANTITY_QUALIFIER", qualifier.path, "quantity", value=_QUALIFIERS[qualifier.text])


def _read_refills(draft: Draft, medication: Element) -> None:
    qualifier = medication.first("Refills/Qualifier")
    if qualifier and qualifier.text.upper() in ("PRN", "AS NEEDED"):
        draft.put("refills", AS_NEEDED, qualifier.path)
        return
    number = once(draft, medication, "refills", *_REFILLS)
    if number is None and "refills" not in draft.provenance:
        number = medication.first("Refills/Quantity", "PharmacyRequestedRefills")
    if number:
        draft.put("refills", number.text, number.path)


def _read_substitution(draft: Draft, medication: Element) -> None:
    code = once(draft, medication, "substitution_allowed", "Substitutions", "Substitutions/Code", "Substitution")
    if code is None:
        return
    draft.provenance["substitution_allowed"] = code.path
    draft.substitution_allowed = _SUBSTITUTION.get(code.text)
    if draft.substitution_allowed is None:
        draft.note("SUBSTITUTION_CODE", code.path, "substitution", value=code.text[:40])


def _read_notes(draft: Draft, medication: Element) -> None:
    for note in (*medication.all("Note"), *medication.all("ReasonForSubstitutionCodeUsed")):
        draft.add("notes", note.text, note.path)
    for note in medication.all("PatientCodifiedNote"):
        said = note.first("Qualifier", "Value", "Text", "Code") or note
        draft.add("notes", said.text, said.path)


def _read_diagnosis(draft: Draft, medication: Element) -> None:
    for diagnosis in medication.all("Diagnosis"):
        for part in (*diagnosis.all("Primary"), *diagnosis.all("Secondary")):
            code, words = part.first("Code", "Value"), part.first("Description", "Text")
            said = " ".join(p.text for p in (code, words) if p)
            draft.add("diagnosis", said, part.path if code and words else (code or words or part).path)
