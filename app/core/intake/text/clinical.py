"""Allergies, weight and substitution in a text."""

from __future__ import annotations

import re

from app.core.intake.draft import Draft
from app.core.intake.text.labels import GAP, START
from app.core.intake.text.page import Page, where
from app.core.intake.vitals import kilograms

# "for seasonal allergies" is a reason to take a drug: the word counts where it starts a line or names what to.
_ALLERGIES = re.compile(
    rf"(?:\b(?:is\s+|are\s+)?allergic\s+to\b|{START}(?:known\s+|drug\s+|medication\s+|(?:patient\s+)?has\s+(?:an?\s+)?)*(?:allerg(?:y|ies)|ADRs?)\b"
    r"(?:\s+to\b|\s*[:=])|\ballerg(?:y|ies)\s*(?:[:=]|\s(?:to|are|is)\b)|\ballergies(?=\s+(?:none|nkd?a|no\b)))"
    r"\s*[:=]?\s*(?:are\s+|is\s+)?(?P<v>(?:(?!\bbut\b)[^\n.;|])*)",
    re.IGNORECASE,
)
_NONE_KNOWN = re.compile(
    r"\b(?:allergies\s*[:=]?\s*)?(?:NKD?A|no\s+known\s+(?:drug\s+|medication\s+)?allergies|no\s+(?:drug\s+)?allergies)\b[,.]?",
    re.IGNORECASE,
)
_NONE = re.compile(r"\s*(?:none(?:\s+known)?|no|nkd?a|denies)\s*", re.IGNORECASE)
_WEIGHT = re.compile(
    rf"(?:\b(?:wt|weight|weighs)\b\.?{GAP}|(?<=[,;(]\s))(?P<n>\d+(?:\.\d+)?)\s*(?P<u>kg|kilos?|kilograms?|lbs?|pounds?)\b\.?",
    re.IGNORECASE,
)
_NO = r"(?:no|n|none|false|0|off)\b"
_BRAND = r"brand(?:\s+name)?\s+(?:is\s+)?(?:medically\s+)?(?:necessary|only|required)"
_NOT = r"(?:not\s+(?:permitted|allowed|ok(?:ay)?|acceptable)|prohibited)"
_FORBIDDEN = (
    re.compile(
        rf"\b(?:DAW|dispense\s+as\s+written)\b(?:\s*[:=]?\s*(?:yes|y|true|1)\b)?(?!\s*(?:[:=]\s*|code\s*[:=]?\s*)?(?:{_NO}|[2-9]\b))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_BRAND}\b(?:\s*[:=?]\s*(?:yes|y|true)\b)?(?!\s*[:=?]\s*{_NO})"
        r"|\b(?:no\s+(?:generics?|substitutions?)|do\s+not\s+substitute)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:(?:generic\s+)?substitutions?|generics?){GAP}(?:{_NO}|{_NOT})", re.IGNORECASE),
)
_ALLOWED = (
    re.compile(rf"\bDAW\s*(?:[:=]\s*)?{_NO}|\bnot\s+DAW\b|\b{_BRAND}\s*[:=?]\s*{_NO}", re.IGNORECASE),
    re.compile(
        rf"\b(?:generic\s+substitutions?|substitutions?|generics?)(?:\s+equivalents?)?{GAP}(?:fine|ok(?:ay)?|permitted|permissible|allowed|yes"
        r"|acceptable|good)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:may|can|ok(?:ay)?\s+to|(?:it['’]?s\s+|it\s+is\s+)okay\s+to)\s+substitute(?:\s+generics?)?\b|\bbrand\s+(?:is\s+)?not\s+necessary\b",
        re.IGNORECASE,
    ),
)


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
