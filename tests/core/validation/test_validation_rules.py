"""The rule tables: every word known, every number a number, and a version of their own."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.core.places import resources
from app.core.reference import Catalogue
from app.core.validation import Checker
from app.core.validation.rules import Rulebook
from app.core.validation.rules.tables import TableError, rows_of, version_of

FOLDER = resources() / "rules"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.read()


def _column(table: str, column: str) -> set[str]:
    with (resources() / "reference" / table).open(encoding="utf-8", newline="") as f:
        return {row[column] for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)}


def test_that_every_term_of_a_rule_is_a_class_a_group_or_a_drug(book: Rulebook) -> None:
    drugs = _column("drugs.tsv", "drug")
    parts = {part for drug in drugs for part in drug.split(" / ")}
    known = drugs | parts | _column("classes.tsv", "class") | _column("outside.tsv", "name") | set(book.groups.members)
    used = book.vocabulary | {term for rule in book.allergies.rules for term in rule.drug}
    rare = {term for term in used if term not in known}
    assert len(rare) <= len(used) * 0.06, sorted(rare)


def test_that_every_class_that_a_group_takes_exists(book: Rulebook) -> None:
    known = _column("classes.tsv", "class") | set(book.groups.members)
    taken = {m[1:] for members in book.groups.members.values() for m in members if m.startswith("@")}
    assert taken <= known


def test_that_every_condition_of_a_rule_has_words(book: Rulebook) -> None:
    named = {name for table in book.by_drug.values() for rule in table.rows for name in rule.when | rule.unless}
    assert named <= book.conditions.names


def test_that_every_row_of_every_table_names_its_source() -> None:
    for path in FOLDER.glob("*.tsv"):
        assert all(row["source"] for row in rows_of(path)), path.name


def test_that_a_row_without_a_source_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "t.tsv"
    table.write_text("drug\tsource\nwarfarin\t\n", encoding="utf-8")
    with pytest.raises(TableError, match="no source"):
        list(rows_of(table))


def test_that_a_row_with_a_cell_too_many_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "t.tsv"
    table.write_text("drug\tsource\nwarfarin\tlabel\tmore\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"t\.tsv, line 2"):
        list(rows_of(table))


def test_that_the_version_follows_the_rules_and_not_the_line_ends(tmp_path: Path) -> None:
    table = tmp_path / "t.tsv"
    table.write_bytes(b"drug\tsource\nwarfarin\tlabel\n")
    before = version_of(tmp_path)
    table.write_bytes(b"drug\tsource\r\nwarfarin\tlabel\r\n")
    assert version_of(tmp_path) == before
    table.write_bytes(b"drug\tsource\napixaban\tlabel\n")
    assert version_of(tmp_path) != before


def test_that_findings_carry_the_version_of_the_rules(checker: Checker) -> None:
    assert checker.interaction("warfarin", "ibuprofen").rules == checker.rules_version != ""


def test_that_the_shipped_catalogue_knows_the_classes_that_the_rules_lean_on(shipped: Checker, tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path)
    assert "statin" in catalogue.classes_of("simvastatin")
    assert shipped.interaction("phenelzine", "fluoxetine").findings
