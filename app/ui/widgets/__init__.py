"""Small widgets that several screens share."""

from __future__ import annotations

from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import ElidedLabel, IconLabel, MarkLabel, PlainLabel, rule
from app.ui.widgets.state_pane import StatePane

__all__ = ["ElidedLabel", "IconButton", "IconLabel", "MarkLabel", "PlainLabel", "StatePane", "rule"]
