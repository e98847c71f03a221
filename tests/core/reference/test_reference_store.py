"""The compiled file: made whole, found again, healed, shared by threads and processes."""

from __future__ import annotations

import pickle
import shutil
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from app.core.model.errors import KnownError
from app.core.reference import Catalogue
from app.core.reference import tables as facts
from app.core.reference.store import Store


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Tables with a few rows each, so that compiling takes no time."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, columns in facts.COLUMNS.items():
        (folder / f"{name}.tsv").write_text("\t".join(columns) + "\n", "utf-8")
    _add(folder, "sources", "own", "Own facts", "2026-01-02", "", "")
    _add(folder, "drugs", "lisinopril", "1", "", "top", "", "", "own")
    _add(folder, "products", "1", "lisinopril", "", "tablet", "oral", "10 mg", "", "Zestril", "", "5", "own")
    _add(folder, "words", "tablet", "base", "tablet", "own")
    return folder


def _add(folder: Path, name: str, *cells: str) -> None:
    with (folder / f"{name}.tsv").open("a", encoding="utf-8") as file:
        file.write("\t".join(cells) + "\n")


def _files(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.iterdir())


def test_that_the_file_is_compiled_once_and_leaves_nothing_else(tmp_path: Path, small: Path) -> None:
    cache = tmp_path / "cache"
    path = Store(cache, small).path
    made = path.stat().st_mtime_ns
    assert Store(cache, small).path.stat().st_mtime_ns == made
    assert _files(cache) == [path.name]


def test_that_changed_facts_make_another_file_and_another_release(tmp_path: Path, small: Path) -> None:
    before = Catalogue(tmp_path / "cache", small)
    _add(small, "names", "zestril", "brand", "lisinopril", "", "", "", "own")
    after = Catalogue(tmp_path / "cache", small)
    assert before.release != after.release
    assert after.release.startswith("2026-01-02+")
    assert before.resolve("zestril 10").ingredient is None
    assert after.resolve("zestril 10").ingredient == "lisinopril"


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\x00" + bytes(200)])
def test_that_a_damaged_file_is_built_again(tmp_path: Path, small: Path, damage: bytes) -> None:
    path = Store(tmp_path / "cache", small).path
    path.write_bytes(damage)
    assert Catalogue(tmp_path / "cache", small).resolve("lisinopril 10 mg").form == "tablet"


def test_that_a_half_file_is_built_again(tmp_path: Path, small: Path) -> None:
    path = Store(tmp_path / "cache", small).path
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert Catalogue(tmp_path / "cache", small).resolve("lisinopril 10 mg").form == "tablet"


def test_that_a_file_that_goes_away_while_open_is_built_again(tmp_path: Path, small: Path) -> None:
    catalogue = Catalogue(tmp_path / "cache", small)
    shutil.rmtree(tmp_path / "cache")
    assert catalogue.resolve("lisinopril 10 mg").strength == "10 mg"
    assert catalogue.by_code("RxNorm", "1") is None


def test_that_a_catalogue_crosses_to_another_process(tmp_path: Path, small: Path) -> None:
    catalogue = Catalogue(tmp_path / "cache", small)
    assert len(pickle.dumps(catalogue)) < 1000
    assert pickle.loads(pickle.dumps(catalogue)).resolve("lisinopril 10").strength == "10 mg"


def _resolve(place: tuple[Path, Path]) -> str | None:
    return Catalogue(*place).resolve("lisinopril 10 mg").form


def test_that_several_processes_may_compile_at_once(tmp_path: Path, small: Path) -> None:
    place = (tmp_path / "cache", small)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(_resolve, [place] * 4)) == ["tablet"] * 4
    assert len(_files(tmp_path / "cache")) == 1


def test_that_several_threads_may_ask_one_catalogue(catalogue: Catalogue) -> None:
    texts = ["warfarin 5 mg", "timolol 0.5 %", "amox/clav 875-125", "lisinopirl 20"] * 10
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(catalogue.resolve, texts))
    assert found == [catalogue.resolve(text) for text in texts]


def test_that_a_folder_that_cannot_be_written_is_explained(tmp_path: Path, small: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", "utf-8")
    with pytest.raises(KnownError) as raised:
        Catalogue(blocked, small)
    assert "could not be prepared" in raised.value.what
    assert raised.value.safe
    assert raised.value.next_step


@pytest.mark.parametrize("line", ["one\ttwo", "a\tb\tc\td\te\tf\tg\th\ti"])
def test_that_a_table_of_another_shape_is_refused_as_a_whole(tmp_path: Path, small: Path, line: str) -> None:
    with (small / "forms.tsv").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(KnownError) as raised:
        Catalogue(tmp_path / "cache", small)
    assert "forms.tsv" in raised.value.what
    assert _files(tmp_path / "cache") == []


def test_that_renamed_columns_are_refused(tmp_path: Path, small: Path) -> None:
    (small / "forms.tsv").write_text("form\troutes\tunits\tsource\n", "utf-8")
    with pytest.raises(KnownError):
        Catalogue(tmp_path / "cache", small)


def test_that_a_missing_table_is_explained(tmp_path: Path, small: Path) -> None:
    (small / "forms.tsv").unlink()
    with pytest.raises(KnownError) as raised:
        Catalogue(tmp_path / "cache", small)
    assert "forms.tsv" in raised.value.what
