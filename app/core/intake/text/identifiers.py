"""NPI, DEA number and telephones in a text, also when they are spelled out."""

from __future__ import annotations

import re

from app.core.intake.draft import Draft
from app.core.intake.numbers_in_words import whole
from app.core.intake.text.page import Page, where

_DIGIT = r"(?:\d|\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b)"
_LABEL = r"\b(?:\s*(?:numbers?|no\.?|is|#|:|=|\.{2,}|-(?=\s)))*[\s,.#]*"
# Ten digits are an NPI, whatever digits follow: those are then not read, and said so.
_NPI = re.compile(
    rf"\bNPI{_LABEL}(?P<n>\d{{10}}(?!\d)|{_DIGIT}(?:[ \t,.-]*{_DIGIT}){{9}}(?!\d)"
    rf"|{_DIGIT}(?:[ \t,-]*{_DIGIT}){{4,14}})",
    re.IGNORECASE,
)
_DEA = re.compile(
    rf"\bDEA{_LABEL}(?P<n>[A-Z][\s,-]*[A-Z9](?:[ \t,-]*{_DIGIT}){{7}}(?!\d)"
    rf"|[A-Z][\s,-]*[A-Z9](?:[\s,-]*{_DIGIT}){{5,9}})",
    re.IGNORECASE,
)
_PHONE_NUMBER = r"(?:\+?1[\s.-]*)?\(?\d{3}\)?[\s.-]*\d{3}[\s.-]*\d{4}(?!\d)"
_PHONE = re.compile(
    rf"\b(?P<kind>ph(?:one)?|tel(?:ephone)?|call\s*back|callback|cb|cell|fax)\b\.?[\s:#=]*(?:(?:number|no\.?|is|me|us|at)\s+)*(?P<n>{_PHONE_NUMBER})",
    re.IGNORECASE,
)
_BARE_PHONE = re.compile(rf"(?<![\d-]){_PHONE_NUMBER}")


def read_identifiers(draft: Draft, page: Page) -> None:
    """The prescriber's numbers; a number given twice and otherwise is left open."""
    for pattern, field in ((_NPI, "npi"), (_DEA, "dea")):
        for match in page.search(pattern):
            page.take(*match.span(), f"prescriber.{field}")
            number = _spelled(match["n"])
            known = draft.get(f"prescriber.{field}")
            draft.put(f"prescriber.{field}", number, where(*match.span("n")))
            if known and known != number:
                draft.note("SAID_TWICE", where(*match.span("n")), "prescriber", field=field.upper())
                draft.drop(f"prescriber.{field}")
    for match in page.search(_PHONE):
        page.take(*match.span(), "phone")
        if match["kind"].lower() != "fax":
            draft.put("prescriber.phone", match["n"], where(*match.span("n")))
    for match in page.search(_BARE_PHONE):
        page.take(*match.span(), "phone")


def _spelled(said: str) -> str:
    """Digits and letters of a number that was spelled out."""
    parts = re.findall(r"[A-Za-z]+|\d", said)
    digits = []
    for part in parts:
        number = whole(part) if len(part) > 2 or part.lower() == "oh" else None
        digits.append(part.upper() if number is None else str(number))
    return "".join(digits)
