"""The stations as the commands use them: built on first use, without records, screen or network."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.settings import Settings

if TYPE_CHECKING:
    from app.core.pipeline import Road
    from app.core.reference import Catalogue
    from app.core.transcription import Transcriber
    from app.core.validation import Checker


class Stations:
    """Each station is imported and made when a command first asks for it."""

    def __init__(self, settings: Settings) -> None:
        """Use the places of `settings`."""
        self._settings = settings

    @property
    def cache_dir(self) -> Path:
        """Where compiled reference files lie."""
        return self._settings.cache_dir

    @cached_property
    def catalogue(self) -> Catalogue:
        """The drug catalogue."""
        from app.core.reference import Catalogue

        return Catalogue.open(self.cache_dir)

    @cached_property
    def transcriber(self) -> Transcriber:
        """The reader of directions."""
        from app.core.transcription import Transcriber

        return Transcriber()

    @cached_property
    def checker(self) -> Checker:
        """The checks."""
        from app.core.validation import Checker

        return Checker(self.catalogue)

    @cached_property
    def road(self) -> Road:
        """The whole road."""
        from app.core.pipeline import Road

        return Road(self.catalogue, self.transcriber, self.checker, self._settings.confidence_limit)
