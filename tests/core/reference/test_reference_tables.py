"""The shipped tables agree with each other: every reference leads somewhere, every fact has a source."""

from __future__ import annotations

import pytest

from app.core.reference import tables as facts
from app.core.reference.amounts import parse, say


def _table(name: str) -> list[dict[str, str]]:
    columns = facts.COLUMNS[name]
    return [dict(zip(columns, row, strict=True)) for row in facts.rows(facts.folder(), name)]


@pytest.fixture(scope="module")
def drugs() -> dict[str, dict[str, str]]:
    return {row["drug"]: row for row in _table("drugs")}


@pytest.fixture(scope="module")
def products() -> list[dict[str, str]]:
    return _table("products")


def test_that_every_fact_points_to_a_known_source() -> None:
    known = {row["source"] for row in _table("sources")}
    for name, columns in facts.COLUMNS.items():
        if "source" in columns and name != "sources":
            assert {row["source"] for row in _table(name)} <= known, name


def test_that_names_and_products_are_of_listed_drugs(
    drugs: dict[str, dict[str, str]], products: list[dict[str, str]]
) -> None:
    assert {row["drug"] for row in products} <= drugs.keys()
    assert {row["drug"] for row in _table("names")} <= drugs.keys()
    assert {row["ingredient"] for row in _table("classes")} <= drugs.keys()


def test_that_every_top_drug_has_products(drugs: dict[str, dict[str, str]], products: list[dict[str, str]]) -> None:
    top = {name for name, row in drugs.items() if row["tier"] == "top"}
    assert len(top) >= 318
    assert top <= {row["drug"] for row in products}


def test_that_every_product_has_a_described_form_and_a_readable_strength(products: list[dict[str, str]]) -> None:
    forms = {row["form"] for row in _table("forms")}
    for row in products:
        assert row["form"] in forms
        assert say(parse(row["strength"])) == row["strength"]
        assert all(parse(other) for other in row["also"].split("; ") if other)
        assert int(row["packages"]) > 0


def test_that_what_a_name_fixes_is_marketed(products: list[dict[str, str]]) -> None:
    sold = {(row["drug"], row["form"]) for row in products}
    strengths = {(row["drug"], row["strength"]) for row in products}
    for row in _table("names"):
        assert not row["form"] or (row["drug"], row["form"]) in sold, row
        assert not row["strength"] or (row["drug"], row["strength"]) in strengths, row


def test_that_schedules_are_the_five_and_codes_lead_to_products(
    drugs: dict[str, dict[str, str]], products: list[dict[str, str]]
) -> None:
    assert {row["schedule"] for row in drugs.values()} == {"", "CII", "CIII", "CIV", "CV"}
    numbers = {row["id"] for row in products}
    codes = _table("codes")
    assert all(row["product"] in numbers if row["product"] else row["drug"] in drugs for row in codes)
    assert {row["rxcui"] for row in _table("ndc")} <= {row["rxcui"] for row in codes}


def test_that_tall_man_letters_change_nothing_but_the_case() -> None:
    assert all(row["lettering"].casefold() == row["name"] for row in _table("tallman"))
