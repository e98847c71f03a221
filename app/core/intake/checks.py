"""What is looked at in every prescription, whatever form it came in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from app.core.intake import characters, values
from app.core.intake.draft import Draft, words_for
from app.core.intake.units import STRENGTH_WORDS

AS_NEEDED = "as needed"
_LATIN = frozenset({"drug.text", "drug.strength", "quantity.value", "quantity.unit", "refills", "days_supply", "sig"})
_NUMERIC = frozenset({"drug.text", "drug.strength", "quantity.value", "refills", "days_supply", "sig"})
_ORDERS = ("NewRx", "MedicationRequest")
_NAMES = ("patient.name", "prescriber.name")


def check(draft: Draft, now: datetime) -> None:
    """Look at characters, numbers, dates and identifiers of a finished draft."""
    for name, value in _written(draft):
        _check_characters(draft, name, value)
    _check_quantity(draft)
    _check_refills(draft)
    _check_days(draft)
    _check_dates(draft, now)
    _check_identifiers(draft)
    _say_what_is_missing(draft)
    if draft.coded_sig and "sig" not in draft.provenance:
        draft.note("SIG_CODED_ONLY", draft.provenance["coded_sig"], "directions")


def put_date(draft: Draft, name: str, text: str | None, where: str) -> None:
    """Set a date field from an ISO date; what is not one is said and left out, never guessed."""
    if not text:
        return
    read = values.iso_date(text)
    draft.put(name, read.isoformat() if read else text, where)
    if not read:
        draft.drop(name)
        draft.note("DATE_UNREADABLE", where, name, field=words_for(name), value=_shown(text))


def _written(draft: Draft) -> Iterator[tuple[str, str]]:
    yield from list(draft.values.items())
    for name, parts in draft.lists.items():
        for index, part in enumerate(parts):
            yield f"{name}[{index}]", part


def _check_characters(draft: Draft, name: str, value: str) -> None:
    where, words = draft.provenance[name], {"field": words_for(name)}
    looks = (
        ("HIDDEN_CHARACTERS", characters.hidden(value)),
        ("LOOKALIKE_CHARACTERS", characters.lookalike(value, latin_only=name in _LATIN)),
        ("UNUSUAL_DIGITS", characters.foreign_digits(value)),
        ("LETTER_IN_NUMBER", name in _NUMERIC and characters.letter_in_number(value)),
        ("MARKUP", characters.markup(value)),
        ("ODD_NAME", name in _NAMES and characters.odd_name(value)),
    )
    for code, found in looks:
        if found:
            draft.note(code, where, name, **words)


def _check_quantity(draft: Draft) -> None:
    value, where = draft.get("quantity.value"), draft.provenance.get("quantity.value", "")
    if value and not _positive(value):
        draft.note("QUANTITY_ODD", where, "quantity", value=_shown(value))
    unit = draft.get("quantity.unit")
    if unit and unit.lower().rstrip("s") in STRENGTH_WORDS:
        draft.note("QUANTITY_UNIT", draft.provenance["quantity.unit"], "quantity", value=unit)


def _check_refills(draft: Draft) -> None:
    value = draft.get("refills")
    if (value and not re.fullmatch(r"\d{1,2}", value, re.ASCII)) or value == "99":
        draft.note("REFILLS_ODD", draft.provenance["refills"], "refills", value=_shown(value or ""))


def _check_days(draft: Draft) -> None:
    value = draft.get("days_supply")
    if value and not re.fullmatch(r"0*[1-9]\d{0,2}(?:\.0+)?", value, re.ASCII):
        draft.note("DAYS_SUPPLY_ODD", draft.provenance["days_supply"], "days_supply", value=_shown(value))


def _check_dates(draft: Draft, now: datetime) -> None:
    born = values.iso_date(draft.get("patient.dob") or "")
    if born and not values.possible_birth(born, now.date()):
        where = draft.provenance["patient.dob"]
        draft.note("DATE_IMPOSSIBLE", where, "patient", field="date of birth", value=born.isoformat())
        draft.drop("patient.dob")
    written = values.iso_date(draft.get("date_written") or "")
    if written and (written - now.date()).days > 1:  # a day of tolerance for time zones
        where = draft.provenance["date_written"]
        draft.note("DATE_IN_FUTURE", where, "date_written", field="date written", value=written.isoformat())


def _check_identifiers(draft: Draft) -> None:
    suffix = "HEARD" if draft.kind == "text" else "CHECK"
    for field, code, valid in (("npi", "NPI", values.npi_valid), ("dea", "DEA", values.dea_valid)):
        value = draft.get(f"prescriber.{field}")
        if value and not valid(value):
            draft.note(f"{code}_{suffix}", draft.provenance[f"prescriber.{field}"], "prescriber", value=_shown(value))


def _say_what_is_missing(draft: Draft) -> None:
    """A message that lacks its drug needs a look; a text may have been misread, so each lack of it does."""
    wanted = ("patient.name", "patient.dob", "prescriber.name", "drug.text", "sig", "quantity.value", "refills")
    for name in wanted:
        if name not in draft.provenance:
            loud = draft.kind == "text" or (name == "drug.text" and draft.message_type in _ORDERS)
            draft.note("NOT_FOUND" if loud else "MISSING", "the message", name.split(".")[0], field=words_for(name))


def _positive(value: str) -> bool:
    return bool(values.PLAIN_NUMBER.fullmatch(value)) and float(value) > 0


def _shown(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:40]}..."
