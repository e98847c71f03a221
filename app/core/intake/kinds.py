"""What kind of message received bytes are, by their content and never by the file's name."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.core.intake.refusal import Refusal
from app.core.model.raw import SourceKind

SIZE_LIMITS: dict[SourceKind, int] = {
    "script": 1_000_000,
    "fhir": 5_000_000,
    "hl7v2": 1_000_000,
    "image": 20_000_000,
    "pdf": 20_000_000,
    "text": 20_000_000,
}

_HEAD = 4096
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_PROGRAMS = {
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"PK\x03\x04": "a zip archive or office document",
    b"\x1f\x8b": "a compressed file",
    b"{\\rtf": "a rich text document",
    b"%!PS": "a PostScript document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"SQLite format 3": "a database",
}
_EDIFACT = re.compile(rb"(UNA.{6})?\s*(UIB|UNB)[+\x1d]", re.DOTALL)
_HL7_HEADER = re.compile(rb"(MSH|FHS|BHS)[^A-Za-z0-9\s]")
_HL7_SEGMENT = re.compile(rb"[A-Z][A-Z0-9]{2}\|[^\n]*\|")
_FHIR_XML = re.compile(rb"<[A-Za-z]+[^>]*xmlns\s*=\s*[\"']http://hl7\.org/fhir[\"']")


class Sniffed(NamedTuple):
    """The kind of a message, and why it cannot be read where that is already plain."""

    kind: SourceKind
    unread: Refusal | None = None


def sniff(data: bytes) -> Sniffed:
    """The kind of a message, from its first bytes."""
    head = data[:_HEAD]
    if not head.strip(b" \t\r\n\x00"):
        return Sniffed("text", Refusal("The message is empty." if not data else "The message holds no text."))
    for test in (_binary, _hl7, _marked_up):
        found = test(head)
        if found:
            return found
    return Sniffed("text")


def check_size(kind: SourceKind, size: int) -> None:
    """Refuse a message that is larger than its kind may be, before anything parses it."""
    limit = SIZE_LIMITS[kind]
    if size > limit:
        raise Refusal(f"The message is too large: {size:,} bytes, where {limit:,} are allowed for this kind ({kind}).")


def _binary(head: bytes) -> Sniffed | None:
    if head.startswith(_IMAGES):
        return Sniffed("image", _later("Images and scanned pages"))
    if b"%PDF-" in head[:1024]:
        return Sniffed("pdf", _later("PDF documents"))
    for magic, what in _PROGRAMS.items():
        if head.startswith(magic):
            return Sniffed("text", Refusal(f"The file is {what}, not a prescription message."))
    return None


def _hl7(head: bytes) -> Sniffed | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x0b\r\n ")
    if _HL7_HEADER.match(start):
        return Sniffed("hl7v2", _later("HL7 v2 messages"))
    if _HL7_SEGMENT.match(start):
        return Sniffed("hl7v2", Refusal("The message looks like HL7 v2 but has no header segment (MSH).", _KEPT))
    return None


def _marked_up(head: bytes) -> Sniffed | None:
    if _EDIFACT.match(head):
        return Sniffed("script", _later("NCPDP SCRIPT messages in EDIFACT"))
    plain = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    start = plain.lstrip()
    if start.startswith(b"<"):
        if _FHIR_XML.search(start):
            return Sniffed("fhir", _later("FHIR resources in XML"))
        return Sniffed("script")
    if start.startswith((b"{", b"[")):
        return Sniffed("fhir")
    return None


_KEPT = "The bytes are kept; transcribe it by hand or ask the sender for another form."


def _later(what: str) -> Refusal:
    return Refusal(f"{what} are not read yet.", _KEPT)
