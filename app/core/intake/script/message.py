"""A SCRIPT message: which transaction it is, exactly one of each, and the prescriptions in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.core.intake.draft import Draft
from app.core.intake.notices import NOT_NEW
from app.core.intake.refusal import Refusal
from app.core.intake.script.clinical import read_allergies, read_coverage, read_facts
from app.core.intake.script.medication import read_medication
from app.core.intake.script.people import read_patient, read_pharmacy, read_prescriber
from app.core.intake.script.tree import Element, parse
from app.core.intake.values import moment

NEW_RX = "NewRx"
# Other transactions, and what is to be done with them instead of dispensing.
_ADVICE = {
    "RxRenewalRequest": "it is a pharmacy's own request for a renewal.",
    "RxRenewalResponse": "match it to the renewal request.",
    "RefillRequest": "it is a pharmacy's own request for a refill.",
    "RefillResponse": "match it to the refill request.",
    "RxChangeRequest": "it is a pharmacy's own request for a change.",
    "RxChangeResponse": "match it to the change request.",
    "CancelRx": "find the prescription that it cancels and stop it.",
    "CancelRxResponse": "it answers a cancellation.",
    "RxFill": "it reports what was dispensed.",
    "RxFillIndicatorChange": "it changes what the prescriber wants to be told.",
    "RxTransferRequest": "it asks for a transfer.",
    "RxTransferResponse": "match it to the transfer request.",
    "RxTransferConfirm": "it confirms a transfer.",
    "NewRxRequest": "it asks a prescriber for a prescription.",
    "NewRxResponseDenied": "the prescriber denied a request.",
    "Status": "it acknowledges an earlier message.",
    "Verify": "it acknowledges an earlier message.",
    "Error": "an earlier message failed; look it up.",
    "Recertification": "it renews the approval of therapy in a facility.",
}
_ANSWERS = ("Approved", "ApprovedWithChanges", "Denied", "Replace", "Validated", "Pending")
_NEW_DRUG = ("MedicationPrescribed", "MedicationResponse")
_OTHER_DRUG = ("MedicationRequested", "MedicationDispensed")


def read(data: bytes, now: datetime) -> tuple[Draft, ...]:
    """The prescriptions of a SCRIPT message.

    Raises:
        Refusal: when it is not one, or says two things where it may say only one.
    """
    root = _unwrapped(parse(data))
    body = _only(root, "Body", Draft("script"))
    start = _header(root)
    transaction = _transaction(body, start)
    start.message_type = transaction.name
    start.provenance["message_type"] = transaction.path
    _refuse_two_headers(root, start)
    drugs = _medications(transaction, start)
    return tuple(_prescription(root, transaction, drug, now) for drug in drugs or (None,))


def _unwrapped(root: Element) -> Element:
    """The message itself, also where a web service's envelope still stands around exactly one."""
    held = [e for e in root.walk() if e.name == "Message"] if root.name == "Envelope" else [root]
    if len(held) == 1 and held[0].name == "Message":
        return held[0]
    raise Refusal(f"The XML is a <{root.name[:60]}>, not an NCPDP SCRIPT Message.")


def _prescription(root: Element, transaction: Element, drug: Element | None, now: datetime) -> Draft:
    draft = _header(root)
    draft.message_type = transaction.name
    draft.provenance["message_type"] = transaction.path
    readers: tuple[tuple[str, Callable[[Draft, Element], None]], ...] = (
        ("Patient", read_patient),
        ("Prescriber", read_prescriber),
        ("Pharmacy", read_pharmacy),
    )
    for tag, reader in readers:
        section = transaction.find(tag)
        if section is not None:
            reader(draft, section)
    if drug is not None:
        read_medication(draft, drug)
        _note_special(draft, drug)
    read_allergies(draft, transaction)
    read_coverage(draft, transaction)
    read_facts(draft, transaction, now)
    _note_kind(draft, transaction)
    _note_writing(draft, root)
    return draft


def _header(root: Element) -> Draft:
    draft = Draft("script")
    header = root.find("Header")
    if header is None:
        return draft
    draft.message_id = header.value("MessageID")
    draft.sender = header.value("From", "From/Identification")
    draft.sent_at = moment(header.value("SentTime", "SentTime/UtcDate"))
    test = header.first("TestMessage")
    if test and test.text.lower() not in ("0", "false", "n", "no"):
        draft.test_message = True
        draft.note("TEST_MESSAGE", test.path)
    signature = header.find("DigitalSignature")
    if signature is not None:
        draft.note("SIGNED", signature.path)
    return draft


