"""Who: patient, prescriber, their numbers, the caller."""

from __future__ import annotations

import re

from app.core.intake.draft import Draft, words_for
from app.core.intake.numbers_in_words import whole
from app.core.intake.text.page import Page, where
from app.core.intake.values import sex_of

_TITLE = (
    r"(?:M\.?D\.?|D\.?O\.?|N\.?P\.?|P\.?A\.?(?:-?C)?|DDS|DMD|DPM|O\.?D\.?|APRN|A?RNP|FNP(?:-B?C)?|CNM|PharmD|RPh|RN)"
)
_CUES = (
    r"NPI|DEA|DOB|DAW|Date|Phone|Ph|Tel|Fax|Sig|Qty|Quantity|Rx|Refills?|Dispense|Disp|Address|Drug|Medication|Patient|Pt"
    r"|Prescriber|Directions|Allerg\w*|Thanks|Call|License|Lic|Office|Signature"
)
_WORD = rf"(?!(?:{_CUES})\b)(?:[^\W\d_a-z]\.(?!\w)|[^\W\d_a-z][^\W\d_]*(?:['’-](?!s\b)[^\W\d_]+)*)"
_NAME = rf"{_WORD}(?:[ \t]+(?:(?:de|da|la|van|von|der|den|del|di|bin|al|st\.?)[ \t]+){{0,2}}{_WORD}){{0,3}}"
_TITLES = rf"(?:,?[ \t]*\b{_TITLE}(?![\w]))*"
_LABELLED = re.compile(
    r"(?:^|(?<=[\n.;,\t ]))(?:pt|patient|patient['’]s\s+name|patient\s+name|name)\b\.?\s*(?:[:=]|is\b)?[ \t]*",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    rf"\b(?i:(?:prescription|script|rx|order|refill|this|that['’]s|that\s+is|it['’]s|it\s+is|it|is)\s+for|for\s+(?:a\s+|our\s+|the\s+)?patient"
    rf"|patient\s+(?:is|named?))\s+(?P<name>{_NAME})"
)
_PRESCRIBER_CUE = (
    r"(?:\b(?i:prescriber(?:['’]s)?(?:\s+name)?|(?:ordered|authori[sz]ed|prescribed|written)\s+by"
    r"|physician|provider|doctor|signed(?:\s+by)?)|(?:^|(?<=\n))[ \t]*(?i:per|md|from))\b"
)
_PRESCRIBER = re.compile(
    _PRESCRIBER_CUE
    + rf"\s*(?i:is\b|[:=])?[ \t]*(?P<name>(?:(?i:dr)\.?[ \t]+)?{_NAME}(?:,[ \t]*(?!{_TITLE}\b){_NAME})?){_TITLES}"
)
_DOCTOR = re.compile(rf"\b(?i:dr|doctor)\b\.?[ \t]+(?P<name>{_NAME}){_TITLES}(?P<office>['’]s\b)?")
_DIGIT = r"(?:\d|\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b)"
_NPI = re.compile(
    rf"\bNPI\b(?:\s*(?:number|no\.?|is|#|:|=))*[\s,]*(?P<n>{_DIGIT}(?:[\s,-]*{_DIGIT}){{4,14}})", re.IGNORECASE
)
_DEA = re.compile(
    rf"\bDEA\b(?:\s*(?:number|no\.?|is|#|:|=))*[\s,]*(?P<n>[A-Z][\s,-]*[A-Z9](?:[\s,-]*{_DIGIT}){{5,9}})", re.IGNORECASE
)
_PHONE_NUMBER = r"(?:\+?1[\s.-]*)?\(?\d{3}\)?[\s.-]*\d{3}[\s.-]*\d{4}(?!\d)"
_PHONE = re.compile(
    rf"\b(?P<kind>ph(?:one)?|tel(?:ephone)?|call\s*back|callback|cell|fax)\b\.?[\s:#=]*(?:(?:number|no\.?|is|me|us|at)\s+)*(?P<n>{_PHONE_NUMBER})",
    re.IGNORECASE,
)
_BARE_PHONE = re.compile(rf"(?<![\d-]){_PHONE_NUMBER}")
_SEX = re.compile(r"\b(?:sex|gender)\s*[:=]?\s*(?P<sex>female|male|f|m|unknown)\b", re.IGNORECASE)
_ALONE = re.compile(rf"(?:\bfor\s+)?(?<!\w)(?P<name>{_NAME})(?![\w'’-])")
_BY_LINE = re.compile(
    r"(?:^|(?<=\n))[ \t]*(?:per|prescriber[ \t]*[:=]?|provider[ \t]*[:=])[ \t]+(?:dr\b\.?[ \t]+)?"
    r"(?P<name>[^\W\d_]+(?:[ '’-][^\W\d_]+){0,2})[ \t]*(?=\n|$)",
    re.IGNORECASE,
)
_NAMEISH = re.compile(
    r"[^\W\d_][^\W\d_.'’-]*(?:['’.-]+[^\W\d_]*)*(?:,?[ \t]+[^\W\d_][^\W\d_]*(?:['’.-]+[^\W\d_]*)*){0,4}"
)
_NOT_IN_NAMES = re.compile(r"\b(?:for|of|the|is|and|take|mg|tablets?|capsules?|a|an|with|has|needs?)\b", re.IGNORECASE)


