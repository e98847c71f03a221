"""Small widgets that several screens share."""

from __future__ import annotations

from app.ui.widgets.combo import NamedCombo
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import ElidedLabel, IconLabel, MarkLabel, PlainLabel, plain_tip, rule
from app.ui.widgets.state_pane import StatePane
from app.ui.widgets.state_stack import StateStack

__all__ = [
    "ElidedLabel",
    "IconButton",
    "IconLabel",
    "MarkLabel",
    "NamedCombo",
    "PlainLabel",
    "StatePane",
    "StateStack",
    "plain_tip",
    "rule",
]
