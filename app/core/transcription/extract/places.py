"""Verbs, routes and places: "by mouth", "OU", "each nostril", "to the left knee"."""

from __future__ import annotations

from app.core.model.regimen import Frequency
from app.core.transcription.extract.parts import Amount, Doubt, Mark, Meaning, Often, Site, Verb, Way
from app.core.transcription.extract.pattern import Match, Stream, rule
from app.core.transcription.normalise import Token

_SOLID = frozenset({"tablet", "capsule"})
_PAIRED = {"eye": "eyes", "ear": "ears", "nostril": "nostrils", "foot": "feet", "toenail": "toenails"}
_SPANISH = frozenset({"ojo", "ojos", "oido", "oidos", "oreja", "orejas"})
_SIDED = frozenset({"eye", "ear", "nostril", "eyelid"})


def verb(m: Match) -> tuple[Meaning, ...]:
    """What to do."""
    return (Verb(m.named["v"].value),)


def unit_verb(m: Match) -> tuple[Meaning, ...]:
    """Spray 2 sprays, puff 2 puffs: the unit's name as a verb."""
    actions = {"spray": "use", "puff": "inhale", "drop": "instill"}
    action = actions.get(m.named["u"].value)
    return (Verb(action),) if action and m.after() in ("num", "once", "upto") and m.before() != "num" else ()


def way(m: Match) -> tuple[Meaning, ...]:
    """A route of the lexicon, with the place that it may name."""
    route, _, place = m.named["r"].value.partition(",")
    return (Way(route), Site(place, route, m.joined())) if place else (Way(route),)


def eye_or_ear(m: Match) -> tuple[Meaning, ...]:
    """OD, OS, OU, AD, AU; "od" beside a tablet is the British once daily."""
    route, _, place = m.named["e"].value.partition(",")
    if m.named["e"].text in ("ad", "au") and _is_swallowed(m.stream):
        return ()
    if m.named["e"].text == "od" and _is_swallowed(m.stream):
        return (Often(Frequency(times_min=1, times_max=1, period_min=1, period_max=1, period_unit="day")),)
    return Way(route), Site(place, route, m.joined())


def left_ear(m: Match) -> tuple[Meaning, ...]:
    """AS is the left ear only where drops are given; otherwise it is the word "as"."""
    if not _holds(m.stream, frozenset({"drop"})) or m.after() in ("unknown", "prn", "reason"):
        return (Mark("filler"),)
    route, _, place = m.named["e"].value.partition(",")
    return Way(route), Site(place, route, m.joined())


def _is_swallowed(stream: Stream) -> bool:
    """Whether tablets, capsules or an amount that is not instilled are given."""
    measured = bool(stream.kinds & {"mass", "vol"}) and not any(t.value == "instill" for t in stream.tokens)
    return _holds(stream, _SOLID) or (measured and not _holds(stream, frozenset({"drop", "inch"})))


def _holds(stream: Stream, units: frozenset[str]) -> bool:
    return any(token.kind == "unit" and token.value in units for token in stream.tokens)


def place(m: Match) -> tuple[Meaning, ...]:
    """A part of the body with its side."""
    name, _, route = m.named["p"].value.partition(",")
    if m.has("s2") and (m.has("n") or m.named["s"].text in ("a", "an")):
        return ()
    side = _side(m)
    if side == "":
        if name in _SIDED:
            return (Site(None, route or None),)
        return (Site(f"the {_as_written(m, name)}", route or None, m.joined()),)
    if side in ("both", "each", "one"):
        several = side == "both"
        words = _PAIRED.get(name, f"{name}s") if several else name
        return (Site(f"{side} {words}", route or None, m.joined()),)
    return (Site(f"the {side} {_as_written(m, name)}", route or None, m.joined()),)


