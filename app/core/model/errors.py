"""Errors in two families: the surroundings are to blame, or we are; each speaks to a person."""

from __future__ import annotations

WORKER_DIED = "WORKER_DIED"  # the code of the KnownError that says that a worker process ended


class TallmanError(Exception):
    """An error that a person can act on.

    Attributes:
        code: for the log and for support; never holds health data.
        what: what happened.
        safe: what is safe all the same.
        next_step: what to do next.
    """

    def __init__(self, code: str, what: str, safe: str, next_step: str) -> None:
        """Keep the three sentences apart, so that a screen can lay them out."""
        super().__init__(code)
        self.code = code
        self.what = what
        self.safe = safe
        self.next_step = next_step

    def text(self) -> str:
        """The three sentences as one paragraph."""
        return f"{self.what} {self.safe} {self.next_step}"

    def __reduce__(self) -> tuple[type[TallmanError], tuple[str, str, str, str]]:
        """Cross process borders unchanged."""
        return type(self), (self.code, self.what, self.safe, self.next_step)


class KnownError(TallmanError):
    """The surroundings are to blame: a full disk, a locked file, a stale screen, a missing right."""


class BugError(TallmanError):
    """We are to blame."""


class NotPermittedError(KnownError):
    """The actor's role does not allow the operation."""


class StaleCaseError(KnownError):
    """Somebody or something changed the case since it was shown."""
