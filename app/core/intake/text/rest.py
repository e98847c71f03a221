"""The other words of a text: notes, letterheads, greetings; and what nobody understood."""

from __future__ import annotations

import re

from app.core.intake.draft import Draft
from app.core.intake.numbers_in_words import SPOKEN
from app.core.intake.text.labels import MARK, START
from app.core.intake.text.names import FACILITY, STAFF
from app.core.intake.text.page import Page, where

_LINE_START = r"(?:^|(?<=\n))[ \t]*"
_LINES = {
    "notes": re.compile(
        rf"{_LINE_START}(?:notes?|comments?|remarks?|special\s+instructions){MARK}(?P<v>[^\n]*)", re.IGNORECASE
    ),
    "diagnosis": re.compile(
        rf"(?:^|(?<=[\n;,\t ]))(?:dx|diagnosis|indication|icd(?:-?10)?){MARK}(?P<v>[^\n;|]*)", re.IGNORECASE
    ),
    "pharmacy": re.compile(rf"{_LINE_START}(?:pharmacy|to){MARK}(?P<v>[^\n]*)", re.IGNORECASE),
    "address": re.compile(rf"{_LINE_START}(?:patient\s+)?(?:address|addr){MARK}(?P<v>[^\n]*)", re.IGNORECASE),
    "clinic": re.compile(rf"{_LINE_START}(?:clinic|office|practice|facility|from){MARK}(?P<v>[^\n]*)", re.IGNORECASE),
    "caller": re.compile(
        rf"{_LINE_START}(?:taken|received|recorded|phoned\s+in|called\s+in|caller|transcribed)(?:[ \t]+by)?:[ \t]*"
        r"(?P<v>[^\n,|;\d]*)",
        re.IGNORECASE,
    ),
    "number": re.compile(
        rf"{START}(?:rx|order|ref(?:erence)?|mrn|chart)\s*(?:#|no\.?|number){MARK}(?P<v>[^\n|;,]*)", re.IGNORECASE
    ),
}
_FREE_TEXT = ("notes", "diagnosis")
_KEPT = {"pharmacy": "pharmacy", "address": "patient.address"}
_READ_BACK = re.compile(
    r"\b(?:order\s+)?(?:read\s*-?\s*back|RBV|RBAV)(?:\s*:?\s*(?:and\s+)?(?:ok(?:ay)?|done|verified|confirmed|yes|correct))*\b",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\b(?:hi|hello|hey|good\s+(?:morning|afternoon|evening|day))\b[\s,.!]*(?:(?:there|pharmacy|again)\b[\s,.!]*)?",
    re.IGNORECASE,
)
_CALLER = re.compile(
    r"\b(?:this\s+is|it['’]?s|it\s+is)(?!\s+for\b)\s+(?:(?i:dr|st|mr|mrs|ms)\.|[^.\n\d]){1,100}?"
    r"(?=,\s*(?:and\s+)?(?:i['’]?m\s+|um\b)?(?:calling|phoning|i\b|with\b|we\b|um\b|npi\b)|[.\n]|\s+(?:calling|for)\b|$)",
    re.IGNORECASE,
)
_IS_CALLING = re.compile(
    r"(?i:this\s+is)\s|(?i:it['’]?s|it\s+is)\s+(?:(?i:dr|doctor|the\s+on-call|nurse)\b|[A-Z]\w+\s+(?:at|from|with)\s+[A-Z])"
)
_STAFF = re.compile(STAFF)
_OFFICE = re.compile(
    r"(?:\b(?i:from|at|for)[ \t]+)?\b(?:Dr|Doctor)\b\.?[ \t]+(?:[A-Z][\w-]*[ \t]+)?[A-Z][\w'’-]*?['’]s\b"
    r"(?:[ \t]+(?:office|nurse|assistant|practice|clinic))?"
    r"(?:[ \t]+[A-Z][a-z]+(?=[ \t]+calling))?"
)
# "Coastal Family Medicine", "Mill Cove Women's Health", at the start of a line or behind a comma, "from", "at".
_CAPITALISED = r"(?:[A-Z](?:[\w'’]|\.(?=\w))*|&)"
_ENDS_PLACE = r"(?=[ \t]*(?:[\n,.;|(-]|$|[ \t]{2}|\b(?:phone-in|telephone|with|calling|and)\b|\(?\d{3}\b))"
_PLACE = re.compile(
    rf"(?:{_LINE_START}|(?<=[,|*])|(?<=[,.!|*] )|(?<=[ \t]-[ \t])|(?<=[ \t][ \t])|\b(?:from|at|with|of)[ \t]+)"
    rf"(?=(?:(?:{_CAPITALISED}|of|the|and|for|at)[ \t]+){{0,5}}(?i:{FACILITY})\b)"
    rf"{_CAPITALISED}(?:[ \t]+(?:{_CAPITALISED}|of|the|and|for|at)){{0,6}}{_ENDS_PLACE}"
)
_STREET = re.compile(
    rf"(?:{_LINE_START}|(?<=,)[ \t]*)\d{{1,6}}[ \t]+(?:[A-Z][\w'’.]*[ \t]+){{1,4}}"
    r"(?:St|Street|Ave|Avenue|Rd|Road|Ln|Lane|Way|Blvd|Dr|Drive|Ct|Court|Sq|Square|Pl|Place|Hwy|Highway|Pkwy|Terrace|Circle)\b\.?"
    r"(?:,?[ \t]*(?:Suite|Ste|Unit|Apt|\#)\.?[ \t]*\w{1,6})?"
    r"(?:,[ \t]*[A-Z][\w .'’-]{1,40},?[ \t]+[A-Z]{2}[ \t]+\d{5}(?:-\d{4})?)?"
)
_HEADING = re.compile(
    r"\b(?:(?:new|telephone|phone|verbal|typed|faxed|e-?mailed|phoned|called)[\s-]*(?:in)?[\s-]*)*(?:prescriptions?|rx|order|script|phone-in)"
    r"(?:[ \t]+(?:request|form|order|(?:phoned|called|faxed)[ \t]+in))?\b[:.]?|\bvoice\s?mail\b"
    r"|\bcontrolled\s+substance\b|\brefill\s+(?:authori[sz]ation|request)(?:\s+(?:from|of|for|by))?\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b(?:that['’]s|this\s+is|it['’]s|it\s+is)\s+for\s+(?:an?\s+|the\s+|his\s+|her\s+)?"
    r"(?P<v>[a-z][a-z' -]{2,40})(?=[.\n]|$)",
    re.IGNORECASE,
)
_LENGTH = re.compile(rf"\b(?:{SPOKEN}|days?|weeks?|months?|years?|life)\b", re.IGNORECASE)
_PHRASES = re.compile(
    r"\b(?:(?:(?:i['’]?m|i\s+am|we['’]?re)\s+)?(?:just\s+)?(?:calling|phoning)(?:\s+in)?(?:\s+with)?"
    r"|(?:i|we)(?:['’]d|\s+would)?\s+(?:need|want|like|have)\s+to(?:\s+(?:call|phone)\s+in)?|(?:call|phone)\s+in|(?:called|phoned)(?:\s+in)?"
    r"|with\s+(?:any\s+)?questions?|thanks?(?:\s+you)?(?:\s+(?:so|very)\s+much)?|(?:good)?bye|have\s+a\s+(?:good|nice)\s+(?:day|one)"
    r"|that['’]?s\s+(?:all|it)|(?:(?:received|taken|given)\s+)?by\s+(?:tele)?phone|call(?:\s+(?:us|me))?(?:\s+back)?(?:\s+at)?"
    r"|(?:please\s+)?take\s+(?:this\s+)?down|['’]s\s+office|first\s+name|last\s+name|i['’]?ve\s+got|i\s+have|i\s+am|an\s+antibiotic|there\s+are|we['’]?d\s+like|would\s+like|i['’]d\s+like|to\s+prescribe|prescribe[ds]?"
    r"|one\s+of\s+our\s+patients|the\s+on-call|(?:office|phone|cell|call\s*back)\s+number|spelled)\b",
    re.IGNORECASE,
)
# Words that change nothing between what was read: no number, no "not", "stop" or "also" is among them.
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a i s x an and the um uh er ah erm is are it its that thats thatll this be for of to in on at by with i we"
        " me us please fill ok okay so new prescription prescriptions script rx order patient pt well sure"
        " then name number call back yes there here any my you have from her his their them our he she they"
        " doctor dr medication medicine drug med phone tel give will just prescriber provider thanks need"
        " needs want wants like per hes shes about mr mrs ms yeah verbal telephone re message caller prescribers",
    )
)


