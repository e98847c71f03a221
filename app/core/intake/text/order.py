"""What: drug, strength, form and directions in a text; what allergies and notes it names."""

from __future__ import annotations

import re

from app.core.intake.draft import Draft
from app.core.intake.numbers_in_words import DIGITS, SPOKEN, whole
from app.core.intake.text.page import Page, where
from app.core.model.base import Span

_NUMBER = rf"(?:{DIGITS}|\b{SPOKEN}\b)"
_UNIT = (
    r"(?:mg|mcg|ug|µg|μg|g|gm|grams?|milligrams?|micrograms?|meq|milliequivalents?|units?|iu|%|percent|ml|milliliters?)"
    r"(?![A-Za-z])"
)
_PER = (
    rf"(?:\s*(?:/|per)\s*(?:{DIGITS})?\s*"
    r"(?:ml|milliliters?|l|g|gram|hr|hour|h|actuation|act|puff|spray|dose|day)\b)"
)
STRENGTH = re.compile(rf"(?<![\w.])(?:{_NUMBER}\s*(?:{_UNIT})?\s*[-/]\s*)*{_NUMBER}\s*{_UNIT}{_PER}?", re.IGNORECASE)
_RELEASE = (
    r"(?:ER|XR|XL|SR|CR|LA|DR|EC|ODT|IR|HFA|(?:extended|delayed|immediate)[\s-]release|oral|ophthalmic|otic|topical)"
)
_FORM = (
    r"(?:tab(?:let)?|cap(?:sule)?|caplet|susp(?:ension)?|soln?|solution|inj(?:ection)?|drop|inhaler|cream|ointment|gel|lotion|patche?"
    r"|syrup|spray|suppository|suppositorie|vial|pen|elixir|powder|packet|foam|lozenge|film)s*"
)
_AFTER = re.compile(rf"(?:[ \t]+{_RELEASE}\b)*(?:[ \t]+(?P<form>{_FORM})\b\.?)?(?:[ \t]+{_RELEASE}\b)*", re.IGNORECASE)
_FORM_BEFORE = re.compile(rf"\b(?P<form>{_FORM})\b", re.IGNORECASE)
_FORMS = {
    "tab": "tablet",
    "cap": "capsule",
    "susp": "suspension",
    "sol": "solution",
    "soln": "solution",
    "inj": "injection",
    "patche": "patch",
    "suppositorie": "suppository",
}
_DRUG_LABEL = re.compile(
    r"(?:^|(?<=[\n;.\t ]))(?:drug|medication|medicine|med|rx)(?:[ \t]+name)?[ \t]*[:=]\s*", re.IGNORECASE
)
_SIG_LABEL = re.compile(
    r"(?:^|(?<=[\n;.,\t ]))(?:sig|s|directions?|instructions?|take\s+as\s+follows)(?:\s*[:=]|\s+(?:are|is)\b)[\s,:]*",
    re.IGNORECASE,
)
_SIG_START = re.compile(
    r"(?:take|give|inject|apply|instill|inhale|insert|dissolve|use|place|chew|swallow|spray|rinse|administer|put|mix|drink|wear"
    rf"|infuse|rub|unwrap|suck|one|two|three|half|{DIGITS}|[½¼¾]|i{{1,3}}\b)",
    re.IGNORECASE,
)
_FILLERS = re.compile(r"\b(?:uh|um|erm|let's\s+see)\b[\s,.]*", re.IGNORECASE)
_SENTENCE = re.compile(
    r"[.;:!?](?=\s)|\n|\b(?:call(?:ing)?|phon(?:e|ing))\s+in\b(?:\s+(?:a|an|some|the)\b)?|\b(?:prescription|script|rx|order)\s+(?:of|for)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:[\s,.:;-]+|(?:uh|um|erm|a|an|the|for|of|is|it's|and|new|some|please|re-?fill|fill|dispense|order|need|i)\b[\s,]*)+",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_]{3,}")
_LONGEST_NAME = 8


def read_order(draft: Draft, page: Page) -> None:
    """The directions and the drug: labelled ones first, then what stands where they are expected."""
    _read_labelled_sig(draft, page)
    drug = _labelled_drug(page) or _drug_by_strength(page)
    if drug is not None:
        _read_drug(draft, page, drug)


def count_orders(text: str) -> int:
    """How many prescriptions a text names by label."""
    return max(len(_SIG_LABEL.findall(text)), len(_DRUG_LABEL.findall(text)))


