"""Which components belong to which step: tapers ("then"), split doses ("and"), scales ("if")."""

from __future__ import annotations

from itertools import pairwise

from app.core.model.regimen import Relation
from app.core.transcription.assemble.draft import Draft, is_mass, is_structural, same_dose
from app.core.transcription.assemble.moments import day_slots
from app.core.transcription.assemble.rates import same_rate
from app.core.transcription.extract.parts import (
    Component,
    Days,
    Dose,
    Lasting,
    Mark,
    Meaning,
    Often,
    Scale,
    Site,
    Verb,
    When,
)


class _Splitter:
    """Walks over the components once."""

    def __init__(self) -> None:
        self.steps = [Draft()]
        self.pending: Relation | None = None
        self.held: list[Component] = []  # verbs that may belong to the next step
        self.often_follows = False
        self.rest: list[Meaning] = []

    def take(self, component: Component, rest: tuple[Component, ...]) -> None:
        """Put a component into the step where it belongs; `rest` is what follows it."""
        self.often_follows = any(isinstance(c.meaning, Often) for c in rest)
        self.rest = [c.meaning for c in rest if is_structural(c.meaning)]
        meaning = component.meaning
        if isinstance(meaning, Mark) and meaning.kind in ("then", "and"):
            self.pending = "then" if "then" in (meaning.kind, self.pending) else "and"
            return
        current = self.steps[-1]
        if isinstance(meaning, Verb) and current.has(Dose):
            self.held.append(component)
            return
        relation = self._opens(current, component)
        if relation is not None and current.structural():
            self.steps.append(Draft(relation))
        elif relation == "if":
            current.relation = relation
        self.steps[-1].parts.extend([*self.held, component])
        self.held = []
        if not isinstance(meaning, Mark):
            self.pending = None

    def close(self) -> list[Draft]:
        """The steps, when all components were taken."""
        self.steps[-1].parts.extend(self.held)
        return self.steps

    def _opens(self, current: Draft, component: Component) -> Relation | None:
        meaning = component.meaning
        if isinstance(meaning, Scale):
            return "if"
        if self.pending == "then" and is_structural(meaning):
            return "then"
        if isinstance(meaning, Dose):
            return self._dose_opens(current, meaning)
        if isinstance(meaning, Days):
            return "then" if current.has(Days) and current.has(Dose) else None
        if isinstance(meaning, Site):
            return self._site_opens(current, meaning)
        if isinstance(meaning, Often):
            return self._often_opens(current, meaning)
        return None

    def _dose_opens(self, current: Draft, dose: Dose) -> Relation | None:
        before = current.all(Dose)
        if not before:
            return None
        if self.pending is not None:
            return "then" if current.has(Days) else self.pending
        if is_mass(dose) != is_mass(before[-1]):
            return None  # the same dose by its strength
        if current.has(Lasting) or current.has(Days):
            return "then"
        if current.has(When) and all(set(when.moments) <= {"stat"} for when in current.all(When)):
            return "then"
        if current.has(When):
            return "and" if self.held or not same_dose(dose, before[-1]) or self._at_another_time(current) else None
        return "and" if current.has(Site) and current.has(Often) and not same_dose(dose, before[-1]) else None

    def _at_another_time(self, current: Draft) -> bool:
        """The same dose again: 1 capsule in the morning, 1 capsule at noon."""
        following = self.rest[0] if self.rest else None
        now = _moments(current)
        if not isinstance(following, When) or current.has(Often) or not day_slots(now):
            return False
        return day_slots(now + following.moments) > day_slots(now)

    def _often_opens(self, current: Draft, often: Often) -> Relation | None:
        """Four times a day for 1 week, three times a day for 1 week."""
        another = all(not same_rate(often.frequency, earlier.frequency) for earlier in current.all(Often))
        lasts = bool(self.rest) and isinstance(self.rest[0], Lasting)
        return "then" if current.has(Often) and current.has(Lasting) and another and lasts else None

    def _site_opens(self, current: Draft, site: Site) -> Relation | None:
        earlier = [found.words for found in current.all(Site)]
        again = bool(earlier) and site.words not in earlier and current.has(Often) and self.often_follows
        return "and" if again else None


def split(components: tuple[Component, ...]) -> list[Draft]:
    """The steps of the directions, at least one."""
    splitter = _Splitter()
    for at, component in enumerate(components):
        splitter.take(component, components[at + 1 :])
    return _same_day(splitter.close())


def _same_day(steps: list[Draft]) -> list[Draft]:
    """2 in the morning and then 2 in the evening happen on the same day."""
    for before, after in pairwise(steps):
        lasting = before.has(Lasting) or before.has(Days)
        if after.relation == "then" and not lasting and _at_other_times(before, after):
            after.relation = "and"
    return steps


def _at_other_times(before: Draft, after: Draft) -> bool:
    earlier, later = _moments(before), _moments(after)
    if before.has(Often) or after.has(Often) or not (day_slots(earlier) and day_slots(later)):
        return False
    return day_slots(earlier + later) > day_slots(earlier)


def _moments(step: Draft) -> tuple[str, ...]:
    return tuple(moment for when in step.all(When) for moment in when.moments)