def both_sides(m: Match) -> tuple[Meaning, ...]:
    """Right and left knee; left or right shoulder."""
    first, second = (_side_words(m.named[name]) for name in ("s", "s2"))
    name, _, route = m.named["p"].value.partition(",")
    if {first, second} != {"left", "right"}:
        return ()
    if m.has("or"):
        return (Site(f"the {first} or {second} {name}", route or None),)
    return (Site(f"both {_PAIRED.get(name, f'{name}s')}", route or None),)


def part_of_place(m: Match) -> tuple[Meaning, ...]:
    """The lower lid of the left eye, the back of both hands."""
    lower = m.has("b")
    owner = m.stream.lead[m.stream.tokens.index(m.named["s2"], m.first)].split()
    if "of" not in owner or (lower and m.named["b"].text != "to lower"):
        return ()
    if m.has("s") and m.named["s"].value != "upper":
        return ()
    whole, _, route = m.named["p2"].value.partition(",")
    part = " ".join(m.named[name].text for name in ("s", "p") if m.has(name))
    side = _side_words(m.named["s2"]) if m.named["s2"].kind == "side" else "each"
    of = f"{side} {_PAIRED.get(whole, f'{whole}s') if side == 'both' else whole}"
    words = f"the {'lower ' if lower else ''}{part} of {of if side in ('both', 'each') else f'the {of}'}"
    return (Site(words, route or None, m.joined()),)


def _side(m: Match) -> str:
    if m.has("n"):
        return {1.0: "one", 2.0: "both"}.get(m.named["n"].lo, "")
    found = [m.named[name] for name in ("s", "s2") if m.has(name)]
    return " ".join(_side_words(token) if token.kind == "side" else "each" for token in found)


def _side_words(token: Token) -> str:
    """Right, left and both by their meaning, other qualities (affected, upper) as written in English."""
    spanish = token.value == "affected" and token.text.startswith("afectad")
    return token.value if spanish or token.value in ("right", "left", "both") else token.text


def _as_written(m: Match, name: str) -> str:
    """The place in English: knees stays knees, ojo becomes eye."""
    text = m.named["p"].text
    return name if text in _SPANISH else text


def lowered(m: Match) -> tuple[Meaning, ...]:
    """To lower back is a place, and no purpose."""
    name, _, route = m.named["p"].value.partition(",")
    return (Site(f"the lower {name}", route or None),) if m.named["b"].text == "to lower" else ()


def area(m: Match) -> tuple[Meaning, ...]:
    """The affected area."""
    words, _, route = m.named["a"].value.partition(",")
    return (Site(words, route),)


def area_verb(m: Match) -> tuple[Meaning, ...]:
    """AAA: apply to the affected area."""
    action, words, route = m.named["a"].value.split(",")
    return Verb(action), Site(words, route)


def amount(m: Match) -> tuple[Meaning, ...]:
    """A thin layer."""
    return (Amount(m.named["a"].value),)


def unread_side(m: Match) -> tuple[Meaning, ...]:
    """A side without its place."""
    if m.named["s"].text in ("r", "l", "op", "inner", "outer"):
        return ()
    return (Doubt(f"'{m.named['s'].text}': of what?", "site"),)


RULES = (
    rule("v:verb", verb),
    rule("u:unit", unit_verb),
    rule("r:route", way),
    rule("e:eyeear", eye_or_ear),
    rule("e:ear_as", left_ear),
    rule("to? s:side|every|per? s2:side? p:place", place),
    rule("to? p:place s:side", place),
    rule("to? n:num s2:side? p:place", place),
    rule("to? s:side|every? p:place slash|and|or place", place),
    rule("to? s:side and|slash|sep s2:side p:place", both_sides),
    rule("to? s:side or:or s2:side p:place", both_sides),
    rule("to? s:side? p:place s2:side|every p2:place", part_of_place),
    rule("b:purpose p:place s2:side|every p2:place", part_of_place),
    rule("b:purpose p:place", lowered),
    rule("to? a:area", area),
    rule("a:area_verb", area_verb),
    rule("per? a:amount to?", amount),
    rule("s:side", unread_side),
)
