"""Every finding that intake can make, in one table: how loud it is, what it says, what to do."""

from __future__ import annotations

from typing import NamedTuple

from app.core.model.finding import Finding, Severity, Tier

NOT_NEW = "NOT_NEW_PRESCRIPTION"

_SCRIPT = "NCPDP SCRIPT 2017071"
_FHIR = "HL7 FHIR R4"
_DESK = "intake rules of this desk"


class Notice(NamedTuple):
    """The fixed part of a finding; `message` may hold {words}."""

    tier: Tier
    severity: Severity
    message: str
    action: str
    source: str = _DESK


def _stop(message: str, action: str, source: str = _DESK) -> Notice:
    return Notice(Tier.STOP, Severity.MAJOR, message, action, source)


def _warn(message: str, action: str, source: str = _DESK) -> Notice:
    return Notice(Tier.WARN, Severity.MODERATE, message, action, source)


def _note(message: str, action: str = "", source: str = _DESK) -> Notice:
    return Notice(Tier.NOTE, Severity.MINOR, message, action, source)


_COMPARE = "Read the original beside this field and ask the prescriber where it stays unclear."
_ASK = "Ask the prescriber which is meant."

NOTICES: dict[str, Notice] = {
    # what the message is
    NOT_NEW: _stop("This is a {kind} message, not a new prescription.", "Do not dispense from it; {advice}"),
    "ANSWER_TO_REQUEST": _stop(
        "The prescriber answered a {kind} with {answer}.",
        "Match it to the request before anything is dispensed; an approval with changes is a new prescription.",
        _SCRIPT,
    ),
    "ANSWER_UNCLEAR": _stop("The answer to the request is not clear: {answer}.", _ASK, _SCRIPT),
    "TEST_MESSAGE": _stop("The sender marked this as a test message.", "Never dispense it.", _SCRIPT),
    "STATUS_NOT_ACTIVE": _stop(
        "The order's status is {status}, not active.", "Do not dispense it as a new order.", _FHIR
    ),
    "STATUS_MISSING": _stop("The order has no status.", "Ask the sender whether it is active.", _FHIR),
    "NOT_AN_ORDER": _stop("The intent is {intent}, not an order.", "A plan or proposal is not a prescription.", _FHIR),
    "ENTERED_IN_ERROR": _stop("The sender marked this order as entered in error.", "Do not dispense it.", _FHIR),
    "DO_NOT_PERFORM": _stop(
        "This order says that the drug must not be given (doNotPerform).", "Do not dispense it.", _FHIR
    ),
    "MODIFIER_EXTENSION": _stop(
        "The message carries a modifier that this desk does not understand.",
        "Its meaning may be reversed: ask the sender for the order in another form.",
        _FHIR,
    ),
    "IMPLICIT_RULES": _stop(
        "The order is to be read by rules that this desk does not know.", "Ask the sender what they are.", _FHIR
    ),
    "REPORTED": _stop("This is a report of what the patient takes, not an order.", "Do not dispense from it.", _FHIR),
    "NO_PRESCRIBER_ORDER": _stop(
        "The order was requested by the patient, not by a prescriber.", "Do not dispense from it.", _FHIR
    ),
    "MEDICATION_STATUS": _stop(
        "The record of the drug is marked {value}, not active.", "Ask which drug is meant.", _FHIR
    ),
    "TO_BE_DELETED": _stop("The message asks to delete this order.", "Do not dispense it.", _FHIR),
    "VETERINARY": _warn("The patient is an animal.", "Check species and dose with the veterinarian.", _SCRIPT),
    "NARRATIVE_ACTIVE": _warn(
        "The narrative holds script or active content; nothing of it runs here.", "Tell the sender.", _FHIR
    ),
    "NARRATIVE_DIFFERS": _warn("The narrative names another strength than the order.", _ASK, _FHIR),
    "INPATIENT": _note("The order is for inpatient use.", source=_FHIR),
    "SIGNED": _note("The sender claims a digital signature; it was not verified here.", "See 21 CFR 1311.", _SCRIPT),
    "URGENT": _note("The sender marked the message {urgency}.", source=_SCRIPT),
    # what may not be skipped
    "DO_NOT_FILL": _stop(
        "The prescriber wrote: do not fill ({value}).", "Put it on file; do not dispense now.", _SCRIPT
    ),
    "OTHER_DATES": _warn(
        "The prescription has a date of its own: {value}.", "Do not fill before or after it.", _SCRIPT
    ),
    "NOT_YET_VALID": _warn("The order is valid only from {value}.", "Do not fill before.", _FHIR),
    "SPLIT_SCRIPT": _warn(
        "The prescription is one part of a split one ({value}).", "Look for the other part.", _SCRIPT
    ),
    "COMPOUND": _warn("This is a compound; its ingredients stand in the message.", "Check each ingredient.", _SCRIPT),
    "DRUG_USE_EVALUATION": _note("The prescriber answered a drug use alert: {value}.", source=_SCRIPT),
    "PARTIAL_FILL": _warn("The order sets an initial or partial fill.", "Follow the dispensing request.", _FHIR),
    "REPLACES": _note("The order names an earlier prescription.", "Look whether it must be stopped.", _FHIR),
    "ADDED_INSTRUCTION": _note("The directions carry an additional instruction.", source=_FHIR),
    # quantity, refills, dates
    "QUANTITY_ODD": _warn("The quantity is not a plain number: {value}.", _COMPARE),
    "QUANTITY_SUFFICIENT": _warn(
        "The quantity is 'sufficient' (QS): the pharmacist must set it.",
        "Work it out from directions and days.",
        _SCRIPT,
    ),
    "QUANTITY_QUALIFIER": _warn("The quantity is qualified as {value}, not the original one.", _COMPARE, _SCRIPT),
    "QUANTITY_UNIT": _warn("The quantity is counted in {value}, a unit of strength.", _COMPARE),
    "REFILLS_ODD": _warn("The refills are not a number from 0 to 98: {value}.", "Ask how many refills are meant."),
    "DAYS_SUPPLY_ODD": _warn("The days' supply is not a number of days: {value}.", _COMPARE),
    "DAYS_SUPPLY_UNIT": _warn(
        "The supply is given in {value}, not in days.", "Work out the days; nothing was guessed."
    ),
    "DAYS_SUPPLY_DERIVED": _note("The days' supply was worked out from {value}."),
    "DATE_UNREADABLE": _warn("The {field} cannot be read as a date: {value}.", _COMPARE),
    "DATE_IMPOSSIBLE": _warn("The {field} cannot be right: {value}.", _COMPARE),
    "DATE_IN_FUTURE": _warn("The {field} lies in the future: {value}.", _COMPARE),
    "TWO_DIGIT_YEAR": _note("The {field} was written with two digits for the year: {value}."),
    "CENTURY_UNSURE": _warn(
        "The birth year has two digits and could be of this century or the last: {value}.", "Ask for the full year."
    ),
    "SUBSTITUTION_CODE": _warn("The substitution code is not known: {value}.", _ASK, _SCRIPT),
    # identity
    "NPI_CHECK": _note("The NPI {value} does not pass its check digit.", "Look the prescriber up."),
    "DEA_CHECK": _note("The DEA number {value} does not pass its check digit.", "Look the prescriber up."),
    "NPI_HEARD": _warn("The NPI {value} does not pass its check digit.", "Ask again: it may be misheard."),
    "DEA_HEARD": _warn("The DEA number {value} does not pass its check digit.", "Ask again: it may be misheard."),
    "ODD_NAME": _warn("The {field} holds characters that names do not have.", _COMPARE),
    "SEX_UNKNOWN": _note("The patient's sex is given as {value}."),
    "NOT_IN_MESSAGE": _note("The {field} is named by reference only; the message does not carry it."),
    "AMBIGUOUS_REFERENCE": _warn(
        "Two parts of the message answer to the same reference for the {field}.", _COMPARE, _FHIR
    ),
    "NOT_FOUND": _warn("Not found in the message: {field}.", "Read the original; ask the sender where it is missing."),
    "MISSING": _note("Not in the message: {field}."),
    # contradictions
    "SIG_CONFLICT": _stop("The structured directions contradict the text: {value}.", _ASK),
    "SIG_TWICE": _warn("The directions are written twice and differ.", _ASK),
    "DOSAGE_ORDER": _warn("Several directions stand in no clear order.", _ASK, _FHIR),
    "DOSAGE_PARTS": _note("The directions have {value} parts; all are shown together.", source=_FHIR),
    "PATIENT_WORDING": _warn("The words for the patient differ in dose or timing from the directions.", _ASK, _FHIR),
    "STRENGTH_UNIT": _note("The strength's unit is a code that this desk does not know: {value}.", _COMPARE),
    "SIG_CODED_ONLY": _warn(
        "The directions are given in codes only, without the prescriber's words.", "Read the codes and ask."
    ),
    "STRENGTH_CONFLICT": _stop("The drug's name and its coded strength differ: {value}.", _ASK),
    "FORM_CONFLICT": _warn("The drug's name and its coded form differ: {value}.", _ASK),
    "ALLERGY_CONTRADICTION": _warn("The message says 'no known allergies' and lists allergies too.", _ASK),
    "OLD_MEASUREMENT": _note("The {field} in the message is older than a year and was not used."),
    # the writing itself
    "HIDDEN_CHARACTERS": _stop("The {field} holds hidden or direction-changing characters.", _COMPARE),
    "LOOKALIKE_CHARACTERS": _stop("The {field} mixes letters of different alphabets that look alike.", _COMPARE),
    "UNUSUAL_DIGITS": _stop("The {field} holds digits of another alphabet.", _COMPARE),
    "LETTER_IN_NUMBER": _stop("The {field} has a letter inside a number.", _COMPARE),
    "MARKUP": _warn("The {field} holds markup; it is shown as plain text.", _COMPARE),
    "VALUE_SPLIT": _stop("A comment stands inside the value of the {field}; the parts were joined.", _COMPARE),
    "STRAY_TEXT": _warn("Text stands where the message should hold only elements.", _COMPARE),
    "WRONG_TYPE": _warn("A part of the message has the wrong type.", _COMPARE, _FHIR),
    "ENCODING": _warn("The text is not UTF-8; it was read as Windows-1252.", "Check names and accents."),
    # plain text
    "SPOKEN_CORRECTION": _warn("The caller corrected the {field}: the last value was taken.", "Read it back."),
    "CORRECTION_UNPLACED": _stop("The caller corrected something; what is not clear.", "Call back and read it back."),
    "REPEATED": _note("The caller said the {field} again, with the same value."),
    "NUMBER_UNCLEAR": _stop("The {field} is not one clear number.", _ASK),
    "SPELLED_OTHERWISE": _warn("A word is spelled out that is not the name said before it.", "Ask how it is spelled."),
    "SAID_TWICE": _stop("The {field} is given twice with different values.", _ASK),
    "WORDS_NOT_READ": _warn("Some words were not understood.", "Read the whole text."),
    "READ_BACK": _note("The text says that the order was read back."),
}


def notice(code: str, evidence: str, fields: tuple[str, ...] = (), words: dict[str, str] | None = None) -> Finding:
    """The finding of that code, with what it rests on and the words its sentence needs."""
    fixed = NOTICES[code]
    given = words or {}
    return Finding(
        code=code,
        tier=fixed.tier,
        severity=fixed.severity,
        message=fixed.message.format(**given),
        evidence=evidence,
        source=fixed.source,
        action=fixed.action.format(**given),
        fields=fields,
    )
