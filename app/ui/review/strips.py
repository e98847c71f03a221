"""Which strip an act opens, and what becomes of it when it is done."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.core.model.case import Authorisation, CaseView, FieldView, Pending
from app.core.model.identity import Actor
from app.core.model.order import ReviewField
from app.core.model.quality import EventClass
from app.core.model.road import Revised
from app.ui.review.correction_strip import CorrectionStrip, CorrectionTools
from app.ui.review.reason_strip import ReasonStrip, ReturnStrip, StopStrip
from app.ui.review.session import CaseSession
from app.ui.review.strip import Strip
from app.ui.review.strip_host import StripHost
from app.ui.work import Work

_FILED = {
    EventClass.NEAR_MISS: "filed as a near miss",
    EventClass.INTERVENTION: "filed as an intervention",
    EventClass.EDIT: "counted as an edit",
}


class _Ask(NamedTuple):
    """The title and the button of an act that only asks for a reason."""

    title: str
    save: str


_ASKS = {
    "hold": _Ask("Hold this prescription: why?", "Hold  Enter"),
    "ask": _Ask("Ask the prescriber: about what?", "Ask  Enter"),
    "refuse": _Ask("Refuse to fill: why?", "Refuse  Enter"),
}


class Strips(QObject):
    """Opens strips for the case on screen and hands what they give to the session.

    Attributes:
        sentence: what to say once the correction that was asked for is recorded.
    """

    def __init__(
        self, desk: Any, actor: Actor, work: Work, session: CaseSession, host: StripHost, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._actor = actor
        self._work = work
        self._session = session
        self._host = host
        self.sentence = ""

    def open_reason(self, act: str) -> None:
        """Hold, ask the prescriber, refuse."""
        ask = _ASKS[act]
        strip = ReasonStrip(f"{act}-strip", ask.title, ask.save, self._desk.review.reasons(act))
        strip.given.connect(partial(self._on_given, act))
        self._open(strip)

    def open_return(self, case: CaseView) -> None:
        """Return to data entry."""
        strip = ReturnStrip(case.fields, self._desk.review.reasons("return"))
        strip.returned.connect(self._on_returned)
        self._open(strip)

    def open_stop(self, pending: Pending) -> None:
        """Pass a hard stop with a reason."""
        strip = StopStrip(pending.text, self._desk.review.reasons("stop"))
        strip.given.connect(partial(self._on_stop_given, pending.key))
        self._open(strip)

    def open_correction(self, case: CaseView, field: FieldView) -> None:
        """Correct a field."""
        tools = CorrectionTools(
            work=self._work,
            preview=partial(self._preview, case.id),
            catalogue=self._desk.catalogue,
            now=self._desk.clock.now,
        )
        strip = CorrectionStrip(field, self._desk.review.reasons("correct"), tools)
        strip.corrected.connect(partial(self._on_corrected, field))
        self._open(strip)

    def _preview(self, case_id: int, field: ReviewField, text: str) -> Revised:
        revised: Revised = self._desk.review.preview(self._actor, case_id, field, text)
        return revised

    def _open(self, strip: Strip) -> None:
        self._host.open(strip, QApplication.focusWidget())

    def _on_given(self, act: str, reason: str, note: str) -> None:
        self._host.close_strip()
        self._session.set_aside(act, reason, note)

    def _on_returned(self, field: ReviewField, reason: str, note: str) -> None:
        self._host.close_strip()
        self._session.send_back(field, reason, note)

    def _on_stop_given(self, key: str, reason: str, note: str) -> None:
        self._host.close_strip()
        self._session.confirm(key, reason, note)

    def _on_corrected(
        self, field: FieldView, text: str, reason: str, allowed: Authorisation | None, files: EventClass
    ) -> None:
        self._host.close_strip()
        self.sentence = f"{field.label} corrected, {_FILED[files]}; the checks ran again."
        self._session.correct(field.field, text, reason, allowed)
