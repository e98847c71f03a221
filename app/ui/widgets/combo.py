"""A drop-down list whose popup, too, has a name for tests and screen readers."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget


class NamedCombo(QComboBox):
    """A combo box as wide as its widest text."""

    def __init__(self, object_name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(spoken)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        popup = self.view()
        popup.setObjectName(f"{object_name}List")
        popup.setAccessibleName(spoken)
