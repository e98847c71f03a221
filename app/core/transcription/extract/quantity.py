"""Doses and strengths: "1-2 tablets", "1 tablet (5 mg)", "two 5 mL spoonfuls", "250 mg/5 mL", "10 mg/kg"."""

from __future__ import annotations

from app.core.transcription.extract.parts import Bare, Dose, Doubt, Leftover, Mark, Meaning, Note, Strength, Way
from app.core.transcription.extract.pattern import Match, rule
from app.core.transcription.normalise import Token
from app.core.transcription.product import in_ml
from app.core.transcription.wording import plain_number

_NOT_AFTER_BARE = frozenset(
    [
        "times",
        "period",
        "percent",
        "ampm",
        "slash",
        "hourly",
        "unclear",
        "oclock",
        "kg",
        "times_x",
        "refill",
        "supply",
        "under",
        "over",
        "unit",
        "vol",
        "mass",
        "per",
    ]
) | {"clock", "dash", "place", "num"}
_BARE_AFTER = frozenset({"", "verb", "and", "then", "or", "sep", "instr", "asdir", "note_end", "dash"})
_LARGEST_BARE = 20


def _lo(m: Match) -> float | None:
    return None if m.has("up") else m.named["n"].lo


def _strength(number: Token, mass: Token) -> str:
    high = "" if number.hi == number.lo else f" to {plain_number(number.hi)}"
    unit = "units" if mass.value == "unit" and number.hi != 1 else mass.value
    return f"{plain_number(number.lo)}{high} {unit}"


def _unit(token: Token) -> str | None:
    return token.value


def counted(m: Match) -> tuple[Meaning, ...]:
    """A number of something, with the strength that follows it."""
    if m.has("up") and m.named["u"].value == "dose" and m.stream.seen(Dose):
        return (Note(f"Maximum {plain_number(m.named['n'].hi)} doses"),)
    strength = _strength(m.named["s"], m.named["m"]) if m.has("s") else None
    if m.has("each") and m.named["n"].hi != 1:
        strength = f"{strength} each"
    if m.has("s") and m.has("v"):
        strength = f"{strength}/{plain_number(m.named['per'].lo) + ' ' if m.has('per') else ''}{m.named['v'].value}"
    return (Dose(_lo(m), m.named["n"].hi, _unit(m.named["u"]), strength),)


def released(m: Match) -> tuple[Meaning, ...]:
    """1 patch (0.1 mg/24 hr): what the piece releases in a time."""
    if m.named["u"].value not in ("patch", "ring") or m.named["v"].value not in ("hour", "day"):
        return ()
    time = f"{plain_number(m.named['per'].lo) + ' ' if m.has('per') else ''}{m.named['v'].value}"
    words = f"{_strength(m.named['s'], m.named['m'])}/{time}"
    return (Dose(m.named["n"].lo, m.named["n"].hi, m.named["u"].value, words),)


def pieces_of(m: Match) -> tuple[Meaning, ...]:
    """Two 5 mg tablets: the strength is that of each."""
    each = " each" if m.named["n"].hi != 1 else ""
    return (
        Dose(m.named["n"].lo, m.named["n"].hi, m.named["u"].value, _strength(m.named["s"], m.named["each"]) + each),
    )


def combined(m: Match) -> tuple[Meaning, ...]:
    """With another tablet: a second product in one direction."""
    return (Doubt(f"'{m.stream.words(m.first, m.last)}' is a second dose", "dose"),)


def spoons(m: Match) -> tuple[Meaning, ...]:
    """Spoonfuls of a stated size: two 5 mL spoonfuls are 10 mL."""
    size = m.named["q"].lo
    return (Dose(m.named["n"].lo * size, m.named["n"].hi * size, m.named["v"].value),)


def weighed(m: Match) -> tuple[Meaning, ...]:
    """A dose written only by the strength of one piece: "500 mg tablet"."""
    number = m.named["s"]
    return (Dose(number.lo, number.hi, m.named["m"].value), Bare(m.named["u"].value))


def article(m: Match) -> tuple[Meaning, ...]:
    """A tablet."""
    if m.stream.tokens[m.first].text not in ("a", "an") or m.before() in ("num", "half"):
        return ()
    return (Dose(1, 1, _unit(m.named["u"])),)


def strength(m: Match) -> tuple[Meaning, ...]:
    """A strength in brackets, as a total, or as a concentration."""
    words = _strength(m.named["n"], m.named["m"])
    if m.has("v"):
        words = f"{words}/{plain_number(m.named['per'].lo) + ' ' if m.has('per') else ''}{m.named['v'].value}"
        return (Strength(words, total=False),)
    number = m.named["n"]
    return (Strength(words, m.has("t") or m.has("b"), number.lo, number.hi, m.named["m"].value),)


def bare(m: Match) -> tuple[Meaning, ...]:
    """A number without a unit, where only a dose can stand: "take 1 at night"."""
    number = m.named["n"]
    if number.hi > _LARGEST_BARE or (m.after() in _NOT_AFTER_BARE and not _frequency_follows(m)):
        return ()
    if m.before() not in _BARE_AFTER and not _first_dose(m):
        return ()
    return (Dose(_lo(m), number.hi, None),)


