"""Which groups a drug belongs to: the catalogue's classes and the groups that the rules add."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from app.core.validation.ports import Drugs
from app.core.validation.rules.tables import listed, rows_of


class Groups:
    """Group membership by ingredient; a group may hold ingredients, classes and other groups."""

    def __init__(self, path: Path) -> None:
        """Read the table of groups."""
        self._groups_of_member: dict[str, set[str]] = defaultdict(set)
        self.members: dict[str, tuple[str, ...]] = {}
        for row in rows_of(path):
            members = (*self.members.get(row["group"], ()), *listed(row["members"]))
            self.members[row["group"]] = members
            for member in members:
                self._groups_of_member[member.removeprefix("@")].add(row["group"])
        self.ingredients = frozenset(m for ms in self.members.values() for m in ms if not m.startswith("@"))

    def of(self, ingredient: str, classes: Iterable[str]) -> frozenset[str]:
        """The ingredient itself, its classes, and every group that holds one of them."""
        found = {ingredient, *classes}
        waiting = list(found)
        while waiting:
            for group in self._groups_of_member.get(waiting.pop(), ()):
                if group not in found:
                    found.add(group)
                    waiting.append(group)
        return frozenset(found)


class Membership:
    """Groups of ingredients with the catalogue's classes, remembered: a drug is asked for many times."""

    def __init__(self, groups: Groups, drugs: Drugs) -> None:
        """Join the groups of the rules with the classes of `drugs`."""
        self._groups = groups
        self._drugs = drugs
        self._seen: dict[str, frozenset[str]] = {}

    def of(self, ingredient: str) -> frozenset[str]:
        """All terms by which a rule can mean this ingredient."""
        if ingredient not in self._seen:
            self._seen[ingredient] = self._groups.of(ingredient, self._drugs.classes_of(ingredient))
        return self._seen[ingredient]

    def knows(self, ingredient: str) -> bool:
        """Whether anything at all is known about an ingredient."""
        return ingredient in self._groups.ingredients or len(self.of(ingredient)) > 1
