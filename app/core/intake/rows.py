"""A prescription as the row that `tallman intake` prints."""

from __future__ import annotations

from typing import Any

from app.core.model.raw import RawPrescription

_FINDING = {"code", "tier", "severity", "message", "evidence", "source", "action", "fields"}


def row(raw: RawPrescription) -> dict[str, Any]:
    """The prescription as plain JSON values, in the order that docs and tests know."""
    full = raw.model_dump(mode="json")
    plain: dict[str, Any] = {
        "file": raw.file,
        "sha256": raw.sha256,
        "index": raw.index,
        "kind": raw.kind,
        "message_type": raw.message_type,
        "message_id": raw.message_id,
        "test_message": raw.test_message,
        "status": raw.status.value,
    }
    if raw.reason:
        plain["reason"] = raw.reason
    plain["patient"] = {key: full["patient"][key] for key in ("name", "dob", "sex")}
    plain["prescriber"] = {key: full["prescriber"][key] for key in ("name", "npi", "dea")}
    plain["pharmacy"] = raw.pharmacy
    plain["drug"] = full["drug"]
    plain["quantity"] = full["quantity"]
    for name in ("days_supply", "refills", "sig", "date_written", "substitution_allowed"):
        plain[name] = full[name]
    for name in ("notes", "diagnosis", "allergies", "coverage", "provenance"):
        plain[name] = full[name]
    plain["coded_sig"] = full["coded_sig"]
    plain["findings"] = [{key: found[key] for key in found if key in _FINDING} for found in full["findings"]]
    return plain
