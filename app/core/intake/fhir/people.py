"""Patient, prescriber and pharmacy of a FHIR order."""

from __future__ import annotations

from app.core.intake.checks import put_date
from app.core.intake.draft import Draft, words_for
from app.core.intake.fhir.bundle import Message
from app.core.intake.fhir.node import Node
from app.core.intake.values import name_suffix, sex_of

_OLD_NAMES = frozenset({"old", "maiden"})
_NPI = ("http://hl7.org/fhir/sid/us-npi", "urn:oid:2.16.840.1.113883.4.6")
_DEA = ("http://hl7.org/fhir/sid/us-dea", "urn:oid:2.16.840.1.113883.4.814")


def read_patient(draft: Draft, message: Message, order: Node) -> Node | None:
    """The patient of an order; returns the resource where the message carries it."""
    reference = order.get("subject")
    patient = _follow(draft, message, reference, order, "patient.name")
    if patient is None:
        draft.put("patient.name", reference.text("display"), f"{reference.pointer}/display")
        return None
    put_name(draft, "patient.name", patient)
    born = patient.get("birthDate")
    put_date(draft, "patient.dob", born.string(), born.pointer)
    gender = patient.get("gender")
    said = gender.string()
    if said:
        draft.put("patient.sex", sex_of(said) or said, gender.pointer)
    _put_contact(draft, "patient", patient)
    return patient


def read_prescriber(draft: Draft, message: Message, order: Node) -> None:
    """The requester of an order."""
    reference = order.get("requester")
    person = _follow(draft, message, reference, order, "prescriber.name")
    if person is not None and person.word("resourceType") == "PractitionerRole":
        reference = person.get("practitioner")
        person = _follow(draft, message, reference, order, "prescriber.name")
    if _is_patient(reference, person):
        draft.note("NO_PRESCRIBER_ORDER", reference.pointer, "prescriber")
    if person is None:
        draft.put("prescriber.name", reference.text("display"), f"{reference.pointer}/display")
        _put_numbers(draft, (reference.get("identifier"),) if reference.has("identifier") else ())
        return
    put_name(draft, "prescriber.name", person)
    _put_numbers(draft, person.each("identifier"))
    _put_contact(draft, "prescriber", person)


def read_pharmacy(draft: Draft, message: Message, order: Node) -> None:
    """The pharmacy that the order is meant for."""
    reference = order.get("dispenseRequest", "performer")
    if not reference:
        return
    pharmacy, _ = message.resolve(reference, order)
    if reference.text("display"):
        draft.put("pharmacy", reference.text("display"), f"{reference.pointer}/display")
    elif pharmacy is not None and pharmacy.word("name"):
        draft.put("pharmacy", pharmacy.text("name"), f"{pharmacy.pointer}/name")


def put_name(draft: Draft, field: str, person: Node) -> None:
    """A person's name in use: given names, family name, suffix; former names only when there is no other."""
    if person.word("name"):  # an organisation
        draft.put(field, person.text("name"), f"{person.pointer}/name")
        return
    names = person.each("name")
    if not names:
        return
    name = min(names, key=_preference)
    given = [part.string() for part in name.each("given")]
    suffix = [part for part in (p.string() for p in name.each("suffix")) if part and name_suffix(part)]
    parts = [part for part in (*given, name.text("family"), *suffix) if part]
    if name.text("family") or given:
        draft.put(field, " ".join(parts), name.pointer)
    else:
        draft.put(field, name.text("text"), f"{name.pointer}/text")


def _preference(name: Node) -> int:
    use = name.word("use")
    if use in _OLD_NAMES or name.get("period", "end"):
        return 2
    return 0 if use == "official" else 1


def _follow(draft: Draft, message: Message, reference: Node, order: Node, field: str) -> Node | None:
    found, several = message.resolve(reference, order)
    if several:
        draft.note("AMBIGUOUS_REFERENCE", reference.pointer, field.split(".")[0], field=words_for(field))
    elif found is None and reference:
        draft.note("NOT_IN_MESSAGE", reference.pointer, field.split(".")[0], field=words_for(field))
    return found


def _is_patient(reference: Node, person: Node | None) -> bool:
    named = reference.word("reference").startswith(("Patient/", "RelatedPerson/"))
    return named or (person is not None and person.word("resourceType") in ("Patient", "RelatedPerson"))


def _put_numbers(draft: Draft, identifiers: tuple[Node, ...]) -> None:
    for identifier in identifiers:
        codes = {c.word("code") for c in identifier.get("type").each("coding")}
        system = identifier.word("system")
        for field, systems, code in (("npi", _NPI, "NPI"), ("dea", _DEA, "DEA")):
            if (system in systems or code in codes) and not draft.get(f"prescriber.{field}"):
                draft.put(f"prescriber.{field}", identifier.text("value"), f"{identifier.pointer}/value")


def _put_contact(draft: Draft, who: str, person: Node) -> None:
    for phone in person.each("telecom"):
        if phone.word("system") == "phone" and not draft.get(f"{who}.phone"):
            draft.put(f"{who}.phone", phone.text("value"), f"{phone.pointer}/value")
    for address in person.each("address")[:1]:
        lines = [line.string() for line in address.each("line")]
        parts = (*lines, *(address.text(key) for key in ("city", "state", "postalCode")))
        draft.put(f"{who}.address", ", ".join(p for p in parts if p), address.pointer)
