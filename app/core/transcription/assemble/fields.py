"""One step's components into its fields; what contradicts itself becomes a doubt."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.model.regimen import Duration, Frequency, MaxPerDay
from app.core.transcription.assemble.draft import Draft, is_mass, same_dose
from app.core.transcription.assemble.moments import (
    day_slots,
    expected,
    is_clock,
    neighbours,
    tidy,
    weekday_count,
    whole_meals,
)
from app.core.transcription.assemble.rates import daily, days_of, is_single, per_day, same_rate, weekly
from app.core.transcription.extract.parts import (
    Amount,
    Bare,
    Days,
    Dose,
    Doubt,
    Lasting,
    Mark,
    Most,
    Need,
    Note,
    Often,
    Purpose,
    Scale,
    Site,
    Strength,
    Verb,
    Way,
    When,
)
from app.core.transcription.wording import plain_number

_SIDES = frozenset({"left", "right", "both", "each"})
_PIECES = frozenset(
    [
        *("tablet", "capsule", "patch", "suppository", "puff", "spray", "lozenge", "film", "drop"),
        *("packet", "ring", "enema", "gummy", "wafer", "piece", "scoop", "capful"),
    ]
)
_HOLDERS = frozenset({"vial", "pen", "syringe", "cartridge", "nebule", "bottle", "kit", "dropperful", "applicatorful"})
_SAID_OF_ANY = frozenset({"dose", "application", "injection", "kit", "pad"})


@dataclass
class Fields:
    """The fields of one step, still open to inheritance and implication."""

    action: str | None = None
    dose: Dose | None = None
    unit: str | None = None  # named without a number
    strength: str | None = None
    route: str | None = None
    site: str | None = None
    frequency: Frequency | None = None
    frequency_implied: bool = False
    moments: tuple[str, ...] = ()
    as_needed: bool = False
    reason: str | None = None
    indication: str | None = None
    duration: Duration | None = None
    limit: MaxPerDay | None = None
    notes: tuple[str, ...] = ()
    condition: str | None = None
    days: Days | None = None
    doubts: list[Doubt] = field(default_factory=list)


def resolve(step: Draft) -> Fields:
    """Read one step."""
    fields = Fields()
    _dose(step, fields)
    _route(step, fields)
    _when(step, fields)
    _why(step, fields)
    _length(step, fields)
    fields.action = _action(step)
    fields.notes = _notes(step)
    return fields


def _action(step: Draft) -> str | None:
    verbs = [verb.action for verb in step.all(Verb)]
    if "take" in verbs and any(note.words.startswith("Mix") for note in step.all(Note)):
        return "take"  # dissolve in water and drink
    special = [verb for verb in verbs if verb not in ("take", "use", "give")]
    given = [verb for verb in verbs if verb != "use"]  # using a syringe, give 5 mL
    return next(iter(special or given or verbs), None)


def _dose(step: Draft, fields: Fields) -> None:
    row = step.first(Scale)
    if row is not None:
        fields.dose, fields.condition = row.dose, row.condition
        return
    doses = step.all(Dose)
    counted = [dose for dose in doses if not is_mass(dose)]
    strengths = [dose for dose in doses if is_mass(dose)] if counted else []
    if len(strengths) == 1 and is_mass(doses[0]) and counted and counted[0].hi != 1:
        strengths = []  # the strength in the drug's name, before the directions begin
    chosen = counted or doses
    fields.unit = next((bare.unit for bare in step.all(Bare)), None)
    fields.strength = next((d.strength for d in doses if d.strength), None) or _strength(step, strengths)
    if not chosen:
        fields.dose = _total(step)
        return
    fields.dose = next((dose for dose in chosen if dose.unit is not None), chosen[0])
    _unit_apart(fields)
    if not all(same_dose(fields.dose, dose) for dose in chosen):
        fields.doubts.append(Doubt("two doses: " + " and ".join(_words(dose) for dose in chosen), "dose"))


def _unit_apart(fields: Fields) -> None:
    """A unit that stands apart from its number: 1 white tablet; another one than the dose's is a doubt."""
    if fields.dose is None or fields.unit is None:
        return
    if fields.dose.unit is None:
        fields.dose = fields.dose._replace(unit=fields.unit)
    elif fields.dose.unit != fields.unit and not _may_stand_together(fields.dose.unit, fields.unit):
        fields.doubts.append(Doubt(f"two forms: {fields.dose.unit} and {fields.unit}", "dose"))


