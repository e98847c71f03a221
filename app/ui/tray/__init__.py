"""The tray of messages that could not be read: nothing that was received is dropped."""

from __future__ import annotations

from app.ui.tray.page import TrayPage

__all__ = ["TrayPage"]
