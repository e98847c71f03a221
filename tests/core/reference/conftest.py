"""The shipped catalogue, compiled once for all tests of this room."""

from __future__ import annotations

import pytest

from app.core.reference import Catalogue


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The shipped catalogue; it is read-only, so the tests may share it."""
    return Catalogue.open(tmp_path_factory.mktemp("reference"))
