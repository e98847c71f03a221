"""How the parts of the review window look, in the colours of the theme's palette."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from app.ui.theme import Size, palette

_SHEET = """
QFrame[role="patient"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[role="patient"][fresh="true"] { background: $selected; }
QLabel[role="who"] { font-size: 24px; font-weight: 700; }
QLabel[role="fact"] { font-size: ${body}px; font-weight: 500; }
QLabel[role="fact"][known="false"] { color: $muted; }
QLabel[role="allergy"] { font-size: ${body}px; font-weight: 600; padding: 2px 8px; border-radius: 4px; }
QLabel[role="allergy"][known="some"] { border: 1px solid $text; }
QLabel[role="allergy"][known="nothing"] { background: $check_soft; border: 1px solid $check; }
QLabel[role="allergy"][known="none"] { padding: 2px 0; }
QLabel[role="due"] { font-weight: 600; }
QLabel[role="due"][late="true"] { color: $stop; }

QFrame[role="column"] { background: $surface; border: none; }
QFrame[role="column"][place="raw"] { background: $sunken; }
QLabel[role="column-title"] { color: $muted; font-size: ${caption}px; font-weight: 600; }

QFrame[role="field"] { border: 2px solid transparent; border-radius: 5px; }
QFrame[role="field"][state="check"], QFrame[role="field"][state="missing"] { background: $check_soft; }
QFrame[role="field"][current="true"] { background: $evidence; border-left: 2px solid $evidence_edge; }
QFrame[role="field"]:focus { border: 2px solid $accent; }
QLabel[role="field-label"] { color: $muted; font-size: ${small}px; }
QLabel[role="field-value"] { font-size: 15px; font-weight: 600; }
QLabel[role="field-doubt"] { font-size: ${small}px; color: $text; }
QLabel[role="mark"] { font-size: ${small}px; color: $text; }
QLabel[role="mark"][state="sure"] { color: $muted; }
QFrame[role="label-card"] { background: $surface; border: 2px solid $edge; border-radius: 6px; }
QFrame[role="label-card"][state="check"], QFrame[role="label-card"][state="missing"] { background: $check_soft; }
QFrame[role="label-card"][current="true"] { background: $evidence; border-color: $evidence_edge; }
QFrame[role="label-card"]:focus { border: 2px solid $accent; }
QLabel[role="label-text"] { font-size: 16px; font-weight: 600; }

QFrame[role="finding"] {
  background: $surface; border: 2px solid $line; border-left: 5px solid $note;
  border-top-right-radius: 6px; border-bottom-right-radius: 6px;
}
QFrame[role="finding"][tone="stop"] { border-left: 5px solid $stop; }
QFrame[role="finding"][tone="check"] { border-left: 5px solid $check; }
QFrame[role="finding"][tone="stop"][pending="true"] { background: $stop_soft; }
QFrame[role="finding"][tone="check"][pending="true"] { background: $check_soft; }
QFrame[role="finding"]:focus { border-top-color: $accent; border-right-color: $accent; border-bottom-color: $accent; }
QLabel[role="finding-title"] { font-size: ${body}px; font-weight: 600; }
QLabel[role="finding-line"] { font-size: ${small}px; }
QLabel[role="finding-line"][part="source"] { color: $muted; }
QLabel[role="tier"] { font-size: ${caption}px; font-weight: 700; }
QLabel[role="tier"][tone="stop"] { color: $stop; }
QLabel[role="tier"][tone="check"] { color: $check; }
QLabel[role="tier"][tone="ok"] { color: $ok; }
QLabel[role="tier"][tone="note"] { color: $note; }

QFrame[role="strip"] { background: $surface; border: none; border-top: 2px solid $accent; }
QToolButton[role="choice"] {
  border: 1px solid $edge; border-radius: 6px; padding: 3px 10px; min-height: 20px; background: $surface;
}
QToolButton[role="choice"]:hover { background: $hover; }
QToolButton[role="choice"]:checked { background: $accent; color: $on_accent; border-color: $accent; }
QLabel[role="hint"] {
  background: $text; color: $ground; border-radius: 6px; padding: 7px 14px; font-size: ${body}px; font-weight: 500;
}
QFrame[role="keybar"] { background: $surface; border: none; border-top: 1px solid $line; }
QToolButton[role="act"] {
  border: 1px solid transparent; border-radius: 6px; padding: 3px 8px; background: transparent; min-height: 24px;
}
QToolButton[role="act"]:hover { background: $hover; }
QToolButton[role="act"]:disabled { color: $muted; background: transparent; border-color: transparent; }
QToolButton[role="enter"] {
  background: $accent; color: $on_accent; border: 1px solid $accent; border-radius: 6px; padding: 3px 14px;
  font-weight: 600; min-height: 26px;
}
QToolButton[role="enter"][ready="false"] { background: $surface; color: $text; border: 1px solid $edge; }
QToolButton[role="enter"]:disabled { background: $ground; color: $muted; border: 1px solid $line; }
QToolButton[role="undo"] {
  background: $check_soft; border: 1px solid $check; border-radius: 6px; padding: 3px 12px; font-weight: 600;
  min-height: 26px;
}
"""


def review_sheet() -> str:
    """The sheet in the colours that are shown now."""
    sizes = {size.name.lower(): size.value for size in Size}
    return Template(_SHEET).substitute(asdict(palette()), **sizes)
