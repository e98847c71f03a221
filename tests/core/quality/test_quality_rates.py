import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.quality.rates import in_words, wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(30, 10_000, 21.0, 42.8), (15, 10_000, 9.1, 24.7), (0, 300, 0.0, 126.4)]
)
def test_that_the_interval_is_the_published_one(hits: int, of: int, low: float, high: float) -> None:
    assert [round(x * 1e4, 1) for x in wilson(hits, of)] == pytest.approx([low, high], abs=0.1)


def test_that_nothing_verified_gives_no_rate() -> None:
    assert "no rate" in in_words(2, 0)


def test_that_more_near_misses_than_verifications_give_no_rate() -> None:
    assert in_words(2, 1) == "2 near misses in 1 verified; too few verified for a rate"


def test_that_a_rate_names_count_denominator_and_interval() -> None:
    assert in_words(3, 212) == "3 near misses in 212 verified · 142 per 10,000 (95 %: 48 to 408)"


@given(st.integers(0, 500), st.integers(1, 500))
def test_that_the_interval_holds_the_share_and_stays_between_none_and_all(hits: int, of: int) -> None:
    hits = min(hits, of)
    low, high = wilson(hits, of)

    assert 0.0 <= low <= hits / of + 1e-9
    assert hits / of - 1e-9 <= high <= 1.0