def _may_stand_together(counted: str, named: str) -> bool:
    """5 mL in a syringe, 1 application with the applicator; 1 tablet and capsules are two forms."""
    measured = counted not in _PIECES and counted not in _HOLDERS
    return measured or counted in _SAID_OF_ANY or named in _SAID_OF_ANY or (named in _HOLDERS and counted in _HOLDERS)


def _words(dose: Dose) -> str:
    return f"{plain_number(dose.hi)} {dose.unit or ''}".strip()


def _strength(step: Draft, by_mass: list[Dose]) -> str | None:
    if by_mass:
        dose = by_mass[0]
        lo = f"{plain_number(dose.lo)} to " if dose.lo is not None and dose.lo != dose.hi else ""
        return f"{lo}{plain_number(dose.hi)} {dose.unit}"
    return next((strength.words for strength in step.all(Strength)), None)


def _total(step: Draft) -> Dose | None:
    """A strength in brackets or "total" is the dose when there is no other."""
    found = next((s for s in step.all(Strength) if s.total and s.unit), None)
    return Dose(found.lo, found.hi, found.unit) if found else None


def _route(step: Draft, fields: Fields) -> None:
    routes = list(dict.fromkeys(way.route for way in step.all(Way)))
    places = [place for place in step.all(Site) if place.words]
    if two_sides(places):
        words = " and ".join(place.words or "" for place in places)
        fields.doubts.append(Doubt(f"two places, one after the other: {words}", "site"))
    fields.site = _joined(places)
    by_place = list(dict.fromkeys(p.route for p in step.all(Site) if p.route))
    dissolved = any(verb.action in ("dissolve", "place") for verb in step.all(Verb))
    routes = _reconciled(routes, by_place, dissolved=dissolved)
    fields.route = routes[0] if routes else None
    if len(routes) > 1:
        fields.doubts.append(Doubt("two routes: " + " and ".join(routes), "route"))


def _reconciled(routes: list[str], by_place: list[str], *, dissolved: bool) -> list[str]:
    """A route that is said outranks the one that a place on the skin suggests."""
    if not routes:
        return by_place
    others = [route for route in by_place if route not in routes and route != "topical"]
    if routes == ["topical"] and others:
        return others
    if set(routes) == {"oral", "inhalation"}:
        return ["inhalation"]
    if set(routes) == {"oral", "sublingual"} and dissolved:
        return ["sublingual"]
    if set(routes) == {"topical", "transdermal"}:
        return ["transdermal"]
    return [*routes, *others]


def two_sides(places: list[Site]) -> bool:
    """Whether the same part of the body is named with two sides that no "and" joins: OD left eye."""
    for at, place in enumerate(places):
        side, part = _side_and_part(place)
        for earlier in places[:at]:
            other, same = _side_and_part(earlier)
            if part == same and side and other and side != other and not place.joined:
                return True
    return False


def _side_and_part(place: Site) -> tuple[str, str]:
    words = (place.words or "").removeprefix("the ").split()
    side = " ".join("both" if word == "each" else word for word in words if word in _SIDES)
    return side, " ".join(word.rstrip("s") for word in words if word not in _SIDES)


def _joined(places: list[Site]) -> str | None:
    """The places in words: the left arm or right arm."""
    found = {place.words: place.joined or "and" for place in reversed(places) if place.words}
    words = list(dict.fromkeys(place.words for place in places if place.words))
    if not words:
        return None
    return words[0] + "".join(f" {found[word]} {word.removeprefix('the ')}" for word in words[1:])


def _when(step: Draft, fields: Fields) -> None:
    fields.moments = tidy([moment for when in _times_of_day(step, fields) for moment in when.moments])
    if "evening" in fields.moments and "before_bedtime" in fields.moments and _measured_to_bed(step):
        fields.moments = tuple(moment for moment in fields.moments if moment != "before_bedtime")
    found = [often.frequency for often in step.all(Often)]
    periodic = [frequency for frequency in found if not is_single(frequency)]
    found = periodic or found
    once_at_a_time = bool(found) and not periodic and day_slots(fields.moments) > 0
    if not found or once_at_a_time:  # once in the morning is every morning
        fields.frequency, fields.frequency_implied = _from_moments(fields.moments)
        _stat(fields)
        return
    fields.frequency = found[0]
    if not all(same_rate(found[0], other) for other in found):
        fields.doubts.append(Doubt("contradictory frequencies", "frequency"))
    reason = contradiction(found[0], fields.moments)
    if reason:
        fields.doubts.append(Doubt(reason, "timing"))


