"""The message service, its banner, and labels that never take text for markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app.core.model.errors import KnownError
from app.ui.messages import Banner, Messages, Notice, PlainLabel
from app.ui.widgets import ElidedLabel

LOCKED = KnownError(
    "DB-LOCKED",
    "The database is in use by another program.",
    "Nothing was changed.",
    "Close it and try again.",
)


def test_that_an_error_is_shown_with_all_a_person_needs(qtbot: QtBot) -> None:
    messages = Messages()
    banner = Banner(messages)
    qtbot.addWidget(banner)
    messages.fail(LOCKED)
    assert not banner.isHidden()
    shown = " ".join(label.text() for label in banner.findChildren(QLabel))
    assert all(part in shown for part in (LOCKED.what, LOCKED.safe, LOCKED.next_step, LOCKED.code))


def test_that_the_banner_can_be_closed_from_the_keyboard(qtbot: QtBot) -> None:
    messages = Messages()
    banner = Banner(messages)
    qtbot.addWidget(banner)
    banner.show()
    messages.raise_notice(Notice("note", "The import was cancelled."))
    close = banner.findChild(QToolButton, "bannerClose")
    assert close is not None
    assert close.accessibleName()
    qtbot.keyClick(close, Qt.Key.Key_Space)
    assert banner.isHidden()
    assert messages.notice is None


def test_that_the_newest_notice_takes_the_place_of_the_last(qtbot: QtBot) -> None:
    messages = Messages()
    banner = Banner(messages)
    qtbot.addWidget(banner)
    messages.fail(LOCKED)
    messages.raise_notice(Notice("ok", "The database is back."))
    assert banner.what.text() == "The database is back."
    assert banner.property("tone") == "ok"
    assert banner.code.isHidden()
    assert banner.rest.isHidden()


def test_that_a_sentence_reaches_the_status_line(qtbot: QtBot) -> None:
    messages = Messages()
    with qtbot.waitSignal(messages.status_changed) as changed:
        messages.say("Verified 10482.")
    assert changed.args == ["Verified 10482."]


def test_that_markup_in_a_name_is_text(qtbot: QtBot) -> None:
    for label in (PlainLabel("<b>NESTOR</b>"), ElidedLabel("<img src=x>")):
        qtbot.addWidget(label)
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert "<" in label.text()
