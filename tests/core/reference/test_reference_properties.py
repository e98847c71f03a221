"""What holds for every text: no error, no invention, no silent neighbour."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.model.drug import MatchStatus
from app.core.reference import Catalogue
from app.core.reference.amounts import Amount, aligned, parse, say

SHARED_CATALOGUE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)
TOP = ("lisinopril", "atorvastatin", "metoprolol", "gabapentin", "levothyroxine", "prednisone", "clonidine", "tramadol")

units = st.sampled_from(["mg", "mcg", "units", "mEq"])
values = st.decimals(min_value="0.001", max_value="100000", places=3)
amounts = st.builds(Amount, values, units, st.none(), st.none())
concentrations = st.builds(Amount, values, units, st.integers(1, 20).map(Decimal), st.sampled_from(["mL", "hr"]))


@SHARED_CATALOGUE
@given(text=st.text(max_size=80))
def test_that_resolve_never_raises_and_keeps_the_text(catalogue: Catalogue, text: str) -> None:
    match = catalogue.resolve(text)
    assert match.text == text
    assert (match.ingredient is not None) == (match.status is MatchStatus.MATCHED)


@SHARED_CATALOGUE
@given(text=st.text(alphabet="0123456789./-% mgcluntshr#", max_size=40))
def test_that_numbers_and_units_alone_never_name_a_drug(catalogue: Catalogue, text: str) -> None:
    digits_only = "".join(ch if ch in "0123456789./-%# " else " " for ch in text)
    assert catalogue.resolve(digits_only).status is MatchStatus.UNKNOWN
    catalogue.resolve(text)


@SHARED_CATALOGUE
@given(word=st.text(alphabet="qxzjwv", min_size=5, max_size=12))
def test_that_nonsense_stays_unknown(catalogue: Catalogue, word: str) -> None:
    assert catalogue.resolve(f"{word} 10 mg tablet").status is MatchStatus.UNKNOWN


@SHARED_CATALOGUE
@given(drug=st.sampled_from(TOP), at=st.integers(1, 6), letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_that_a_typing_slip_never_makes_another_drug(catalogue: Catalogue, drug: str, at: int, letter: str) -> None:
    match = catalogue.resolve(drug[:at] + letter + drug[at + 1 :] + " 10 mg")
    assert match.ingredient in (drug, None)


@given(parts=st.lists(amounts, min_size=1, max_size=3))
def test_that_a_strength_that_is_said_reads_back(parts: list[Amount]) -> None:
    assert parse(say(parts)) == tuple(parts)


@given(one=concentrations)
def test_that_a_concentration_that_is_said_reads_back(one: Amount) -> None:
    assert parse(say([one])) == (one,)


@given(value=values)
def test_that_a_milligram_is_a_thousand_micrograms(value: Decimal) -> None:
    small = Amount(value * 1000, "mcg")
    assert aligned((small,), (Amount(value, "mg"),)) == (small,)
    assert aligned((Amount(value, "mg"),), (Amount(value, "mcg"),)) is None


@SHARED_CATALOGUE
@given(prefix=st.text(max_size=20), limit=st.integers(-1, 20))
def test_that_search_never_raises_and_keeps_its_limit(catalogue: Catalogue, prefix: str, limit: int) -> None:
    assert len(catalogue.search(prefix, limit)) <= max(0, limit)
