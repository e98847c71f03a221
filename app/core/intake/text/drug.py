"""Which drug: name, strength and form in a text."""

from __future__ import annotations

import re

from app.core.intake.draft import Draft, words_for
from app.core.intake.numbers_in_words import SPOKEN
from app.core.intake.text.labels import MARK, START
from app.core.intake.text.page import Claim, Page, where
from app.core.intake.text.strengths import STRENGTH, in_signs
from app.core.model.base import Span

_RELEASE = (
    r"(?:ER|XR|XL|SR|CR|LA|DR|EC|ODT|IR|HFA|(?:extended|delayed|immediate)[\s-]release|oral|ophthalmic|otic|topical|nasal|eye|ear|chewable|vaginal"
    r"|rectal|transdermal|sublingual|dose)"
)
_FORM = (
    r"(?:tab(?:let)?|cap(?:sule)?|caplet|susp(?:ension)?|soln?|solution|inj(?:ection)?|drop|inhaler|cream|ointment|gel|lotion|patche?"
    r"|syrup|spray|suppository|suppositorie|vial|pen|elixir|powder|packet|foam|lozenge|film|shampoo|ring|pack|rinse|mouthwash|auto-?injector|syringe|kit)s*"
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
DRUG_LABEL = re.compile(
    rf"{START}(?:drug|medication|medicine|med|rx|item|product)(?:[ \t]+name)?(?!\s+for\b){MARK}",
    re.IGNORECASE,
)
_STRENGTH_LABEL = re.compile(rf"{START}(?:strength|dosage[ \t]+strength){MARK}(?P<v>[^\n|;,]+)", re.IGNORECASE)
_FORM_LABEL = re.compile(rf"{START}(?:dosage[ \t]+)?form{MARK}(?P<form>{_FORM})\b", re.IGNORECASE)
_FILLERS = re.compile(r"\b(?:uh|um|erm|let's\s+see)\b[\s,.]*", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;:!?](?=\s)|\n|[|]", re.IGNORECASE)
# The last of these words before a strength: the drug's name starts behind it.
_LEAD = re.compile(
    r"\b(?:is|are|for|a|an|the|of|on|her|his|their|our|my|your|to|some|new|please|need|needs|wants?|prescribe|prescribing|send|start|order(?:ing)?"
    r"|re-?fill|fill|dispense|medication|medicine|drug|med|(?:call(?:ing|ed)?|phon(?:ing|ed?))\s+in|get|has|have|takes?|it['’]?s|that['’]?s|i|and"
    r"|rx|prescription|script|sig|patient|pt)\b[\s,:.-]*|,\s+",
    re.IGNORECASE,
)
_DIRECTIONS = re.compile(
    r"(?:take|give|inject|apply|instill|inhale|insert|dissolve|use|place|chew|swallow|spray|rinse|administer|put|mix|drink|wear|infuse|rub)\b",
    re.IGNORECASE,
)
# A drug that is to be stopped is not the drug that is ordered.
_STOPPED = re.compile(
    r"\b(?:stop(?:ped|ping)?|discontinue[ds]?|d/c|hold|instead\s+of|replac(?:es?|ing)|rather\s+than|not|was|from)\b",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(rf"\b{SPOKEN}[\s,-]*$", re.IGNORECASE)  # "two fifty milligrams": which number is meant?
_NAME = re.compile(r"[^\W\d_]{3,}")
_LONGEST_NAME = 8


def read_drug(draft: Draft, page: Page) -> int | None:
    """The drug by its label, or by the first strength with a name before it; where directions may follow."""
    span = _labelled(page) or _by_strength(page)
    end = None if span is None else _read(draft, page, span)
    _read_labelled_parts(draft, page)
    return end


def _labelled(page: Page) -> Span | None:
    for match in page.search(DRUG_LABEL):
        span = page.trimmed(match.end(), page.until(match.end()))
        strength = STRENGTH.search(page.text, *span)
        if strength and _SENTENCE.search(page.text, span.start, strength.start()):
            continue  # something else was written after the label: the sentence with the strength counts
        if span.end > span.start and not _DIRECTIONS.match(page.text[span.start : span.end]):
            page.take(match.start(), match.end(), "label")
            return span
    return None


def _by_strength(page: Page) -> Span | None:
    """The stretch from the name's start to the end of unclaimed text around the first strength."""
    for gap in page.gaps():
        for strength in STRENGTH.finditer(page.text, gap.start, gap.end):
            first = _name_start(page, gap.start, strength.start())
            if first is not None:
                return Span(first, gap.end)
    return None


def _name_start(page: Page, start: int, end: int) -> int | None:
    hole = _taken_back(page, start) if not page.text[start:end].strip() else None
    if hole is not None:  # "ciprofloxacin 250, sorry, make that 500 mg": the name stands before what was taken back
        before = next((g for g in page.gaps() if g.end == hole.start), None)
        return _name_start(page, before.start, before.end) if before else None
    starts = [m.end() for m in _SENTENCE.finditer(page.text, start, end)]
    start = starts[-1] if starts else start
    for lead in [*reversed([m.end() for m in _LEAD.finditer(page.text, start, end) if m.end() < end]), start]:
        said = _FILLERS.sub("", page.text[lead:end]).strip(" \t,.:;-")
        if _NAME.search(said):
            fits = (
                len(said.split()) <= _LONGEST_NAME and not _DIRECTIONS.match(said) and not _FORM_BEFORE.fullmatch(said)
            )
            return page.trimmed(lead, end).start if fits and not _STOPPED.search(page.text, start, end) else None
    return None


def _taken_back(page: Page, end: int) -> Claim | None:
    return next((c for c in page.claims if c.field == "taken back" and c.end == end), None)


def _read(draft: Draft, page: Page, span: Span) -> int | None:
    strength = STRENGTH.search(page.text, _behind_hole(page, span), span.end)
    if strength is None:
        end = _end_of_words(page, span)
        name = page.trimmed(span.start, end)
        page.take(*name, "drug.text")
        draft.put("drug.text", _clean(page, name), where(*name))
        _put_form(draft, _FORM_BEFORE.search(page.text, *name))
        return name.end
    after = _AFTER.match(page.text, strength.end(), span.end)
    end = after.end() if after else strength.end()
    whole_drug = page.trimmed(span.start, end)
    page.take(*whole_drug, "drug.text")
    draft.put("drug.text", _clean(page, whole_drug), where(*whole_drug))
    draft.put("drug.strength", in_signs(_clean(page, Span(*strength.span()))), where(*strength.span()))
    if _WORD_BEFORE.search(page.text[span.start : strength.start()]):
        draft.note("NUMBER_UNCLEAR", where(*whole_drug), "drug", "strength", field=words_for("drug.strength"))
        draft.drop("drug.strength")
    named = after if after and after["form"] else _FORM_BEFORE.search(page.text, span.start, strength.start())
    _put_form(draft, named)
    return end


def _behind_hole(page: Page, span: Span) -> int:
    holes = [c.end for c in page.claims if c.field == "taken back" and span.start <= c.start and c.end < span.end]
    return holes[-1] if holes else span.start


def _end_of_words(page: Page, span: Span) -> int:
    stop = re.compile(r"[.,;|]\s").search(page.text, *span)
    return stop.start() if stop else span.end


def _read_labelled_parts(draft: Draft, page: Page) -> None:
    """Strength and form on lines of their own; a strength beside another one in the drug's name asks."""
    for match in page.search(_STRENGTH_LABEL):
        value = page.trimmed(*match.span("v"))
        said = page.text[value.start : value.end]
        page.take(*match.span(), "drug.strength")
        known = draft.get("drug.strength")
        if known and re.sub(r"\W", "", known.lower()) != re.sub(r"\W", "", said.lower()):
            draft.note("SAID_TWICE", where(*value), "drug", field=words_for("drug.strength"))
        elif not known:
            draft.put("drug.strength", in_signs(said), where(*value))
    for match in page.search(_FORM_LABEL):
        page.take(*match.span(), "drug.form")
        _put_form(draft, match)


def _put_form(draft: Draft, match: re.Match[str] | None) -> None:
    if match is not None and match["form"]:
        word = match["form"].lower().rstrip("s")
        draft.put("drug.form", _FORMS.get(word, word), where(*match.span("form")))


def _clean(page: Page, span: Span) -> str:
    """The words without "uh" and the commas around it, without what was taken back, with spoken numbers as digits."""
    said, at = "", span.start
    for hole in [c for c in page.claims if c.field == "taken back" and span.start <= c.start and c.end <= span.end]:
        said, at = said + page.text[at : hole.start], hole.end
    said += page.text[at : span.end]
    plain = re.sub(r"\s*,\s*(?=\S)", " ", _FILLERS.sub("", said)) if _FILLERS.search(said) else said
    return re.sub(r"\s+", " ", in_signs(plain)).strip()
