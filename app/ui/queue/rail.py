"""The queue rail: search, filters and the cases in their order, each with the reason why it stands there."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from app.core.model.case import QueueFilter
from app.core.model.errors import TallmanError
from app.ui.actions import Actions
from app.ui.messages import Messages
from app.ui.queue.delegate import QueueDelegate
from app.ui.queue.filters import CHOICES, FilterChips
from app.ui.queue.inputs import QueueList, QueueSearch
from app.ui.queue.model import QueueModel
from app.ui.queue.source import QueueSource
from app.ui.widgets import IconButton, PlainLabel, StateStack
from app.ui.work import Lane, Latest, Work

_SEARCH_PAUSE_MS = 150
_CLOCK_MS = 15_000


class QueueRail(QWidget):
    """The list of cases beside the review.

    Signals:
        case_chosen: the number of the case that a person opens, by click or Enter.
    """

    case_chosen = Signal(int)

    def __init__(
        self,
        service: QueueSource,
        work: Work,
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("queueRail")
        self.setMinimumWidth(240)
        self._service = service
        self._messages = messages
        self._counts_job = Latest(work)
        self._wanted: int | None = None  # the case to stand on, once it is loaded
        self._own_filter: QueueFilter | None = None
        self.model = QueueModel(service, work, self)
        self._build()
        self._connect()
        self._pane.show_loading("Loading the queue")
        self.refresh()

    # -- the face ------------------------------------------------------------------------------

    def select(self, case_id: int) -> None:
        """Stand on a case without opening it; one that is not loaded yet is found when it is."""
        self._wanted = case_id
        self._stand_on_wanted()

    @Slot()
    def refresh(self) -> None:
        """Fetch rows and counts again; the place in the list stays."""
        self.model.reload()
        self._refresh_counts()

    def set_filter(self, wanted: QueueFilter) -> None:
        """Show certain cases; a filter that is none of the chips' stays until a chip is pressed."""
        self._own_filter = wanted
        plain = wanted.model_copy(update={"text": ""})
        for choice in CHOICES:
            if choice.filter("") == plain:
                self._chips.choose(choice)
                self._own_filter = None
        self.search.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.search.setText(wanted.text)
        self.search.blockSignals(False)  # noqa: FBT003 - Qt's signature
        self._apply_filter()

    def current_case(self) -> int | None:
        """The case that the list stands on."""
        index = self.list.currentIndex()
        return self.model.id_at(index.row()) if index.isValid() else None

    @Slot()
    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def register(self, actions: Actions) -> None:
        """Give the search its key, for the whole window as long as the rail is visible."""
        actions.add(
            self,
            "queue.search",
            "Search the queue",
            "Ctrl+F",
            group="Queue",
            triggered=self.focus_search,
            window=True,
            help="Then Enter opens the first case found",
        )

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title = PlainLabel("Queue", "title")
        self._total = PlainLabel("", "muted")
        self._total.setObjectName("queueTotal")
        again = IconButton("refresh", "Refresh the queue")
        again.setObjectName("queueRefresh")
        again.clicked.connect(self.refresh)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._total)
        head.addStretch()
        head.addWidget(again)
        self.search = QueueSearch()
        self._chips = FilterChips()
        top = QVBoxLayout()
        top.setContentsMargins(12, 10, 12, 10)
        top.setSpacing(8)
        top.addLayout(head)
        top.addWidget(self.search)
        top.addWidget(self._chips)
        self.list = QueueList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(QueueDelegate(self.list))
        self._stack = StateStack(self.list, self.list)
        self._pane = self._stack.pane
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        self.setTabOrder(self.search, self._chips)
        self.setTabOrder(self._chips, self.list)

    def _connect(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=_SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self._apply_filter)
        self.search.textChanged.connect(self._pause.start)
        self.search.entered.connect(self._on_search_entered)
        self.search.left_down.connect(self.list.setFocus)
        self._chips.chosen.connect(self._on_chip)
        self.list.opened.connect(self._open)
        self.model.loaded.connect(self._on_loaded)
        self.model.failed.connect(self._on_failed)
        self._pane.acted.connect(self.refresh)
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._clock.timeout.connect(self.model.tick)
        self._clock.start()

    # -- slots ---------------------------------------------------------------------------------

    @Slot(object)
    def _on_chip(self, _choice: object) -> None:
        self._own_filter = None
        self._apply_filter()

    @Slot()
    def _apply_filter(self) -> None:
        self._pause.stop()
        text = self.search.text().strip()
        own = self._own_filter
        self.model.set_filter(own.model_copy(update={"text": text}) if own else self._chips.choice.filter(text))
        self._refresh_counts()

    @Slot()
    def _on_search_entered(self) -> None:
        """Enter opens the one that the list stands on, else the first."""
        if self._pause.isActive():
            self._apply_filter()
            return
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0, 0))
        self._open(self.list.currentIndex())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self._wanted = self.model.id_at(index.row())
            self.case_chosen.emit(self._wanted)

    @Slot(int)
    def _on_loaded(self, total: int) -> None:
        self._total.setText(f"{total:,}")
        if self.model.rowCount():
            self._stack.show_content()
            self._stand_on_wanted()
        else:
            self._show_empty()

    @Slot(object)
    def _on_failed(self, error: TallmanError) -> None:
        if self.model.rowCount():
            self._messages.fail(error)
            return
        self._pane.show_error(error)
        self._stack.show_pane()

    @Slot(object)
    def _on_counts(self, counts: dict[str, int]) -> None:
        self._chips.set_counts(counts)

    def _refresh_counts(self) -> None:
        job = self._counts_job.submit(Lane.DB, self._service.counts)
        job.finished.connect(self._on_counts)
        job.failed.connect(self._messages.fail)

    def _show_empty(self) -> None:
        searched = self.search.text().strip()
        if searched:
            self._pane.show_empty("No case found", f"Nothing here begins with “{searched}”.", "search")
        elif self.model.filter == QueueFilter():
            self._pane.show_empty("The queue is empty", "Every prescription is done. New ones appear here.")
        else:
            self._pane.show_empty("Nothing here", "No open case is in this state.")
        self._stack.show_pane()

    def _stand_on_wanted(self) -> None:
        row = self.model.row_of(self._wanted) if self._wanted is not None else -1
        index = self.model.index(row, 0) if row >= 0 else QModelIndex()
        if index == self.list.currentIndex():
            return
        how = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(index, how)
        if index.isValid():
            self.list.scrollTo(index, QListView.ScrollHint.EnsureVisible)
