"""Strengths as numbers."""

from __future__ import annotations

import pytest

from app.core.reference.amounts import aligned, parse, say


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (".5mg", "0.5 mg"),
        ("5.0 mg", "5 mg"),
        ("1,000 mcg", "1000 mcg"),
        ("1 gm", "1 g"),
        ("250mg/5ml", "250 mg/5 mL"),
        ("250 mg per 5 mL", "250 mg/5 mL"),
        ("875-125 mg", "875 mg / 125 mg"),
        ("600-42.9 mg/5 mL", "600 mg / 42.9 mg per 5 mL"),
        ("100 units/mL", "100 units/mL"),
        ("U-100", "100 units/mL"),
        ("90 mcg/actuation", "90 mcg"),
        ("25 micrograms/hour", "25 mcg/hr"),
        ("0.3%", "0.3 %"),
        ("20meq", "20 mEq"),
    ],
)
def test_that_a_written_strength_is_said_in_one_way(written: str, said: str) -> None:
    assert say(parse(written)) == said


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("0.088 mg", "88 mcg"),
        ("1 g", "1000 mg"),
        ("80 mg/mL", "400 mg/5 mL"),
        ("400 mg", "400 mg/5 mL"),
        ("0.83 mg/mL", "0.083 %"),
        ("10 mg/g", "1 %"),
        ("100 units/mg", "100000 units/g"),
        ("5 mg / 325 mg", "325 mg / 5 mg"),
        ("0.6 mg/24 hr", "25 mcg/hr"),
    ],
)
def test_that_one_strength_in_two_ways_is_the_same(asked: str, held: str) -> None:
    assert aligned(parse(asked), parse(held)) is not None


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("88 mg", "88 mcg"),
        ("5 mg", "5 %"),
        ("100 units/g", "100 units/mL"),
        ("5 mg", "5 units"),
        ("24 mg", "25 mg"),
        ("325 mg", "325 mg / 5 mg"),
        ("5 mg / 5 mg", "325 mg / 5 mg"),
        ("100 mg/mL", "100 mg"),
    ],
)
def test_that_two_strengths_are_not_taken_for_one(asked: str, held: str) -> None:
    assert aligned(parse(asked), parse(held)) is None
