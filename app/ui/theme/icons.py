"""Icons: shapes drawn once as SVG and filled with a colour of the palette when they are shown."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.core.places import resources


@cache
def _source(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text("utf-8")


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


def paint_icon(painter: QPainter, name: str, colour: str, rect: QRectF) -> None:
    """Draw an icon into a square of a running painter."""
    _renderer(name, colour).render(painter, rect)


def pixmap(name: str, colour: str, size: int = 16) -> QPixmap:
    """An icon as a picture, sharp on the screen that has the most pixels."""
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    made = QPixmap(QSize(size, size) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_icon(painter, name, colour, QRectF(0, 0, size, size))
    painter.end()
    return made


def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """An icon for a button or an action."""
    return QIcon(pixmap(name, colour, size))
