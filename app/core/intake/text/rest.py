"""The other words of a text: substitution, allergies, notes, greetings; and what nobody understood."""

from __future__ import annotations

import re

from app.core.intake.draft import Draft
from app.core.intake.text.page import Page, where
from app.core.intake.vitals import kilograms

_LINES = {
    "notes": re.compile(
        r"(?:^|(?<=\n))[ \t]*(?:notes?|comments?|remarks?|special\s+instructions)\s*[:=]\s*(?P<v>[^\n]*)", re.IGNORECASE
    ),
    "diagnosis": re.compile(
        r"(?:^|(?<=[\n;,\t ]))(?:dx|diagnosis|indication|icd(?:-?10)?)\s*[:=]\s*(?P<v>[^\n;]*)", re.IGNORECASE
    ),
    "pharmacy": re.compile(r"(?:^|(?<=\n))[ \t]*pharmacy\s*[:=]\s*(?P<v>[^\n]*)", re.IGNORECASE),
    "address": re.compile(r"(?:^|(?<=\n))[ \t]*(?:patient\s+)?address\s*[:=]\s*(?P<v>[^\n]*)", re.IGNORECASE),
    "clinic": re.compile(
        r"(?:^|(?<=\n))[ \t]*(?:clinic|office|practice|facility)\s*[:=]\s*(?P<v>[^\n]*)", re.IGNORECASE
    ),
}
_ALLERGIES = re.compile(
    r"\b(?:allerg(?:y|ies)\b(?:\s+to\b)?|allergic\s+to\b|ADRs?\b)\s*[:=]?\s*(?:are\s+|is\s+)?(?P<v>[^\n.;]*)",
    re.IGNORECASE,
)
_NONE_KNOWN = re.compile(r"\b(?:NKD?A|no\s+known\s+(?:drug\s+|medication\s+)?allergies)\b[,.]?", re.IGNORECASE)
_NONE = re.compile(r"\s*(?:none(?:\s+known)?|no|nkd?a|denies)\s*", re.IGNORECASE)
_WEIGHT = re.compile(
    r"\b(?:wt|weight|weighs)\b\s*[:=]?\s*(?P<n>\d+(?:\.\d+)?)\s*(?P<u>kg|kilos?|lbs?|pounds?)\b\.?", re.IGNORECASE
)
_NO = r"(?:no|n|none|false|0|off)\b"
_FORBIDDEN = (
    re.compile(
        rf"\b(?:DAW|dispense\s+as\s+written)\b(?:\s*[:=]?\s*(?:yes|y|true|1)\b)?(?!\s*[:=]\s*{_NO})", re.IGNORECASE
    ),
    re.compile(
        r"\b(?:brand\s+(?:name\s+)?(?:medically\s+)?(?:necessary|only)|no\s+(?:generics?|substitutions?)|do\s+not\s+substitute)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:substitutions?|generics?)\s*(?:(?:is|are)\s+)?(?:[:=]\s*)?(?:{_NO}|not\s+(?:permitted|allowed|ok(?:ay)?))",
        re.IGNORECASE,
    ),
)
_ALLOWED = (
    re.compile(rf"\bDAW\s*[:=]\s*{_NO}", re.IGNORECASE),
    re.compile(
        r"\b(?:generics?|substitutions?)\s*(?:(?:is|are)\s+)?(?:[:=]\s*)?(?:fine|ok(?:ay)?|permitted|permissible|allowed|yes|acceptable)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:may|can|ok(?:ay)?\s+to)\s+substitute\b", re.IGNORECASE),
)
_READ_BACK = re.compile(
    r"\b(?:order\s+)?read\s*-?\s*back(?:\s+(?:and\s+)?(?:ok(?:ay)?|done|verified|confirmed|yes|correct))*\b",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\b(?:hi|hello|hey|good\s+(?:morning|afternoon|evening|day))\b[\s,.!]*(?:there\b[\s,.!]*)?", re.IGNORECASE
)
_CALLER = re.compile(
    r"\bthis\s+is\s+(?!for\b)(?:(?i:dr|st|mr|mrs|ms)\.|[^.\n\d]){1,100}?(?=,\s*(?:and\s+)?(?:i['’]?m\s+)?(?:calling|phoning|i\b|with\b)|[.\n]|\s+calling\b|$)",
    re.IGNORECASE,
)
_PHRASES = re.compile(
    r"\b(?:(?:i['’]?m\s+|i\s+am\s+|we['’]?re\s+)?(?:calling|phoning)(?:\s+in)?(?:\s+with)?|(?:i|we)(?:['’]d|\s+would)?\s+(?:need|want|like|have)\s+to"
    r"(?:\s+(?:call|phone)\s+in)?|(?:call|phone)\s+in|with\s+(?:any\s+)?questions?|thanks?(?:\s+you)?(?:\s+(?:so|very)\s+much)?|(?:good)?bye|bye"
    r"|have\s+a\s+(?:good|nice)\s+(?:day|one)|that['’]?s\s+(?:all|it)|by\s+(?:tele)?phone|(?:call(?:\s+us|\s+me)?\s+back))\b",
    re.IGNORECASE,
)  # fmt: skip
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and the um uh er ah erm is are it its that thats for of to in on at by with i we me us please fill ok"
        " okay so new prescription prescriptions script rx order patient pt well sure then name number call back if"
        " any my you have from her his their them",
    )
)


