"""The page "Type in": a telephone or walk-in prescription, typed and received like any other message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.core.model.errors import TallmanError
from app.core.model.identity import Actor
from app.core.review import Arrival
from app.ui.actions import Actions
from app.ui.entry.compose import compose, missing
from app.ui.entry.fields_form import FieldsForm
from app.ui.entry.free_text import FreeText
from app.ui.entry.handing_in import Outcome, hand_in
from app.ui.entry.notices import DiscardQuestion, MissingCard, Problem
from app.ui.messages import Messages
from app.ui.services import DeskServices
from app.ui.widgets import PlainLabel
from app.ui.work import Job, Lane, Work

_WAITS, _NORMAL = 1, 2  # the queue's priorities
_FIELDS, _FREE = 0, 1
_CAPTION, _CLEARANCE = 20, 8  # the height above a field, and the distance from the edge
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KNOWN = (
    "This very text was received before, so no second case was made. "
    "Its case is in the queue: search it by the patient. If it is another order, add what tells them apart."
)


class EntryPage(QWidget):
    """Fields or free text; what is typed stays until it is received or given up.

    Signals:
        case_made: the number of the case that was made of it.
        left: there is nothing to do here; back to where the work is.
    """

    case_made = Signal(int)
    left = Signal()

    def __init__(
        self,
        desk: DeskServices,
        work: Work,
        messages: Messages,
        actions: Actions,
        actor: Actor,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("entryPage")
        self.setAccessibleName("Type a prescription")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._desk = desk
        self._work = work
        self._messages = messages
        self._actor = actor
        self._job: Job | None = None
        self._last: QWidget | None = None  # where the keyboard stood in the page
        self._afterwards: Callable[[], object] | None = None  # what a discard makes way for
        self.fields = FieldsForm(desk.catalogue, work)
        self.free = FreeText()
        self.missing = MissingCard()
        self.problem = Problem()
        self.question = DiscardQuestion()
        self._lay_out()
        self._connect()
        self._register(actions)
        self._on_changed()

    # -- the face ------------------------------------------------------------------------------

    @property
    def has_words(self) -> bool:
        """Whether anything was typed that was not received yet."""
        return not (self.fields.is_empty and self.free.is_empty)

    def may_leave(self, afterwards: Callable[[], object]) -> bool:
        """Whether nothing typed would be lost; else asks, and goes on with `afterwards` once it may go."""
        if self._job is None and not self.has_words:
            return True
        if self._job is not None:
            self._tell("What you typed is just being received. Wait for it, then go.")
            return False
        if self._tab_is_empty():
            self.switch()  # to the words that it is about
        self._afterwards = afterwards
        self.question.ask()
        return False

    @Slot()
    def receive(self) -> None:
        """Hand in what stands on the open tab."""
        if self._job is not None:
            return
        text = self._text()
        if not text.strip():
            self._tell("Nothing is typed yet.")
            return
        now = self._desk.clock.now()
        arrival = Arrival(
            name=f"typed-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.txt",
            data=text.encode(),
            door="typed",
            priority=_WAITS if self.waits.isChecked() else _NORMAL,
        )
        # Reading takes its time, so it is not the database's lane that waits for it.
        self._job = self._work.submit(Lane.IO, hand_in, self._desk.review, self._actor, arrival)
        self._set_busy(busy=True)
        self._job.finished.connect(self._on_received)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._end)

    @Slot()
    def switch(self) -> None:
        """From the fields to the free text, and back."""
        self._tabs.setCurrentIndex(_FREE if self._tabs.currentIndex() == _FIELDS else _FIELDS)

    @Slot()
    def give_up(self) -> None:
        """Leave; what is typed here is asked for first."""
        if self._job is not None:
            return
        if self._tab_is_empty():
            self.left.emit()
        else:
            self._afterwards = None
            self.question.ask()

    # -- what comes back -----------------------------------------------------------------------

    @Slot(object)
    def _on_received(self, outcome: Outcome) -> None:
        if outcome.case_id is not None:
            self._empty_tab()
        self._end()
        if outcome.case_id is not None:
            self._messages.say("Received: the prescription is in the queue.")
            self.case_made.emit(outcome.case_id)
        elif outcome.known_before:
            self._tell(_KNOWN)
        else:
            self._tell(
                f"It could not be read: {outcome.reason} It is kept under “Could not read” as it was sent; "
                "your words are still here. Mend them and receive again."
            )

    @Slot(object)
    def _on_failed(self, error: TallmanError) -> None:
        self._end()
        self._tell(f"{error.text()} Your words are still here.", "stop")

    @Slot()
    def _end(self) -> None:
        self._job = None
        self._set_busy(busy=False)

    # -- what a person does --------------------------------------------------------------------

    @Slot()
    def _on_changed(self) -> None:
        self.problem.tell("")
        self.missing.show_missing(missing(self.fields.typed))
        self._say_escape()

    @Slot(object)
    def _on_search_failed(self, error: TallmanError) -> None:
        self._tell(f"Drugs cannot be looked up: {error.text()}")

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        self._pages.setCurrentIndex(index)
        self.missing.setVisible(index == _FIELDS)
        self.problem.tell("")
        self._say_escape()
        self._last = None
        self._stand()

    @Slot()
    def _on_discarded(self) -> None:
        afterwards, self._afterwards = self._afterwards, None
        if afterwards is None:
            self._empty_tab()
            self._messages.say("What was typed is discarded.")
            self._stand()  # first, so that the focus does not slip elsewhere when the question goes
            self.question.hide()
        else:
            self.question.hide()
            self.fields.clear()
            self.free.text.clear()
            afterwards()

    @Slot()
    def _on_kept(self) -> None:
        self._afterwards = None
        self._stand()  # first, as above
        self.question.hide()

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Know where the keyboard stands; suggestions and the question go when it moves on."""
        if now is None:
            return
        if not self.fields.drug.has_keyboard(now):
            self.fields.drug.close_list()
        if now in (self, self.question) or not self.isAncestorOf(now):
            return
        self.question.hide()
        self._last = now
        if self._inside.isAncestorOf(now):
            self._bring_into_sight(now)

    def _bring_into_sight(self, field: QWidget) -> None:
        """The whole field with its caption, where the window is too small for all of them."""
        corner = field.mapTo(self._inside, QPoint(0, 0))
        for y in (corner.y() + field.height(), corner.y() - _CAPTION):
            self._body.ensureVisible(corner.x(), y, 0, _CLEARANCE)

    # -- how things stand ----------------------------------------------------------------------

    def _text(self) -> str:
        """What is handed in, exactly."""
        if self._tabs.currentIndex() == _FREE:
            return self.free.text.toPlainText()
        if self.fields.is_empty:
            return ""
        return compose(self.fields.typed, self._desk.clock.now().astimezone().date())

    def _tab_is_empty(self) -> bool:
        return self.free.is_empty if self._tabs.currentIndex() == _FREE else self.fields.is_empty

    def _empty_tab(self) -> None:
        self._last = None
        self.waits.setChecked(False)
        if self._tabs.currentIndex() == _FREE:
            self.free.text.clear()
        else:
            self.fields.clear()

    def _stand(self) -> None:
        """The keyboard to where it stood, else to where typing begins."""
        start = self.free.text if self._tabs.currentIndex() == _FREE else self.fields.first
        (self._last or start).setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_escape(self) -> None:
        empty = self._tab_is_empty()
        self._discard.setText("Back  Esc" if empty else "Discard  Esc")
        self._discard.setAccessibleName("Back, key Escape" if empty else "Discard what is typed, key Escape")

    def _tell(self, text: str, tone: str = "check") -> None:
        self.problem.tell(text, tone)

    def _set_busy(self, *, busy: bool) -> None:
        """Nothing can be typed that the answer would wipe out."""
        had_keyboard = self.isAncestorOf(QApplication.focusWidget() or self) or self.hasFocus()
        if busy and had_keyboard:
            self.setFocus()
            self.problem.tell("")
        for widget in (self._tabs, self._body, self.waits, self._receive, self._discard):
            widget.setEnabled(not busy)
        self._receive.setText("Receiving …" if busy else "Receive  Ctrl+Enter")
        if not busy and self.hasFocus():
            self._stand()

    # -- building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._tabs = QTabBar()
        self._tabs.setObjectName("entryTabs")
        self._tabs.setAccessibleName("Fields or free text")
        self._tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+Tab reaches them
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(False)
        self._tabs.addTab("Fields")
        self._tabs.addTab("Just paste or type it")
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(PlainLabel("Type a prescription", "title"))
        head.addWidget(PlainLabel("by telephone or across the counter", "muted"))
        head.addStretch()
        head.addWidget(self._tabs)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.fields)
        self._pages.addWidget(self.free)
        self._inside = QWidget()
        columns = QHBoxLayout(self._inside)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(14)
        columns.addWidget(self._pages, 1)
        columns.addWidget(self.missing)
        self._body = QScrollArea()
        self._body.setObjectName("entryBody")
        self._body.setWidgetResizable(True)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body.setWidget(self._inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 10)
        outer.setSpacing(8)
        outer.addLayout(head)
        outer.addWidget(self._body, 1)
        outer.addWidget(self.problem)
        outer.addWidget(self.question)
        outer.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        self.waits = QCheckBox("The patient waits in the store: ahead of the others")
        self.waits.setObjectName("entry-waits")
        self._discard = QPushButton()
        self._discard.setObjectName("entryGiveUp")
        self._receive = QPushButton("Receive  Ctrl+Enter")
        self._receive.setObjectName("entryReceive")
        self._receive.setAccessibleName("Receive the prescription, key Control Enter")
        self._receive.setProperty("role", "primary")
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.waits)
        foot.addStretch()
        foot.addWidget(self._discard)
        foot.addWidget(self._receive)
        return foot

    def _connect(self) -> None:
        self.fields.changed.connect(self._on_changed)
        self.fields.failed.connect(self._on_search_failed)
        self.free.changed.connect(self._on_changed)
        self._tabs.currentChanged.connect(self._on_tab)
        self._discard.clicked.connect(self.give_up)
        self._receive.clicked.connect(self.receive)
        self.question.discarded.connect(self._on_discarded)
        self.question.kept.connect(self._on_kept)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _register(self, actions: Actions) -> None:
        group = "Type a prescription"
        keys = ("Ctrl+Return", "Ctrl+Enter")
        actions.add(self, "entry.receive", "Receive what is typed", keys, group=group, triggered=self.receive)
        actions.add(self, "entry.switch", "Fields or free text", "Ctrl+Tab", group=group, triggered=self.switch)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes to the page stands where typing goes on."""
        super().focusInEvent(event)
        if self.question.isVisible():
            self.question.setFocus()
        elif self._job is None:
            self._stand()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field, Escape gives up; a held key does neither twice."""
        if event.isAutoRepeat() and event.key() in (*_ENTER, Qt.Key.Key_Escape):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        elif event.key() in _ENTER:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)
