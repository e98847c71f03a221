"""Who a message is for, whether it belongs in the queue, and whether it contradicts an earlier one."""

from __future__ import annotations

from datetime import date, datetime

from app.core.intake import NOT_NEW
from app.core.model.finding import Finding, Severity, Tier
from app.core.model.order import Order, ReviewField
from app.core.model.people import PatientFacts, PatientProfile
from app.core.model.raw import RawPrescription, ReadStatus
from app.core.model.road import Reading
from app.core.records import FillStatus, Tx, name_key

_FILLS_LOOKED_AT = 50
_NAMESAKES = 20


# Findings of intake that say: this is no live order to dispense from. It stands in the tray instead.
_NO_ORDER = frozenset(
    {
        NOT_NEW,
        "ANSWER_TO_REQUEST",
        "ANSWER_UNCLEAR",
        "DO_NOT_PERFORM",
        "ENTERED_IN_ERROR",
        "IMPLICIT_RULES",
        "MODIFIER_EXTENSION",
        "NOT_AN_ORDER",
        "NO_PRESCRIBER_ORDER",
        "REPORTED",
        "STATUS_MISSING",
        "STATUS_NOT_ACTIVE",
        "TEST_MESSAGE",
        "TO_BE_DELETED",
    }
)


def belongs_in_queue(raw: RawPrescription) -> bool:
    """A live new prescription does; refusals, other messages and test messages stand in the tray."""
    return raw.status is not ReadStatus.REFUSED and not raw.test_message and not _no_order(raw)


def _no_order(raw: RawPrescription) -> tuple[Finding, ...]:
    return tuple(f for f in raw.findings if f.code in _NO_ORDER)


def why_not(raw: RawPrescription) -> str:
    """Why a prescription stands in the tray, in a sentence."""
    if raw.status is ReadStatus.REFUSED:
        return raw.reason or "It could not be read."
    found = _no_order(raw)
    if not found:
        return "A test message: it is never dispensed."
    return f"{found[0].message} {found[0].action}".strip()


def match_patient(tx: Tx, order: Order) -> PatientProfile | None:
    """The patient with this very name and date of birth."""
    born = _date(order.patient.dob)
    if not order.patient.name or born is None:
        return None
    return tx.people.match(order.patient.name, born)


def new_patient(tx: Tx, reading: Reading) -> PatientProfile | None:
    """A profile for somebody the pharmacy does not know yet, holding no more than the message says."""
    who = reading.order.patient
    if not who.name:
        return None
    said = reading.raw
    facts = PatientFacts(
        weight_kg=said.facts.weight_kg,
        egfr=said.facts.egfr,
        conditions=said.facts.conditions,
        allergies=said.allergies,
    )
    sex = who.sex if who.sex in ("F", "M", "U") else None
    return tx.people.add(
        PatientProfile(name=who.name, dob=_date(who.dob), sex=sex, phone=who.phone, address=who.address, facts=facts)
    )


def with_records(tx: Tx, raw: RawPrescription, order: Order) -> RawPrescription:
    """The message with what only the records can say of it: earlier messages, and people of the same name."""
    found = (_conflict(tx, raw), _namesake(tx, order))
    return raw.model_copy(update={"findings": (*raw.findings, *(f for f in found if f is not None))})


def _namesake(tx: Tx, order: Order) -> Finding | None:
    """A known patient of this name with another date of birth: a slip of the pen, or another person."""
    name, born = order.patient.name, order.patient.dob
    if not name or match_patient(tx, order) is not None:
        return None
    known = [p for p in tx.people.all(name, _NAMESAKES) if name_key(p.name) == name_key(name)]
    if not known:
        return None
    dates = ", ".join(p.dob.isoformat() if p.dob else "unknown" for p in known)
    return Finding(
        code="PATIENT_NAMESAKE",
        tier=Tier.WARN,
        severity=Severity.MODERATE,
        message=f"A patient named {known[0].name} is known with another date of birth: {dates}.",
        evidence=f"date of birth in this message: {born or 'none'}",
        source="identification by name and date of birth (two identifiers)",
        action="Ask for the right date of birth; correct the patient if it is the same person.",
        fields=(ReviewField.PATIENT.value,),
    )


def _conflict(tx: Tx, raw: RawPrescription) -> Finding | None:
    """The same message number with other content: both are held until a person decides."""
    if not raw.message_id:
        return None
    others = [sha for _, sha in tx.messages.same_message_id(raw.sender or "", raw.message_id) if sha != raw.sha256]
    if not others:
        return None
    return Finding(
        code="MESSAGE_CONFLICT",
        tier=Tier.STOP,
        severity=Severity.MAJOR,
        message=f"Message {raw.message_id} arrived before with different content.",
        evidence=f"{len(others)} earlier message(s) of the same sender carry the same message number",
        source="NCPDP SCRIPT: a message number identifies one message",
        action="Compare both messages and ask the prescriber which one holds.",
    )


def last_fill_days(tx: Tx, profile: PatientProfile | None, order: Order, now: datetime) -> int | None:
    """Days since this patient last had this drug from us."""
    if profile is None or profile.id is None or order.drug.ingredient is None:
        return None
    days = [
        (now - fill.at).days
        for fill in tx.prescriptions.fills_of(profile.id, _FILLS_LOOKED_AT)
        if fill.ingredient == order.drug.ingredient and fill.status in (FillStatus.VERIFIED, FillStatus.RELEASED)
    ]
    return min(days, default=None)


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
