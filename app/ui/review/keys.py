"""The keys of the review window: one table, from which the actions, the key bar and the overlay are made."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import NamedTuple

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.core.model.identity import Permission
from app.ui.actions import Actions

_GROUP = "Review"


class Needs(IntEnum):
    """What has to be there before a key does anything."""

    NOTHING = 0
    CASE = 1  # a case on screen, be it another's
    OWN = 2  # a case that is ours to change, and nothing under way
    LOCKED = 3  # a case that somebody else has open
    UNDO = 4  # a decision that can be taken back


class Key(NamedTuple):
    """One key: the action's name, its keys, what the overlay and the key bar say, and what it needs."""

    name: str
    keys: tuple[str, ...]
    text: str
    help: str
    needs: Needs = Needs.CASE
    permission: Permission | None = None
    word: str = ""  # in the key bar; empty: not there
    repeats: bool = False


KEYS = (
    Key("enter", ("Return", "Enter"), "Verify, or go to what is open", "Approves what is on screen", Needs.NOTHING),
    Key(
        "confirm",
        ("Space",),
        "Confirm the open point in focus",
        "A stop asks for a reason, a missing field for its value",
        Needs.OWN,
        Permission.CONFIRM,
        "confirm",
    ),
    Key("stop", ("!",), "Go to the stop and give a reason", "", Needs.OWN, Permission.CONFIRM),
    Key(
        "correct",
        ("C",),
        "Correct the field in focus",
        "Near misses are filed by themselves",
        Needs.OWN,
        Permission.CORRECT,
        "correct",
    ),
    Key(
        "return",
        ("R",),
        "Return to data entry",
        "Field letter, reason digit, Enter; files the near miss",
        Needs.OWN,
        Permission.SET_ASIDE,
        "return",
    ),
    Key("hold", ("H",), "Hold", "Reason digit, Enter", Needs.OWN, Permission.SET_ASIDE, "hold"),
    Key("ask", ("A",), "Ask the prescriber", "Reason digit, Enter", Needs.OWN, Permission.SET_ASIDE, "ask"),
    Key("refuse", ("X",), "Refuse to fill", "Reason digit, Enter", Needs.OWN, Permission.REFUSE, "refuse"),
    Key("undo", ("U", "Ctrl+Z"), "Take the last decision back", "While the countdown runs", Needs.UNDO),
    Key("down", ("Down", "J"), "Next field or finding", "", repeats=True),
    Key("up", ("Up", "K"), "Field or finding before", "", repeats=True),
    Key("right", ("Right",), "Over to the findings", ""),
    Key("left", ("Left",), "Back to the fields", ""),
    Key("findings", ("F",), "Show the findings", ""),
    Key("patient", ("P",), "Show the patient's profile", ""),
    Key("edit", ("E",), "Edit the profile", "The checks run again", Needs.OWN, Permission.EDIT_PROFILE),
    Key("source", ("S",), "Message as received, or readable", ""),
    Key("queue", ("Q",), "Show or hide the queue", "", Needs.NOTHING),
    Key("take_over", ("T",), "Take the case over", "", Needs.LOCKED, Permission.TAKE_OVER),
)


class Situation(NamedTuple):
    """What is so right now."""

    has_case: bool
    is_own: bool
    is_locked: bool
    can_undo: bool
    is_elsewhere: bool  # a strip or a form has the keyboard


class Keys:
    """The actions made of the table, switched on and off by the situation."""

    def __init__(
        self,
        actions: Actions,
        owner: QWidget,
        run: Callable[[str], object],
        may: Callable[[Permission], bool],
    ) -> None:
        self._may = may
        self.actions: dict[str, QAction] = {
            key.name: actions.add(
                owner,
                f"review.{key.name}",
                key.text,
                key.keys,
                help=key.help,
                group=_GROUP,
                triggered=partial(run, key.name),
                auto_repeat=key.repeats,
            )
            for key in KEYS
        }

    def update(self, now: Situation) -> None:
        """Switch every key on or off."""
        for key in KEYS:
            allowed = key.permission is None or self._may(key.permission)
            self.actions[key.name].setEnabled(allowed and not now.is_elsewhere and _met(key.needs, now))


def _met(needs: Needs, now: Situation) -> bool:
    return {
        Needs.NOTHING: True,
        Needs.CASE: now.has_case,
        Needs.OWN: now.is_own,
        Needs.LOCKED: now.is_locked,
        Needs.UNDO: now.can_undo,
    }[needs]
