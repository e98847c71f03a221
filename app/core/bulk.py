"""The road for many, and off this process: the same functions, run by worker processes or right here."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Protocol, TypeVar

from app.core.model.errors import WORKER_DIED, KnownError
from app.core.model.road import Checked, CheckJob, Reading, Received, Revised, RevisionJob

_In = TypeVar("_In")
_Out = TypeVar("_Out")

CHUNK = 8  # messages a task: large enough to hide the hand-over, small enough for progress


class RoadStations(Protocol):
    """What a road offers: see app.core.pipeline.Road."""

    engine: str

    def read(self, received: Received) -> tuple[Reading, ...]:
        """All prescriptions of one message."""
        ...

    def check(self, job: CheckJob) -> Checked:
        """Every check over one order."""
        ...

    def revise(self, job: RevisionJob) -> Revised:
        """What a correction would make of an order."""
        ...


class Here:
    """The road in this very process: for commands and tests."""

    def __init__(self, road: RoadStations) -> None:
        """Walk `road`."""
        self._road = road

    @property
    def engine(self) -> str:
        """Names and versions of all that reads and checks."""
        return self._road.engine

    def read(self, inputs: Sequence[Received]) -> Iterator[tuple[Reading, ...]]:
        """The readings of each message, in the order given."""
        return map(self._road.read, inputs)

    def check(self, jobs: Sequence[CheckJob]) -> Iterator[Checked]:
        """The checks of each order, in the order given."""
        return map(self._road.check, jobs)

    def revise(self, job: RevisionJob) -> Revised:
        """One correction tried."""
        return self._road.revise(job)

    def close(self) -> None:
        """Nothing to let go."""


class Processes:
    """The road in worker processes, so that no thread of this one ever holds the interpreter for long.

    A worker that dies (a hostile message, no memory left) breaks one pool: a fresh one is made and
    the error is passed on as a sentence.
    """

    def __init__(self, build: Callable[[Path, float], RoadStations], cache_dir: Path, limit: float, count: int) -> None:
        """Start `count` workers, each with a road of its own made by `build`."""
        self._setup = (build, cache_dir, limit)
        self._count = count
        self._pool = self._fresh()
        self._engine = ""

    def _fresh(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._count, mp_context=context, initializer=_prepare, initargs=self._setup)

    def warm_up(self) -> Future[str]:
        """Start the workers before the first prescription needs them."""
        return self._pool.submit(_engine)

    @property
    def engine(self) -> str:
        """Names and versions of all that reads and checks."""
        if not self._engine:
            self._engine = self._one(_engine)
        return self._engine

    def read(self, inputs: Sequence[Received]) -> Iterator[tuple[Reading, ...]]:
        """The readings of each message, in the order given."""
        return self._many(_read, inputs)

    def check(self, jobs: Sequence[CheckJob]) -> Iterator[Checked]:
        """The checks of each order, in the order given."""
        return self._many(_check, jobs)

    def revise(self, job: RevisionJob) -> Revised:
        """One correction tried."""
        return self._one(_revise, job)

    def close(self) -> None:
        """Let the workers go; what has not begun is dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _many(self, work: Callable[[list[_In]], list[_Out]], inputs: Sequence[_In]) -> Iterator[_Out]:
        chunks = [list(inputs[i : i + CHUNK]) for i in range(0, len(inputs), CHUNK)]
        try:
            futures = [self._pool.submit(work, chunk) for chunk in chunks]
            for future in futures:
                yield from future.result()
        except BrokenProcessPool as error:
            raise self._replaced() from error

    def _one(self, work: Callable[..., _Out], *args: object) -> _Out:
        try:
            return self._pool.submit(work, *args).result()
        except BrokenProcessPool as error:
            raise self._replaced() from error

    def _replaced(self) -> KnownError:
        self._pool.shutdown(wait=False)
        self._pool = self._fresh()
        return KnownError(
            WORKER_DIED,
            "A worker process ended while it read or checked a prescription.",
            "Nothing is lost: the received bytes are stored, and a new worker has been started.",
            "Try again; if it happens with the same message, keep it for support.",
        )


# One a worker process: a pool's initializer can hand over nothing but a global.
_road: RoadStations | None = None


def _prepare(build: Callable[[Path, float], RoadStations], cache_dir: Path, limit: float) -> None:
    global _road
    _road = build(cache_dir, limit)


def _stations() -> RoadStations:
    if _road is None:
        raise RuntimeError("this worker process was not prepared")
    return _road


def _engine() -> str:
    return _stations().engine


def _read(inputs: list[Received]) -> list[tuple[Reading, ...]]:
    return [_stations().read(item) for item in inputs]


def _check(jobs: list[CheckJob]) -> list[Checked]:
    return [_stations().check(job) for job in jobs]


def _revise(job: RevisionJob) -> Revised:
    return _stations().revise(job)
