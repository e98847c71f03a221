"""Received bytes to prescriptions: sniff, measure, read, look over, seal. Bad input never raises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.core.intake import fhir, script, text
from app.core.intake.checks import check
from app.core.intake.decode import show
from app.core.intake.draft import Draft
from app.core.intake.files import digest
from app.core.intake.kinds import check_size, sniff
from app.core.intake.refusal import Refusal
from app.core.model.raw import RawLine, RawPrescription, RawView, ReadStatus, SourceKind

_READERS: dict[SourceKind, Callable[[bytes, datetime], tuple[Draft, ...]]] = {
    "script": script.read,
    "fhir": fhir.read,
    "text": text.read,
}


def read_bytes(name: str, data: bytes, now: datetime) -> tuple[RawPrescription, ...]:
    """Every prescription of a message, at least one row.

    Args:
        name: the file's base name, for people; its ending is not looked at.
        data: the bytes as received.
        now: the time by which ages and dates are judged.

    Returns:
        One row a prescription; a message that cannot be read gives one row of status refused with a
        reason that says what, where and what to do.
    """
    sha256 = digest(data)
    sniffed = sniff(data)
    try:
        if sniffed.unread:
            raise sniffed.unread
        check_size(sniffed.kind, len(data))
        drafts = _READERS[sniffed.kind](data, now)
    except Refusal as refusal:
        draft = refusal.draft or Draft(sniffed.kind)
        return (draft.seal(name, sha256, 0, refused=refusal.text()),)
    return tuple(_finish(draft, name, sha256, index, now) for index, draft in enumerate(drafts))


def view(name: str, data: bytes, raw: RawPrescription) -> RawView:
    """The message made readable for one of its prescriptions, without changing a character of a value.

    Args:
        name: the file's base name, for the title.
        data: the bytes as received.
        raw: what `read_bytes` made of them.

    Returns:
        The view; its anchors use the very paths of `raw.provenance`.
    """
    source = show(data)
    views = {"script": script.view, "fhir": fhir.view, "text": text.view}
    try:
        if raw.status is ReadStatus.REFUSED and not raw.provenance:
            raise Refusal(raw.reason or "")
        return views[raw.kind](data, raw, source)
    except Refusal:
        return _unread_view(name, data, raw, source)


def _finish(draft: Draft, name: str, sha256: str, index: int, now: datetime) -> RawPrescription:
    check(draft, now)
    return draft.seal(name, sha256, index, refused=draft.refused)


def _unread_view(name: str, data: bytes, raw: RawPrescription, source: str) -> RawView:
    """What the tray shows of a message that could not be read: the reason, and the bytes as far as they show."""
    if b"\x00" in data[:4096] and raw.kind in ("image", "pdf", "text"):
        source = _hexdump(data)
    lines = tuple(RawLine(label="", value=line) for line in source.splitlines())
    return RawView(title=f"{name}: could not be read", text=source, lines=lines, source=source)


def _hexdump(data: bytes, limit: int = 1024) -> str:
    rows = []
    for start in range(0, min(len(data), limit), 16):
        row = data[start : start + 16]
        printable = "".join(chr(b) if 32 <= b < 127 else "." for b in row)
        rows.append(f"{start:06x}  {row.hex(' '):<47}  {printable}")
    return "\n".join(rows)