def _read_labelled_sig(draft: Draft, page: Page) -> None:
    for match in page.search(_SIG_LABEL):
        if draft.get("sig"):
            return
        _put_sig(draft, page, match.start(), Span(match.end(), page.until(match.end())))


def _put_sig(draft: Draft, page: Page, taken_from: int, span: Span) -> None:
    part = page.trimmed(span.start, span.end, " \t\r\n,;:")
    part = page.trimmed(part.start, part.end, " \t\r\n,;:-") if part.end > part.start else part
    said = page.text[part.start : part.end]
    ending = part.end - 1 if said.endswith(".") else part.end
    if ending > part.start:
        page.take(taken_from, part.end, "sig")
        draft.put("sig", page.text[part.start : ending], where(part.start, ending))


def _labelled_drug(page: Page) -> Span | None:
    for match in page.search(_DRUG_LABEL):
        span = page.trimmed(match.end(), page.until(match.end()))
        strength = STRENGTH.search(page.text, *span)
        if strength and _SENTENCE.search(page.text, span.start, strength.start()):
            continue  # something else was written after the label: the sentence with the strength counts
        if span.end > span.start:
            page.take(match.start(), match.end(), "label")
            return span
    return None


def _drug_by_strength(page: Page) -> Span | None:
    """The stretch from the sentence's start to the end of unclaimed text around the first strength."""
    for gap in page.gaps():
        for strength in STRENGTH.finditer(page.text, gap.start, gap.end):
            starts = [m.end() for m in _SENTENCE.finditer(page.text, gap.start, strength.start())]
            start = starts[-1] if starts else gap.start
            lead = _LEAD.match(page.text[start : strength.start()])
            start += lead.end() if lead else 0
            name = _FILLERS.sub("", page.text[start : strength.start()])
            if _NAME.search(name) and len(name.split()) <= _LONGEST_NAME and not _SIG_START.match(name):
                return Span(start, gap.end)
    return None


def _read_drug(draft: Draft, page: Page, span: Span) -> None:
    strength = STRENGTH.search(page.text, *span)
    if strength is None:
        end = _end_of_words(page, span)
        name = page.trimmed(span.start, end)
        page.take(*name, "drug.text")
        draft.put("drug.text", _clean(page.text[name.start : name.end]), where(*name))
        _put_form(draft, _FORM_BEFORE.search(page.text, *name))
        return
    after = _AFTER.match(page.text, strength.end(), span.end)
    end = after.end() if after else strength.end()
    whole_drug = page.trimmed(span.start, end, " \t\r\n,;:-")
    page.take(*whole_drug, "drug.text")
    draft.put("drug.text", _clean(page.text[whole_drug.start : whole_drug.end]), where(*whole_drug))
    draft.put("drug.strength", _clean(strength[0]), where(*strength.span()))
    named = after if after and after["form"] else _FORM_BEFORE.search(page.text, span.start, strength.start())
    _put_form(draft, named)
    if not draft.get("sig"):
        _read_sig_after(draft, page, end)


def _end_of_words(page: Page, span: Span) -> int:
    stop = re.compile(r"[.,;]\s").search(page.text, *span)
    return stop.start() if stop else span.end


def _read_sig_after(draft: Draft, page: Page, start: int) -> None:
    end = page.until(start, line=False)
    part = page.trimmed(start, end)
    lines = page.text[part.start : part.end].split("\n")
    if _SIG_START.match(lines[0].strip()) and not any(line.strip() for line in lines[1:]):
        _put_sig(draft, page, part.start, Span(part.start, end))


def _put_form(draft: Draft, match: re.Match[str] | None) -> None:
    if match is not None and match["form"]:
        word = match["form"].lower().rstrip("s")
        draft.put("drug.form", _FORMS.get(word, word), where(*match.span("form")))


def _clean(said: str) -> str:
    """The words without "uh" and the commas around it, with spoken numbers as digits."""
    plain = re.sub(r"\s*,\s*(?=\S)", " ", _FILLERS.sub("", said)) if _FILLERS.search(said) else said
    plain = re.sub(
        rf"\b({SPOKEN})\b(?=\s*{_UNIT})",
        lambda m: str(whole(m[1]) if whole(m[1]) is not None else m[1]),
        plain,
        flags=re.IGNORECASE,
    )
    return re.sub(r"\s+", " ", plain).strip()
