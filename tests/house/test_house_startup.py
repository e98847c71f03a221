import subprocess
import sys

import pytest

HEAVY = ("spacy", "numpy", "lxml", "sqlalchemy", "PySide6", "rapidfuzz", "alembic")


def imported_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(' '.join(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    ["import app.__main__", "import app.cli", "import app.core.model.case", "import app.cli.stations"],
)
def test_that_the_entrance_imports_nothing_heavy(statement: str) -> None:
    assert imported_by(statement) == set()


def test_that_a_command_about_drugs_needs_neither_screen_nor_records() -> None:
    loaded = imported_by(
        "import tempfile; from pathlib import Path; from app.core.reference import Catalogue; "
        "Catalogue.open(Path(tempfile.mkdtemp())).resolve('lisinopril 10 mg')"
    )

    assert loaded <= {"rapidfuzz", "numpy"}


def test_that_directions_are_read_without_records_and_screen() -> None:
    loaded = imported_by("from app.core.transcription import Transcriber; Transcriber().transcribe('1 tab po bid')")

    assert not loaded & {"sqlalchemy", "alembic", "PySide6", "lxml"}
