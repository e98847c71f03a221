"""Bytes to text, strictly: nothing is repaired in silence."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.core.intake.refusal import Refusal

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Only encodings whose bytes cannot hide markup from a plain look.
_KNOWN = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "iso-8859-1",
    "latin-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "utf-16": "utf-16",
}
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Decoded(NamedTuple):
    """A text, and the encoding it was read with."""

    text: str
    encoding: str


def decode_xml(data: bytes) -> str:
    """The text of an XML message without its declaration."""
    encoding, start = _mark(data)
    if not encoding:
        encoding = _declared(data)
    return _DECLARATION.sub("", _strict(data, encoding, start), count=1)


def decode_json(data: bytes) -> str:
    """The text of a JSON message."""
    encoding, start = _mark(data)
    return _strict(data, encoding or "utf-8", start)


def decode_text(data: bytes) -> Decoded:
    """The text of a note; bytes that are not UTF-8 are tried as Windows-1252 and said to be so."""
    encoding, start = _mark(data)
    if encoding:
        return Decoded(_strict(data, encoding, start), encoding)
    try:
        text, used = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, used = _strict(data, "cp1252", 0), "cp1252"
    _refuse_control(text)
    return Decoded(text, used)


def show(data: bytes, limit: int = 200_000) -> str:
    """What a person may look at when a message cannot be read; wrong bytes appear as a mark."""
    encoding, start = _mark(data)
    text = data[start : start + limit].decode(encoding or "utf-8", errors="replace")
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _mark(data: bytes) -> tuple[str, int]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, len(bom)
    if data.startswith(b"<\x00"):
        return "utf-16-le", 0
    if data.startswith(b"\x00<"):
        return "utf-16-be", 0
    return "", 0


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:400])
    if not found:
        return "utf-8"
    said = found[1].decode("ascii").lower()
    known = _KNOWN.get(said)
    if known is None:
        raise Refusal(f"The message declares the encoding {said}, which this desk does not read.")
    if known == "utf-16":
        raise Refusal("The message declares UTF-16 but its bytes are not.")
    return known


def _strict(data: bytes, encoding: str, start: int) -> str:
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal(
            f"The bytes are not valid {encoding.upper()}: byte {start + error.start} cannot be read."
        ) from error
    _refuse_control(text)
    return text


def _refuse_control(text: str) -> None:
    found = _CONTROL.search(text)
    if found:
        byte = len(text[: found.start()].encode("utf-8", errors="replace"))
        raise Refusal(
            f"The message holds a control character (code {ord(found[0])}) at byte {byte}, which text never has."
        )
