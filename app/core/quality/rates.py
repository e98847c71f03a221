"""Rates with their uncertainty: a count without its denominator says nothing."""

from __future__ import annotations

import math

_Z = 1.959964  # two-sided 95 %


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson's score method; (0, 1) when nothing was counted."""
    if of <= 0:
        return 0.0, 1.0
    share, square = hits / of, _Z * _Z
    centre = share + square / (2 * of)
    spread = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    scale = 1 + square / of
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def in_words(hits: int, of: int) -> str:
    """Count, denominator and interval per 10,000, as the page shows them."""
    if of <= 0:
        return f"{hits} near misses; nothing verified yet, so no rate"
    if hits > of:  # several on one prescription, or most were sent back and not yet verified
        return f"{hits} near misses in {of:,} verified; too few verified for a rate"
    rate, low, high = (share * 1e4 for share in (hits / of, *wilson(hits, of)))
    noun = "near miss" if hits == 1 else "near misses"
    return f"{hits} {noun} in {of:,} verified · {rate:,.0f} per 10,000 (95 %: {low:,.0f} to {high:,.0f})"
