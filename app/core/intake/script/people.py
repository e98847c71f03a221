"""Patient, prescriber and pharmacy of a SCRIPT message, in the shapes of 2017071, 10.6 and careless senders."""

from __future__ import annotations

from app.core.intake.checks import put_date
from app.core.intake.draft import Draft, words_for
from app.core.intake.script.once import once
from app.core.intake.script.tree import Element
from app.core.intake.values import name_suffix, sex_of

_NAME_PARTS = ("FirstName", "MiddleName", "LastName", "Suffix")
_ADDRESS_PARTS = ("AddressLine1", "AddressLine2", "City", "StateProvince", "State", "PostalCode", "ZipCode")
_BIRTH = ("DateOfBirth/Date", "DateOfBirth/DateTime", "DateOfBirth", "DOB", "BirthDate")
_PHONES = (
    "CommunicationNumbers/PrimaryTelephone/Number",
    "CommunicationNumbers/Telephone/Number",
    "CommunicationNumbers/Communication/Number",
    "PhoneNumbers/Phone/Number",
)


def read_patient(draft: Draft, patient: Element) -> None:
    """Name, birth, sex, address and telephone of the patient."""
    person = patient.find("HumanPatient") or patient.find("NonHumanPatient") or patient
    if person.name == "NonHumanPatient":
        draft.note("VETERINARY", person.path, "patient")
    put_name(draft, "patient.name", person)
    born = once(draft, person, "patient.dob", *_BIRTH)
    if born:
        put_date(draft, "patient.dob", born.text, born.path)
    _put_sex(draft, person.first("Gender", "GenderAndSex/AdministrativeGender", "Sex"))
    _put_contact(draft, "patient", person)


def read_prescriber(draft: Draft, prescriber: Element) -> None:
    """Name, numbers and telephone of the prescriber."""
    person = prescriber.find("NonVeterinarian") or prescriber.find("Veterinarian") or prescriber
    put_name(draft, "prescriber.name", person)
    for field, tags in (("npi", ("NPI",)), ("dea", ("DEANumber", "DEA"))):
        paths = [path for tag in tags for path in (f"Identification/{tag}", tag)]
        holder = person if person.first(*paths) else prescriber
        number = once(draft, holder, f"prescriber.{field}", *paths)
        if number:
            draft.put(f"prescriber.{field}", number.text, number.path)
    _put_contact(draft, "prescriber", person)


def read_pharmacy(draft: Draft, pharmacy: Element) -> None:
    """The pharmacy that the message is for, by name."""
    name = pharmacy.first("BusinessName", "StoreName", "Name")
    if name:
        draft.put("pharmacy", name.text, name.path)


def put_name(draft: Draft, field: str, person: Element) -> None:
    """A name as people say it, from its parts; the place is the part itself when there is only one."""
    names = [*person.all("Name"), *(e for holder in person.all("Names") for e in holder.all("Name"))]
    if not names:
        return
    name = names[0]
    if len({" ".join(e.text for e in n.walk() if e.text).lower() for n in names}) > 1:
        draft.provenance[field] = name.path
        draft.note("SAID_TWICE", f"{name.path} and {names[-1].path}", field.split(".")[0], field=words_for(field))
        return
    parts = [part for part in (name.first(tag) for tag in _NAME_PARTS) if part]
    parts = [part for part in parts if part.name != "Suffix" or name_suffix(part.text)]
    if not parts:
        draft.put(field, name.text, name.path)
    else:
        draft.put(field, " ".join(p.text for p in parts), parts[0].path if len(parts) == 1 else name.path)


def _put_sex(draft: Draft, given: Element | None) -> None:
    if given is None:
        return
    sex = sex_of(given.text)
    draft.put("patient.sex", sex or given.text, given.path)
    if sex is None:
        draft.note("SEX_UNKNOWN", given.path, "patient", value=given.text[:40])


def _put_contact(draft: Draft, who: str, person: Element) -> None:
    address = person.find("Address")
    if address is not None:
        parts = [part.text for part in (address.first(tag) for tag in _ADDRESS_PARTS) if part]
        draft.put(f"{who}.address", ", ".join(parts) or address.text, address.path)
    phone = person.first(*_PHONES)
    if phone:
        draft.put(f"{who}.phone", phone.text, phone.path)
