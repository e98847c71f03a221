"""Quantity, refills and days' supply in a text."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.core.intake.checks import AS_NEEDED
from app.core.intake.draft import Draft, words_for
from app.core.intake.numbers_in_words import NUMBER, SPOKEN, whole
from app.core.intake.text.labels import GAP, MARK, SORRY, START
from app.core.intake.text.page import Page, where

_PACKS = (
    r"tab(?:let)?s?|cap(?:sule)?s?|patch(?:es)?|pens?|vials?|inhalers?|bottles?|tubes?|boxes|box|suppositor(?:y|ies)|syringes?|packets?"
    r"|kits?|packs?|rings?|pills?|caplets?|canisters?|cartridges?|strips?|lancets?|films?|lozenges?"
)
_UNITS = rf"(?:{_PACKS}|ml|milliliters?|cc|g|gm|grams?|each|ea|drops?|oz|ounces?|units?)\b"
_TIME = r"(?:days?|weeks?|months?|years?)\b(?!\s*[:=])(?!['’]?s?\s*-?\s*supply\s*[:=]?\s*\d)"
_STRENGTH = r"(?:(?:mg|mcg|milligrams?|micrograms?)\b|%)"
_AGAIN = rf"(?:\s*\(\s*#?\s*(?P<again>{NUMBER})\s*\))?"
# "(5 pens)", "(8.5 g)": what the quantity comes in
_PACKED = rf"(?:[ \t]*\(\s*(?:{NUMBER})\s*(?:x\s*{NUMBER}\s*)?{_UNITS}[^()\n]{{0,12}}\))?"
_SUFFIX = rf"{_AGAIN}(?:\s*(?P<unit>{_UNITS})\.?)?{_PACKED}"
_QUANTITY = re.compile(
    r"(?:(?:\b(?:dispense\s+quantity|quantity|qty|dispense|disp|amount|amt|authorize)\b\.?"
    r"|(?<!phone )(?<!npi )(?<!dea )(?<!fax )(?<!cell )(?<!office )\bnumber(?!\s+is)\b|#)"
    rf"{GAP}(?:a\s+total\s+of\s+|total\s+)?)"
    rf"#?\s*(?P<n>{NUMBER})(?![\d/]|-\d|(?!{_UNITS}|x\b)[A-Za-z]|\s*{_STRENGTH}|\s*{_TIME}"
    r"|[ \t]+refills?\b(?!\s*[:=x#]?\s*\d))" + _SUFFIX,
    re.IGNORECASE,
)
# A clause of its own behind the directions: "..., thirty tablets, ..."
_BARE = re.compile(
    rf"(?:(?<=[,.;]\s)|(?<=\n)|(?<=[-–]\s))(?:(?:and\s+)?(?:we['’]d\s+like|we\s+would\s+like|please)\s+)?"
    rf"(?P<n>{NUMBER}){_AGAIN}\s+(?P<unit>{_PACKS})\b{_PACKED}(?=\s*(?:[,.;\n]|$|(?:with|and)\s+\S+\s+refills?\b))",
    re.IGNORECASE,
)
# A number alone right before the refills: "..., thirty, two refills".
# The same of what is measured: "... 5 mL twice daily. Thirty mL. No refills".
_MEASURED = re.compile(
    rf"(?:(?<=[.;]\s)|(?<=\n))(?P<n>{NUMBER}){_AGAIN}\s*(?P<unit>ml|milliliters?|g|grams?)\b(?=[ \t]*[.;]?\s*$)",
    re.IGNORECASE,
)
_DOSE_BEFORE = re.compile(rf"{NUMBER}\s*(?:ml|milliliters?|teaspoons?|drops?)\b|\bapply\b", re.IGNORECASE)
_COUNT = re.compile(rf"(?<=[,.;]\s)(?P<n>{NUMBER}){_AGAIN}(?P<unit>)(?=,?\s*$)", re.IGNORECASE)
_GIVEN = re.compile(
    rf"\bgive\s+(?:him|her|them|(?:the\s+)?patient)\s+(?P<n>{NUMBER}){_AGAIN}(?:\s+(?P<unit>{_PACKS})\b)?"
    r"(?=[ \t]*(?:[,.;\n]|$))",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"\b(?:daily|day|nightly|bedtime|morning|evening|night|hours?|weekly|week|month|needed|directed|bid|tid|qid|q\w?hs|hs|prn|q\d+h?|qd|qam|qpm"
    r"|twice|meals?)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"[\s,.;]*(?:at|in|by|po|every|each|then|daily|on|before|after|for|prn|once|twice|as|per|q\w*|bid|tid|\w+\s+times|max\w*)\b",
    re.IGNORECASE,
)
_NONE = r"no(?:ne)?|nil|zero|nr|prn|as\s+needed"
_AFTER = (
    rf"(?![\d/.]*\d|\s*-?\s*(?:days?\b(?!['’]?s?\s*-?\s*supply\s*[:=])|{_UNITS}|{_STRENGTH}|(?:weeks?|months?|years?)\b)"
    r"|[ \t]+(?:every|daily|times\s+(?:a|per|daily)|po)\b)"
)
_REFILL = r"refill(?:s|\(s\))?"  # "repeat" belongs to directions ("may repeat x1"); as a label it is plural
_REFILLS = (
    re.compile(
        rf"\b(?:{_REFILL}|repeats(?={MARK})|rf|ref(?=[ \t]*[:#.]))"
        rf"(?![A-Za-z])\.?,?{GAP}[#.]?[ \t]*(?:(?:x|times|of)[ \t]*)?"
        rf"(?P<n>{_NONE}|{NUMBER})(?![A-Za-z]){_AFTER}{_AGAIN}(?:[ \t]*(?:times?|x|refills?)\b)?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:(?:with|plus|and)[ \t]+)?(?P<n>{_NONE}|{NUMBER}){_AGAIN}[ \t]+(?:more[ \t]+|additional[ \t]+)?"
        rf"(?:{_REFILL}|RF)(?![A-Za-z])",
        re.IGNORECASE,
    ),
    re.compile(rf"{START}(?P<n>NR)(?=[ \t]*(?:[,.;|\n]|$))"),
)
_DAYS = (
    re.compile(
        rf"(?:\b(?:days?(?:['’]s?)?\s*-?\s*supply|supply\s+days){GAP}|\bDS{MARK}|{START}days?{MARK})(?P<n>{NUMBER})(?![\dA-Za-z]|\.\d)(?:\s*days?\b)?",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<n>{NUMBER})\s*-?\s*days?(?:['’]s?)?\s*-?\s*supply\b", re.IGNORECASE),
)
# What may be said after "sorry, make that".
ANSWER = re.compile(rf"(?P<n>{_NONE}|{NUMBER})(?:\s*(?P<unit>{_UNITS}|refills?|days?)\.?)?\s*", re.IGNORECASE)
# A number that goes on: "3 x 30", "1 or 2", "two eighty".
_UNCLEAR = re.compile(rf"\s*(?:[x×]|of|or|to)\s*{NUMBER}|[-–/,]{NUMBER}", re.IGNORECASE)
_ONE_MORE = re.compile(rf"[ \t-]+{SPOKEN}\b", re.IGNORECASE)
_BEFORE = 160
_NEAR = 40
_TAKES_BACK = re.compile(rf"{SORRY}$", re.IGNORECASE)


class Found(NamedTuple):
    """A number that the text gives, and where."""

    value: str
    start: int
    end: int


def read_amounts(draft: Draft, page: Page) -> None:
    """Days' supply, quantity and refills; a number is claimed by one of them only."""
    _settle(draft, "days_supply", [m for p in _DAYS for m in _taken(page, p, "days_supply")])
    quantities = _taken(page, _QUANTITY, "quantity.value")
    _settle(draft, "refills", [m for p in _REFILLS for m in _taken(page, p, "refills")])
    quantities = quantities or _bare(page)
    _settle(draft, "quantity.value", quantities)
    for match in quantities[:1]:
        if match["unit"] and draft.get("quantity.value"):
            draft.put("quantity.unit", match["unit"], where(*match.span("unit")))


