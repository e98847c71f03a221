"""The review window to the eye: contrast on its own grounds, nothing cut, one layout at every size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from review_bench import BenchMaker
from review_double import NOTE, STOP, UNDONE, WARN, case, doubtful

from app.ui.theme import PALETTES, Palette, Scheme
from app.ui.widgets import ElidedLabel

LONG = "Maximiliana Theodora Wilhelmina von Hohenstaufen-Sigmaringen"


def _luminance(colour: str) -> float:
    def channel(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("ground", ["evidence", "check_soft", "stop_soft", "selected", "surface", "sunken"])
@pytest.mark.parametrize("ink", ["text", "muted"])
def test_that_text_can_be_read_on_every_ground_of_the_window(scheme: Scheme, ground: str, ink: str) -> None:
    colours: Palette = PALETTES[scheme]
    assert _contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize(
    ("mark", "ground"),
    [
        ("evidence_edge", "sunken"),
        ("accent", "surface"),
        ("accent", "evidence"),
        ("stop", "stop_soft"),
        ("check", "check_soft"),
        ("check", "evidence"),
    ],
)
def test_that_marks_and_rings_stand_out_from_their_ground(scheme: Scheme, mark: str, ground: str) -> None:
    colours = PALETTES[scheme]
    assert _contrast(getattr(colours, mark), getattr(colours, ground)) >= 3


def _cut(page: QWidget) -> list[str]:
    """What is lower or narrower than its text needs, or reaches out of its place at the side."""
    found = [
        f"{area.objectName()} is too narrow"
        for area in page.findChildren(QScrollArea)
        if area.isVisible() and area.widget() is not None and area.widget().width() > area.viewport().width()
    ]
    for label in page.findChildren(QLabel):
        if not label.isVisible() or isinstance(label, ElidedLabel) or not label.text():
            continue
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        if label.height() + 1 < needed or label.width() + 1 < label.minimumSizeHint().width():
            found.append(f"{label.objectName()}: {label.text()} {label.size().toTuple()} needs {needed}")
    return found


@pytest.mark.parametrize("size", [(1368, 810), (1208, 710), (1060, 700), (800, 740)])
def test_that_no_text_is_cut(bench: BenchMaker, size: tuple[int, int]) -> None:
    desk = bench(case(1, name=LONG, views=doubtful(), findings=(STOP, WARN, NOTE), not_checked=(UNDONE,)))
    desk.page.resize(*size)
    desk.until(lambda: desk.page.size().toTuple() == size)
    desk.shows(lambda: _cut(desk.page.workspace), [])
    for key in ("!", "c", "r", "p"):
        desk.press(key)
        desk.shows(lambda: _cut(desk.page.workspace) + _cut(desk.child("strip-host")), [])
        desk.press(Qt.Key.Key_Escape)


def test_that_rows_grow_for_the_next_case(bench: BenchMaker) -> None:
    views = tuple(f.model_copy(update={"value": f"{f.value} {LONG} {LONG}"}) for f in case(2).fields)
    desk = bench(case(1), case(2, views=views))
    desk.page.open_case(2)
    desk.ready(2)
    desk.shows(lambda: _cut(desk.page.workspace), [])


def test_that_the_columns_stand_in_the_same_order_at_every_size(bench: BenchMaker) -> None:
    desk = bench(case(1))
    for size in ((1800, 1000), (1000, 700)):
        desk.page.resize(*size)
        desk.until(lambda size=size: desk.page.size().toTuple() == size)
        panes = [desk.child(name) for name in ("raw-pane", "fields-pane", "right-tabs")]
        places = [desk.page.rail.x(), *(pane.mapTo(desk.page, pane.rect().topLeft()).x() for pane in panes)]
        assert places == sorted(set(places))


def test_that_tab_walks_the_fields_as_they_stand(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.page.workspace.fields.focus(desk.page.case.fields[0].field)
    walked = []
    for _ in desk.page.workspace.fields.order():
        walked.append(desk.focus().objectName())
        desk.press(Qt.Key.Key_Tab)
    assert walked == [f"field-{name.value}" for name in desk.page.workspace.fields.order()]


def test_that_a_change_of_scheme_reaches_the_window(bench: BenchMaker, dressed: object) -> None:
    from app.ui import theme

    desk = bench(case(1))
    try:
        theme.apply(dressed, Scheme.DARK)
        header = desk.page.workspace.header
        desk.until(lambda: header.grab().toImage().pixelColor(2, 2).lightness() < 100)
        assert desk.page.workspace.raw.marked == ("Amoxicil",)
    finally:
        theme.apply(dressed, Scheme.LIGHT)


def test_that_the_queue_steps_aside_in_a_narrow_window_and_comes_when_asked_for(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.page.resize(900, 700)
    desk.until(desk.page.rail.isHidden)
    desk.press("q")
    assert not desk.page.rail.isHidden()


def test_that_the_queue_can_be_put_away(bench: BenchMaker) -> None:
    desk = bench(case(1))
    desk.press("q")
    assert desk.page.rail.isHidden()
    desk.press("q")
    assert not desk.page.rail.isHidden()
