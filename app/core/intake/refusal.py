"""The one exception of intake: a message that cannot be read, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.core.intake.draft import Draft


class Refusal(Exception):  # noqa: N818 - an outcome with a reason for people, not a programming error
    """A message that cannot be read; it never leaves intake.

    Attributes:
        reason: what is wrong and where, in a sentence.
        next_step: what a person can do.
        draft: what could be read all the same, so that the tray can name it.
    """

    def __init__(self, reason: str, next_step: str = "", draft: Draft | None = None) -> None:
        """Keep the sentence and the advice apart."""
        super().__init__(reason)
        self.reason = reason
        self.next_step = next_step or "Ask the sender to send it again; the received bytes are kept."
        self.draft = draft

    def text(self) -> str:
        """Reason and advice as one paragraph."""
        return f"{self.reason} {self.next_step}"
