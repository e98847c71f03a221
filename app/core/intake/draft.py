"""A prescription while it is being read: fields, the place of each, and what was noticed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.core.intake import notices
from app.core.model.finding import Finding, Tier
from app.core.model.people import PatientFacts, PatientName, PrescriberName
from app.core.model.raw import (
    CodedSig,
    DrugWritten,
    QuantityWritten,
    RawPrescription,
    ReadStatus,
    SourceKind,
)

FIELD_WORDS = {
    "patient.name": "patient's name",
    "patient.dob": "date of birth",
    "patient.sex": "patient's sex",
    "patient.address": "patient's address",
    "prescriber.name": "prescriber's name",
    "prescriber.npi": "NPI",
    "prescriber.dea": "DEA number",
    "drug.text": "drug",
    "drug.code": "drug code",
    "drug.strength": "strength",
    "drug.form": "form",
    "quantity.value": "quantity",
    "quantity.unit": "quantity unit",
    "days_supply": "days' supply",
    "refills": "refills",
    "sig": "directions",
    "date_written": "date written",
    "substitution_allowed": "substitution",
    "notes": "note",
    "diagnosis": "diagnosis",
    "allergies": "allergies",
    "pharmacy": "pharmacy",
    "weight": "weight",
}


def words_for(name: str) -> str:
    """A field's name as a person says it."""
    return FIELD_WORDS.get(name.split("[")[0], name)


@dataclass
class Draft:
    """What has been read so far of one prescription.

    A field's name is its place in RawPrescription ("patient.name", "sig"); repeated ones go to
    `lists` and are known by their position ("notes[0]").
    """

    kind: SourceKind
    message_type: str | None = None
    message_id: str | None = None
    sender: str | None = None
    sent_at: datetime | None = None
    test_message: bool = False
    substitution_allowed: bool | None = None
    no_known_allergies: bool = False
    refused: str | None = None  # readable, and yet it must not be used: why
    coded_sig: CodedSig | None = None
    facts: PatientFacts = field(default_factory=PatientFacts)
    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    provenance: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def put(self, name: str, value: str | None, where: str) -> None:
        """Set a field and its place; nothing is set where the source has nothing."""
        if value:
            self.values[name] = value
            self.provenance[name] = where

    def add(self, name: str, value: str | None, where: str) -> None:
        """Add to a repeated field, and keep its place."""
        if value:
            kept = self.lists.setdefault(name, [])
            self.provenance[f"{name}[{len(kept)}]"] = where
            kept.append(value)

    def drop(self, name: str) -> None:
        """Take a value back that turned out to be unreadable; its place stays, to show where it stood."""
        self.values.pop(name, None)

    def get(self, name: str) -> str | None:
        """A field's value, where there is one."""
        return self.values.get(name)

    def note(self, code: str, evidence: str, *fields: str, **words: str) -> None:
        """Make a finding, once."""
        found = notices.notice(code, evidence, fields, words)
        if all(found.key != known.key for known in self.findings):
            self.findings.append(found)

    @property
    def needs_a_look(self) -> bool:
        """Whether anything noticed asks for a person; notes do not."""
        return any(f.tier is not Tier.NOTE for f in self.findings)

    def seal(self, file: str, sha256: str, index: int, refused: str | None = None) -> RawPrescription:
        """The finished prescription; `refused` gives the reason why it must not be used."""
        if refused:
            status = ReadStatus.REFUSED
        else:
            status = ReadStatus.READ_WITH_FINDINGS if self.needs_a_look else ReadStatus.READ
        return RawPrescription(
            file=file,
            sha256=sha256,
            index=index,
            kind=self.kind,
            message_type=self.message_type,
            message_id=self.message_id,
            sender=self.sender,
            sent_at=self.sent_at,
            test_message=self.test_message,
            status=status,
            reason=refused,
            patient=PatientName(**self._part("patient")),
            prescriber=PrescriberName(**self._part("prescriber")),
            drug=DrugWritten(**self._part("drug")),
            quantity=QuantityWritten(**self._part("quantity")),
            pharmacy=self.get("pharmacy"),
            days_supply=self.get("days_supply"),
            refills=self.get("refills"),
            sig=self.get("sig"),
            coded_sig=self.coded_sig,
            date_written=self.get("date_written"),
            substitution_allowed=self.substitution_allowed,
            notes=tuple(self.lists.get("notes", ())),
            diagnosis=tuple(self.lists.get("diagnosis", ())),
            allergies=self.allergies,
            coverage=tuple(self.lists.get("coverage", ())),
            facts=self.facts,
            provenance=dict(self.provenance),
            findings=tuple(self.findings),
        )

    @property
    def allergies(self) -> tuple[str, ...] | None:
        """What the message says of allergies: None is silence, empty is an explicit none."""
        listed = self.lists.get("allergies")
        if listed:
            return tuple(listed)
        return () if self.no_known_allergies else None

    def _part(self, prefix: str) -> dict[str, str]:
        start = f"{prefix}."
        return {k.removeprefix(start): v for k, v in self.values.items() if k.startswith(start)}
