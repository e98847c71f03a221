"""The strip that corrects a field: type, see what it will read, and, where it changes the order, who allowed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.core.model.case import ActReason, FieldView
from app.core.model.drug import DrugCandidate
from app.core.model.errors import TallmanError
from app.core.model.order import ReviewField
from app.core.model.quality import EventClass
from app.core.model.road import Revised
from app.ui.review.authorisation_form import AuthorisationForm, IncompleteError
from app.ui.review.choice_row import Choice, ChoiceRow
from app.ui.review.parts import label
from app.ui.review.strip import Strip
from app.ui.widgets.drug_suggestions import DrugNames, DrugSuggestions, drug_words
from app.ui.work import Lane, Latest, Work

_PAUSE_MS = 120
CLARIFIED = "clarified"  # the reason that says the prescriber was spoken to, so who it was is asked for

_FILES = {
    EventClass.NEAR_MISS: "Saving files a near miss.",
    EventClass.INTERVENTION: "Saving files an intervention.",
    EventClass.EDIT: "Saving counts as an edit.",
}


class CorrectionTools(NamedTuple):
    """What the strip asks while one types; both calls run on a lane."""

    work: Work
    preview: Callable[[ReviewField, str], Revised]
    catalogue: DrugNames
    now: Callable[[], datetime]


class CorrectionStrip(Strip):
    """Enter saves; Alt and a digit choose the reason.

    Signals:
        corrected: the typed text, the reason's code, the Authorisation or None, the EventClass it files.
    """

    corrected = Signal(str, str, object, object)

    def __init__(
        self,
        field: FieldView,
        reasons: Sequence[ActReason],
        tools: CorrectionTools,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("correction-strip", f"Correct: {field.label}", "Save  Enter", parent)
        self._field = field
        self._tools = tools
        self._previews = Latest(tools.work)
        self._known: tuple[str, Revised] | None = None  # the text and what it would make of the order
        self._saves_when_known = False
        self._reason_is_chosen = False
        self._first_reason = reasons[0].code if reasons else None
        self.edit = QLineEdit(field.value)
        self.edit.setObjectName("correction-text")
        self.edit.setAccessibleName(f"{field.label}, corrected")
        self.suggestions = DrugSuggestions(tools.catalogue, tools.work)
        self._preview = label("finding-title", "correction-preview")
        self._effect = label("caption", "correction-effect")
        self._reasons = ChoiceRow("correction-reason", [Choice(f"Alt+{r.digit}", r.text, r.code) for r in reasons])
        self.authorisation = AuthorisationForm(tools.now)
        self.authorisation.hide()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._connect()
        if self._first_reason is not None:
            self._reasons.choose(self._first_reason)
        self._reason_is_chosen = False
        self._show_preview(None)

    def begin(self) -> None:
        """Stand in the line, with all of it selected."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def stop(self) -> None:
        """Answers that are still to come are no longer wanted."""
        self._pause.stop()
        self._previews.cancel()
        self.suggestions.stop()

    def submit(self) -> None:
        """Save; waits for the preview of exactly these words, and for all that the change needs."""
        text = self._text()
        if not text or text == self._field.value:
            self.tell("Type what it should read. Escape leaves it as it is.")
        elif self._known is None or self._known[0] != text:
            self._saves_when_known = True
            self._ask_preview()
        else:
            self._save(text, self._known[1])

    def _save(self, text: str, revised: Revised) -> None:
        reason = self._reasons.value
        if revised.problem:
            self.tell(revised.problem)
            return
        if reason is None:
            self.tell("Choose a reason: Alt and its digit.")
            return
        try:
            allowed = self.authorisation.authorisation() if self._needs_authorisation(revised) else None
        except IncompleteError as missing:
            self.tell(str(missing))
            return
        self.corrected.emit(text, reason, allowed, revised.classification)

    def _needs_authorisation(self, revised: Revised | None) -> bool:
        return bool(revised and revised.needs_authorisation) or self._reasons.value == CLARIFIED

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self.tell("")
        self._saves_when_known = False
        self._show_preview(None)
        self._pause.start()
        if self._field.field is ReviewField.DRUG:
            self.suggestions.look_up(text)

    @Slot()
    def _ask_preview(self) -> None:
        self._pause.stop()
        text = self._text()
        if not text or text == self._field.value:
            return
        self._preview.setText("Reading …")
        job = self._previews.submit(Lane.DB, _previewed, self._tools.preview, self._field.field, text)
        job.finished.connect(self._on_preview)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_preview(self, known: tuple[str, Revised]) -> None:
        if known[0] != self._text():
            return
        self._known = known
        self._show_preview(known[1])
        if self._saves_when_known:
            self._saves_when_known = False
            self._save(*known)

    @Slot(object)
    def _on_failed(self, error: TallmanError) -> None:
        self._saves_when_known = False
        self._preview.setText("")
        self.tell(error.text())

    def _show_preview(self, revised: Revised | None) -> None:
        """What the field will read, what saving files, and whether somebody has to have allowed it."""
        if revised is None:
            self._known = None
            words = self._field.raw_value
            self._preview.setText(f"The message says “{words}”." if words else "")
            self._effect.setText("")
        elif revised.problem:
            self._preview.setText(f"▲ {revised.problem}")
            self._effect.setText("")
        else:
            self._preview.setText(f"Will read: {revised.value}")
            self._effect.setText(_FILES[revised.classification])
            self._suggest_reason(revised)
        self._show_authorisation(revised)

    def _suggest_reason(self, revised: Revised) -> None:
        """Words that differ from the prescriber's cannot be justified by them."""
        if not self._reason_is_chosen:
            wanted = CLARIFIED if revised.needs_authorisation else self._first_reason
            if wanted is not None:
                self._reasons.choose(wanted)
            self._reason_is_chosen = False

    def _show_authorisation(self, revised: Revised | None) -> None:
        needed = self._needs_authorisation(revised)
        self.authorisation.setVisible(needed)
        if needed:
            self.authorisation.show_difference(revised.comparison if revised else None)

    @Slot(str)
    def _on_reason(self, _code: str) -> None:
        self._reason_is_chosen = True
        self.tell("")
        self._show_authorisation(self._known[1] if self._known else None)

    @Slot(object)
    def _on_taken(self, candidate: DrugCandidate) -> None:
        self.edit.setText(drug_words(candidate))
        self.suggestions.stop()
        self.suggestions.hide()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask_preview()

    def _text(self) -> str:
        return self.edit.text().strip()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.edit, 2)
        row.addWidget(self._preview, 2)
        row.addWidget(self._effect, 1)
        line = QWidget()
        line.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.add_row("Reads", line)
        self.body.addLayout(self.indented(self.suggestions))
        self.add_row("Reason", self._reasons)
        self.body.addWidget(self.authorisation)

    def _connect(self) -> None:
        self._pause.timeout.connect(self._ask_preview)
        self.edit.textChanged.connect(self._on_typed)
        self.edit.installEventFilter(self)
        self.suggestions.taken.connect(self._on_taken)
        self.suggestions.left.connect(self.edit.setFocus)
        self.suggestions.failed.connect(self._on_failed)
        self._reasons.chosen.connect(self._on_reason)
        self.authorisation.changed.connect(lambda: self.tell(""))
        for choice in self._reasons.choices:
            # A shortcut, because a line takes Alt and a digit for a digit.
            shortcut = QShortcut(QKeySequence(choice.key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(partial(self._reasons.choose, choice.value))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the line to the suggestions."""
        if watched is self.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return event.key() == Qt.Key.Key_Down and self.suggestions.enter()
        return super().eventFilter(watched, event)


def _previewed(preview: Callable[[ReviewField, str], Revised], field: ReviewField, text: str) -> tuple[str, Revised]:
    """The text with its preview, so that a late answer is not taken for a newer text."""
    return text, preview(field, text)
