"""What the acts of review need from above: somebody who walks the road, and somewhere to report progress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from app.core.model.road import Checked, CheckJob, Reading, Received, Revised, RevisionJob


class Progress(Protocol):
    """How far a long act has come, and whether it should go on."""

    def report(self, done: int, total: int) -> None:
        """Tell that `done` of `total` parts are finished."""
        ...

    def raise_if_cancelled(self) -> None:
        """Stop here when the person who waits has cancelled."""
        ...


class Crew(Protocol):
    """Runs the road's stations over many inputs, in order."""

    @property
    def engine(self) -> str:
        """Names and versions of all that reads and checks."""
        ...

    def read(self, inputs: Sequence[Received]) -> Iterator[tuple[Reading, ...]]:
        """The readings of each message, in the order given."""
        ...

    def check(self, jobs: Sequence[CheckJob]) -> Iterator[Checked]:
        """The checks of each order, in the order given."""
        ...

    def revise(self, job: RevisionJob) -> Revised:
        """One correction tried."""
        ...

    def close(self) -> None:
        """Let the workers go."""
        ...