def read_lines(draft: Draft, page: Page) -> None:
    """Labelled lines whose value is free text, so that nothing in them is taken for something else."""
    for field, pattern in _LINES.items():
        for match in page.search(pattern):
            page.take(*match.span(), field)
            value = page.trimmed(*match.span("v"))
            said = page.text[value.start : value.end]
            if field in _FREE_TEXT:
                draft.add(field, said, where(*value))
            elif field in _KEPT:
                draft.put(_KEPT[field], said, where(*value))


def read_phrases(draft: Draft, page: Page) -> None:
    """Greetings, who calls, read-back: understood, and of no further use but to be counted as read."""
    for match in page.search(_READ_BACK):
        page.take(*match.span(), "read back")
        draft.note("READ_BACK", where(*match.span()))
    for match in page.search(_GREETING):
        page.take(*match.span(), "caller")
    for match in page.search(_CALLER):
        if _IS_CALLING.match(match[0]):
            page.take(*match.span(), "caller")


def read_letterhead(page: Page) -> None:
    """Where the text comes from: clinic, street, heading."""
    for pattern in (_STAFF, _OFFICE, _STREET, _PLACE, _HEADING):
        for match in page.search(pattern):
            page.take(*match.span(), "letterhead")


def read_reason(draft: Draft, page: Page) -> None:
    """What the caller says the drug is for."""
    for match in page.search(_WHY):
        if _LENGTH.search(match["v"]):
            continue  # "that's for two weeks" is no reason; it is left as words that were not read
        page.take(*match.span(), "diagnosis")
        draft.add("diagnosis", match["v"].strip(), where(*match.span("v")))


def note_unread(draft: Draft, page: Page) -> None:
    """Say where words stand that nothing above understood."""
    for match in page.search(_PHRASES):
        page.take(*match.span(), "phrase")
    for gap in page.gaps():
        words = re.findall(r"[\w'’%]+", page.text[gap.start : gap.end])
        if any(w.lower().replace("’", "'").replace("'", "") not in _SMALL_WORDS for w in words):
            span = page.trimmed(*gap)
            draft.note("WORDS_NOT_READ", where(*span))