def read_lines(draft: Draft, page: Page) -> None:
    """Labelled lines whose value is free text, so that nothing in them is taken for something else."""
    for field, pattern in _LINES.items():
        for match in page.search(pattern):
            page.take(*match.span(), field)
            value = page.trimmed(*match.span("v"))
            said = page.text[value.start : value.end]
            if field in ("notes", "diagnosis"):
                draft.add(field, said, where(*value))
            elif field != "clinic":
                draft.put("patient.address" if field == "address" else field, said, where(*value))


def read_clinical(draft: Draft, page: Page) -> None:
    """Allergies and weight."""
    for match in page.search(_NONE_KNOWN):
        page.take(*match.span(), "allergies")
        draft.no_known_allergies = True
        draft.provenance.setdefault("allergies", where(*match.span()))
    for match in page.search(_ALLERGIES):
        page.take(match.start(), match.end(), "allergies")
        _add_allergies(draft, page, match)
    if draft.no_known_allergies and draft.lists.get("allergies"):
        draft.note("ALLERGY_CONTRADICTION", draft.provenance["allergies[0]"], "allergies")
    for match in page.search(_WEIGHT):
        page.take(*match.span(), "weight")
        unit = {"k": "kg", "l": "lb", "p": "lb"}[match["u"][0].lower()]
        draft.facts = draft.facts.model_copy(update={"weight_kg": kilograms(match["n"], unit)})
        draft.provenance["facts.weight_kg"] = where(*match.span("n"))


def read_substitution(draft: Draft, page: Page) -> None:
    """Whether the prescriber allows a generic; said both ways, it is left open."""
    answers = set()
    for allowed, patterns in ((True, _ALLOWED), (False, _FORBIDDEN)):
        for pattern in patterns:
            for match in page.search(pattern):
                page.take(*match.span(), "substitution_allowed")
                answers.add(allowed)
                draft.provenance["substitution_allowed"] = where(*match.span())
    if len(answers) == 1:
        draft.substitution_allowed = answers.pop()
    elif answers:
        draft.note("SAID_TWICE", draft.provenance["substitution_allowed"], "substitution", field="substitution")


def read_phrases(draft: Draft, page: Page) -> None:
    """Greetings, who calls, read-back: understood, and of no further use but to be counted as read."""
    for match in page.search(_READ_BACK):
        page.take(*match.span(), "read back")
        draft.note("READ_BACK", where(*match.span()))
    for pattern in (_GREETING, _CALLER):
        for match in page.search(pattern):
            page.take(*match.span(), "caller")


def note_unread(draft: Draft, page: Page) -> None:
    """Say where words stand that nothing above understood."""
    for match in page.search(_PHRASES):
        page.take(*match.span(), "phrase")
    for gap in page.gaps():
        words = re.findall(r"[\w'’%]+", page.text[gap.start : gap.end])
        if any(
            w.lower().replace("’", "'").replace("'", "") not in _SMALL_WORDS and (len(w) > 1 or w.isdigit())
            for w in words
        ):
            span = page.trimmed(*gap)
            draft.note("WORDS_NOT_READ", where(*span))


def _add_allergies(draft: Draft, page: Page, match: re.Match[str]) -> None:
    at = match.start("v")
    for part in re.split(r"(,|/|\band\b|&)", match["v"]):
        span = page.trimmed(at, at + len(part))
        said = page.text[span.start : span.end]
        at += len(part)
        if _NONE.fullmatch(said):
            draft.no_known_allergies = True
            draft.provenance.setdefault("allergies", where(*span))
        elif said and said.lower() not in ("and", "&"):
            draft.add("allergies", said, where(*span))
