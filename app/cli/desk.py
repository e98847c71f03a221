"""The commands that need a desk: storing what was read, and proving the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from app.cli.rows import write
from app.core.desk import Desk
from app.core.model.clock import FixedClock
from app.core.model.identity import Actor, Role
from app.core.settings import Settings


@contextmanager
def opened_desk(settings: Settings, now: datetime | None = None) -> Iterator[Desk]:
    """A desk without a screen, closed afterwards."""
    desk = Desk.open(settings, FixedClock(now) if now else None, in_process=True)
    try:
        yield desk
    finally:
        desk.close()


def command_line_actor(settings: Settings) -> Actor:
    """Who acts in the audit trail when a command does: a technician's rights, no person."""
    return Actor(user_id=0, name="command line", role=Role.TECHNICIAN, workstation=settings.workstation)


def store(settings: Settings, paths: list[str], now: datetime | None) -> None:
    """Put the prescriptions of files into the desk's queue."""
    with opened_desk(settings, now) as desk:
        desk.review.import_files(command_line_actor(settings), [Path(p) for p in paths])


def verify_audit(settings: Settings, out: IO[str]) -> int:
    """Walk the chain of the audit trail; 1 when a row does not fit."""
    with opened_desk(settings) as desk, desk.records.reading() as tx:
        bad = tx.audit.verify()
        newest = tx.audit.page(1)
    write(out, {"ok": bad is None, "rows": newest[0].seq if newest else 0, "first_bad": bad})
    return 0 if bad is None else 1
