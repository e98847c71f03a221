"""Dates in a text: birth and writing, month first, with two or four digits for the year, or spoken."""

from __future__ import annotations

import re
from datetime import date, datetime

from app.core.intake import values
from app.core.intake.draft import Draft, words_for
from app.core.intake.numbers_in_words import SPOKEN, whole
from app.core.intake.text.labels import GAP, START
from app.core.intake.text.page import Page, where

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_FIRST_TWELVE = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
_TEENS = ("thir", "four", "fif", "six", "seven", "eigh", "nine")
_ORDINALS = {word: n for n, word in enumerate((*_FIRST_TWELVE, *(f"{t}teenth" for t in _TEENS), "twentieth"), start=1)}
_ORDINALS |= {"thirtieth": 30}
_ORDINAL = rf"(?:(?:twenty|thirty)[\s-])?(?:{'|'.join(_ORDINALS)})"
_SPOKEN_YEAR = rf"(?:two\s+thousand(?:\s+(?:and\s+)?{SPOKEN})?|(?:nineteen|twenty)[\s-]+(?:oh[\s-])?{SPOKEN}|{SPOKEN})"
_SPOKEN_DATE = (
    rf"(?:(?:(?P<month>{_MONTH}|{SPOKEN})[\s,]+(?P<day>{_ORDINAL}|{SPOKEN}|\d{{1,2}}(?:st|nd|rd|th)?)"
    rf"|(?P<day_first>{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th)?)\s+of\s+(?P<month_last>{_MONTH}))[\s,]+(?P<year>{_SPOKEN_YEAR}|\d{{4}})\b)"
)
_NAMED_GROUPS = re.compile(r"\(\?P<\w+>")
DATE = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?![\d/-])"
    rf"|{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?\s+\d{{4}}"
    rf"|{_NAMED_GROUPS.sub('(?:', _SPOKEN_DATE)})"
)
_BIRTH = re.compile(
    rf"\b(?:(?:his|her|their)\s+)?(?:d\.?\s?o\.?\s?b\.?|d-o-b|date\s+of\s+birth|birth\s*-?\s*date|birthday(?:['’]s)?|born(?:\s+on)?|bd)"
    rf"{GAP}[\s:,.=-]*(?:is\s+|on\s+)?(?:the\s+)?(?P<date>{DATE})",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?:(?:taken|received|rec['’]?d)(?:[ \t]+by[ \t]+[\w.]+(?:[ \t]+[A-Z][\w.]*)?)?"
    r"|date(?:\s*/\s*time)?(?:\s+(?:written|taken|issued|ordered|of\s+order|rx))?|written(?:\s+(?:date|on))?|dated|issued"
    r"|today['’]?s\s+date(?:\s+is)?|(?:that['’]s\s+)?today"
    r"|(?:rx\s+|order\s+)?(?:called|phoned|telephoned|faxed|e-?mailed)(?:[ \t]+in)?"
    rf"|voice\s?mail|(?<![\w/])[VT]\.?/?O\.?|(?:verbal|telephone|phone)\s+order|ordered|prescribed|signed"
    r"|(?:\d{1,2}:\d\d(?:[ \t]*[ap]\.?m\b\.?)?[ \t]+on)|rx\s+date)"
    rf"{GAP}[\s:,.=-]*(?:is\s+|on\s+)?"
    rf"(?P<date>{DATE})(?:[ \t,]*(?:at[ \t]+)?\d{{1,2}}:\d\d(?::\d\d)?(?:[ \t]*[ap]\.?m\b\.?)?)?"
    r"(?:\s*(?:,\s*)?(?:by|over|via)\s+(?:the\s+)?(?:tele)?phone)?",
    re.IGNORECASE,
)
# A date that stands alone: on its line, or between strokes or semicolons.
_ALONE = re.compile(rf"(?:{START})(?P<date>{DATE})(?=[ \t]*(?:[\n;|.]|$)|[ \t]+-[ \t])", re.IGNORECASE)
_BARE = re.compile(rf"[ \t,(/]*(?:(?:male|female|m|f)[ \t,/]+)?(?P<date>{DATE})", re.IGNORECASE)
_ODDLY_YOUNG = 5
_RECENT = 366
_LONGEST_CLAUSE = 60
_OTHER_DAY = re.compile(
    r"\b(?:start\w*|effective|until|till|after|before|not|last|expir\w*|exp|appt|appointment|next|visit|seen|surgery|fill\w*|due|stop\w*"
    r"|since|from|on)\b[^\n.;|]*$",
    re.IGNORECASE,
)


def read_dates(draft: Draft, page: Page, now: datetime) -> None:
    """The birth date and the date written, where the text says which is which."""
    births = list(page.search(_BIRTH))
    for match in births:
        page.take(*match.span(), "patient.dob")
    if births:
        read_birth(draft, births[0]["date"], births[0].start("date"), now)
    if len({_as_digits(m["date"]) for m in births}) > 1:
        draft.note("SAID_TWICE", where(*births[-1].span("date")), "patient", field=words_for("patient.dob"))
        draft.drop("patient.dob")
    written = list(page.search(_WRITTEN))
    for match in written:
        page.take(*match.span(), "date_written")
        _put(draft, "date_written", match["date"], match.start("date"), now)
    if len({values.us_date(_as_digits(m["date"]), now) for m in written}) > 1:
        draft.note("SAID_TWICE", where(*written[-1].span("date")), "date_written", field=words_for("date_written"))
        draft.drop("date_written")


def read_date_alone(draft: Draft, page: Page, now: datetime) -> None:
    """The one recent date that stands alone and is not said to be another day's: the date written."""
    if "date_written" in draft.provenance:
        return
    found = [m for m in page.search(_ALONE) if not _OTHER_DAY.search(_clause_before(page, m.start("date")))]
    days = [values.us_date(_as_digits(m["date"]), now) for m in found]
    if len(found) == 1 and days[0] and 0 <= (now.date() - days[0]).days <= _RECENT:
        page.take(*found[0].span("date"), "date_written")
        _put(draft, "date_written", found[0]["date"], found[0].start("date"), now)


def read_birth_after(draft: Draft, page: Page, start: int, now: datetime) -> None:
    """The birth date that stands bare behind the patient's name; a recent date there is none."""
    match = _BARE.match(page.text, start)
    if match is None or "patient.dob" in draft.provenance or not page.free(*match.span("date")):
        return
    born = values.us_date(_as_digits(match["date"]), now)
    if born and (now.date() - born).days > _RECENT:
        page.take(*match.span("date"), "patient.dob")
        read_birth(draft, match["date"], match.start("date"), now)


def read_birth(draft: Draft, said: str, start: int, now: datetime) -> None:
    """Set the birth date; a two-digit year that could be of either century is said to be so."""
    _put(draft, "patient.dob", said, start, now)
    born = values.iso_date(draft.get("patient.dob") or "")
    if born and values.two_digit_year(_as_digits(said)) and now.year - born.year <= _ODDLY_YOUNG:
        place = draft.provenance["patient.dob"]
        draft.note("CENTURY_UNSURE", place, "patient", value=said)


def _put(draft: Draft, field: str, said: str, start: int, now: datetime) -> None:
    place = where(start, start + len(said))
    digits = _as_digits(said)
    read: date | None = values.us_date(digits, now)
    draft.put(field, read.isoformat() if read else said, place)
    if read is None:
        draft.drop(field)
        draft.note("DATE_UNREADABLE", place, field.split(".")[0], field=words_for(field), value=said)
    elif values.two_digit_year(digits):
        draft.note("TWO_DIGIT_YEAR", place, field.split(".")[0], field=words_for(field), value=said)


def _clause_before(page: Page, start: int) -> str:
    return re.split(r"[\n;|]", page.text[max(0, start - _LONGEST_CLAUSE) : start])[-1]


def _as_digits(said: str) -> str:
    """A spoken date as 7/4/52 or July 4 1952; any other as it stands."""
    match = re.fullmatch(_SPOKEN_DATE, said.strip(), re.IGNORECASE)
    if not match:
        return said
    day, month = match["day"] or match["day_first"], match["month"] or match["month_last"]
    number = whole(month)
    return f"{values.month_number(month) if number is None else number}/{_day(day)}/{_year(match['year'])}"


def _day(said: str) -> str:
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", said.lower())
    tens, _, last = plain.replace(" ", "-").rpartition("-")
    if last in _ORDINALS:
        return str((whole(tens) or 0 if tens else 0) + _ORDINALS[last])
    return str(whole(plain))


def _year(said: str) -> str:
    plain = re.sub(r"[\s-]+", " ", said.lower().strip())
    if plain.startswith("two thousand"):
        rest = plain.removeprefix("two thousand").removeprefix(" and").strip()
        return str(2000 + (whole(rest) or 0 if rest else 0))
    century, _, rest = plain.partition(" ")
    if rest and century in ("nineteen", "twenty") and (whole(rest) or 0) > (0 if century == "nineteen" else 9):
        return str((whole(century) or 0) * 100 + (whole(rest) or 0))
    number = whole(plain)
    return f"{number:02}" if number is not None else plain
