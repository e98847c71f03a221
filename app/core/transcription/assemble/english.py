"""A regimen as an English label reads it."""

from __future__ import annotations

import re

from app.core.model.regimen import Dosing, Duration, Frequency, MaxPerDay, Regimen
from app.core.transcription.assemble.moments import day_slots, expected, is_clock, spoken
from app.core.transcription.assemble.rates import is_single
from app.core.transcription.extract.parts import WEEKDAYS
from app.core.transcription.wording import counted_number, plain_number

_MEASURED = frozenset({"mL", "L", "mg", "mcg", "g", "mEq", "mmol", "oz", "mm"})
_PLURALS = {"patch": "patches", "suppository": "suppositories", "inch": "inches", "gummy": "gummies"}
_SPOONS = {"teaspoonful": 5, "tablespoonful": 15}
_ROUTES = {
    "oral": "by mouth",
    "sublingual": "under the tongue",
    "buccal": "between the cheek and gum",
    "topical": "to the skin",
    "transdermal": "to the skin",
    "subcutaneous": "under the skin",
    "intramuscular": "into the muscle",
    "intravenous": "into a vein",
    "rectal": "into the rectum",
    "vaginal": "into the vagina",
    "nasal": "into the nose",
    "ophthalmic": "into the eye",
    "otic": "into the ear",
    "feeding tube": "by feeding tube",
    "oromucosal": "in the mouth",
    "inhalation": "by inhalation",
}
INJECTED = frozenset({"subcutaneous", "intramuscular", "intravenous"})
_INTO = frozenset({"ophthalmic", "otic", "nasal"})
AMOUNTS = {
    "thin layer": "a thin layer",
    "small amount": "a small amount",
    "sparingly": "sparingly",
    "liberally": "liberally",
    "application": "",
}
_OF_MOUTH = frozenset({"swish", "gargle"})
_RINSED = {"Spit it out": "and spit it out", "Swallow": "and swallow"}
_TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times"}
_EVERY_PART = {
    "morning": "every morning",
    "afternoon": "every afternoon",
    "evening": "every evening",
    "night": "every night",
    "bedtime": "at bedtime",
}
_MOMENTS = {
    "morning": "in the morning",
    "noon": "at noon",
    "afternoon": "in the afternoon",
    "evening": "in the evening",
    "night": "at night",
    "bedtime": "at bedtime",
    "before_bedtime": "before bedtime",
    "stat": "now",
    "at_onset": "at onset",
    "while_awake": "while awake",
    "empty_stomach": "on an empty stomach",
}
_DISTANCE = re.compile(r"(?:at least )?(?:an?|\d+|one|two|half)\b.* (?:before|after|prior)", re.IGNORECASE)


def sentence(regimen: Regimen) -> str:
    """The directions as a label says them."""
    notes = [note for note in regimen.notes if note not in AMOUNTS and not is_distance(note, regimen)]
    if regimen.action in _OF_MOUTH:
        notes = [note for note in notes if note not in _RINSED and not _is_seconds(note)]
    directed = "as directed" in notes
    text = body(regimen)
    if directed:
        text += " as directed"
        notes.remove("as directed")
    parts = [text]
    notes = [_tidied(note) for note in notes]
    if regimen.max_per_day is not None:
        parts.append(f"Maximum {limit(regimen.max_per_day)}")
    parts += [note[:1].upper() + note[1:] for note in notes]
    return " ".join(part.rstrip(".") + "." for part in parts)


def _tidied(note: str) -> str:
    """A remark in the writer's words, no longer in capitals, and without "x1"."""
    if note.isupper():
        note = note.lower()
    counted = re.sub(r"\bx ?(\d+)$", lambda found: f"{found[1]} time{'' if found[1] == '1' else 's'}", note)
    return re.sub(r"\b(?:prior to)\b", "before", counted)


