"""The registry of actions and the keys overlay that reads from it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.actions import Actions
from app.ui.widgets.keys_overlay import KeysOverlay


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    QVBoxLayout(made).addWidget(QLineEdit())
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_that_a_key_triggers_its_action_once(qtbot: QtBot, window: QWidget) -> None:
    ran: list[str] = []
    actions = Actions()
    actions.add(window, "case.hold", "&Hold", "H", triggered=lambda: ran.append("hold"))
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_H)
    assert ran == ["hold"]
    assert not actions.get("case.hold").autoRepeat()


def test_that_a_letter_typed_into_a_field_stays_a_letter(qtbot: QtBot, window: QWidget) -> None:
    ran: list[str] = []
    actions = Actions()
    actions.add(window, "case.hold", "&Hold", "H", triggered=lambda: ran.append("hold"))
    field = window.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_H)
    assert field.text() == "h"
    assert ran == []


def test_that_a_name_is_given_once(window: QWidget) -> None:
    actions = Actions()
    actions.add(window, "desk.import", "Import")
    with pytest.raises(ValueError, match=r"desk\.import"):
        actions.add(window, "desk.import", "Import")


def test_that_an_action_leaves_with_its_widget(qtbot: QtBot) -> None:
    actions = Actions()
    page = QWidget()
    actions.add(page, "page.act", "Act", "A")
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: actions.names() == ())


def test_that_a_dropped_widget_frees_its_names_for_the_next(qtbot: QtBot, window: QWidget) -> None:
    actions = Actions()
    old = QLabel(window)
    actions.add(old, "page.act", "Act", "A")
    actions.drop(window)
    actions.add(window, "page.act", "Act", "A")
    old.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: len(window.actions()) == 1)
    assert actions.names() == ("page.act",)


def test_that_two_actions_with_one_key_are_found(window: QWidget) -> None:
    actions = Actions()
    actions.add(window, "one", "One", "X")
    assert actions.clashes() == []
    actions.add(window, "two", "Two", ["Y", "X"])
    assert actions.clashes() == ["X"]


def test_that_the_overlay_lists_every_key_in_its_group(qtbot: QtBot, window: QWidget) -> None:
    actions = Actions()
    actions.add(window, "case.hold", "&Hold", "H", group="Case")
    actions.add(window, "desk.import", "Import files", ["Ctrl+O"], group="Desk")
    actions.add(window, "silent", "No key", group="Desk")
    overlay = KeysOverlay(actions, window)
    overlay.toggle()
    texts = {label.text() for label in overlay.findChildren(QLabel)}
    assert {"Case", "Desk", "Hold", "H", "Import files", "Ctrl+O"} <= texts
    assert "No key" not in texts


def test_that_escape_closes_the_overlay_and_gives_the_focus_back(qtbot: QtBot, window: QWidget) -> None:
    field = window.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    overlay = KeysOverlay(Actions(), window)
    overlay.toggle()
    assert overlay.hasFocus()
    qtbot.keyClick(overlay, Qt.Key.Key_Escape)
    assert not overlay.isVisible()
    assert field.hasFocus()
