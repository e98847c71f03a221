"""The pages of the desk: which there are, whom they are for, and how they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.core.model.identity import Actor, Permission
from app.ui.actions import Actions
from app.ui.chooser import Chooser
from app.ui.messages import Messages
from app.ui.services import DeskServices
from app.ui.work import Work


@dataclass(frozen=True, slots=True)
class Means:
    """What a page is made with."""

    desk: DeskServices
    work: Work
    messages: Messages
    actions: Actions
    actor: Actor
    chooser: Chooser


# A page may have `refresh()`; one that acts on cases has the signal `case_changed`, one that shows them
# `open_case(id)`. One in which words are typed has `has_words` and `may_leave(afterwards)`, and one that makes
# cases the signals `case_made` and `left`.
Make = Callable[[Means], QWidget]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page in the navigation; one with words for the File menu stands there, the others under View."""

    name: str
    icon: str
    text: str
    key: str
    permission: Permission
    make: Make
    in_file: str = ""


def page_specs(review: Make) -> tuple[PageSpec, ...]:
    """All pages in their order; the review page is handed in."""
    return (
        PageSpec("review", "review", "Review", "Ctrl+1", Permission.VIEW_QUEUE, review),
        PageSpec("tray", "tray", "Could not read", "Ctrl+2", Permission.VIEW_QUEUE, _tray),
        PageSpec("quality", "quality", "Near misses", "Ctrl+3", Permission.VIEW_QUALITY, _quality),
        PageSpec("entry", "type", "Type in", "Ctrl+N", Permission.IMPORT, _entry, "&Type a prescription …"),
    )


def _tray(means: Means) -> QWidget:
    from app.ui.tray import TrayPage

    return TrayPage(means.desk, means.work, means.messages, means.actor, means.chooser)


def _quality(means: Means) -> QWidget:
    from app.ui.supervisor import NearMissPage

    return NearMissPage(means.desk, means.work, means.messages, means.actions, means.actor, means.chooser)


def _entry(means: Means) -> QWidget:
    from app.ui.entry import EntryPage

    return EntryPage(means.desk, means.work, means.messages, means.actions, means.actor)