def body(regimen: Regimen) -> str:
    """The directions without remarks and daily maximum."""
    if not regimen.steps:
        return _capital(_step(regimen, regimen, first=True))
    if regimen.steps[0].relation == "if":
        return _capital("; ".join(f"if {step.condition}: {_step(step, regimen, first=True)}" for step in regimen.steps))
    if _one_day_each(regimen):
        return _by_days(regimen)
    words = [_capital(_step(regimen.steps[0], regimen, first=True, inner=_before_and(regimen, 0)))]
    for at, step in enumerate(regimen.steps[1:], start=1):
        link = " and " if step.relation == "and" else ", then "
        text = _step(step, regimen, first=False, inner=_before_and(regimen, at))
        words.append(link + text)
    if regimen.indication:
        words.append(f" {purpose(regimen.indication)}")
    return "".join(words)


def _before_and(regimen: Regimen, at: int) -> bool:
    """Whether the next step shares this one's as-needed and duration, which then stand after it."""
    return at + 1 < len(regimen.steps) and regimen.steps[at + 1].relation == "and"


def _one_day_each(regimen: Regimen) -> bool:
    return all(
        step.duration == Duration(value=1, value_max=1, unit="day")
        and step.relation != "and"
        and step.frequency == Frequency(times_min=1, times_max=1, period_min=1, period_max=1, period_unit="day")
        and not step.timing
        for step in regimen.steps
    )


def _by_days(regimen: Regimen) -> str:
    words = [
        " ".join(part for part in (_subject(step, regimen, first=not at), f"on day {at + 1}") if part)
        for at, step in enumerate(regimen.steps)
    ]
    return _capital(listed(words))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _step(step: Dosing, regimen: Regimen, *, first: bool, inner: bool = False) -> str:
    again = not first and step.frequency is None and step.as_needed  # then as needed: the same dose
    parts = ["" if again else _subject(step, regimen, first=first), when(step, regimen)]
    if not inner:
        parts += [need(step), _purpose(step, regimen), length(step.duration)]
    text = " ".join(part for part in parts if part)
    if is_single(step.frequency) and regimen.steps and step is regimen.steps[0]:
        text = f"{text} now"
    return text


def _purpose(step: Dosing, regimen: Regimen) -> str:
    said = regimen.steps or "at_onset" in step.timing or step is not regimen
    return purpose(regimen.indication) if regimen.indication and not said else ""


def purpose(indication: str) -> str:
    """What the drug is for: "for pain", "to lower cholesterol"."""
    return indication if indication.startswith("to ") else f"for {indication}"


def _subject(step: Dosing, regimen: Regimen, *, first: bool) -> str:
    amount = next((AMOUNTS[note] for note in regimen.notes if note in AMOUNTS), "")
    if "application" in regimen.notes and step.route in ("rectal", "vaginal"):
        amount = "1 application"
    verb = step.action or "take"
    if verb == "inhale" and step.dose_unit == "capsule":
        return f"{verb + ' ' if first else ''}the contents of {dose(step)}"
    parts = [verb if first else "", dose(step, whole=True) or amount]
    if verb in _OF_MOUTH:
        return " ".join([*parts, *_rinsing(regimen)])
    if first or step.site != regimen.steps[0].site:
        parts.append(_place(step))
    return " ".join(part for part in parts if part)


def _rinsing(regimen: Regimen) -> list[str]:
    """In the mouth, for so long, and spit it out."""
    seconds = [note for note in regimen.notes if _is_seconds(note)]
    ending = [_RINSED[note] for note in regimen.notes if note in _RINSED]
    words = ["in the mouth", *seconds, *ending]
    if seconds:
        words[-1] += ","
    return words


def _is_seconds(note: str) -> bool:
    return note.startswith("for ") and note.endswith(("seconds", "minutes", "minute", "sec"))