def _times_of_day(step: Draft, fields: Fields) -> list[When]:
    """The moments; "every evening at bedtime" is one time, "every morning at bedtime" none that can be."""
    whens = step.all(When)
    timed = [when for when in whens if day_slots(when.moments)]
    if len(timed) != len("ab") or timed[1].joined:
        return whens
    first, second = timed
    slots = day_slots(first.moments + second.moments)
    if slots == 1 or any(per_day(often.frequency) == slots for often in step.all(Often)):
        return whens
    if neighbours(first.moments + second.moments):
        vaguer = second if "bed" in first.moments[0] or is_clock(first.moments[0]) else first
        return [when for when in whens if when is not vaguer]
    words = " and ".join(moment.replace("_", " ") for when in timed for moment in when.moments)
    fields.doubts.append(Doubt(f"two times of day, one after the other: {words}", "timing"))
    return whens


def _measured_to_bed(step: Draft) -> bool:
    """In the evening, 2 hours before bed, is one time."""
    return any("bed" in note.words and note.words[:1].isdigit() for note in step.all(Note))


def _from_moments(moments: tuple[str, ...]) -> tuple[Frequency | None, bool]:
    """The frequency that the moments tell, and whether it is only implied."""
    times = expected(moments)
    days = weekday_count(moments)
    if days:
        return weekly(days * max(1, times)), bool(times)
    return (daily(times), times > 1 or whole_meals(moments)) if times else (None, False)


def _stat(fields: Fields) -> None:
    """Now is one dose."""
    if fields.frequency is None and ("stat" in fields.moments or "at_onset" in fields.moments):
        fields.frequency = Frequency(times_min=1, times_max=1)


def contradiction(frequency: Frequency, moments: tuple[str, ...]) -> str | None:
    """Why frequency and moments cannot both be meant."""
    rate = per_day(frequency)
    if rate is None:
        return None
    days = weekday_count(moments)
    if days:
        return _against_weekdays(frequency, rate, days)
    slots = day_slots(moments)
    wanted = expected(moments)
    if slots and frequency.times_min == frequency.times_max and rate >= 1 and round(rate, 3) not in (slots, wanted):
        return f"{plain_number(rate)} times a day, but {plain_number(wanted)} times of day are named"
    if slots > 1 and rate < 1:
        return "less than once a day, but several times of day are named"
    return None


def _against_weekdays(frequency: Frequency, rate: float, days: int) -> str | None:
    if frequency.period_unit == "week" and frequency.period_min == 1:
        agree = frequency.times_max in (days, None) or frequency.times_max == 1 == days
        return None if agree else "the times a week and the days named differ"
    if rate > 1 and frequency.period_unit == "day":
        return None  # twice a day on Saturday and Sunday
    return "contradictory: every day and only on some days of the week"


def _why(step: Draft, fields: Fields) -> None:
    needs = step.all(Need)
    purposes = [purpose.words for purpose in step.all(Purpose)]
    fields.as_needed = bool(needs)
    fields.reason = next((need.reason for need in needs if need.reason), None)
    if fields.as_needed and fields.reason is None and purposes:
        fields.reason = purposes.pop(0)
    purposes = [words for words in dict.fromkeys(purposes) if words != fields.reason]
    fields.indication = " and ".join(purposes) or None


def _length(step: Draft, fields: Fields) -> None:
    found = [lasting.duration for lasting in step.all(Lasting)]
    fields.days = step.first(Days)
    if found:
        fields.duration = found[0]
        if len({days_of(duration) for duration in found}) > 1:
            fields.doubts.append(Doubt("two durations", "duration"))
    elif fields.days is not None:
        count = fields.days.hi - fields.days.lo + 1
        known = Duration(value=count, value_max=count, unit=fields.days.unit)
        fields.duration = None if fields.days.onward else known
    limits = [most.limit for most in step.all(Most)]
    fields.limit = next((limit for limit in limits if limit.unit), limits[0] if limits else None)
    if len({limit.value for limit in limits}) > 1:
        fields.doubts.append(Doubt("two daily maxima", "max_per_day"))


def _notes(step: Draft) -> tuple[str, ...]:
    words = [amount.words for amount in step.all(Amount)]
    if any(mark.kind == "asdir" for mark in step.all(Mark)):
        words.append("as directed")
    words += [note.words for note in step.all(Note)]
    return tuple(dict.fromkeys(words))
