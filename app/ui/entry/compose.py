"""What was typed into the fields, written as the plain labelled text that intake reads back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from app.core.model.base import Model


class Typed(Model):
    """The words of every field exactly as typed; empty where nothing was."""

    patient: str = ""
    born: str = ""
    sex: str = ""
    address: str = ""
    allergies: str = ""
    prescriber: str = ""
    npi: str = ""
    dea: str = ""
    phone: str = ""
    drug: str = ""
    strength: str = ""
    form: str = ""
    sig: str = ""
    quantity: str = ""
    days: str = ""
    refills: str = ""
    substitution: str = ""
    written: str = ""
    notes: str = ""
    caller: str = ""
    read_back: bool = False


SEXES = ("Female", "Male", "Unknown")
ALLOWED, AS_WRITTEN = "Allowed", "As written (DAW)"

_SUBSTITUTION = {ALLOWED: "Substitution: allowed", AS_WRITTEN: "DAW: yes"}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})|{_MONTH}\.? \d{{1,2}},? \d{{4}}",
    re.IGNORECASE,
)
_DIGITS_ONLY = re.compile(r"(\d\d)(\d\d)(\d{4})")
_TODAY = ("t", "today")
# The forms that are read after the strength; any other is written before it, where every word is read.
_PLAIN_FORM = re.compile(
    r"(?:tablet|tab|capsule|cap|suspension|solution|cream|ointment|gel|lotion|patch|syrup|inhaler|drop|vial|pen"
    r"|powder|foam|suppository)s?",
    re.IGNORECASE,
)

# What a prescription has to say, and how one tells that it does not.
_REQUIRED: tuple[tuple[str, Callable[[Typed], bool]], ...] = (
    ("patient's name", lambda t: not t.patient),
    ("date of birth", lambda t: not t.born),
    ("date of birth as MM/DD/YYYY", lambda t: bool(t.born) and not is_date(t.born)),
    ("allergies, or “none”", lambda t: not t.allergies),
    ("prescriber's name", lambda t: not t.prescriber),
    ("prescriber's NPI or DEA", lambda t: not (t.npi or t.dea)),
    ("drug", lambda t: not t.drug),
    ("strength", lambda t: not (t.strength or _has_number(t.drug))),
    ("dosage form", lambda t: not (t.form or _has_number(t.drug))),
    ("directions (sig)", lambda t: not t.sig),
    ("quantity", lambda t: not t.quantity),
    ("refills, or 0", lambda t: not t.refills),
    ("date written", lambda t: not t.written),
    ("date written as MM/DD/YYYY", lambda t: bool(t.written) and not is_date(t.written)),
    ("read back to the caller", lambda t: bool(t.caller) and not t.read_back),
)


def missing(typed: Typed) -> tuple[str, ...]:
    """What a prescription must say and this one does not yet, in the order of the fields."""
    clean = _cleaned(typed)
    return tuple(words for words, is_missing in _REQUIRED if is_missing(clean))


def compose(typed: Typed, today: date) -> str:
    """The labelled text; a field in which nothing was typed has no line."""
    clean = _cleaned(typed)
    lines = (
        _people(clean, today),
        ("Sex", clean.sex),
        ("Address", clean.address),
        ("Allergies", ", ".join(part.strip() for part in clean.allergies.split(";") if part.strip())),
        ("Prescriber", clean.prescriber),
        ("NPI", clean.npi),
        ("DEA", clean.dea),
        ("Phone", clean.phone),
        ("Drug", _drug(clean)),
        ("Sig", _sentence(clean.sig)),
        ("Qty", clean.quantity),
        ("Days supply", clean.days),
        ("Refills", clean.refills),
        _SUBSTITUTION.get(clean.substitution, ""),
        ("Date written", _dated(clean.written, today)),
        ("Notes", clean.notes),
        ("Note", f"Called in by {clean.caller}" if clean.caller else ""),
        "Read back and confirmed" if clean.read_back else "",
    )
    written = (line if isinstance(line, str) else _line(*line) for line in lines)
    return "".join(f"{line}\n" for line in written if line)


def is_date(text: str) -> bool:
    """Whether intake will take it for a date, or it stands for one here."""
    return text.lower() in _TODAY or bool(_DATE.fullmatch(text) or _DIGITS_ONLY.fullmatch(text))


def _people(typed: Typed, today: date) -> str:
    """Name and date of birth on one line, which tells a name from words even where it looks like one ("An", "A.")."""
    born = _line("DOB", _dated(typed.born, today))
    together = "  " if typed.patient and is_date(typed.born) else "\n"
    return together.join(part for part in (_line("Patient", typed.patient), born) if part)


def _drug(typed: Typed) -> str:
    parts = (typed.drug, typed.strength, typed.form)
    if not _PLAIN_FORM.fullmatch(typed.form):
        parts = (typed.drug, typed.form, typed.strength)
    return " ".join(part for part in parts if part)


def _dated(text: str, today: date) -> str:
    """A date as it can be read: eight digits get their strokes, and today its date."""
    if text.lower() in _TODAY:
        return f"{today:%m/%d/%Y}"
    digits = _DIGITS_ONLY.fullmatch(text)
    return "/".join(digits.groups()) if digits else text


def _sentence(text: str) -> str:
    """Closed by a full stop, so that nothing of the next line is read as belonging to it."""
    return text if not text or text.endswith(".") else f"{text}."


def _line(label: str, words: str) -> str:
    return f"{label}: {words}" if words else ""


def _has_number(text: str) -> bool:
    """Whether the drug's own line names strength and form, as one who types "lisinopril 10 mg tablet" does."""
    return any(c.isdigit() for c in text)


def _cleaned(typed: Typed) -> Typed:
    """Each field as one line without blanks around it; a line break within would end the field."""
    words = {name: " ".join(value.split()) for name, value in typed if isinstance(value, str)}
    return typed.model_copy(update=words)
