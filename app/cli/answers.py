"""One function a row command: a row in, its answer out, in the shapes that docs/commands.md promises."""

from __future__ import annotations

from typing import Any

from app.cli.rows import Row, RowError, number_of, text_of
from app.cli.stations import Stations
from app.core.model.drug import DrugMatch
from app.core.model.finding import CheckResult
from app.core.model.order import CheckRequest
from app.core.model.people import PatientFacts
from app.core.model.regimen import Transcription


def transcribe(stations: Stations, row: Row) -> Row:
    """Directions as data, plain words, spans and confidence."""
    return transcription_row(
        stations.transcriber.transcribe(text_of(row, "text"), text_of(row, "drug", needed=False) or None)
    )


def transcription_row(found: Transcription) -> Row:
    """A transcription in the shape of the contract: the regimen's fields at the top."""
    said: dict[str, Any] = found.regimen.model_dump(mode="json")
    return said | {
        "plain": found.plain,
        "plain_es": found.plain_es,
        "spans": {name: [list(span) for span in spans] for name, spans in found.spans.items()},
        "confidence": found.confidence,
        "per_day": found.per_day.model_dump(mode="json") if found.per_day else None,
    }


def compare(stations: Stations, row: Row) -> Row:
    """What the prescriber said against what was typed."""
    drug = text_of(row, "drug", needed=False) or None
    found = stations.transcriber.compare(text_of(row, "prescribed"), text_of(row, "entered"), drug)
    answer: Row = {
        "verdict": found.verdict,
        "differences": [d.model_dump(mode="json") for d in found.differences],
    }
    return answer | ({"reason": found.reason} if found.reason else {})


def supply(stations: Stations, row: Row) -> Row:
    """What a number of days needs, or how long a quantity lasts."""
    drug = text_of(row, "drug", needed=False) or None
    found = stations.transcriber.transcribe(text_of(row, "text"), drug)
    days, quantity = number_of(row, "days"), number_of(row, "quantity")
    said: Row = stations.transcriber.supply(found, drug=drug, days=days, quantity=quantity).model_dump(mode="json")
    return said


def resolve(stations: Stations, row: Row) -> Row:
    """A drug as typed."""
    return match_row(stations.catalogue.resolve(text_of(row, "text")))


def match_row(match: DrugMatch) -> Row:
    """A resolved drug in the shape of the contract."""
    return {
        "status": match.status.value,
        "ingredient": match.ingredient,
        "strength": match.strength,
        "form": match.form,
        "rxcui": match.rxcui,
        "ndc": match.ndc,
        "candidates": [c.model_dump(mode="json") for c in match.candidates],
    }


def interaction(stations: Stations, row: Row) -> Row:
    """Two drugs taken together."""
    a_daily, b_daily = number_of(row, "a_daily"), number_of(row, "b_daily")
    found = stations.checker.interaction(text_of(row, "a"), text_of(row, "b"), a_daily=a_daily, b_daily=b_daily)
    return checks_row(found)


def allergy(stations: Stations, row: Row) -> Row:
    """A drug for a patient with an allergy."""
    said: Row = stations.checker.allergy(text_of(row, "allergy"), text_of(row, "drug")).model_dump(mode="json")
    return said


def prescription(stations: Stations, row: Row) -> Row:
    """One prescription line with what is known of the patient."""
    return checks_row(stations.checker.check(_request(stations, row)))


def checks_row(found: CheckResult) -> Row:
    """Findings and what could not be checked, in the shape of the contract."""
    return {
        "findings": [f.model_dump(mode="json") for f in found.findings],
        "not_checked": [n.model_dump(mode="json") for n in found.not_checked],
    }


def _request(stations: Stations, row: Row) -> CheckRequest:
    drug = text_of(row, "drug")
    directions = stations.transcriber.transcribe(text_of(row, "sig"), drug)
    quantity = number_of(row, "quantity")
    supplied = None
    if quantity and not directions.regimen.ambiguous:
        supplied = stations.transcriber.supply(directions, drug=drug, quantity=quantity)
    prescriber = row.get("prescriber") or {}
    last = row.get("last_fill")
    return CheckRequest(
        drug=stations.catalogue.resolve(drug),
        drug_text=drug,
        directions=directions,
        supply=supplied,
        quantity=quantity,
        days_supply=_whole(row, "days_supply"),
        refills=_whole(row, "refills"),
        days_since_written=_whole(row, "days_since_written"),
        patient=_facts(row),
        prescriber_npi=prescriber.get("npi"),
        prescriber_dea=prescriber.get("dea"),
        last_fill_days_ago=_whole(last, "days_ago") if isinstance(last, dict) else _whole(row, "last_fill"),
        state=row.get("state"),
        identified=False,
    )


def _facts(row: Row) -> PatientFacts:
    facts = row.get("patient") or {}
    if not isinstance(facts, dict):
        raise RowError("BAD_VALUE", "“patient” must be an object.")
    return PatientFacts(**facts)


def _whole(row: Row, name: str) -> int | None:
    value = number_of(row, name)
    return None if value is None else int(value)
