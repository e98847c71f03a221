"""Pictures of every screen and state, made by the desk itself: offscreen, with a fixed clock, light and dark.

They stand in README and manual and are what a person looks at after changing a screen; so they are
made from the demo pharmacy by the same keys that people press.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.stage import Stage
    from app.ui.theme import Scheme

Scene = Callable[["Stage"], None]

_PEOPLE = {"pharmacist": "jdoe", "supervisor": "slarsen", "technician": "tkim"}


def take(folder: Path) -> int:
    """Write all pictures into `folder`; the number on stderr."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("QT_FONT_DPI", "96")
    os.environ.setdefault("QT_SCALE_FACTOR", "1")
    folder.mkdir(parents=True, exist_ok=True)
    from app.ui import theme

    written = sum(_pass(folder, scheme) for scheme in theme.Scheme)
    print(f"tallman: {written} pictures in {folder}", file=sys.stderr)  # noqa: T201 -- the command's one line
    return 0


def _pass(folder: Path, scheme: Scheme) -> int:
    """All scenes in one colour scheme, on a demo desk of its own."""
    from app.ui.stage import Stage

    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        stage = stack.enter_context(Stage.opened(Path(place), folder, scheme))
        for scene in SCENES:
            scene(stage)
        return stage.written


def _sign_in(stage: Stage) -> None:
    stage.shoot("sign-in")
    stage.type_into("signInLogin", "jdoe")
    stage.type_into("signInPassword", "not-it")
    stage.press("Return")
    stage.shoot("sign-in-refused")
    stage.sign_in(_PEOPLE["pharmacist"])
    stage.shoot("queue")


def _clean(stage: Stage) -> None:
    stage.open("clean")
    stage.shoot("review-clean")
    stage.press("P")
    stage.shoot("patient")
    stage.press("F")


def _flagged(stage: Stage) -> None:
    stage.open("unknown-allergies")
    stage.shoot("review-flagged")
    stage.open("typed")
    stage.shoot("review-typed")
    stage.press("S")
    stage.shoot("review-source")
    stage.press("S")


def _stopped(stage: Stage) -> None:
    stage.open("penicillin")
    stage.shoot("review-stopped")
    stage.press("!")
    stage.shoot("review-stop-reason")
    stage.press("Escape")
    stage.open("conflict")
    stage.shoot("review-conflict")


def _correction(stage: Stage) -> None:
    stage.open("clean")
    stage.stand_in("dose")
    stage.press("C")
    stage.shoot("correction")
    stage.press_text("2 tablets")
    stage.shoot("correction-authorised")
    stage.press("Escape")
    stage.press("R")
    stage.shoot("return")
    stage.press("Escape")


def _decided(stage: Stage) -> None:
    stage.press("Return")
    stage.shoot("undo")
    stage.press("R", "O", "1", "Return")
    stage.press("R", "Q", "2", "Return")
    stage.open("misspelt")
    stage.shoot("review-doubtful")


def _help_and_tray(stage: Stage) -> None:
    stage.press("?")
    stage.shoot("keys")
    stage.press("Escape")
    stage.page("tray")
    stage.shoot("tray")
    stage.fail()
    stage.shoot("error")
    stage.sign_out()


def _typed_in(stage: Stage) -> None:
    stage.sign_in(_PEOPLE["technician"])
    stage.press("Ctrl+N")
    stage.shoot("entry")
    for words in ("Ines Calder", "07/19/1958"):
        stage.press_text(words)
        stage.press("Return")
    stage.press("F", "Return")
    for words in ("4 Harbor Row, Salem, MA 01970", "penicillin", "Noor Haddad MD", "1234567893"):
        stage.press_text(words)
        stage.press("Return")
    stage.press("Return", "Return")
    stage.press_text("lisinopril 1")
    stage.shoot("entry-suggestions")
    stage.press("Down", "Return")
    stage.press_text("1 tab po qd")
    stage.shoot("entry-typed")
    stage.press("Escape")
    stage.shoot("entry-discard")
    stage.press("Return", "Ctrl+Tab")
    stage.press_text("milk, eggs, bread")
    stage.press("Ctrl+Return")
    stage.shoot("entry-unread")
    stage.press("Escape", "Return", "Escape", "Ctrl+Shift+R")
    stage.press_text("RX77")
    stage.press("Return")
    stage.shoot("refill")
    stage.press("Escape")
    stage.sign_out()


def _supervisor(stage: Stage) -> None:
    stage.sign_in(_PEOPLE["supervisor"])
    stage.page("quality")
    stage.shoot("near-misses")
    stage.sign_out()


def _empty(stage: Stage) -> None:
    stage.sign_in(_PEOPLE["pharmacist"])
    stage.search("nobody by this name")
    stage.shoot("queue-empty")


SCENES: tuple[Scene, ...] = (
    _sign_in,
    _clean,
    _flagged,
    _stopped,
    _correction,
    _decided,
    _help_and_tray,
    _typed_in,
    _supervisor,
    _empty,
)
