"""The look: contrast of every pair that meets, digits of one width, a shape and a word for every severity."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from PySide6.QtGui import QFontDatabase, QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.core.model.case import CaseStatus, Disposition, FieldState
from app.core.model.finding import Tier
from app.ui import theme
from app.ui.theme.icons import _source
from app.ui.theme.stylesheet import stylesheet

GROUNDS = ("ground", "surface", "sunken", "hover", "selected")
SEVERITIES = ("stop", "check", "ok", "note")
TEXT = [
    *((ink, on) for ink in ("text", "muted") for on in GROUNDS),
    *((ink, on) for ink in SEVERITIES for on in (*GROUNDS, f"{ink}_soft")),
    *(("text", f"{severity}_soft") for severity in SEVERITIES),
    *(("muted", f"{severity}_soft") for severity in SEVERITIES),
    ("text", "evidence"),
    ("on_accent", "accent"),
    ("accent", "surface"),
    ("ground", "text"),  # tool tips
]
MARKS = [
    *((mark, on) for mark in ("edge", "accent") for on in ("ground", "surface", "sunken", "hover")),
    ("accent", "selected"),
    ("edge", "note_soft"),
    ("accent", "note_soft"),
    ("evidence_edge", "evidence"),
    ("evidence_edge", "sunken"),
]


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_that_the_contrast_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", theme.Scheme)
@pytest.mark.parametrize(("ink", "on"), TEXT)
def test_that_text_reaches_4_5(scheme: theme.Scheme, ink: str, on: str) -> None:
    palette = theme.PALETTES[scheme]
    assert contrast(getattr(palette, ink), getattr(palette, on)) >= 4.5


@pytest.mark.parametrize("scheme", theme.Scheme)
@pytest.mark.parametrize(("mark", "on"), MARKS)
def test_that_edges_and_marks_reach_3(scheme: theme.Scheme, mark: str, on: str) -> None:
    palette = theme.PALETTES[scheme]
    assert contrast(getattr(palette, mark), getattr(palette, on)) >= 3


def test_that_the_arrows_of_the_style_sheet_have_their_scheme_s_colours() -> None:
    for scheme, palette in theme.PALETTES.items():
        assert palette.muted in _source(f"chevron-{scheme.value}")
        assert palette.on_accent in _source(f"tick-{scheme.value}")


def test_that_the_style_sheet_knows_no_colour_of_its_own() -> None:
    for scheme, palette in theme.PALETTES.items():
        used = set(re.findall(r"#[0-9A-Fa-f]{6}\b", stylesheet(palette, scheme)))
        assert used <= {getattr(palette, field.name) for field in fields(palette)}


def test_that_every_severity_has_a_shape_and_a_word_of_its_own() -> None:
    assert set(theme.TIERS) == set(Tier)
    marks = [theme.STOP, theme.CHECK, theme.OK, theme.NOTE]
    assert len({m.icon for m in marks}) == len({m.word for m in marks}) == len({m.tone for m in marks}) == 4
    assert len({_source(m.icon) for m in marks}) == 4


def test_that_every_state_has_a_mark_that_can_be_drawn(qapp: QApplication) -> None:
    assert set(theme.FIELD_STATES) == set(FieldState)
    assert set(theme.DISPOSITIONS) == set(Disposition)
    assert set(theme.STATUSES) == set(CaseStatus)
    for marks in (theme.FIELD_STATES, theme.DISPOSITIONS, theme.STATUSES):
        for mark in marks.values():
            picture = theme.pixmap(mark.icon, mark.colour(theme.palette()), 16).toImage()
            painted = [picture.pixelColor(x, y).alpha() for x in range(16) for y in range(16)]
            assert any(painted), mark.icon
            assert not all(painted), mark.icon


@pytest.mark.parametrize("role", ["", "heading", "title", "strong", "caption"])
def test_that_digits_are_of_one_width_in_every_size(qtbot: QtBot, qapp: QApplication, role: str) -> None:
    theme.apply(qapp, theme.Scheme.LIGHT)
    label = QLabel("0123456789")
    label.setProperty("role", role)
    qtbot.addWidget(label)
    label.show()
    metrics = QFontMetricsF(label.font())
    assert len({round(metrics.horizontalAdvance(digit), 2) for digit in "0123456789"}) == 1


def test_that_the_shipped_fonts_are_used(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Scheme.LIGHT)
    assert theme.font().family() in QFontDatabase.families()
    assert theme.mono_font().family() in QFontDatabase.families()


def test_that_a_scheme_can_be_changed_at_any_time(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Scheme.DARK)
    assert theme.palette() is theme.PALETTES[theme.Scheme.DARK]
    theme.apply(qapp, theme.Scheme.LIGHT)
    assert theme.scheme() is theme.Scheme.LIGHT
