"""The commands over files: what intake reads, and the whole road without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from app.cli.answers import match_row, transcription_row
from app.cli.rows import Row, UsageError, write
from app.cli.stations import Stations
from app.core import intake
from app.core.model.case import Processed
from app.core.model.road import Received


def messages(paths: list[str], now: datetime) -> Iterator[Received]:
    """Every file of the paths, one at a time."""
    for given in paths:
        if not Path(given).exists():
            raise UsageError(f"{given}: there is no such file or folder.")
    for path in intake.files_of([Path(p) for p in paths]):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}.") from error
        yield Received(name=path.name, data=data, now=now)


def run_intake(paths: list[str], now: datetime, out: IO[str]) -> int:
    """One row a prescription, as read."""
    for received in messages(paths, now):
        for raw in intake.read_bytes(received.name, received.data, received.now):
            write(out, intake.row(raw))
    return 0


def run_process(stations: Stations, paths: list[str], now: datetime, out: IO[str]) -> int:
    """One row a prescription, over the whole road."""
    for received in messages(paths, now):
        for processed in stations.road.process(received):
            write(out, process_row(processed))
    return 0


def process_row(processed: Processed) -> Row:
    """What the road says of one prescription, in the shape of the contract."""
    directions = processed.order.directions
    row: Row = intake.row(processed.raw)
    return row | {
        "resolved": match_row(processed.order.drug),
        "transcription": transcription_row(directions) if directions else None,
        "findings": [f.model_dump(mode="json") for f in processed.checks.findings],
        "not_checked": [n.model_dump(mode="json") for n in processed.checks.not_checked],
        "disposition": processed.disposition.value,
    }
