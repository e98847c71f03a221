"""Quantities: against the days written, against the course of the directions, and over the steps of a taper."""

from __future__ import annotations

from typing import Any

import pytest
from validation_desk import codes, lasting, order, sig, the

from app.core.model.order import CheckRequest
from app.core.model.regimen import Duration, Frequency, Regimen, Step, Supply, Transcription
from app.core.validation import Checker

TWICE = Frequency(times_min=2, times_max=2, period_min=1, period_max=1, period_unit="day")
ONCE = Frequency(times_min=1, times_max=1, period_min=1, period_max=1, period_unit="day")


def course(quantity: float, days: float, *, refills: int = 0, **more: Any) -> CheckRequest:
    """One tablet twice a day for so many days, without a days' supply."""
    duration = Duration(value=days, unit="day", **more.pop("bound", {}))
    directions = sig(times=2, duration=duration, **more)
    supply = lasting(min(days, quantity // 2), quantity, 2)
    return order("naproxen 500 mg tablet", directions, supply=supply, quantity=quantity, refills=refills)


@pytest.mark.parametrize(("quantity", "days"), [(20, 10), (14, 7), (21, 10), (6, 3)])
def test_that_a_quantity_of_the_course_is_silent(checker: Checker, quantity: float, days: float) -> None:
    assert "QTY_DS_MISMATCH" not in codes(checker.check(course(quantity, days)))


@pytest.mark.parametrize(("quantity", "days"), [(10, 10), (60, 5), (7, 7), (90, 14)])
def test_that_a_quantity_that_misses_the_course_warns_without_any_days_supply(
    checker: Checker, quantity: float, days: float
) -> None:
    found = the(checker.check(course(quantity, days)), "QTY_DS_MISMATCH")
    assert f"the directions say {days:g}" in found.message


def test_that_a_quantity_beyond_the_course_warns_though_the_days_supply_repeats_the_course(checker: Checker) -> None:
    request = course(60, 3).model_copy(update={"days_supply": 3})
    assert "QTY_DS_MISMATCH" in codes(checker.check(request))


def test_that_a_course_spread_over_refills_is_silent(checker: Checker) -> None:
    assert "QTY_DS_MISMATCH" not in codes(checker.check(course(20, 30, refills=2)))


@pytest.mark.parametrize("bound", [{"up_to": True}, {"at_least": True}])
def test_that_a_course_with_a_bound_binds_no_quantity(checker: Checker, bound: dict[str, bool]) -> None:
    assert "QTY_DS_MISMATCH" not in codes(checker.check(course(60, 5, bound=bound)))


def test_that_what_is_taken_as_needed_binds_no_quantity(checker: Checker) -> None:
    assert "QTY_DS_MISMATCH" not in codes(checker.check(course(60, 5, as_needed=True)))


def taper(quantity: float) -> CheckRequest:
    """Four tablets a day for three days, then two, then one."""
    steps = tuple(
        Step(dose_min=n, dose_max=n, dose_unit="tablet", frequency=ONCE, duration=Duration(value=3, unit="day"))
        for n in (4, 2, 1)
    )
    directions = Transcription(text="taper", regimen=Regimen(route="oral", steps=steps))
    supply = Supply(per_day=4, unit="tablet", quantity=quantity, days=9)
    return order("prednisone 10 mg tablet", directions, supply=supply, quantity=quantity, days_supply=9)


def test_that_a_taper_with_its_tablets_is_silent(checker: Checker) -> None:
    assert "QTY_DS_MISMATCH" not in codes(checker.check(taper(21)))


def test_that_a_taper_with_far_more_tablets_than_its_steps_need_warns(checker: Checker) -> None:
    assert "need 21 in all" in the(checker.check(taper(60)), "QTY_DS_MISMATCH").message


def test_that_a_bottle_of_drops_may_hold_more_than_the_course_even_of_an_unknown_drug(checker: Checker) -> None:
    directions = sig(dose=4, unit="drop", times=2, route="otic", duration=Duration(value=7, unit="day"))
    supply = Supply(per_day=0.4, unit="mL", quantity=15, days=7)
    request = order("qwertisol otic solution", directions, supply=supply, quantity=15)
    assert "QTY_DS_MISMATCH" not in codes(checker.check(request))
