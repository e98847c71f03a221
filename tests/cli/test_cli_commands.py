"""The headless commands as a shell sees them: rows out, exit status, one sentence on stderr."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.core.places import resources

NOTE = """Patient: Alma Nestor  DOB 3/9/1961  Sex F
Allergies: none known
Prescriber: Dana Whitfield MD  NPI 1234567893
Date: 3/1/2026
Drug: lisinopril 10 mg tablet
Sig: Take 1 tablet by mouth once daily
Qty: 30
Days supply: 30
Refills: 2
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled catalogue lies in a folder of the test run."""
    monkeypatch.setenv("TALLMAN_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cli-cache"))


class Shell:
    """Runs commands and keeps what they wrote."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.err = ""
        self._capsys = capsys

    def run(self, *arguments: str, rows: list[object] | None = None) -> tuple[int, list[dict[str, Any]]]:
        """Exit status and rows; `rows` go in through a file."""
        source = self.folder / "in.jsonl"
        if rows is not None:
            source.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
            arguments = (*arguments, "--in", str(source))
        status = main(lambda _options, _settings: 7, list(arguments))
        out, self.err = self._capsys.readouterr()
        return status, [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, capsys)


def test_that_directions_come_out_in_order_with_their_ids(shell: Shell) -> None:
    status, rows = shell.run(
        "transcribe",
        rows=[
            {"id": "a", "text": "1 tab po bid x 10d", "drug": "amoxicillin 500 mg tablet"},
            {"id": "b", "text": "as directed"},
        ],
    )

    assert status == 0
    assert [(r["id"], r["plain"]) for r in rows] == [
        ("a", "Take 1 tablet by mouth twice a day for 10 days."),
        ("b", None),
    ]
    assert rows[0]["spans"]["dose"]
    assert 0 < rows[0]["confidence"]["overall"] <= 1
    assert rows[0]["per_day"] == {"min": 2.0, "max": 2.0, "unit": "tablet"}


def test_that_a_row_without_text_is_an_error_and_the_run_goes_on(shell: Shell) -> None:
    status, rows = shell.run("transcribe", rows=[{"id": 1}, {"id": 2, "text": "1 tab daily"}])

    assert status == 1
    assert rows[0]["error"]["code"] == "BAD_VALUE"
    assert rows[1]["id"] == 2


def test_that_typed_directions_are_held_against_the_prescribers(shell: Shell) -> None:
    _, rows = shell.run(
        "compare",
        rows=[
            {"id": 1, "prescribed": "1 tab po bid", "entered": "Take 1 tablet by mouth twice a day"},
            {"id": 2, "prescribed": "1 tab po bid", "entered": "Take 2 tablets by mouth twice a day"},
        ],
    )

    assert [r["verdict"] for r in rows] == ["same", "different"]
    assert [d["field"] for d in rows[1]["differences"]] == ["dose"]


def test_that_a_supply_is_worked_out(shell: Shell) -> None:
    _, rows = shell.run("supply", rows=[{"id": 1, "text": "Take 1 tablet by mouth twice a day", "days": 30}])

    assert (rows[0]["quantity"], rows[0]["days"], rows[0]["per_day"]) == (60, 30, 2)


def test_that_a_drug_is_resolved_or_said_to_be_unknown(shell: Shell) -> None:
    _, rows = shell.run("resolve", rows=[{"id": 1, "text": "Zestril 10mg"}, {"id": 2, "text": "zorblaxifen 5 mg"}])

    assert (rows[0]["status"], rows[0]["ingredient"], rows[0]["strength"]) == ("matched", "lisinopril", "10 mg")
    assert rows[1]["status"] == "unknown"


def test_that_checks_answer_for_pairs_allergies_and_prescriptions(shell: Shell) -> None:
    _, pair = shell.run("check", "--kind", "interaction", rows=[{"id": 1, "a": "warfarin", "b": "Bactrim"}])
    _, allergy = shell.run("check", "--kind", "allergy", rows=[{"id": 1, "allergy": "PCN", "drug": "amoxicillin"}])
    _, line = shell.run(
        "check",
        "--kind",
        "prescription",
        rows=[
            {
                "id": 1,
                "drug": "methotrexate 2.5 mg tablet",
                "sig": "Take 4 tablets by mouth daily",
                "quantity": 120,
                "days_supply": 30,
                "refills": 0,
                "days_since_written": 1,
                "patient": {"age_years": 55, "sex": "F"},
            }
        ],
    )

    assert pair[0]["findings"][0]["severity"] in ("contraindicated", "major")
    assert allergy[0]["result"] == "contraindicated"
    assert "FREQ_ERROR" in {f["code"] for f in line[0]["findings"]}
    assert any(n["required"] for n in line[0]["not_checked"]), "nobody gave an allergy list"


def test_that_an_unknown_fact_of_a_patient_is_an_error_and_not_ignored(shell: Shell) -> None:
    row = {"id": 1, "drug": "lisinopril 10 mg tablet", "sig": "1 tab daily", "patient": {"wieght_kg": 20}}

    status, rows = shell.run("check", "--kind", "prescription", rows=[row])

    assert status == 1
    assert "wieght_kg" in rows[0]["error"]["message"]


def test_that_files_walk_the_whole_road(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    (tmp_path / "broken.xml").write_text("<Message>")

    status, rows = shell.run(
        "process", str(tmp_path / "note.txt"), str(tmp_path / "broken.xml"), "--now", "2026-03-02T14:00:00Z"
    )

    assert status == 0
    assert [r["disposition"] for r in rows] == ["attention", "unreadable"], "a message never tells what else is taken"
    assert rows[0]["resolved"]["ingredient"] == "lisinopril"
    assert rows[0]["transcription"]["plain"] == "Take 1 tablet by mouth once a day."
    assert rows[0]["provenance"]["sig"]


def test_that_every_demo_message_is_answered_by_intake(shell: Shell) -> None:
    folder = resources() / "samples" / "prescriptions"

    status, rows = shell.run("intake", str(folder), "--now", "2026-03-02T14:00:00Z")

    assert status == 0
    assert {r["file"] for r in rows} == {p.name for p in folder.iterdir()}


def test_that_stored_prescriptions_stand_in_an_audited_desk(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    place = str(tmp_path / "desk")

    shell.run("process", str(tmp_path / "note.txt"), "--store", "--data", place, "--now", "2026-03-02T14:00:00Z")
    status, rows = shell.run("audit", "verify", "--data", place)

    assert status == 0
    assert rows[0]["ok"] is True
    assert rows[0]["rows"] >= 2


@pytest.mark.parametrize(
    "arguments",
    [("intake", "/nowhere/at/all"), ("transcribe", "--in", "/nowhere/at/all"), ("process", "x", "--now", "yesterday")],
)
def test_that_an_impossible_run_ends_with_status_2_and_one_sentence(shell: Shell, arguments: tuple[str, ...]) -> None:
    status, rows = shell.run(*arguments)

    assert (status, rows) == (2, [])
    assert shell.err.startswith("tallman: ")
    assert shell.err.count("\n") == 1


def test_that_the_commands_with_a_screen_are_handed_on(shell: Shell) -> None:
    assert shell.run("demo") == (7, [])
