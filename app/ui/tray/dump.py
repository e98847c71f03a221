"""Received bytes as a person can look at them: as text and as hexadecimal, never interpreted."""

from __future__ import annotations

from dataclasses import dataclass

SHOWN = 32_768
_WIDTH = 16
# Control characters would be swallowed or move the text about; their pictures stand in for them.
_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"} | {0x7F: 0x2421}
# These could turn the direction of the text or hide in it.
_INVISIBLE = dict.fromkeys(
    [0x200B, *range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF], "�"
)


@dataclass(frozen=True, slots=True)
class Dump:
    """The beginning of a message in both forms, and a word on what is left out."""

    text: str
    hexadecimal: str
    note: str


def dump(data: bytes) -> Dump:
    """Both forms of the first part of a message."""
    part = data[:SHOWN]
    note = f"The first {SHOWN:,} of {len(data):,} bytes are shown." if len(data) > SHOWN else ""
    return Dump(as_text(part), as_hexadecimal(part), note)


def as_text(data: bytes) -> str:
    """The bytes as UTF-8; what is not is marked, line ends are one kind, controls are visible."""
    text = data.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_PICTURES).translate(_INVISIBLE)


def as_hexadecimal(data: bytes) -> str:
    """Sixteen bytes a line: where, which, and what they are in ASCII."""
    lines = []
    for at in range(0, len(data), _WIDTH):
        row = data[at : at + _WIDTH]
        left, right = row[:8].hex(" "), row[8:].hex(" ")
        ascii_part = "".join(chr(b) if 0x20 <= b < 0x7F else "·" for b in row)
        lines.append(f"{at:08x}  {left:<23}  {right:<23}  {ascii_part}")
    return "\n".join(lines)
