"""What a text says of form and route, and whether a product is that."""

from __future__ import annotations

from typing import NamedTuple

INJECTED = frozenset(("injection", "subcutaneous", "intramuscular", "intravenous"))
_DROPPED = frozenset(("ophthalmic", "otic", "nasal", "oral"))
_ORDER = ("orally disintegrating", "chewable", "delayed release", "extended release")
_PLACES = frozenset(("ophthalmic", "otic", "nasal", "topical", "vaginal", "rectal"))


class Wish(NamedTuple):
    """The form words of a text; empty where it is silent."""

    bases: tuple[str, ...] = ()  # tablet, capsule, ...; several where the word leaves it open
    releases: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    immediate: bool = False
    drops: bool = False
    neb: bool = False
    liquid: bool = False

    def __bool__(self) -> bool:
        """Whether the text says anything."""
        return self != NO_WISH

    def with_word(self, kind: str, means: str) -> Wish:
        """One more word of the text."""
        if kind == "base":
            return self._replace(bases=_narrowed(self.bases, tuple(means.split("|"))))
        if kind == "release":
            if means == "immediate":
                return self._replace(immediate=True)
            return self._replace(releases=tuple(dict.fromkeys((*self.releases, means))))
        if kind == "route":
            return self._replace(routes=tuple(dict.fromkeys((*self.routes, means))))
        return self._flagged(kind)

    def _flagged(self, kind: str) -> Wish:
        return self._replace(
            drops=self.drops or kind == "drops",
            neb=self.neb or kind == "neb",
            liquid=self.liquid or kind == "liquid",
        )


def _narrowed(bases: tuple[str, ...], named: tuple[str, ...]) -> tuple[str, ...]:
    """What two form words leave together: "effervescent tablet" is one form, "tablet syrup" is the first."""
    finer = tuple(n for n in named if any(n.startswith(f"{b},") for b in bases))
    both = tuple(b for b in bases if b in named or any(b.startswith(f"{n},") for n in named))
    return finer or both or bases or named


NO_WISH = Wish()


def base_of(form: str) -> str:
    """The first word of a form: "tablet" of "tablet, extended release"."""
    return form.split(",", 1)[0]


def traits_of(form: str) -> frozenset[str]:
    """What follows the first word: "extended release", "ophthalmic"."""
    return frozenset(part.strip() for part in form.split(",")[1:])


def fits(wish: Wish, form: str, route: str) -> bool:
    """Whether a product's form and route are what the text says."""
    traits = traits_of(form)
    if wish.bases and form not in wish.bases and base_of(form) not in wish.bases:
        return False
    if not traits.issuperset(wish.releases):
        return False
    if wish.immediate and traits & {"extended release", "delayed release"}:
        return False
    if wish.routes and not any(_by(route, way) for way in wish.routes):
        return False
    return _special(wish, form, route)


def _by(route: str, way: str) -> bool:
    return route == way or (way == "injection" and route in INJECTED)


def _special(wish: Wish, form: str, route: str) -> bool:
    liquid = base_of(form) in ("solution", "suspension")
    if (wish.drops and not (liquid and route in _DROPPED)) or (wish.liquid and not liquid):
        return False
    return not wish.neb or (liquid and route == "inhalation")


def is_plain(form: str) -> bool:
    """A tablet or capsule without a release of its own: what a bare name means."""
    return form in ("tablet", "capsule")


def written_form(wish: Wish, usual_base: str | None) -> str | None:
    """The form as written, for a form that is not marketed; None where no form was named."""
    base = wish.bases[0] if wish.bases else usual_base
    base = "solution" if wish.liquid and not wish.bases else base
    if base is None or not (wish.bases or wish.releases or wish.liquid):
        return None
    traits = [t for t in _ORDER if t in wish.releases]
    if base in ("solution", "suspension", "ointment", "gel", "cream", "powder"):
        traits += [r for r in wish.routes if r in _PLACES - {"topical"}]
    return ", ".join((base, *traits))
