"""Intake measured on the shared samples with the shared scorer; skipped where they are absent."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest
from intake_messages import NOW

from app.core.intake import files_of, read_bytes, row
from app.core.model.raw import ReadStatus


def figures(shared: Path, kind: str, *, only: str = "") -> dict[str, Any]:
    folder = shared / "data" / "intake" / kind
    rows = [row(raw) for f in files_of([folder]) for raw in read_bytes(f.name, f.read_bytes(), NOW)]
    lines = (folder / "gold.jsonl").read_text("utf-8").splitlines()
    gold = [g for g in map(json.loads, lines) if not only or g.get("kind") == only]
    result, _ = runpy.run_path(str(shared / "score" / "intake.py"))["score"](kind, gold, rows)
    return dict(result)


@pytest.mark.parametrize(("kind", "only"), [("script", "NewRx"), ("script", ""), ("fhir", ""), ("phone", "")])
def test_that_the_samples_are_read_right_and_never_wrong_in_silence(shared: Path, kind: str, only: str) -> None:
    found = figures(shared, kind, only=only)
    assert found["right"] >= 0.97
    assert found["silent_wrong"] <= 0.003
    assert found["provenance"] >= 0.99
    assert all(ask["asked"] == ask["rows"] for ask in found["asks"].values())
    if (kind, only) != ("script", ""):  # there, every message that is no new prescription asks
        assert found["flagged_though_right"] <= 0.10


def test_that_no_file_of_the_bad_ones_passes_unseen(shared: Path) -> None:
    passing = set()
    for file in files_of([shared / "data" / "intake" / "bad"]):
        for raw in read_bytes(file.name, file.read_bytes(), NOW):
            assert raw.reason or raw.status is not ReadStatus.REFUSED
            if raw.status is ReadStatus.READ:
                passing.add(file.name)
    # Its only oddity is a reference to itself, which nothing follows.
    assert passing == {"50_bundle_circular.json"}