def _frequency_follows(m: Match) -> bool:
    """1 3 times a day, 1 per day, 2-bd."""
    two = (m.after(), m.stream.kind(m.last + 1))
    if two == ("period", "num"):
        return "on" in m.stream.lead[m.last].split()  # 5 on day 2
    if two[0] == "num":
        third = m.stream.kind(m.last + 2)
        multiplied = two[1] == "times_x" and third in ("slash", "per", "freq")  # 1 3x/week
        return multiplied or two[1] in ("times", "hourly", "ampm") or third == "period"
    return two in (("per", "period"), ("dash", "freq"))


def _first_dose(m: Match) -> bool:
    if m.before() == "timing":
        return m.after() == "timing"  # 1 mane 2 nocte
    if m.before() == "period":
        return m.after() in ("route", "freq", "once", "timing", "per")  # the next step of a taper
    if m.before() == "unit" and m.after() in ("route", "freq", "every"):
        return _only_product(m)
    return not m.stream.seen(Dose) and m.before() in ("route", "freq", "unknown", "prn", "timing", "lpar")


def _only_product(m: Match) -> bool:
    """Amoxicillin 500 mg capsule 1 tid: what stands before is the drug with its strength and form."""
    meanings = [c.meaning for c in m.stream.found if not isinstance(c.meaning, (Mark, Leftover))]
    return [type(meaning) for meaning in meanings] == [Dose, Bare]


def unnumbered(m: Match) -> tuple[Meaning, ...]:
    """A unit without its number; "neb" beside an amount says how it is taken."""
    if m.named["u"].value == "nebule":
        return (Way("inhalation"),)
    return (Bare(m.named["u"].value),)


def multiplied(m: Match) -> tuple[Meaning, ...]:
    """2 x 5 mg: nobody knows whether that is one dose or two."""
    words = m.stream.words(m.first, m.last)
    return (Doubt(f"'{words}' may be one dose or several", "dose"),)


def by_weight(_m: Match) -> tuple[Meaning, ...]:
    """A dose by body weight or surface, which is not yet an amount."""
    return (Mark("by_weight"),)


def per_hour(m: Match) -> tuple[Meaning, ...]:
    """A rate of infusion, which is not a dose."""
    if m.named["p"].value != "hour":
        return ()
    if any(token.value == "patch" for token in m.stream.tokens):
        return (Strength(m.stream.words(m.first, m.last).strip("()")),)
    return (Doubt(f"'{m.stream.words(m.first, m.last)}' is a rate, not a dose", "dose"),)


def pair_of_product(m: Match) -> tuple[Meaning, ...]:
    """Hydrocodone/APAP 5/325: the two strengths that belong to a name."""
    last = m.stream.found[-1].meaning if m.stream.found else None
    return (last,) if isinstance(last, Mark) and last.kind == "name" else ()


def measured_twice(m: Match) -> tuple[Meaning, ...]:
    """5 mL (1 teaspoonful): one volume in two measures."""
    first, second = in_ml(m.named["n"].hi, m.named["u"].value), in_ml(m.named["n2"].hi, m.named["v"].value)
    if first != second:
        return (Doubt(f"'{m.stream.words(m.first, m.last)}' are two different volumes", "dose"),)
    return (Dose(_lo(m), m.named["n"].hi, m.named["u"].value),)


RULES = (
    rule("up:upto? n:num u:vol lpar|equals n2:num v:vol rpar?", measured_twice),
    rule("up:upto? n:num per? u:unit|vol lpar? s:num m:mass slash per:num? v:vol|unit rpar?", counted),
    rule("n:num per? u:unit lpar? s:num m:mass slash per:num? v:period rpar?", released),
    rule("up:upto? n:num per? u:unit|vol lpar|equals|dash? s:num m:mass total? rpar?", counted),
    rule("up:upto? n:num per? u:unit|vol lpar? s:num m:mass each:every rpar", counted),
    rule("up:upto? n:num per? u:unit|vol|mass spoon?", counted),
    rule("n:num times_x? s:num each:mass u:unit", pieces_of),
    rule("meal_rel num unit|vol|mass", combined),
    rule("meal_rel num num mass", combined),
    rule("s:num m:mass equals|lpar|dash n:num u:unit|vol rpar?", counted),
    rule("s:num m:mass slash n:num u:unit", counted),
    rule("n:num times_x? q:num v:vol spoon", spoons),
    rule("n:num times_x num unit|vol|mass", multiplied),
    rule("s:num m:mass u:unit", weighed),
    rule("per u:unit|vol", article),
    rule("n:num m:mass t:total rpar?", strength),
    rule("b:lpar n:num m:mass t:total? rpar", strength),
    rule("lpar? n:num m:mass slash per:num? v:vol|unit rpar?", strength),
    rule("num mass|vol slash|per? kg slash? freq|period|hourly?", by_weight),
    rule("num mass|vol slash|per kg slash per? freq|period?", by_weight),
    rule("lpar? num mass|vol slash|per num? p:period rpar?", per_hour),
    rule("num slash num mass?", pair_of_product),
    rule("num percent", lambda m: (Strength(m.stream.words(m.first, m.last)),)),
    rule("up:upto? n:num", bare),
    rule("u:unit", unnumbered),
)
