"""The directions of a text: behind their label, behind the drug, or in the sentence that reads like them."""

from __future__ import annotations

import re

from app.core.intake.draft import Draft
from app.core.intake.numbers_in_words import DOSE
from app.core.intake.text.labels import MARK
from app.core.intake.text.page import Page, where
from app.core.model.base import Span

SIG_LABEL = re.compile(
    r"(?:^|(?<=[\n;.,|\t ]))(?:sig|s(?=[ \t]*[:=])|directions?|instructions?|take\s+as\s+follows"
    rf"|how\s+to\s+(?:use|take)){MARK}[\s,:]*",
    re.IGNORECASE,
)
_SIG_WORD = re.compile(r"(?:^|(?<=[\n;.,|\t ]))(?:sig|directions?)\b[\s,:.]*", re.IGNORECASE)
_VERB = (
    r"(?:takes?|gives?|injects?|appl(?:y|ies)|instills?|inhales?|inserts?|dissolves?|uses?|places?|chews?|swallows?|sprays?|rinses?|administers?"
    r"|puts?|mix|drinks?|wears?|infuse|rub|unwrap|suck|sprinkle|swish)\b"
)
_KIND = (
    r"(?:tab(?:let)?s?|cap(?:sule)?s?|caplets?|pills?|m[lL]|milliliters?|cc|gtts?|drops?|puffs?|sprays?|units?|patch(?:es)?|teaspoons?|tsp"
    r"|tablespoons?|suppositor(?:y|ies)|applicators?|vials?|mg|mcg|inhalations?|packets?|lozenges?|u)\b"
)
_DOSE_START = rf"(?:{DOSE}|i{{1,3}})(?:\s*(?:-|to|or)\s*{DOSE})?\s*(?:{_KIND}|(?:po|by\s+mouth)\b)"
_START = re.compile(rf"(?:{_VERB}|{_DOSE_START})", re.IGNORECASE)
_VERB_START = re.compile(_VERB, re.IGNORECASE)
_WHO_TAKES = r"(?:(?:he|she|they|patient|pt)(?:['’]s|\s+is|\s+should|\s+will)?\s+(?:to\s+)?)?"
_LEAD = re.compile(rf"(?:sig(?:\s+is)?\b[\s,:.]*)?{_WHO_TAKES}", re.IGNORECASE)
_CANDIDATE = re.compile(
    r"(?:^|(?<=[\n|])|(?<=[.;:,!?]\s)|(?<=\bto\s))[ \t]*"
    rf"{_WHO_TAKES}"
    rf"(?P<sig>{_START.pattern})",
    re.IGNORECASE,
)
_SAYS_HOW = re.compile(
    r"\b(?:by\s+mouth|p\.?o\.?|daily|day|nightly|every|each|q\s?\d|q\w{1,3}|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|h\.?s|bedtime|morning|evening|night"
    r"|week(?:ly)?|prn|needed|directed|eyes?|ears?|skin|nostrils?|cheek|subq|sub-?cut\w*|sc|sq|im|topically|affected|tongue|once|twice|times"
    r"|meals?|hourly|hrly|required|u\.?a?\.?d|instructions|instructed|bd|nocte|scalp|vagina\w*|rectal\w*|onset|a\.?c|a\.?m|p\.?m)\b",
    re.IGNORECASE,
)
# A sentence behind the directions that still belongs to them.
_BELONGS = re.compile(
    r"(?:do\s+not|don['’]t|then|may|max\w*|not\s+to|repeat|rinse|avoid|with|without|swallow|shake|discard|until|if|for\s+\d|on\s+day"
    rf"|decrease|increase|taper|alternate|hold\s+if|finish|wash|keep|leave|wait|limit|{_VERB}|{_DOSE_START})",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?](?=\s|$)|\n|[|]")
_TRAILING = re.compile(
    r"(?:[\s,;:-]+(?:and|with|for|that['’]s|my|the|no|our|please|give|him|her|we['’]d|like|there|are|also|it['’]s|of|her|his|but|okay|ok))+[\s,;:-]*$",
    re.IGNORECASE,
)


def read_directions(draft: Draft, page: Page, behind_drug: int | None) -> None:
    """The directions behind the drug, or the first sentence that starts and reads like directions."""
    if draft.get("sig"):
        return
    if behind_drug is not None and _read_behind(draft, page, behind_drug):
        return
    for pattern in (_SIG_WORD, _CANDIDATE):
        for match in page.search(pattern):
            start = match.end() if pattern is _SIG_WORD else match.start("sig")
            end = _end(page, start)
            if _START.match(page.text, start) and _SAYS_HOW.search(page.text, start, end):
                taken_from = match.start() if pattern is _SIG_WORD else start
                _put(draft, page, taken_from, Span(start, end))
                return


def read_labelled(draft: Draft, page: Page) -> None:
    """What stands behind "Sig:", to the end of its line."""
    for match in page.search(SIG_LABEL):
        if draft.get("sig"):
            return
        end = page.until(match.end())
        stroke = page.text.find("|", match.end(), end)
        _put(draft, page, match.start(), Span(match.end(), end if stroke < 0 else stroke))


def _read_behind(draft: Draft, page: Page, start: int) -> bool:
    """The rest of the drug's line, where it starts with a verb of giving or says how and how often."""
    part = page.trimmed(start, page.until(start, line=False))
    end = _end(page, part.start)
    lead = _LEAD.match(page.text, part.start, end)
    part = page.trimmed(lead.end() if lead else part.start, part.end)
    if "\n" in page.text[start : part.start] and not _START.match(page.text, part.start, part.end):
        return False
    if not _VERB_START.match(page.text, part.start, end) and not _SAYS_HOW.search(page.text, part.start, end):
        return False
    _put(draft, page, part.start, Span(part.start, end))
    return bool(draft.get("sig"))


def _end(page: Page, start: int) -> int:
    """Where the directions end: at the next claim, or at the sentence behind which something else begins."""
    limit = page.until(start, line=False)
    for stop in _STOP.finditer(page.text, start, limit):
        rest = page.text[stop.end() : limit].lstrip()
        if stop[0] == "\n" or not _BELONGS.match(rest):
            return stop.start()
    return limit


def _put(draft: Draft, page: Page, taken_from: int, span: Span) -> None:
    part = page.trimmed(span.start, span.end, " \t\r\n,;:-")
    trailing = _TRAILING.search(page.text, part.start, part.end)
    if trailing:
        part = page.trimmed(part.start, trailing.start(), " \t\r\n,;:-")
    ending = part.end - 1 if page.text[part.start : part.end].endswith(".") else part.end
    if ending > part.start:
        page.take(taken_from, part.end, "sig")
        draft.put("sig", page.text[part.start : ending], where(part.start, ending))
