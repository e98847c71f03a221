"""The composition root: builds every service from the settings and connects them."""

from __future__ import annotations

import contextlib
import gc
from pathlib import Path
from typing import Self

from app.core.bulk import Here, Processes
from app.core.identity import Identity
from app.core.model.clock import Clock, SystemClock
from app.core.model.errors import KnownError
from app.core.model.identity import Actor, Permission, Role
from app.core.pipeline import Road
from app.core.quality import Quality
from app.core.records import Records
from app.core.reference import Catalogue
from app.core.review import Crew, Progress, Review
from app.core.settings import Settings


def build_road(cache_dir: Path, confidence_limit: float) -> Road:
    """A road with stations of its own; worker processes call this once each."""
    return road_on(Catalogue.open(cache_dir), confidence_limit)


def road_on(catalogue: Catalogue, confidence_limit: float) -> Road:
    """A road on a catalogue that is already open."""
    from app.core.transcription import Transcriber
    from app.core.validation import Checker

    return Road(catalogue, Transcriber(), Checker(catalogue), confidence_limit)


class Desk:
    """The running application without its screen.

    Attributes:
        settings: how it is set up.
        clock: where the time comes from.
        catalogue: the drug catalogue, for looking up while typing.
        identity: users and sign-in.
        review: all acts on cases.
        quality: near misses and their kin.
        is_demo: whether this is the demo pharmacy.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        records: Records,
        crew: Crew,
        catalogue: Catalogue,
        *,
        is_demo: bool = False,
    ) -> None:
        """Connect services that are already open; `Desk.open` is the usual way in."""
        self.settings = settings
        self.clock = clock
        self.records = records
        self.crew = crew
        self.is_demo = is_demo
        self.catalogue = catalogue
        self.identity = Identity(records, clock)
        self.review = Review(records, crew, settings, clock)
        self.quality = Quality(records, clock)

    @classmethod
    def open(
        cls,
        settings: Settings,
        clock: Clock | None = None,
        *,
        in_process: bool = False,
        is_demo: bool = False,
    ) -> Self:
        """Open the records and start the workers; `in_process` walks the road right here instead."""
        clock = clock or SystemClock()
        _make_place(settings)
        records = Records.open(settings.url, clock)
        catalogue = Catalogue.open(settings.cache_dir)
        limit = settings.confidence_limit
        crew: Crew
        if in_process:
            crew = Here(road_on(catalogue, limit))
        else:
            crew = Processes(build_road, settings.cache_dir, limit, settings.processes)
        return cls(settings, clock, records, crew, catalogue, is_demo=is_demo)

    def warm_up(self) -> None:
        """Let the workers load their stations before the first prescription needs them.

        What is loaded by now stays to the end, so the collector leaves it out from here on: a full
        collection over the catalogue holds every thread for a fifth of a second.
        """
        gc.freeze()
        if isinstance(self.crew, Processes):
            self.crew.warm_up()

    @property
    def itself(self) -> Actor:
        """Who acts in the audit trail when the desk does something of its own accord."""
        return Actor(user_id=0, name="Tallman", role=Role.TECHNICIAN, workstation=self.settings.workstation)

    def take_up(self, progress: Progress | None = None) -> int:
        """Finish what the last session left: read what was only stored, check again what is out of date.

        Returns how many cases changed.
        """
        made = self.review.resume(self.itself).new
        return made + self.review.recheck_open(self.itself, progress)

    def may(self, actor: Actor, permission: Permission) -> bool:
        """Whether the actor's role has a permission; screens ask it to show what can be done."""
        return self.identity.may(actor, permission)

    def close(self) -> None:
        """Let workers and records go."""
        with contextlib.ExitStack() as stack:
            stack.callback(self.catalogue.close)
            stack.callback(self.records.close)
            stack.callback(self.crew.close)


def _make_place(settings: Settings) -> None:
    """The folders of the desk; a place that cannot be made is said in a sentence."""
    for folder in (settings.data_dir, settings.cache_dir):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KnownError(
                "NO_PLACE",
                f"The folder {folder} cannot be made: {error.strerror}.",
                "Nothing was changed.",
                "Free the place or name another folder with --data.",
            ) from error
