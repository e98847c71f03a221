"""The measured samples: the goals that a release must hold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.core.transcription import Transcriber


@pytest.fixture(scope="module")
def result(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    gold = shared / "data" / "transcription" / "dev.jsonl"
    predictions = tmp_path_factory.mktemp("score") / "predictions.jsonl"
    transcriber = Transcriber()
    with predictions.open("w", encoding="utf-8") as out:
        for line in gold.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found = transcriber.transcribe(row["text"])
            out.write(json.dumps({"id": row["id"], "gold": found.regimen.model_dump(), "plain": found.plain}) + "\n")
    scores = predictions.with_name("scores.json")
    scorer = shared / "score" / "transcription.py"
    command = [sys.executable, str(scorer), str(gold), str(predictions), "--json", str(scores)]
    subprocess.run(command, check=True, capture_output=True)
    found_scores: dict[str, Any] = json.loads(scores.read_text(encoding="utf-8"))["all"]
    return found_scores


def test_that_the_fields_are_read(result: dict[str, Any]) -> None:
    assert result["micro"]["F1"] >= 0.98


def test_that_near_misses_are_rare_at_high_coverage(result: dict[str, Any]) -> None:
    assert result["near_miss"] <= 0.02
    assert result["coverage"] >= 0.93


def test_that_ambiguous_directions_are_recognised(result: dict[str, Any]) -> None:
    assert result["amb_recall"] >= 0.97
    assert result["amb_false_alarm"] <= 0.04
