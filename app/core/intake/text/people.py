"""Who: the patient and the prescriber of a text."""

from __future__ import annotations

import re
from datetime import datetime

from app.core.intake.draft import Draft, words_for
from app.core.intake.text.dates import read_birth_after
from app.core.intake.text.labels import GAP, MARK, START
from app.core.intake.text.names import HONORIFIC, LAST_FIRST, LOOSE, NAME, PRESCRIBES, TITLES, person, spellings
from app.core.intake.text.page import Page, where
from app.core.intake.values import sex_of

# Behind a name: nothing more of it.
_END = (
    r"(?=[ \t]*(?:[\n,;|()./]|$|[ \t]{2}|-[ \t])"
    r"|[ \t]+(?:\d|dob\b|d\.o\.b|date\b|born\b|birth|npi\b|dea\b|m\b|f\b|ph\b|tel\b|phone\b))"
)
_PATIENT_LABEL = r"(?:(?:pt|patient|client|child)(?:['’]?s)?(?:\.?[ \t]*name)?|name(?:[ \t]+of[ \t]+patient)?)\b\.?"
_LABELLED = (
    re.compile(rf"(?i:{START}{_PATIENT_LABEL}{GAP}){HONORIFIC}(?P<name>(?>{LAST_FIRST}|{NAME}))(?![\w'’])"),
    re.compile(rf"{START}{_PATIENT_LABEL}{MARK}(?P<name>{LOOSE}){_END}", re.IGNORECASE),
    re.compile(
        rf"(?i:{START}(?:rx[ \t]+)?for\b[ \t]*:?[ \t]*){HONORIFIC}(?P<name>{LAST_FIRST}|{NAME})"
        r"(?=[ \t]*[(,\n]|[ \t]{2})"
    ),
)
_PARTS = re.compile(
    rf"\b(?i:first[ \t]+name(?:[ \t]+is)?)[ \t]+(?P<first>{NAME}),?[ \t]+(?i:and[ \t]+)?"
    rf"(?i:last[ \t]+name(?:[ \t]+is)?)[ \t]+(?P<last>{NAME})"
)
_SPOKEN = re.compile(
    rf"\b(?i:(?:prescription|script|rx|order|refill|this|that['’]s|that\s+is|it['’]s|it\s+is|it|is)\s+for|for\s+(?:a\s+|our\s+|the\s+)?patient"
    rf"|patient(?:['’]s\s+name)?\s+(?:is|named?)|(?:one\s+of\s+)?(?:our|my)\s+patients?,?)\s+{HONORIFIC}(?P<name>(?>{NAME}))(?![\w'’])"
)
_ALONE = re.compile(rf"(?:\bfor\s+)?(?<!\w)(?P<name>(?:(?:^|(?<=\n)){LAST_FIRST})|{NAME})(?![\w'’-])")
_BETWEEN_NAME_AND_BIRTH = " \t\r\n,;(|-"
_NOT_IN_NAMES = re.compile(r"\b(?:for|of|the|is|and|take|mg|tablets?|capsules?|a|an|with|has|needs?)\b", re.IGNORECASE)

_WHO = (
    r"(?:\b(?i:prescriber(?:['’]?s)?(?:\s+name)?|(?:ordered|authori[sz]ed|prescribed|written)\s+by|physician|provider"
    r"|(?:prescribing\s+)?doctor(?:['’]?s)?(?:\s+name)?|(?:signed|sig['’]?d)(?:\s+by)?)"
    r"|(?:^|(?<=[\n;|]))[ \t]*(?i:per|md|dr(?=\.?[ \t]*[:=.-])))\b"
)
_PRESCRIBER = re.compile(rf"{_WHO}(?i:{GAP}),?[ \t]*(?P<name>(?i:dr)\.?[ \t]+{NAME}|{LAST_FIRST}|{NAME}){TITLES}")
_BY_LABEL = re.compile(
    rf"(?:{START}per[ \t]+|\b(?:prescriber|provider|ordered\s+by){MARK})(?P<name>(?:dr\b\.?[ \t]+)?{LOOSE}){_END}",
    re.IGNORECASE,
)
_DOCTOR = re.compile(rf"\b(?i:dr|doctor)\b\.?,?[ \t]+(?P<name>{NAME}){TITLES}(?P<office>['’]s?\b)?")
_SIGNED = re.compile(rf"(?<![\w'’-])(?P<name>{NAME})(?:,[ \t]*|[ \t]+){PRESCRIBES}{TITLES}")
_SEX = re.compile(
    rf"(?:\b(?:sex|gender){GAP}(?P<sex>female|male|f|m|unknown)\b"
    r"|[/|][ \t]+(?P<bare>F|M|female|male)(?=[ \t]*(?:[/|]|$|\n))|\((?P<inside>F|M|female|male)(?=[ \t]*[,)])"
    r"|[;,][ \t]*(?P<word>female|male)(?=[ \t]*(?:[;,.]|$|\n)))",
    re.IGNORECASE,
)


