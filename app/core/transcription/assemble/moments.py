"""Arithmetic of moments: how many times a day they name, and which of them say the same."""

from __future__ import annotations

from app.core.transcription.extract.parts import WEEKDAYS

_PARTS = {
    "morning": "morning",
    "noon": "noon",
    "afternoon": "afternoon",
    "evening": "evening",
    "night": "night",
    "bedtime": "night",
    "before_bedtime": "night",
}
_MEALS = {"breakfast": "morning", "lunch": "noon", "dinner": "evening"}
_NEIGHBOURS = ({"evening", "night"}, {"noon", "afternoon"}, {"afternoon", "evening"})
_ALL_MEALS = 3
_EARLY, _MORNING, _NOON, _AFTERNOON, _EVENING = 4, 11, 14, 17, 21


def weekday_count(moments: tuple[str, ...]) -> int:
    """How many days of the week are named."""
    return len({moment for moment in moments if moment in WEEKDAYS})


def whole_meals(moments: tuple[str, ...]) -> bool:
    """Whether "meals" are named as such: with meals, before meals."""
    return any(moment.endswith("_meals") for moment in moments)


def day_slots(moments: tuple[str, ...]) -> int:
    """How many times a day the moments name; meals as such are not counted."""
    parts = {part for moment in moments if (part := part_of_day(moment))}
    clocks = {moment for moment in moments if is_clock(moment)}
    return max(len(parts), len(clocks))


def neighbours(moments: tuple[str, ...]) -> bool:
    """Whether moments, said in one breath, can be one time of day: in the evening at bedtime, at night at 9:00 PM."""
    parts = {part_of_day(moment) for moment in moments} - {None}
    return any(parts <= pair for pair in _NEIGHBOURS)


def expected(moments: tuple[str, ...]) -> int:
    """How many doses a day the moments ask for: meals are three."""
    slots = day_slots(moments)
    parts = {part_of_day(moment) for moment in moments} - {None}
    if not whole_meals(moments) or "with_snacks" in moments:
        return slots
    return slots + _ALL_MEALS if parts <= {"night"} else slots  # in the evening with meals is one meal


def is_clock(moment: str) -> bool:
    """Whether a moment is a time of the clock."""
    return moment[:1].isdigit()


def part_of_day(moment: str) -> str | None:
    """Morning, noon, afternoon, evening or night; None for what is not a time of day."""
    if is_clock(moment):
        return _part_of_clock(moment)
    return _PARTS.get(moment) or _MEALS.get(moment.rpartition("_")[2])


def _part_of_clock(moment: str) -> str:
    hour = int(moment.partition(":")[0]) % 12 + (12 if moment.endswith("PM") else 0)
    if hour < _EARLY or hour >= _EVENING:
        return "night"
    if hour < _MORNING:
        return "morning"
    if hour < _NOON:
        return "noon"
    return "afternoon" if hour < _AFTERNOON else "evening"


def spoken(moments: tuple[str, ...]) -> tuple[str, ...]:
    """The moments as a label says them: food and milk are a choice."""
    if not {"with_food", "with_milk"} <= set(moments):
        return moments
    return tuple("with_food or milk" if m == "with_food" else m for m in moments if m != "with_milk")


def tidy(moments: list[str]) -> tuple[str, ...]:
    """Each moment once; the vaguer word for the night gives way to bedtime."""
    found = dict.fromkeys(moments)
    if "bedtime" in found or "before_bedtime" in found:
        found.pop("night", None)
    if any(moment.endswith("_meals") for moment in found) and "with_food" in found:
        found.pop("with_food", None)
    return tuple(found)
