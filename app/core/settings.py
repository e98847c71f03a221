"""All settings in one typed object, from the environment (TALLMAN_...); places from platformdirs."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _data_dir() -> Path:
    return Path(platformdirs.user_data_dir("tallman", appauthor=False))


def _cache_dir() -> Path:
    return Path(platformdirs.user_cache_dir("tallman", appauthor=False))


class Settings(BaseSettings):
    """How this desk is set up.

    Attributes:
        data_dir: where the database lies.
        cache_dir: where compiled reference files lie; may be deleted at any time.
        database_url: another database than the embedded one.
        pharmacy: the name on the title bar.
        workstation: the name of this machine in the audit trail.
        confidence_limit: fields below it must be confirmed before verification.
        undo_seconds: how long a decision can be taken back.
        claim_minutes: how long an opened case stays locked without a sign of life.
        processes: how many worker processes read and check messages.
    """

    model_config = SettingsConfigDict(env_prefix="TALLMAN_", frozen=True, extra="ignore")

    data_dir: Path = Field(default_factory=_data_dir)
    cache_dir: Path = Field(default_factory=_cache_dir)
    database_url: str | None = None
    pharmacy: str = "Harbor Pharmacy"
    workstation: str = "bench-1"
    confidence_limit: float = Field(default=0.85, ge=0, le=1)
    undo_seconds: int = Field(default=10, ge=0, le=600)
    claim_minutes: int = Field(default=10, ge=1, le=240)
    processes: int = Field(default=1, ge=1, le=64)

    @property
    def url(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.data_dir / 'tallman.db'}"