def read_people(draft: Draft, page: Page, now: datetime) -> None:
    """Prescriber, patient and sex, and whether a spelled-out name is the name that was said."""
    for match in page.search(_SEX):
        page.take(*match.span(), "patient.sex")
        group = match.lastgroup or "sex"
        draft.put("patient.sex", sex_of(match[group]), where(*match.span(group)))
    _read_spellings(draft, page)
    _read_prescriber(draft, page)
    _read_patient(draft, page, now)


def _read_spellings(draft: Draft, page: Page) -> None:
    for match, agrees in spellings(page.text):
        if page.free(*match.span()):
            page.take(*match.span(), "spelling")
            if not agrees:
                draft.note("SPELLED_OTHERWISE", where(*match.span()), "patient", "prescriber")


def _read_prescriber(draft: Draft, page: Page) -> None:
    named = list(page.search(_PRESCRIBER)) or list(page.search(_BY_LABEL))
    for match in named:
        page.take(*match.span(), "prescriber.name")
    mentioned = list(_DOCTOR.finditer(page.text))  # also inside what the caller said of the office
    for match in mentioned:
        if not match["office"] and page.free(*match.span()):
            page.take(*match.span(), "prescriber.name")
    signed = list(page.search(_SIGNED))
    for match in signed:
        page.take(*match.span(), "prescriber.name")
    certain = [*named, *signed] or [m for m in mentioned if not m["office"]]
    best = max(certain or mentioned, key=lambda m: len(m["name"].split()), default=None)
    if best is None:
        return
    draft.put("prescriber.name", person(best["name"]), where(*best.span("name")))
    if any(_others(best["name"], m["name"]) for m in (*named, *signed, *mentioned)):
        draft.note("SAID_TWICE", where(*best.span("name")), "prescriber", field=words_for("prescriber.name"))


def _others(one: str, two: str) -> bool:
    """Whether two mentions share no word: they are then different people."""
    return not set(person(one).lower().split()) & set(person(two).lower().split())


def _read_patient(draft: Draft, page: Page, now: datetime) -> None:
    match = next(page.search(_PARTS), None)
    if match is not None:
        page.take(*match.span(), "patient.name")
        draft.put("patient.name", f"{match['first']} {match['last']}", where(match.start("first"), match.end("last")))
        return
    match = _labelled(page) or next(page.search(_SPOKEN), None) or _before_birth(page)
    if match is not None:
        page.take(*match.span(), "patient.name")
        draft.put("patient.name", person(match["name"]), where(*match.span("name")))
        read_birth_after(draft, page, match.end(), now)


def _labelled(page: Page) -> re.Match[str] | None:
    found = (m for pattern in _LABELLED for m in page.search(pattern))
    return next((m for m in found if not _NOT_IN_NAMES.search(m["name"])), None)


def _before_birth(page: Page) -> re.Match[str] | None:
    """A name that stands right before the date of birth, a spelling of it aside."""
    born = next((c for c in page.claims if c.field == "patient.dob"), None)
    if born is None:
        return None
    spelled = [c for c in page.claims if c.field == "spelling" and c.end <= born.start]
    ends = [born.start, *(c.start for c in spelled)]
    for match in page.search(_ALONE):
        for end in ends:
            between = page.text[match.end() : end] if match.end() <= end else "?"
            if not re.sub(r"that['’]s|spelled", "", between).strip(_BETWEEN_NAME_AND_BIRTH):
                return match
    return None
