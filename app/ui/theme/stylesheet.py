"""The style sheet: the files of resources/theme, written once against the palette's tokens.

A widget says what it is through the dynamic property `role`; the sheet decides how that looks.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from app.core.places import resources
from app.ui.theme.fonts import Size
from app.ui.theme.palette import Palette, Scheme

# One sheet for the whole application: a sheet of its own on a page has every widget below it styled twice.
_FILES = ("desk.qss", "review.qss")


def stylesheet(palette: Palette, scheme: Scheme) -> str:
    """The sheet in the colours of a palette."""
    sizes = {size.name.lower(): size.value for size in Size}
    sheet = Template("\n".join((resources() / "theme" / name).read_text("utf-8") for name in _FILES))
    icons = (resources() / "icons").as_posix()
    return sheet.substitute(asdict(palette), icons=icons, scheme=scheme.value, **sizes)
