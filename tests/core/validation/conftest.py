"""The checks over a small catalogue, and over the one that ships."""

from __future__ import annotations

from pathlib import Path

import pytest
from validation_desk import SmallCatalogue

from app.core.reference import Catalogue
from app.core.validation import Checker


@pytest.fixture(scope="session")
def checker() -> Checker:
    return Checker(SmallCatalogue())


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    place: Path = tmp_path_factory.mktemp("catalogue")
    return Checker(Catalogue.open(place))
