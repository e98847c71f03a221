"""The measured samples: pairs, allergies and prescription lines over the catalogue that ships."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.core.model.finding import Tier
from app.core.model.order import CheckRequest
from app.core.model.people import PatientFacts
from app.core.reference import Catalogue
from app.core.transcription import Transcriber
from app.core.validation import Checker

SERIOUS = ("contraindicated", "major")
MAY_BE_NOTES = {"ABBREV_ERROR", "BEERS"}


def rows(shared: Path, name: str) -> Iterator[dict[str, Any]]:
    for line in (shared / "data" / "validation" / name).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def test_that_dangerous_pairs_are_found_and_usual_ones_are_silent(shared: Path, shipped: Checker) -> None:
    hits, alarms, must, others = 0, 0, 0, 0
    for row in rows(shared, "interactions.jsonl"):
        loud = any(f.severity in SERIOUS for f in shipped.interaction(row["a"], row["b"]).findings)
        if row["must_alert_major"]:
            must, hits = must + 1, hits + loud
        else:
            others, alarms = others + 1, alarms + loud
    assert hits / must >= 0.98
    assert alarms / others <= 0.02


def test_that_allergies_are_judged_and_no_contraindication_is_missed(shared: Path, shipped: Checker) -> None:
    answers = [(row, shipped.allergy(row["allergy"], row["drug"]).result) for row in rows(shared, "allergy.jsonl")]
    assert sum(result in row["accept"] for row, result in answers) / len(answers) >= 0.97
    assert not [row for row, result in answers if row["expected"] == "contraindicated" and result == "none"]


@pytest.fixture(scope="module")
def lines(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Any], CheckRequest]]:
    catalogue, transcriber = Catalogue.open(tmp_path_factory.mktemp("lines")), Transcriber()
    found = []
    for row in rows(shared, "dose.jsonl"):
        directions = transcriber.transcribe(row["sig"], row["drug"])
        supply = None
        if not directions.regimen.ambiguous:
            supply = transcriber.supply(directions, drug=row["drug"], quantity=row["quantity"])
        request = CheckRequest(
            drug=catalogue.resolve(row["drug"]),
            drug_text=row["drug"],
            directions=directions,
            supply=supply,
            quantity=row["quantity"],
            days_supply=row["days_supply"],
            refills=row["refills"],
            days_since_written=row["days_since_written"],
            patient=PatientFacts(**row["patient"]),
            identified=False,
        )
        found.append((row, request))
    return found


def test_that_expected_flags_are_found_and_clean_lines_are_silent(
    lines: list[tuple[dict[str, Any], CheckRequest]], shipped: Checker
) -> None:
    wanted, got, clean, quiet = 0, 0, 0, 0
    for row, request in lines:
        findings = shipped.check(request).findings
        loud = {f.code for f in findings if f.tier is not Tier.NOTE}
        expected = set(row["expected_flags"])
        if row["clean"]:
            clean, quiet = clean + 1, quiet + (not loud)
        wanted += len(expected)
        got += len(expected & (loud | {f.code for f in findings if f.code in MAY_BE_NOTES}))
    assert got / wanted >= 0.95
    assert quiet / clean >= 0.95


def test_that_a_patient_with_fifteen_drugs_is_checked_at_once(
    lines: list[tuple[dict[str, Any], CheckRequest]], shipped: Checker
) -> None:
    taken = tuple(dict.fromkeys(row["drug"] for row, _ in lines))[:15]
    requests = [r.model_copy(update={"patient": r.patient.model_copy(update={"medications": taken})}) for _, r in lines]
    shipped.check(requests[0])
    start = time.perf_counter()
    for request in requests:
        shipped.check(request)
    assert (time.perf_counter() - start) / len(requests) <= 0.020
