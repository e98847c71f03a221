"""How the desk looks: colours by meaning, one type scale, icons with a shape for every severity."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.theme.fonts import Size, font, load_fonts, mono_font
from app.ui.theme.icons import icon, paint_icon, pixmap
from app.ui.theme.marks import (
    CHECK,
    DISPOSITIONS,
    FIELD_STATES,
    NOTE,
    OK,
    STATUSES,
    STOP,
    TIERS,
    Mark,
    queue_mark,
)
from app.ui.theme.palette import PALETTES, Palette, Scheme
from app.ui.theme.stylesheet import stylesheet

__all__ = [
    "CHECK",
    "DISPOSITIONS",
    "FIELD_STATES",
    "NOTE",
    "OK",
    "PALETTES",
    "STATUSES",
    "STOP",
    "TIERS",
    "Mark",
    "Palette",
    "Scheme",
    "Size",
    "apply",
    "font",
    "icon",
    "mono_font",
    "paint_icon",
    "palette",
    "pixmap",
    "queue_mark",
    "repolish",
    "scheme",
]

_PROPERTY = "tallmanScheme"


def apply(app: QApplication, chosen: Scheme) -> None:
    """Dress the whole application in a scheme; widgets learn of it by their palette change event."""
    load_fonts()
    first = app.property(_PROPERTY) is None
    app.setProperty(_PROPERTY, chosen.value)
    colours = PALETTES[chosen]
    if first:  # each of these walks over all widgets, so none is done in vain
        app.setStyle("Fusion")
        app.setFont(font())
    app.setPalette(_qt_palette(colours))
    app.setStyleSheet(stylesheet(colours, chosen))


def scheme() -> Scheme:
    """The scheme that is shown; light where none was applied yet."""
    app = QApplication.instance()
    value = app.property(_PROPERTY) if app is not None else None
    return Scheme(value) if value else Scheme.LIGHT


def palette() -> Palette:
    """The colours that are shown; ask at paint time, so that a change of scheme takes effect."""
    return PALETTES[scheme()]


def repolish(widget: QWidget) -> None:
    """Let the style sheet look again at a widget whose role or tone changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def _qt_palette(colours: Palette) -> QPalette:
    """Qt's own roles, for what the style sheet leaves to Fusion."""
    made = QPalette()
    roles = QPalette.ColorRole
    for role, value in (
        (roles.Window, colours.ground),
        (roles.WindowText, colours.text),
        (roles.Base, colours.surface),
        (roles.AlternateBase, colours.ground),
        (roles.Text, colours.text),
        (roles.Button, colours.surface),
        (roles.ButtonText, colours.text),
        (roles.ToolTipBase, colours.text),
        (roles.ToolTipText, colours.ground),
        (roles.Highlight, colours.accent),
        (roles.HighlightedText, colours.on_accent),
        (roles.Accent, colours.accent),
        (roles.Link, colours.accent),
        (roles.PlaceholderText, colours.muted),
        (roles.Mid, colours.edge),
        (roles.Dark, colours.edge),
    ):
        made.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return made
