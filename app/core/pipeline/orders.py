"""From a message as read to an order: the drug resolved, the directions transcribed, the numbers typed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from app.core.model.drug import DrugMatch, MatchStatus
from app.core.model.order import Order
from app.core.model.raw import DrugWritten, RawPrescription
from app.core.reference import Catalogue
from app.core.transcription import Transcriber

_DECIMAL = re.compile(r"\d{1,6}(\.\d{1,3})?")
_WHOLE = re.compile(r"\d{1,3}")
_UNLIMITED = re.compile(r"(?i)prn|as ?needed")


def order_of(raw: RawPrescription, catalogue: Catalogue, transcriber: Transcriber) -> Order:
    """The order that a message carries; what could not be typed stays None and is shown as doubtful."""
    drug = _drug(raw.drug, catalogue)
    words = _words(drug, raw.drug)
    return Order(
        patient=raw.patient,
        prescriber=raw.prescriber,
        drug_text=raw.drug.text,
        drug=drug,
        directions=transcriber.transcribe(raw.sig, words) if raw.sig else None,
        quantity=decimal_of(raw.quantity.value),
        quantity_unit=raw.quantity.unit,
        days_supply=whole_of(raw.days_supply),
        refills=whole_of(raw.refills),
        substitution_allowed=raw.substitution_allowed,
        date_written=date_of(raw.date_written),
        notes=raw.notes,
        diagnosis=raw.diagnosis,
    )


def drug_words(order: Order) -> str | None:
    """The drug in words that transcription understands: what was resolved, else what was written."""
    return _words(order.drug, DrugWritten(text=order.drug_text))


def _words(drug: DrugMatch, written: DrugWritten) -> str | None:
    if drug.status is MatchStatus.MATCHED:
        return " ".join(part for part in (drug.ingredient, drug.strength, drug.form) if part)
    return written.text


def _drug(written: DrugWritten, catalogue: Catalogue) -> DrugMatch:
    """By its words; strength and form from their own fields where the words lack them."""
    text = written.text or ""
    if not text:
        coded = catalogue.by_code(written.code_system or "", written.code) if written.code else None
        return coded or DrugMatch(text="", status=MatchStatus.UNKNOWN)
    if written.strength and not any(ch.isdigit() for ch in text):
        text = f"{text} {written.strength}"
    match = catalogue.resolve(text)
    if match.form is None and written.form:
        match = catalogue.resolve(f"{text} {written.form}")
    return match.model_copy(update={"text": written.text or ""})


def decimal_of(value: str | None) -> Decimal | None:
    """A plain positive number, or None: nothing is guessed from "6e1" or "1,000"."""
    text = (value or "").strip()
    if not text.isascii() or not _DECIMAL.fullmatch(text):
        return None
    number = Decimal(text)
    return number if number > 0 else None


def whole_of(value: str | None) -> int | None:
    """A plain whole number, or None."""
    text = (value or "").strip()
    return int(text) if text.isascii() and _WHOLE.fullmatch(text) else None


def date_of(value: str | None) -> date | None:
    """An ISO date, or None."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def refills_without_limit(value: str | None) -> bool:
    """Whether the message says "as needed" instead of a number."""
    return bool(value and _UNLIMITED.search(value))
