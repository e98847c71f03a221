"""Which command was asked for, with which options; errors as one sentence on stderr."""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from app import __version__
from app.cli.rows import Row, UsageError, answer, opened
from app.core.model.errors import TallmanError
from app.core.settings import Settings

ROW_COMMANDS = {
    "transcribe": "prescriber's directions to structured and plain directions",
    "compare": "prescriber's directions against what was typed",
    "supply": "what days need, or how long a quantity lasts",
    "resolve": "a drug as typed to a drug of the catalogue",
}
CHECK_KINDS = ("interaction", "allergy", "prescription")


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    whole = argparse.ArgumentParser(
        prog="tallman", description="Prescriptions read, checked and laid out for verification."
    )
    whole.add_argument("--version", action="version", version=f"tallman {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", metavar="DIR", help="another desk than the user's own")
    common.add_argument("--now", metavar="ISO", help="the time to take as now, for example 2026-03-02T14:00:00Z")
    common.add_argument("--seed", type=int, default=0, help="the seed of everything random")
    rows = argparse.ArgumentParser(add_help=False)
    rows.add_argument("--in", dest="source", metavar="FILE", help="JSON Lines to read; default: stdin")
    rows.add_argument("--out", dest="target", metavar="FILE", help="JSON Lines to write; default: stdout")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND")
    for name, text in ROW_COMMANDS.items():
        commands.add_parser(name, help=text, description=text, parents=[common, rows])
    check = commands.add_parser("check", help="interactions, allergies, prescriptions", parents=[common, rows])
    check.add_argument("--kind", choices=CHECK_KINDS, required=True)
    for name, text in (
        ("intake", "read messages of any kind"),
        ("process", "the whole road without a screen"),
    ):
        files = commands.add_parser(name, help=text, description=text, parents=[common])
        files.add_argument("paths", nargs="+", metavar="FILE", help="files or folders")
        files.add_argument("--out", dest="target", metavar="FILE", help="JSON Lines to write; default: stdout")
        if name == "process":
            files.add_argument("--store", action="store_true", help="also put the prescriptions into the desk's queue")
    shots = commands.add_parser("screenshots", help="pictures of every screen, offscreen", parents=[common])
    shots.add_argument("folder", metavar="DIR")
    commands.add_parser("demo", help="open the desk on the demo pharmacy", parents=[common])
    audit = commands.add_parser("audit", help="the audit trail", parents=[common])
    audit.add_argument("what", choices=["verify"])
    return whole


Screen = Callable[[argparse.Namespace, Settings], int]


def main(screen: Screen, arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0 done, 1 some rows carry an error, 2 the run was impossible.

    `screen` runs the commands that need one; it comes from above, since no command knows Qt.
    """
    options = parser().parse_args(arguments)
    _speak_utf8()
    try:
        random.seed(options.seed)
        return _run(options, screen)
    except UsageError as error:
        print(f"tallman: {error}", file=sys.stderr)  # noqa: T201 -- the sentence that the contract promises
        return 2
    except TallmanError as error:
        print(f"tallman: {error.text()} ({error.code})", file=sys.stderr)  # noqa: T201 -- as above
        return 2
    except BrokenPipeError:  # the reader at the other end has seen enough
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


def _run(options: argparse.Namespace, screen: Screen) -> int:
    settings = settings_of(options)
    command = options.command
    if command in ("intake", "process"):
        return _files(options, settings)
    if command in ("demo", "screenshots", None):
        return screen(options, settings)
    if command == "audit":
        from app.cli.desk import verify_audit

        return verify_audit(settings, sys.stdout)
    handler = _handler(options, settings)
    with opened(options.source, options.target) as (lines, out):
        return answer(lines, out, handler)


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings, with the desk that the options name."""
    data = getattr(options, "data", None)
    return Settings(data_dir=Path(data)) if data else Settings()


def now_of(options: argparse.Namespace) -> datetime:
    """The time to take as now, in UTC."""
    if not options.now:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(options.now)
    except ValueError as error:
        raise UsageError(f"--now {options.now}: this is not a time in ISO form.") from error
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _handler(options: argparse.Namespace, settings: Settings) -> Callable[[Row], Row]:
    from app.cli import answers
    from app.cli.stations import Stations

    stations = Stations(settings)
    function = getattr(answers, options.kind if options.command == "check" else options.command)

    def handle(row: Row) -> Row:
        answered: Row = function(stations, row)
        return answered

    return handle


def _files(options: argparse.Namespace, settings: Settings) -> int:
    from app.cli import files
    from app.cli.stations import Stations

    now = now_of(options)
    if options.command == "process" and options.store:
        from app.cli.desk import store

        store(settings, options.paths, now if options.now else None)
    with opened(None, options.target) as (_, out):
        if options.command == "intake":
            return files.run_intake(options.paths, now, out)
        return files.run_process(Stations(settings), options.paths, now, out)
