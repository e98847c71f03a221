"""The refill strip, by keys only."""

from __future__ import annotations

from entry_bench import Bench
from PySide6.QtCore import Qt
from ui_double import DISK_FULL, nameless

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


def made_by(refill: Bench) -> list[int]:
    made: list[int] = []
    refill.widget.case_made.connect(made.append)
    return made


def test_that_a_number_and_enter_request_the_next_fill(refill: Bench) -> None:
    made = made_by(refill)
    refill.type(" RX1042 ")
    refill.press(ENTER)
    refill.settle()
    assert refill.fake.review.refills == ["RX1042"]
    assert made == [10_491]
    assert not refill.widget.isVisible()
    assert "RX1042" in refill.messages.status


def test_that_an_unknown_number_is_told_in_place_and_typed_over(refill: Bench) -> None:
    made = made_by(refill)
    refill.type("RX1")
    refill.press(ENTER)
    refill.settle()
    assert "no prescription RX1" in refill.shown("refillProblem")
    assert made == []
    refill.type("RX1042")
    assert refill.shown("refillProblem") == ""
    refill.press(ENTER)
    refill.settle()
    assert made == [10_491]


def test_that_an_error_keeps_the_number(refill: Bench) -> None:
    refill.fake.review.error = DISK_FULL
    refill.type("RX1042")
    refill.press(ENTER)
    refill.settle()
    assert DISK_FULL.what in refill.shown("refillProblem")
    assert refill.child("refillNumber").text() == "RX1042"


def test_that_no_number_is_not_sent(refill: Bench) -> None:
    refill.press(ENTER)
    assert refill.work.active == 0
    assert "number" in refill.shown("refillProblem")


def test_that_two_presses_request_one_fill(refill: Bench) -> None:
    refill.fake.review.import_gate.clear()
    refill.type("RX1042")
    refill.press(ENTER, ENTER, ESCAPE)
    assert refill.widget.isVisible(), "what is under way is seen through"
    refill.fake.review.import_gate.set()
    refill.settle()
    assert refill.fake.review.refills == ["RX1042"]


def test_that_escape_goes_away_and_the_next_time_starts_afresh(refill: Bench) -> None:
    closed: list[bool] = []
    refill.widget.closed.connect(lambda: closed.append(True))
    refill.type("RX1")
    refill.press(ENTER)
    refill.settle()
    refill.press(ESCAPE)
    assert not refill.widget.isVisible()
    assert closed == [True]
    refill.widget.ask("RX1042")
    assert refill.child("refillNumber").selectedText() == "RX1042"
    assert refill.shown("refillProblem") == ""


def test_that_every_part_has_a_name(refill: Bench) -> None:
    assert nameless(refill.widget) == []
