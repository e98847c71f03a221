"""Single values: dates, plain numbers, check digits, sexes; what is not plain stays unread."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_US = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})", re.ASCII)
_NAMED = re.compile(r"([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})", re.ASCII)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
PLAIN_NUMBER = re.compile(r"(?:\d{1,6}(?:\.\d{1,4})?|\.\d{1,4})", re.ASCII)
_LONGEST_LIFE = 120


def iso_date(text: str) -> date | None:
    """The date of an ISO date or date-time; a time zone never shifts it."""
    found = _ISO.fullmatch(text.strip()) or _COMPACT.fullmatch(text.strip())
    return _date(*found.groups()[:3]) if found else None


def us_date(text: str, now: datetime, *, past: bool = True) -> date | None:
    """A date as people in the US write it, month first; two-digit years are taken as past ones."""
    text = text.strip()
    named, turned = _NAMED.fullmatch(text), _DAY_FIRST.fullmatch(text)
    if named:
        return _named_date(named[3], named[1], named[2])
    if turned:
        return _named_date(turned[3], turned[2], turned[1])
    found = _US.fullmatch(text)
    if not found:
        return iso_date(text)
    year = int(found[3])
    if len(found[3]) == 2:
        century = now.year - now.year % 100
        year += century if year <= now.year % 100 or not past else century - 100
    return _date(str(year), found[1], found[2])


def two_digit_year(text: str) -> bool:
    """Whether a US date has only two digits for the year."""
    found = _US.fullmatch(text.strip())
    return found is not None and len(found[3]) == 2


def moment(text: str | None) -> datetime | None:
    """A date-time in UTC; one without a zone is taken as UTC, as SCRIPT says of SentTime."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text.strip())
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def age(born: date, today: date) -> float | None:
    """Years since birth: whole years are exact, the rest is a share of the year; None before birth."""
    if born > today:
        return None
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if years > _LONGEST_LIFE:
        return None
    birthday = _same_day(born, born.year + years)
    return years + min(0.99, round((today - birthday).days / 365.25, 2))


def possible_birth(born: date, today: date) -> bool:
    """Whether somebody alive can have been born then."""
    return born <= today and today.year - born.year <= _LONGEST_LIFE


def npi_valid(text: str) -> bool:
    """The NPI's Luhn check digit, with the issuer prefix 80840."""
    if not re.fullmatch(r"\d{10}", text, re.ASCII):
        return False
    total = 24  # what the prefix 80840 adds
    for place, digit in enumerate(map(int, text)):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def dea_valid(text: str) -> bool:
    """The DEA registration number's check digit."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z9]\d{7}", text, re.ASCII):
        return False
    digits = [int(d) for d in text[2:]]
    return (sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]


def name_suffix(text: str) -> bool:
    """Whether a suffix tells people apart (Jr, III); degrees and licences do not belong to a name."""
    return text.strip(" .").lower() in ("jr", "sr", "ii", "iii", "iv", "v", "junior", "senior")


def sex_of(text: str) -> str | None:
    """F, M or U for the words that messages use; None for anything else."""
    return {
        "f": "F", "female": "F", "woman": "F", "girl": "F",
        "m": "M", "male": "M", "man": "M", "boy": "M",
        "u": "U", "unknown": "U", "other": "U", "x": "U", "n": "U",
    }.get(text.strip().lower())  # fmt: skip


def month_number(name: str) -> int | None:
    """The month that a name or its first three letters mean."""
    short = name.strip().lower()[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _named_date(year: str, month: str, day: str) -> date | None:
    number = month_number(month)
    return _date(year, str(number), day) if number else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _same_day(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)
