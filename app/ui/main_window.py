"""The window: opens the desk, asks who it is, and frames the pages with header, navigation and footer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.core.model.errors import TallmanError
from app.core.model.identity import Actor, Permission
from app.ui import theme
from app.ui.actions import Actions
from app.ui.chooser import Chooser, DialogChooser
from app.ui.messages import Banner, Messages
from app.ui.services import DeskServices
from app.ui.shell.desk_page import DeskPage
from app.ui.shell.dropping import DropSheet, dropped_paths
from app.ui.shell.header import HeaderBar
from app.ui.shell.importing import ImportBar
from app.ui.shell.menus import Acts, build_menus
from app.ui.shell.pages import Make, Means, page_specs
from app.ui.sign_in import SignInPage
from app.ui.widgets import ElidedLabel, StatePane
from app.ui.widgets.keys_overlay import KeysOverlay
from app.ui.work import Lane, Latest, Work

Opener = Callable[[], DeskServices]


class MainWindow(QMainWindow):
    """The one window of the desk.

    Signals:
        desk_opened: the desk that was opened, once it can be worked with.
    """

    desk_opened = Signal(object)

    def __init__(self, work: Work, review: Make, chooser: Chooser | None = None) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("Tallman")
        self.resize(1440, 900)
        self.setMinimumSize(1024, 680)
        self.setAcceptDrops(True)
        self.messages = Messages(self)
        self.actions_registry = Actions(self)
        self.actor: Actor | None = None
        self.desk: DeskServices | None = None
        self.desk_page: DeskPage | None = None
        self._work = work
        self._chooser = chooser or DialogChooser()
        self._specs = page_specs(review)
        self._open_job = Latest(work)
        self._opener: Opener | None = None
        self._state = StatePane()
        self.setCentralWidget(self._state)

    # -- opening -------------------------------------------------------------------------------

    def open(self, opener: Opener) -> None:
        """Open the desk off the GUI thread; a desk that cannot be opened says why, and can be tried again."""
        self._opener = opener
        self._state.show_loading("Opening the desk …")
        job = self._open_job.submit(Lane.DB, opener)
        job.finished.connect(self.set_desk)
        job.failed.connect(self._on_open_failed)

    @Slot(object)
    def set_desk(self, desk: DeskServices) -> None:
        """Work with a desk that is open; asks who it is."""
        self.desk = desk
        self.setWindowTitle(desk.settings.pharmacy)  # Qt adds the application's name
        self._build(desk)
        self.sign_in_page.start()
        self.desk_opened.emit(desk)

    @Slot(object)
    def _on_open_failed(self, error: TallmanError) -> None:
        self._state.show_error(error)
        self._state.acted.connect(self._try_again, Qt.ConnectionType.UniqueConnection)

    @Slot()
    def _try_again(self) -> None:
        if self._opener is not None:
            self.open(self._opener)

    # -- building ------------------------------------------------------------------------------

    def _build(self, desk: DeskServices) -> None:
        acts = Acts(
            import_files=self._choose_files,
            import_folder=self._choose_folder,
            ask_refill=self.ask_refill,
            sign_out=self.sign_out,
            leave=self.close,
            open_page=self.open_page,
            refresh=self.refresh,
            change_scheme=self.change_scheme,
            show_keys=self._show_keys,
        )
        menus = build_menus(self, self.actions_registry, acts, self._specs)
        self.header = HeaderBar(desk.settings.pharmacy, desk.settings.workstation, desk.clock, menus)
        self.banner = Banner(self.messages)
        self.sign_in_page = SignInPage(desk, self._work)
        self.sign_in_page.signed_in.connect(self._on_signed_in)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.sign_in_page)
        self.import_bar = ImportBar(desk, self._work, self.messages)
        self.import_bar.advanced.connect(self._on_import_advanced)
        self.import_bar.ended.connect(self.refresh)
        body = QWidget()
        body.setObjectName("windowBody")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.banner)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._footer())
        self.setCentralWidget(body)
        self.keys = KeysOverlay(self.actions_registry, body)
        self._drop_sheet = DropSheet(self._stack)
        self.header.set_actor(None)
        self._allow()

    def _footer(self) -> QFrame:
        footer = QFrame()
        footer.setObjectName("footer")
        footer.setProperty("role", "footer")
        self.status = ElidedLabel("", "muted")
        self.status.setObjectName("statusLine")
        self.messages.status_changed.connect(self.status.setText)
        layout = QHBoxLayout(footer)
        layout.setContentsMargins(14, 4, 14, 4)
        layout.addWidget(self.status, 1)
        layout.addWidget(self.import_bar)
        footer.setMinimumHeight(32)
        return footer

    # -- who works -----------------------------------------------------------------------------

    @Slot(object)
    def _on_signed_in(self, actor: Actor) -> None:
        if self.desk is None:
            return
        self.actor = actor
        self.messages.clear()
        self.header.set_actor(actor)
        means = Means(self.desk, self._work, self.messages, self.actions_registry, actor, self._chooser)
        self.desk_page = DeskPage(means, self._specs)
        self.desk_page.counts_changed.connect(self.header.set_counts)
        self._stack.addWidget(self.desk_page)
        self._stack.setCurrentWidget(self.desk_page)
        self.desk_page.focus_page()
        self._allow()
        self.messages.say(f"Signed in as {actor.name}. Press ? for the keys.")

    @Slot()
    def sign_out(self) -> None:
        """Give the desk back: what was open is released, and the sign-in page asks again.

        Words that were typed and not received yet are asked for first.
        """
        if self.actor is None or self.desk is None or self.desk_page is None:
            return
        if not self.desk_page.may_leave(self.sign_out):
            return
        self.import_bar.cancel()
        page, self.desk_page = self.desk_page, None
        self._stack.setCurrentWidget(self.sign_in_page)
        self._stack.removeWidget(page)
        self.actions_registry.drop(page)
        page.hide()
        page.deleteLater()
        job = self._work.submit(Lane.DB, self.desk.identity.sign_out, self.actor)
        job.failed.connect(self.messages.fail)
        self.actor = None
        self.header.set_actor(None)
        self._allow()
        self.messages.clear()
        self.messages.say("Signed out.")
        self.sign_in_page.start()

    def _allow(self) -> None:
        """Enable what can be done now, by whoever works."""
        get = self.actions_registry.get
        for name in ("desk.sign_out", "desk.refresh"):
            get(name).setEnabled(self.actor is not None)
        for name in ("desk.import_files", "desk.import_folder", "desk.refill"):
            get(name).setEnabled(self._may(Permission.IMPORT))
        for spec in self._specs:
            allowed = self._may(spec.permission)
            get(f"page.{spec.name}").setEnabled(allowed)
            get(f"page.{spec.name}").setVisible(allowed or self.actor is None)

    def _may(self, permission: Permission) -> bool:
        return self.desk is not None and self.actor is not None and self.desk.may(self.actor, permission)

    # -- acts ----------------------------------------------------------------------------------

    def open_page(self, name: str) -> None:
        """Show a page of the signed-in user."""
        if self.desk_page is not None:
            self.desk_page.open_page(name)

    def ask_refill(self) -> None:
        """Ask for the refill of a prescription."""
        if self.desk_page is not None:
            self.desk_page.ask_refill()

    @Slot()
    def refresh(self) -> None:
        """Fetch again what is shown."""
        if self.desk_page is not None:
            self.desk_page.refresh()

    @Slot()
    def _on_import_advanced(self) -> None:
        if self.desk_page is not None:
            self.desk_page.refresh_lists()

    @Slot()
    def change_scheme(self) -> None:
        """From light to dark, and back."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dark = theme.scheme() is theme.Scheme.DARK
            theme.apply(app, theme.Scheme.LIGHT if dark else theme.Scheme.DARK)

    def import_paths(self, paths: tuple[Path, ...]) -> None:
        """Import files and folders as the signed-in user."""
        if self.actor is not None and self._may(Permission.IMPORT):
            self.import_bar.start(self.actor, paths)

    def _choose_files(self) -> None:
        self._chooser.files(self, "Import prescriptions", partial(self.import_paths))

    def _choose_folder(self) -> None:
        self._chooser.folder(self, "Import a folder of prescriptions", partial(self.import_paths))

    def _show_keys(self) -> None:
        self.keys.toggle()

    def leave(self) -> None:
        """Sign out on the spot, for the end of the program; waits for the core."""
        if self.desk is not None and self.actor is not None:
            self.desk.identity.sign_out(self.actor)
            self.actor = None

    # -- Qt ------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, when somebody who may import works here."""
        if self._may(Permission.IMPORT) and dropped_paths(event.mimeData()):
            self._drop_sheet.show_over()
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """The files were carried away."""
        self._drop_sheet.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        self._drop_sheet.hide()
        event.acceptProposedAction()
        self.import_paths(dropped_paths(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop a running import, whose messages are kept; words that were typed are asked for first."""
        if self.desk_page is not None and not self.desk_page.may_leave(self.close):
            event.ignore()
            return
        if self.desk is not None:
            self.import_bar.cancel()
        super().closeEvent(event)