def read_numbers(draft: Draft, page: Page) -> None:
    """NPI, DEA number and telephones, also when they are spelled out."""
    for pattern, field in ((_NPI, "npi"), (_DEA, "dea")):
        for match in page.search(pattern):
            page.take(*match.span(), f"prescriber.{field}")
            number = _spelled(match["n"])
            known = draft.get(f"prescriber.{field}")
            if known and known != number:
                draft.note("SAID_TWICE", where(*match.span("n")), "prescriber", field=field.upper())
            draft.put(f"prescriber.{field}", number, where(*match.span("n")))
    for match in page.search(_PHONE):
        page.take(*match.span(), "phone")
        if match["kind"].lower() != "fax":
            draft.put("prescriber.phone", match["n"], where(*match.span("n")))
    for match in page.search(_BARE_PHONE):
        page.take(*match.span(), "phone")


def read_people(draft: Draft, page: Page) -> None:
    """Prescriber, patient and sex."""
    for match in page.search(_SEX):
        page.take(*match.span(), "patient.sex")
        draft.put("patient.sex", sex_of(match["sex"]), where(*match.span("sex")))
    _read_prescriber(draft, page)
    _read_patient(draft, page)


def _read_prescriber(draft: Draft, page: Page) -> None:
    named = list(page.search(_PRESCRIBER)) or list(page.search(_BY_LINE))
    for match in named:
        page.take(*match.span(), "prescriber.name")
    mentioned = list(_DOCTOR.finditer(page.text))  # also inside what the caller said of the office
    for match in mentioned:
        if not match["office"] and page.free(*match.span()):
            page.take(*match.span(), "prescriber.name")
    signed = [m for m in mentioned if not m["office"]]
    best = max(named or signed or mentioned, key=lambda m: len(m["name"].split()), default=None)
    if best is None:
        return
    draft.put("prescriber.name", _person(best["name"]), where(*best.span("name")))
    if any(_others(best["name"], m["name"]) for m in (*named, *mentioned)):
        draft.note("SAID_TWICE", where(*best.span("name")), "prescriber", field=words_for("prescriber.name"))


def _others(one: str, two: str) -> bool:
    """Whether two mentions share no word: they are then different people."""
    return not set(_person(one).lower().split()) & set(_person(two).lower().split())


def _read_patient(draft: Draft, page: Page) -> None:
    for match in page.search(_LABELLED):
        span = page.trimmed(match.end(), page.until(match.end()), " \t\r,.;:")
        said = page.text[span.start : span.end]
        if _NAMEISH.fullmatch(said) and not _NOT_IN_NAMES.search(said):
            page.take(match.start(), span.end, "patient.name")
            draft.put("patient.name", _person(said), where(*span))
            return
    spoken = next(page.search(_SPOKEN), None) or _before_birth(page)
    if spoken is not None:
        page.take(*spoken.span(), "patient.name")
        draft.put("patient.name", _person(spoken["name"]), where(*spoken.span("name")))


def _before_birth(page: Page) -> re.Match[str] | None:
    """A name that stands right before the date of birth."""
    born = next((c for c in page.claims if c.field == "patient.dob"), None)
    if born is None:
        return None
    return next((m for m in page.search(_ALONE) if not page.text[m.end() : born.start].strip(" \t,;-")), None)


def _person(said: str) -> str:
    """A name in speaking order, without doctor's titles; "Roe, Jane" becomes "Jane Roe"."""
    name = re.sub(r"^(?:dr|doctor)\b\.?\s+", "", said.strip(), flags=re.IGNORECASE)
    name = re.sub(rf"(?:,?\s+{_TITLE})+$", "", name)
    last, comma, first = name.partition(",")
    return re.sub(r"\s+", " ", f"{first.strip()} {last.strip()}" if comma and first.strip() else name).strip()


def _spelled(said: str) -> str:
    """Digits and letters of a number that was spelled out."""
    parts = re.findall(r"[A-Za-z]+|\d", said)
    digits = []
    for part in parts:
        number = whole(part) if len(part) > 2 or part.lower() == "oh" else None
        digits.append(part.upper() if number is None else str(number))
    return "".join(digits)
