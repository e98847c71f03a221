"""The colours by meaning: a light and a dark set of the same tokens.

Colour is kept for severity; everything else is ink on a quiet ground with one accent. A unit test holds every
pair that meets on a screen to 4.5:1 for text and 3:1 for marks and edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scheme(StrEnum):
    """Which set of colours is shown."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Palette:
    """One set of colours, as #RRGGBB.

    Attributes:
        ground: behind everything.
        surface: panels, lists and fields that are written in.
        sunken: the raw prescription, quoted rather than ours.
        hover: a row or button under the pointer.
        selected: the row or page that is open.
        line: hairlines between things; carries no meaning.
        edge: the border of what can be operated.
        text: what is read.
        muted: what is read second.
        accent: the main button, the focus ring, the open page.
        on_accent: text on the accent.
        stop, check, ok, note: severity; each also has a shape and a word.
        stop_soft, check_soft, ok_soft, note_soft: the ground behind text of that severity.
        evidence: behind the words of the raw text that the focused field was read from.
        evidence_edge: the box around them.
    """

    ground: str
    surface: str
    sunken: str
    hover: str
    selected: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    stop: str
    stop_soft: str
    check: str
    check_soft: str
    ok: str
    ok_soft: str
    note: str
    note_soft: str
    evidence: str
    evidence_edge: str


PALETTES: dict[Scheme, Palette] = {
    Scheme.LIGHT: Palette(
        ground="#F3F5F5",
        surface="#FFFFFF",
        sunken="#FAFAF7",
        hover="#EDF1F2",
        selected="#DDEBED",
        line="#DDE2E4",
        edge="#7E888E",
        text="#15191C",
        muted="#525B61",
        accent="#11505C",
        on_accent="#FFFFFF",
        stop="#AE350D",
        stop_soft="#FCECE5",
        check="#1A55B5",
        check_soft="#E7EEFB",
        ok="#1A6A3A",
        ok_soft="#E5F3EA",
        note="#525B61",
        note_soft="#ECEFF0",
        evidence="#FFF0BF",
        evidence_edge="#8A6A00",
    ),
    Scheme.DARK: Palette(
        ground="#14181A",
        surface="#1C2124",
        sunken="#181C1F",
        hover="#242B2F",
        selected="#213C43",
        line="#31393D",
        edge="#7F8A91",
        text="#E9ECED",
        muted="#AAB3B8",
        accent="#7CC5D1",
        on_accent="#0B2227",
        stop="#FF9F7D",
        stop_soft="#3B241B",
        check="#92BBFF",
        check_soft="#1D2C46",
        ok="#82D39E",
        ok_soft="#1B3325",
        note="#AAB3B8",
        note_soft="#272E32",
        evidence="#4A3F14",
        evidence_edge="#D9B84A",
    ),
}
