"""The sign-in page: login and password, errors in place; on the demo desk, whom one may come in as."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.core.demo import DemoUser, demo_users
from app.core.model.errors import TallmanError
from app.core.model.identity import Actor
from app.ui.messages import announce
from app.ui.services import DeskServices
from app.ui.widgets import PlainLabel
from app.ui.wording import role_name
from app.ui.work import Lane, Latest, Work

_WIDTH = 380


class SignInPage(QWidget):
    """Asks who it is.

    Signals:
        signed_in: the Actor who may now work.
    """

    signed_in = Signal(object)

    def __init__(
        self,
        desk: DeskServices,
        work: Work,
        parent: QWidget | None = None,
        *,
        hints: Callable[[], Iterable[DemoUser]] = demo_users,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("signInPage")
        self._desk = desk
        self._sign_in_job = Latest(work)
        self._users_job = Latest(work)
        self._build()
        if desk.is_demo:
            job = self._users_job.submit(Lane.IO, hints)
            job.finished.connect(self._on_users)

    def start(self) -> None:
        """Empty the page and put the cursor where typing begins."""
        self.login.clear()
        self.password.clear()
        self._say("")
        self._set_busy(busy=False)
        self.login.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        card = QFrame()
        card.setObjectName("signInCard")
        card.setProperty("role", "card")
        card.setFixedWidth(_WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(32, 28, 32, 28)
        inside.setSpacing(6)
        inside.addWidget(PlainLabel("Tallman", "heading"))
        settings = self._desk.settings
        inside.addWidget(PlainLabel(f"{settings.pharmacy} · {settings.workstation}", "muted"))
        inside.addSpacing(14)
        self.login = self._field(inside, "&Login", "signInLogin")
        inside.addSpacing(4)
        self.password = self._field(inside, "&Password", "signInPassword")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        inside.addWidget(self._error_line())
        inside.addSpacing(8)
        self.button = QPushButton("Sign in")
        self.button.setObjectName("signInButton")
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self._submit)
        inside.addWidget(self.button)
        for line in (self.login, self.password):
            line.returnPressed.connect(self._submit)
            line.textEdited.connect(self._on_edited)
        self._hints = QWidget()
        self._hints.setObjectName("signInHints")
        self._hints.hide()
        outer = QVBoxLayout(self)
        outer.addSpacing(64)  # fixed, so that nothing moves when an error appears
        for widget in (card, self._hints):
            outer.addLayout(_centred(widget))
            outer.addSpacing(16)
        outer.addStretch()

    def _field(self, layout: QVBoxLayout, label: str, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        caption = QLabel(label)
        caption.setBuddy(line)
        layout.addWidget(caption)
        layout.addWidget(line)
        return line

    def _error_line(self) -> QWidget:
        self._error_box = QFrame()
        self._error_box.setProperty("role", "banner")
        self._error_box.setProperty("tone", "stop")
        self.error = PlainLabel("", wrap=True)
        self.error.setObjectName("signInError")
        line = QVBoxLayout(self._error_box)
        line.setContentsMargins(10, 6, 10, 6)
        line.addWidget(self.error)
        self._error_box.hide()
        return self._error_box

    # -- slots ---------------------------------------------------------------------------------

    @Slot()
    def _submit(self) -> None:
        login, password = self.login.text().strip(), self.password.text()
        if not login:
            self._say("Type your login first.")
            self.login.setFocus()
            return
        self._say("")
        self._set_busy(busy=True)
        workstation = self._desk.settings.workstation
        job = self._sign_in_job.submit(Lane.DB, self._desk.identity.sign_in, login, password, workstation)
        job.finished.connect(self._on_signed_in)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_signed_in(self, actor: Actor) -> None:
        self.start()
        self.signed_in.emit(actor)

    @Slot(object)
    def _on_failed(self, error: TallmanError) -> None:
        self._set_busy(busy=False)
        self._say(error.text())
        self.password.selectAll()
        self.password.setFocus()

    @Slot()
    def _on_edited(self) -> None:
        self._say("")

    @Slot(object)
    def _on_users(self, users: Iterable[DemoUser]) -> None:
        lines = QVBoxLayout(self._hints)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(1)
        caption = PlainLabel("This is the demo pharmacy. Choose who you are, then press Enter:", "caption")
        caption.setContentsMargins(9, 0, 0, 0)
        lines.addWidget(caption)
        lines.addSpacing(4)
        for user in users:
            lines.addWidget(self._hint(user))
        self._hints.setFixedWidth(_WIDTH)
        self._hints.show()

    def _hint(self, user: DemoUser) -> QPushButton:
        hint = QPushButton(f"{user.name}, {role_name(user.role)}".replace("&", "&&"))
        hint.setObjectName(f"signInAs_{user.login}")
        hint.setAccessibleName(f"Fill in the login of {user.name}, {role_name(user.role)}")
        hint.setProperty("role", "hint")
        hint.setProperty("login", user.login)
        hint.setProperty("password", user.password)
        hint.clicked.connect(self._on_hint)
        return hint

    @Slot()
    def _on_hint(self) -> None:
        hint = self.sender()
        if hint is not None:
            self.login.setText(str(hint.property("login")))
            self.password.setText(str(hint.property("password")))
            self.password.setFocus()
            self._say("")

    # -- showing -------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        self.error.setText(text)
        self._error_box.setVisible(bool(text))
        if text:
            announce(self.error, text)

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.login, self.password, self.button):
            widget.setEnabled(not busy)
        self.button.setText("Signing in …" if busy else "Sign in")


def _centred(widget: QWidget) -> QHBoxLayout:
    """A widget between stretches: an alignment would keep wrapped text from its height."""
    line = QHBoxLayout()
    line.addStretch()
    line.addWidget(widget)
    line.addStretch()
    return line
