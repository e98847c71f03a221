"""The strip that asks for a refill: a prescription number, Enter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.model.errors import TallmanError
from app.core.model.identity import Actor
from app.ui.entry.lines import line
from app.ui.entry.notices import key_button
from app.ui.messages import Messages, announce
from app.ui.services import ReviewService
from app.ui.widgets import PlainLabel
from app.ui.work import Job, Lane, Work

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NUMBER_WIDTH = 180


class RefillStrip(QFrame):
    """One line at the foot; errors are said in it, and the number stays for mending.

    Signals:
        case_made: the number of the case that the request made.
        closed: it was given up; the keyboard goes back to the page.
    """

    case_made = Signal(int)
    closed = Signal()

    def __init__(
        self, review: ReviewService, work: Work, messages: Messages, actor: Actor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("refillStrip")
        self.setAccessibleName("Refill request")
        self.setProperty("role", "footer")
        self._review = review
        self._work = work
        self._messages = messages
        self._actor = actor
        self._job: Job | None = None
        self.number = line("refillNumber", "Prescription number", "RX1042")
        self.number.setFixedWidth(_NUMBER_WIDTH)
        self.number.textEdited.connect(lambda _text: self._tell(""))
        self.problem = PlainLabel("", "check", wrap=True)
        self.problem.setObjectName("refillProblem")
        self._request = key_button("refillRequest", "Request  Enter")
        self._request.setProperty("role", "primary")
        self._request.clicked.connect(self.submit)
        cancel = key_button("refillCancel", "Cancel  Esc")
        cancel.clicked.connect(self.close_strip)
        caption = PlainLabel("Prescription number", "muted")
        caption.setBuddy(self.number)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(PlainLabel("Refill request", "title"))
        row.addSpacing(8)
        row.addWidget(caption)
        row.addWidget(self.number)
        row.addStretch()
        row.addWidget(self._request)
        row.addWidget(cancel)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 10)
        box.setSpacing(6)
        box.addLayout(row)
        box.addWidget(self.problem)
        self._tell("")
        self.hide()

    def ask(self, number: str = "") -> None:
        """Come up with a number that is typed over, and take the keyboard."""
        if self.isHidden():
            self.number.setText(number)
            self._tell("")
            self.show()
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self.number.selectAll()

    @Slot()
    def submit(self) -> None:
        """Request the refill; one at a time."""
        if self._job is not None:
            return
        number = self.number.text().strip()
        if not number:
            self._tell("Type the number that stands on the label.")
            return
        self._tell("")
        self._set_busy(busy=True)
        # The checks take their time, so it is not the database's lane that waits for them.
        self._job = self._work.submit(Lane.IO, self._review.request_refill, self._actor, number)
        self._job.finished.connect(self._on_requested)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._end)

    @Slot()
    def close_strip(self) -> None:
        """Go away; a request that is under way cannot be taken back here."""
        if self._job is None:
            self.hide()
            self.closed.emit()

    @Slot(object)
    def _on_requested(self, case_id: int) -> None:
        number = self.number.text().strip()
        self._end()
        self.hide()
        self._messages.say(f"The next fill of {number} is in the queue.")
        self.case_made.emit(case_id)

    @Slot(object)
    def _on_failed(self, error: TallmanError) -> None:
        self._end()
        self._tell(error.text())
        self.number.selectAll()

    @Slot()
    def _end(self) -> None:
        self._job = None
        self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        self.number.setReadOnly(busy)
        self._request.setEnabled(not busy)
        self._request.setText("Requesting …" if busy else "Request  Enter")

    def _tell(self, problem: str) -> None:
        self.problem.setText(f"▲ {problem}" if problem else "")
        self.problem.setVisible(bool(problem))
        if problem:
            announce(self, problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter requests, Escape goes away; a held key does neither twice."""
        event.accept()
        if event.isAutoRepeat():
            return
        if event.key() in _ENTER:
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_strip()
        else:
            event.ignore()