def dose(step: Dosing, *, whole: bool = False) -> str:
    """The dose in words, with its strength in brackets when whole."""
    if step.dose_max is None:
        return ""
    unit = step.dose_unit
    number = plain_number if unit in _MEASURED or unit == "unit" else counted_number
    if step.dose_min is None:
        amount = f"up to {number(step.dose_max)}"
    elif step.dose_min == step.dose_max:
        amount = number(step.dose_max)
    else:
        amount = f"{number(step.dose_min)} to {number(step.dose_max)}"
    strength = f" ({step.strength})" if whole and step.strength else ""
    if unit in _SPOONS:
        return _spoons(step, amount) + strength
    if unit is None and step.action == "inject":
        unit = "dose"
    return f"{amount} {plural(unit, step.dose_max)}".rstrip() + strength


def _spoons(step: Dosing, amount: str) -> str:
    size = _SPOONS[step.dose_unit or ""]
    low = "" if step.dose_min in (None, step.dose_max) else f"{plain_number((step.dose_min or 0) * size)} to "
    high = plain_number((step.dose_max or 0) * size)
    return f"{low}{high} mL ({amount} {plural(step.dose_unit, step.dose_max or 1)})"


def plural(unit: str | None, number: float) -> str:
    """The unit after a number."""
    if unit is None:
        return ""
    if unit in _MEASURED or number <= 1:
        return unit
    return _PLURALS.get(unit, f"{unit}s")


def _place(step: Dosing) -> str:
    if step.action == "place" and step.route == "transdermal" and not step.site:
        return "on the skin"
    if step.site:
        preposition = "on" if step.action == "use" else "to"
        if step.route in _INTO or step.dose_unit in ("drop", "spray"):
            preposition = "into"
        if step.route in INJECTED:
            return f"{_ROUTES[step.route]} of {step.site}"
        return f"{preposition} {step.site}"
    if step.action == "use" and step.route in ("topical", "transdermal"):
        return "on the skin"
    return route(step)


def route(step: Dosing) -> str:
    """The route in words."""
    if step.route == "inhalation":
        if step.dose_unit in ("puff", "spray") or (step.action == "inhale" and step.dose_unit is None):
            return "by mouth"
        return "with a nebulizer" if step.dose_unit in ("vial", "mL", "dose", None) else "by inhalation"
    if step.action in ("swish", "gargle") and step.route == "oromucosal":
        return "in the mouth"
    return _ROUTES.get(step.route or "", "")


def when(step: Dosing, regimen: Regimen) -> str:
    """Frequency and timing in words."""
    days = [moment for moment in step.timing if moment in WEEKDAYS]
    rest = tuple(moment for moment in step.timing if moment not in WEEKDAYS)
    parts = [_frequency_and_moments(step.frequency, rest, regimen, weekdays=bool(days))]
    if days:
        parts.append("on " + listed([day.capitalize() for day in sorted(days, key=WEEKDAYS.index)]))
    return " ".join(part for part in parts if part)


def _frequency_and_moments(
    frequency: Frequency | None, moments: tuple[str, ...], regimen: Regimen, *, weekdays: bool
) -> str:
    once_daily = frequency == Frequency(times_min=1, times_max=1, period_min=1, period_max=1, period_unit="day")
    moments = spoken(moments)
    words = [_moment(moment, regimen) for moment in moments]
    if once_daily and not weekdays and moments and moments[0] in _EVERY_PART and day_slots(moments) == 1:
        return " ".join([_EVERY_PART[moments[0]], *words[1:]])
    if is_single(frequency) and ("stat" in moments or "at_onset" in moments or regimen.steps):
        often_words = ""
    else:
        often_words = often(frequency)
    if day_slots(moments) and expected(moments) > day_slots(moments):  # before meals and at bedtime
        words = sorted(words, key=lambda word: "meals" not in word)
        return " ".join(part for part in (often_words, listed(words)) if part)
    slots = [word for word, moment in zip(words, moments, strict=True) if day_slots((moment,))]
    others = [word for word, moment in zip(words, moments, strict=True) if not day_slots((moment,))]
    return " ".join(part for part in (often_words, _slots(slots), *others) if part)


def _slots(words: list[str]) -> str:
    """In the morning and evening; in the morning, at noon, and at bedtime."""
    for preposition in ("in the ", "at ", "with ", "before ", "after "):
        if all(word.startswith(preposition) for word in words) and "bedtime" not in " ".join(words):
            words = [*words[:1], *(word.removeprefix(preposition) for word in words[1:])]
    return listed(words)