def named_amount(text: str, start: int) -> tuple[str, re.Match[str]] | None:
    """The field and number that a text names right there ("quantity 60", "no refills")."""
    fields = (("quantity.value", (_QUANTITY,)), ("refills", _REFILLS), ("days_supply", _DAYS))
    found = ((field, pattern.match(text, start)) for field, patterns in fields for pattern in patterns)
    return next(((field, match) for field, match in found if match), None)


def digits_of(said: str) -> str:
    """A number as digits; what is no number stays as it was said."""
    plain = re.sub(r"\s+", " ", said.strip().lower())
    if plain in ("no", "none", "nil", "zero", "nr"):
        return "0"
    if plain in ("prn", "as needed"):
        return AS_NEEDED
    number = whole(plain)
    return str(number) if number is not None else plain.replace(",", "")


def _taken(page: Page, pattern: re.Pattern[str], field: str) -> list[re.Match[str]]:
    found = [
        m for m in page.search(pattern) if not _TAKES_BACK.search(page.text[max(0, m.start() - _NEAR) : m.start()])
    ]
    for match in found:
        page.take(*match.span(), field)
    return found


def _bare(page: Page) -> list[re.Match[str]]:
    """A quantity without a label, only behind words that say how often, and where no directions go on after it."""
    found = []
    for match in (m for pattern in (_BARE, _GIVEN) for m in page.search(pattern)):
        packed = page.text[: match.start()].rstrip().endswith(("-", "–"))
        if (packed or _said_before(page, _OFTEN, match)) and not _GOES_ON.match(page.text, match.end()):
            page.take(*match.span(), "quantity.value")
            found.append(match)
    return found or _before_refills(page)


