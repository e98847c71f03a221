"""Dates in a text: birth and writing, month first, with two or four digits for the year."""

from __future__ import annotations

import re
from datetime import datetime

from app.core.intake import values
from app.core.intake.draft import Draft, words_for
from app.core.intake.text.page import Page, where

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DATE = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?!\d)"
    rf"|{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
)
_BIRTH = re.compile(
    rf"\b(?:(?:his|her|their)\s+)?(?:d\.?o\.?b\.?|date\s+of\s+birth|birth\s*date|birthday|born(?:\s+on)?|bd)"
    rf"[\s:,.=-]*(?:is\s+|on\s+)?(?P<date>{DATE})",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    rf"\b(?:taken|date\s+(?:written|taken|issued|of\s+order)|written(?:\s+on)?|dated?|received|issued|today['’]?s\s+date|today)"
    rf"[\s:,.=-]*(?:is\s+|on\s+)?(?P<date>{DATE})(?:\s*(?:,\s*)?(?:by|over|via)\s+(?:the\s+)?(?:tele)?phone)?",
    re.IGNORECASE,
)
_ODDLY_YOUNG = 5


def read_dates(draft: Draft, page: Page, now: datetime) -> None:
    """The birth date and the date written."""
    births = list(page.search(_BIRTH))
    for match in births:
        page.take(*match.span(), "patient.dob")
    if births:
        read_birth(draft, births[0]["date"], births[0].start("date"), now)
    if len({m["date"] for m in births}) > 1:
        draft.note("SAID_TWICE", where(*births[-1].span("date")), "patient", field=words_for("patient.dob"))
        draft.drop("patient.dob")
    for match in page.search(_WRITTEN):
        page.take(*match.span(), "date_written")
        _put(draft, "date_written", match["date"], match.start("date"), now)


def read_birth(draft: Draft, said: str, start: int, now: datetime) -> None:
    """Set the birth date; a two-digit year that could be of either century is said to be so."""
    _put(draft, "patient.dob", said, start, now)
    born = values.iso_date(draft.get("patient.dob") or "")
    if born and values.two_digit_year(said) and now.year - born.year <= _ODDLY_YOUNG:
        place = draft.provenance["patient.dob"]
        draft.note("CENTURY_UNSURE", place, "patient", value=said)


def _put(draft: Draft, field: str, said: str, start: int, now: datetime) -> None:
    place = where(start, start + len(said))
    read = values.us_date(said, now)
    draft.put(field, read.isoformat() if read else said, place)
    if read is None:
        draft.drop(field)
        draft.note("DATE_UNREADABLE", place, field.split(".")[0], field=words_for(field), value=said)
    elif values.two_digit_year(said):
        draft.note("TWO_DIGIT_YEAR", place, field.split(".")[0], field=words_for(field), value=said)
