"""Quantity, refills and days' supply in a text, and what the caller corrected."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from app.core.intake.checks import AS_NEEDED
from app.core.intake.draft import Draft, words_for
from app.core.intake.numbers_in_words import NUMBER, whole
from app.core.intake.text.dates import DATE, read_birth
from app.core.intake.text.page import Page, where

_UNITS = (
    r"tab(?:let)?s?|cap(?:sule)?s?|ml|milliliters?|cc|g|gm|grams?|each|ea|patch(?:es)?|pens?|vials?|inhalers?"
    r"|bottles?|tubes?|boxes|box|suppositor(?:y|ies)|drops?|oz|ounces?|syringes?|packets?|kits?|units?"
)
_STRENGTH = r"(?:mg|mcg|milligrams?|micrograms?|%)"
_SUFFIX = rf"(?:\s*\(\s*#?\s*(?P<again>{NUMBER})\s*\))?(?:\s*(?P<unit>{_UNITS})\b\.?)?"
_QUANTITY = re.compile(
    rf"(?:\b(?:quantity|qty|dispense|disp|amount|amt)\b\.?|#)\s*(?:[:=]|of|is|a\s+total\s+of)?\s*#?\s*"
    rf"(?P<n>{NUMBER})(?![\d/]|\s*{_STRENGTH}|\s+refills?\b(?!\s*[:=x#]?\s*\d))" + _SUFFIX,
    re.IGNORECASE,
)
_NONE = r"no(?:ne)?|nil|zero|prn|as\s+needed"
_AFTER = rf"(?![\d/.]*\d|\s*-?\s*(?:days?\b(?!['’]?s?\s*-?\s*supply\s*[:=])|{_UNITS}\b|{_STRENGTH}))"
_REFILLS = (
    re.compile(
        rf"\b(?:refills?|rf|repeats?)\b\.?\s*(?:[:=#]|is|are)?\s*(?:x\s*)?(?P<n>{_NONE}|{NUMBER})(?![A-Za-z]){_AFTER}"
        r"(?:\s*(?:times?|x|refills?)\b)?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:(?:with|plus|and)\s+)?(?P<n>{_NONE}|{NUMBER})\s+(?:more\s+|additional\s+)?(?:refills?|repeats?)\b",
        re.IGNORECASE,
    ),
)
_DAYS = (
    re.compile(
        rf"\b(?:days?(?:['’]s?)?\s*-?\s*supply|DS)\b\s*(?:[:=#]|of|is)?\s*(?P<n>{NUMBER})(?:\s*days?\b)?", re.IGNORECASE
    ),
    re.compile(rf"(?P<n>{NUMBER})\s*-?\s*days?(?:['’]s?)?\s*-?\s*supply\b", re.IGNORECASE),
)
_CORRECTION = re.compile(
    r"\b(?:sorry|correction|scratch\s+that|i\s+mean(?:t)?|no,?\s+wait|wait,?\s+no|excuse\s+me|pardon(?:\s+me)?|actually)\b[,.:;\s-]*"
    r"(?:(?:i\s+meant?|make\s+(?:that|it)|that['’]?s|that\s+(?:should\s+be|is)|it['’]?s|it\s+should\s+be|should\s+be|change\s+that\s+to)\b[,:\s]*)?"
    r"(?P<said>[^.\n,;]*(?:\.\d[^.\n,;]*)?)",
    re.IGNORECASE,
)
_ONLY_NUMBER = re.compile(rf"(?P<n>{_NONE}|{NUMBER})(?:\s*(?P<unit>{_UNITS}|refills?|days?)\.?)?\s*", re.IGNORECASE)
_CORRECTABLE = {"quantity.value", "refills", "days_supply"}


class Found(NamedTuple):
    """A number that the text gives, and where."""

    value: str
    start: int
    end: int


def read_amounts(draft: Draft, page: Page, now: datetime) -> None:
    """Days' supply, quantity and refills; a number is claimed by one of them only."""
    _settle(draft, "days_supply", [m for p in _DAYS for m in _taken(page, p, "days_supply")])
    quantities = _taken(page, _QUANTITY, "quantity.value")
    _settle(draft, "quantity.value", quantities)
    _settle(draft, "refills", [m for p in _REFILLS for m in _taken(page, p, "refills")])
    for match in quantities[:1]:
        if match["unit"] and draft.get("quantity.value"):
            draft.put("quantity.unit", match["unit"], where(*match.span("unit")))
    _read_corrections(draft, page, now)


def _taken(page: Page, pattern: re.Pattern[str], field: str) -> list[re.Match[str]]:
    found = list(page.search(pattern))
    for match in found:
        page.take(*match.span(), field)
    return found


def _settle(draft: Draft, field: str, matches: list[re.Match[str]]) -> None:
    """Set a number that is given once, or several times alike; different ones are left open."""
    found = [Found(_digits(m["n"]), *m.span("n")) for m in matches]
    again = [Found(_digits(m["again"]), *m.span("again")) for m in matches if "again" in m.groupdict() and m["again"]]
    if not found:
        return
    first = found[0]
    draft.put(field, first.value, where(first.start, first.end))
    others = {f.value for f in (*found, *again)} - {first.value}
    if others:
        draft.note("SAID_TWICE", where(found[-1].start, found[-1].end), field.split(".")[0], field=words_for(field))
        draft.drop(field)


def _digits(said: str) -> str:
    """A number as digits; what is no number stays as it was said."""
    plain = re.sub(r"\s+", " ", said.strip().lower())
    if plain in ("no", "none", "nil", "zero"):
        return "0"
    if plain in ("prn", "as needed"):
        return AS_NEEDED
    number = whole(plain)
    return str(number) if number is not None else plain.replace(",", "")


def _read_corrections(draft: Draft, page: Page, now: datetime) -> None:
    """Give each correction to the number or date just before it; one that fits nothing stops the case."""
    for match in list(page.search(_CORRECTION)):
        before = page.before(match.start())
        between = page.text[before.end : match.start()] if before else "?"
        field = before.field if before and not between.strip(" \t\r\n,.;-") else ""
        if field in _CORRECTABLE and _correct_number(draft, page, field, match):
            continue
        if field == "patient.dob" and _correct_birth(draft, page, match, now):
            continue
        draft.note("CORRECTION_UNPLACED", where(*match.span()))


def _correct_number(draft: Draft, page: Page, field: str, match: re.Match[str]) -> bool:
    said = _ONLY_NUMBER.fullmatch(match["said"].strip())
    if not said or not draft.get(field):
        return False
    start = match.start("said") + len(match["said"]) - len(match["said"].lstrip())
    _replace(draft, field, _digits(said["n"]), where(start, start + len(said["n"])))
    page.take(*match.span(), field)
    return True


def _correct_birth(draft: Draft, page: Page, match: re.Match[str], now: datetime) -> bool:
    said = re.match(DATE, match["said"].strip(), re.IGNORECASE)
    if not said:
        return False
    start = match.start("said") + len(match["said"]) - len(match["said"].lstrip())
    old = draft.get("patient.dob")
    read_birth(draft, said[0], start, now)
    code = "REPEATED" if draft.get("patient.dob") == old else "SPOKEN_CORRECTION"
    draft.note(code, where(*match.span()), "patient", field=words_for("patient.dob"))
    page.take(*match.span(), "patient.dob")
    return True


def _replace(draft: Draft, field: str, value: str, place: str) -> None:
    code = "REPEATED" if value == draft.get(field) else "SPOKEN_CORRECTION"
    draft.put(field, value, place)
    draft.note(code, place, field.split(".")[0], field=words_for(field))
