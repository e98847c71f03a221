"""Messages for the tests: the project's own samples, and ways to change one thing in them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.core.intake import read_bytes
from app.core.model.finding import Tier
from app.core.model.raw import RawPrescription

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DATA = Path(__file__).resolve().parents[2] / "data" / "intake"


def sample(name: str) -> bytes:
    return (DATA / name).read_bytes()


def read_all(data: bytes | str, name: str = "message") -> tuple[RawPrescription, ...]:
    return read_bytes(name, data.encode() if isinstance(data, str) else data, NOW)


def read_one(data: bytes | str) -> RawPrescription:
    (raw,) = read_all(data)
    return raw


def codes(raw: RawPrescription) -> set[str]:
    """The findings that ask for a person."""
    return {f.code for f in raw.findings if f.tier is not Tier.NOTE}


def notes(raw: RawPrescription) -> set[str]:
    return {f.code for f in raw.findings if f.tier is Tier.NOTE}


def newrx(old: str = "", new: str = "") -> bytes:
    """The full NewRx with one piece of text replaced."""
    text = sample("newrx_2017071.xml").decode()
    assert old in text
    return text.replace(old, new, 1).encode() if old else text.encode()


def order(**changes: Any) -> dict[str, Any]:
    """A small FHIR order with some keys replaced; a key given as None is left out."""
    whole: dict[str, Any] = {
        "resourceType": "MedicationRequest",
        "id": "rx",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": "Losartan 50 mg tablet"},
        "subject": {"reference": "Patient/p", "display": "Iris Fenwick"},
        "requester": {"reference": "Practitioner/d", "display": "Noor Haddad"},
        "authoredOn": "2026-11-01",
        "dosageInstruction": [{"text": "Take 1 tablet by mouth once daily"}],
        "dispenseRequest": {"quantity": {"value": 30, "unit": "TAB"}, "numberOfRepeatsAllowed": 1},
    }
    whole.update(changes)
    return {key: value for key, value in whole.items() if value is not None}


def read_order(**changes: Any) -> RawPrescription:
    return read_one(json.dumps(order(**changes)))


def bundle(*resources: dict[str, Any]) -> bytes:
    return json.dumps({"resourceType": "Bundle", "entry": [{"resource": r} for r in resources]}).encode()