def _before_refills(page: Page) -> list[re.Match[str]]:
    for claim in page.claims:
        if claim.field == "refills":
            start = max(0, claim.start - _NEAR)
            match = _COUNT.search(page.text, start, claim.start) or _measured(page, start, claim.start)
            if match and page.free(*match.span()) and _said_before(page, _OFTEN, match):
                page.take(*match.span(), "quantity.value")
                return [match]
    return []


def _measured(page: Page, start: int, end: int) -> re.Match[str] | None:
    """A volume or weight between a full stop and the refills, where the directions have their dose already."""
    match = _MEASURED.search(page.text, start, end)
    return match if match and _said_before(page, _DOSE_BEFORE, match) else None


def _said_before(page: Page, pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    return bool(pattern.search(page.text, max(0, match.start() - _BEFORE), match.start()))


def _settle(draft: Draft, field: str, matches: list[re.Match[str]]) -> None:
    """Set a number that is given once, or several times alike; different ones are left open."""
    found = [Found(digits_of(m["n"]), *m.span("n")) for m in matches]
    again = [Found(digits_of(m["again"]), *m.span("again")) for m in matches if "again" in m.groupdict() and m["again"]]
    if not found:
        return
    first = found[0]
    draft.put(field, first.value, where(first.start, first.end))
    behind = next(
        (b for m in matches if (b := _UNCLEAR.match(m.string, m.end()) or _ONE_MORE.match(m.string, m.end("n")))), None
    )
    if behind:
        place = where(first.start, behind.end())
        draft.note("NUMBER_UNCLEAR", place, field.split(".")[0], field=words_for(field))
        draft.drop(field)
    others = {f.value for f in (*found, *again)} - {first.value}
    if others:
        draft.note("SAID_TWICE", where(found[-1].start, found[-1].end), field.split(".")[0], field=words_for(field))
        draft.drop(field)
