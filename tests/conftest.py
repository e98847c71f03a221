"""What holds for every test: its own place on disk, no leaked thread, the shared samples where they are."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.desk import road_on
from app.core.pipeline import Road
from app.core.reference import Catalogue

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_FONT_DPI", "96")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def own_places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has its own home: nothing is read from or written to the user's folders."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture(autouse=True)
def no_leaked_thread() -> Iterator[None]:
    """A thread that outlives its test fails it."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and t.is_alive() and not t.daemon]
    for thread in left:
        thread.join(timeout=5)
    alive = [t.name for t in left if t.is_alive()]
    assert not alive, f"threads still running after the test: {alive}"


@pytest.fixture(scope="session")
def real_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """The drug catalogue as it ships, opened once for all tests that only read."""
    catalogue = Catalogue.open(tmp_path_factory.mktemp("cache"))
    yield catalogue
    catalogue.close()


@pytest.fixture(scope="session")
def real_road(real_catalogue: Catalogue) -> Road:
    """All stations as they ship."""
    return road_on(real_catalogue, 0.85)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The measured samples, where the project lies beside them."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the shared samples are not beside this clone")
    return SHARED