def _moment(moment: str, regimen: Regimen) -> str:
    if is_clock(moment):
        return f"at {moment}"
    if moment == "at_onset" and regimen.indication:
        return f"at onset of {regimen.indication}"
    if moment in _MOMENTS:
        return _MOMENTS[moment]
    relation, _, meal = moment.partition("_")
    distance = next((note for note in regimen.notes if is_distance(note, regimen) and meal in note), None)
    if distance:
        return re.sub(r"(?i)\bmins?\b", "minutes", distance)
    return f"{relation} {meal}"


def is_distance(note: str, regimen: Regimen) -> bool:
    """Whether a remark only says how long before or after a meal that the timing names."""
    steps = regimen.steps or (regimen,)
    meals = {moment.rpartition("_")[2] for step in steps for moment in step.timing if "_" in moment}
    return bool(_DISTANCE.match(note)) and any(meal in note.lower() for meal in meals)


def often(frequency: Frequency | None) -> str:
    """A frequency in words."""
    if frequency is None:
        return ""
    if frequency.period_unit is None:
        return "once"
    up_to = "up to " if frequency.times_min is None else ""
    if frequency.times_max == 1 and (frequency.times_min in (1, None)):
        return up_to + _every(frequency)
    times = _times(frequency)
    if frequency.period_min == frequency.period_max == 1:
        return f"{up_to}{times} a {frequency.period_unit}".replace(" a hour", " an hour")
    return f"{up_to}{times} every {_period(frequency)}"


def _times(frequency: Frequency) -> str:
    low, high = frequency.times_min, frequency.times_max or 1
    if low is None or low == high:
        return (
            _TIMES.get(int(high), f"{plain_number(high)} times") if high == int(high) else f"{plain_number(high)} times"
        )
    if (low, high) == (1, 2):
        return "once or twice"
    return f"{plain_number(low)} to {plain_number(high)} times"


def _every(frequency: Frequency) -> str:
    if frequency.period_min == frequency.period_max == 1:
        if frequency.period_unit in ("hour", "minute"):
            return f"every {frequency.period_unit}"
        return f"once a {frequency.period_unit}"
    if (frequency.period_min, frequency.period_max, frequency.period_unit) == (2, 2, "day"):
        return "every other day"
    return f"every {_period(frequency)}"


def _period(frequency: Frequency) -> str:
    low, high = frequency.period_min or 1, frequency.period_max or frequency.period_min or 1
    number = plain_number(low) if low == high else f"{plain_number(low)} to {plain_number(high)}"
    return f"{number} {plural(frequency.period_unit, high)}" if high > 1 else f"{frequency.period_unit}"


def need(step: Dosing) -> str:
    """As needed, and for what."""
    if not step.as_needed:
        return ""
    return f"as needed for {step.as_needed_reason}" if step.as_needed_reason else "as needed"


def length(duration: Duration | None) -> str:
    """A duration in words."""
    if duration is None or duration.unit is None:
        return ""
    high = duration.value_max if duration.value_max is not None else duration.value
    low = duration.value if duration.value is not None else high
    if high is None or low is None:
        return ""
    number = plain_number(high) if low == high else f"{plain_number(low)} to {plain_number(high)}"
    bound = "up to " if duration.up_to else "at least " if duration.at_least else ""
    return f"for {bound}{number} {plural(duration.unit, high)}"


def limit(most: MaxPerDay) -> str:
    """A daily maximum in words."""
    number = plain_number(most.value) if most.unit in _MEASURED else counted_number(most.value)
    return f"{number} {plural(most.unit, most.value)} per day".replace("  ", " ")


def listed(words: list[str]) -> str:
    """Words joined as a list: a and b; a, b, and c."""
    if len(words) < len("ab") + 1:
        return " and ".join(words)
    return ", ".join(words[:-1]) + f", and {words[-1]}"