def _only(parent: Element, tag: str, draft: Draft) -> Element:
    found = parent.all(tag)
    if len(found) != 1:
        count = "no" if not found else str(len(found))
        raise Refusal(f"The message has {count} <{tag}> where exactly one is allowed; nothing was chosen.", draft=draft)
    return found[0]


def _transaction(body: Element, draft: Draft) -> Element:
    found = body.children
    known = [t for t in found if t.name == NEW_RX or t.name in _ADVICE]
    if len(found) == 1 and known:
        return found[0]
    draft.message_type = known[0].name if known else None
    if known:
        draft.provenance["message_type"] = known[0].path
    names = ", ".join(t.name[:40] for t in found[:4]) or "nothing"
    if len(found) == 1:
        raise Refusal(f"The message is a {names}, which this desk does not read.", draft=draft)
    raise Refusal(f"The body of the message must hold one transaction; it holds {names}.", draft=draft)


def _refuse_two_headers(root: Element, draft: Draft) -> None:
    if len(root.all("Header")) > 1:
        raise Refusal("The message has two headers; nothing was chosen.", draft=draft)


def _medications(transaction: Element, draft: Draft) -> tuple[Element, ...]:
    if transaction.name == NEW_RX:
        _refuse_two_of(transaction, ("Patient", "Prescriber", "Pharmacy"), draft)
        return (_only(transaction, "MedicationPrescribed", draft),)
    answer = transaction.find("Response")
    nested = [e for e in answer.walk() if e.name in _NEW_DRUG] if answer else []
    choices = (transaction.all(_NEW_DRUG[0]), tuple(nested), transaction.all(_NEW_DRUG[1]))
    others = tuple(transaction.all(tag) for tag in _OTHER_DRUG)
    return next((found for found in (*choices, *others) if found), ())


def _refuse_two_of(transaction: Element, tags: tuple[str, ...], draft: Draft) -> None:
    for tag in tags:
        if len(transaction.all(tag)) > 1:
            raise Refusal(f"The message names two of <{tag}>; nothing was chosen.", draft=draft)


def _note_kind(draft: Draft, transaction: Element) -> None:
    if transaction.name == NEW_RX:
        urgency = transaction.first("UrgencyIndicatorCode")
        if urgency:
            draft.note("URGENT", urgency.path, urgency=urgency.text[:20])
        return
    draft.note(NOT_NEW, transaction.path, kind=transaction.name, advice=_ADVICE[transaction.name])
    response = transaction.find("Response")
    if response is None:
        return
    given = [child.name for child in response.children if child.name in _ANSWERS]
    if len(given) == 1:
        draft.note("ANSWER_TO_REQUEST", response.path, kind=transaction.name, answer=given[0])
    else:
        draft.note("ANSWER_UNCLEAR", response.path, answer=" and ".join(given) or "no known outcome")


def _note_special(draft: Draft, drug: Element) -> None:
    """What a reader may never skip: do not fill, dates, split prescriptions, compounds."""
    valued = (
        ("DO_NOT_FILL", "DoNotFill"),
        ("SPLIT_SCRIPT", "SplitScript"),
        ("OTHER_DATES", "OtherMedicationDate"),
        ("DRUG_USE_EVALUATION", "DrugUseEvaluation"),
    )
    for code, tag in valued:
        for found in drug.all(tag):
            draft.note(code, found.path, value=" ".join(e.text for e in found.walk() if e.text)[:80] or "no value")
    for found in drug.all("CompoundInformation"):
        draft.note("COMPOUND", found.path, "drug")


def _note_writing(draft: Draft, root: Element) -> None:
    """Comments inside values and text between elements: both change what a hasty reader sees."""
    known = {where: name for name, where in draft.provenance.items()}
    for element in root.walk():
        if element.split:
            name = known.get(element.path, element.name)
            draft.note("VALUE_SPLIT", element.path, name.split(".")[0], field=element.name)
        if element.children and element.text:
            draft.note("STRAY_TEXT", element.path)
