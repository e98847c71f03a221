"""The type scale: one family with unmistakable letters and digits, set in tabular figures."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtGui import QFont, QFontDatabase

from app.core.places import resources

FAMILY = "Atkinson Hyperlegible Next"
MONO_FAMILY = "Atkinson Hyperlegible Mono"


class Size(IntEnum):
    """Heights in device-independent pixels."""

    TINY = 11  # one word under a shape, never a sentence
    CAPTION = 12
    SMALL = 13
    BODY = 14
    TITLE = 17
    HEADING = 22


def load_fonts() -> None:
    """Make the shipped fonts known; where one cannot be read, Qt falls back to the system's."""
    known = set(QFontDatabase.families())
    if FAMILY in known and MONO_FAMILY in known:
        return
    for path in sorted((resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def font(size: int = Size.BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A font of the family; digits of equal width, so figures stand in columns."""
    return _tabular(QFont(FAMILY), size, weight)


def mono_font(size: int = Size.SMALL) -> QFont:
    """The fixed-width sister, for bytes and source text."""
    made = _tabular(QFont(MONO_FAMILY), size, QFont.Weight.Normal)
    made.setStyleHint(QFont.StyleHint.Monospace)
    return made


def _tabular(made: QFont, size: int, weight: QFont.Weight) -> QFont:
    made.setPixelSize(size)
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
