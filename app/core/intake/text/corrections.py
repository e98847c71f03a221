"""What the caller took back: the last value counts, and a person is told."""

from __future__ import annotations

import re
from datetime import datetime

from app.core.intake.draft import Draft, words_for
from app.core.intake.text.amounts import ANSWER, digits_of, named_amount
from app.core.intake.text.dates import DATE, read_birth
from app.core.intake.text.labels import SORRY
from app.core.intake.text.page import Page, where
from app.core.intake.text.strengths import AMOUNT, STRENGTH

_CORRECTION = re.compile(rf"{SORRY}(?P<said>[^.\n,;]*(?:\.\d[^.\n,;]*)?)", re.IGNORECASE)
_STRENGTH = re.compile(
    rf"(?<![\w.])(?P<old>{STRENGTH.pattern}|{AMOUNT})[,.;\s-]*{SORRY}(?=(?P<new>{STRENGTH.pattern}))", re.IGNORECASE
)
_CORRECTABLE = {"quantity.value", "refills", "days_supply"}


def read_corrected_strength(draft: Draft, page: Page) -> None:
    """Claim the strength that was taken back, so that the drug is read with the new one."""
    for match in page.search(_STRENGTH):
        page.take(match.start(), match.end(), "taken back")
        draft.note(
            "SPOKEN_CORRECTION", where(match.start(), match.end("new")), "drug", field=words_for("drug.strength")
        )


def read_corrections(draft: Draft, page: Page, now: datetime) -> None:
    """Give each correction to the number or date just before it; one that fits nothing stops the case."""
    for match in list(page.search(_CORRECTION)):
        if _correct_named(draft, page, match):
            continue
        before = page.before(match.start())
        between = page.text[before.end : match.start()] if before else "?"
        field = before.field if before and not between.strip(" \t\r\n,.;-") else ""
        if field in _CORRECTABLE and _correct_number(draft, page, field, match):
            continue
        if field == "patient.dob" and _correct_birth(draft, page, match, now):
            continue
        draft.note("CORRECTION_UNPLACED", where(*match.span()))


def _correct_named(draft: Draft, page: Page, match: re.Match[str]) -> bool:
    """A correction that says itself which number it means: "sorry, make that quantity 60"."""
    start = match.start("said") + len(match["said"]) - len(match["said"].lstrip())
    named = named_amount(page.text, start)
    if named is None or not draft.get(named[0]):
        return False
    field, said = named
    _replace(draft, field, digits_of(said["n"]), where(*said.span("n")))
    page.take(match.start(), said.end(), field)
    return True


def _correct_number(draft: Draft, page: Page, field: str, match: re.Match[str]) -> bool:
    said = ANSWER.fullmatch(match["said"].strip())
    if not said or not draft.get(field):
        return False
    start = match.start("said") + len(match["said"]) - len(match["said"].lstrip())
    _replace(draft, field, digits_of(said["n"]), where(start, start + len(said["n"])))
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
    page.take(match.start(), start + len(said[0]), "patient.dob")
    return True


def _replace(draft: Draft, field: str, value: str, place: str) -> None:
    code = "REPEATED" if value == draft.get(field) else "SPOKEN_CORRECTION"
    draft.put(field, value, place)
    draft.note(code, place, field.split(".")[0], field=words_for(field))
