"""A prescription as it arrived and as intake read it, with the place of every field."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from app.core.model.base import Model, Span
from app.core.model.finding import Finding
from app.core.model.people import PatientFacts, PatientName, PrescriberName

SourceKind = Literal["script", "fhir", "hl7v2", "image", "pdf", "text"]


class ReadStatus(StrEnum):
    """What intake could make of a message."""

    READ = "read"
    READ_WITH_FINDINGS = "read_with_findings"
    REFUSED = "refused"


class DrugWritten(Model):
    """The drug as written."""

    text: str | None = None
    code: str | None = None
    code_system: str | None = None  # "RxNorm", "NDC", "SNOMED" or the sender's word
    strength: str | None = None
    form: str | None = None


class QuantityWritten(Model):
    """The quantity as written; `value` stays text, so that nothing is guessed."""

    value: str | None = None
    unit: str | None = None


class CodedSig(Model):
    """The structured directions of a message; a cross-check, never a replacement of the text."""

    dose: str | None = None
    dose_unit: str | None = None
    route: str | None = None
    timing: str | None = None
    text: str = ""  # all parts in reading order


class RawPrescription(Model):
    """One prescription read from received bytes.

    `provenance` maps a field ("patient.name", "sig", "notes[0]") to its place in the source: an
    XPath, a JSON pointer, or "chars 10-20" of a text.
    """

    file: str
    sha256: str
    index: int = 0  # position within the message
    kind: SourceKind
    message_type: str | None = None
    message_id: str | None = None
    sender: str | None = None
    sent_at: datetime | None = None
    test_message: bool = False
    status: ReadStatus
    reason: str | None = None
    patient: PatientName = PatientName()
    prescriber: PrescriberName = PrescriberName()
    pharmacy: str | None = None
    drug: DrugWritten = DrugWritten()
    quantity: QuantityWritten = QuantityWritten()
    days_supply: str | None = None
    refills: str | None = None
    sig: str | None = None
    coded_sig: CodedSig | None = None
    date_written: str | None = None  # ISO date
    substitution_allowed: bool | None = None
    notes: tuple[str, ...] = ()
    diagnosis: tuple[str, ...] = ()
    allergies: tuple[str, ...] | None = None  # None: the message says nothing; (): no known allergies
    coverage: tuple[str, ...] = ()
    facts: PatientFacts = PatientFacts()  # what the message itself carries
    provenance: dict[str, str] = {}
    findings: tuple[Finding, ...] = ()


class RawLine(Model):
    """One line of the readable view: a label, a value, and where it stands in the source."""

    label: str
    value: str
    path: str = ""
    depth: int = 0
    heading: bool = False


class RawView(Model):
    """A message made readable without changing a character of its values.

    `text` is what the desk shows; `anchors` maps each path to the range of its value in `text`;
    `source` is the message itself, decoded.
    """

    title: str
    text: str
    anchors: dict[str, Span] = {}
    lines: tuple[RawLine, ...] = ()
    source: str = ""
