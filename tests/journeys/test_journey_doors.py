"""The doors at the desk, with keys only: an order by telephone, and the refill of what was dispensed before."""

from __future__ import annotations

from collections.abc import Callable

from journey_person import Person
from PySide6.QtCore import Qt

from app.core.desk import Desk
from app.core.model.case import CaseStatus
from app.core.model.order import ReviewField

ENTER, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_that_an_order_by_telephone_is_typed_received_and_opened_for_review(person: Person, desk: Desk) -> None:
    person.sign_in("jdoe")
    person.press("N", mod=CTRL)
    person.until(lambda: person.child("entry-patient").hasFocus())
    for words in ("Mary A. Smith", "03/09/1961", "F", "12 Elm St, Salem, MA 01970", "none", "Dana Whitfield"):
        person.type(words)
        person.press(ENTER)
    person.type("1234567893")
    person.press(ENTER, ENTER, ENTER)

    # The drug is chosen from the catalogue, and fills its three fields.
    person.type("lisinopril 10")
    person.until(lambda: person.child("drug-suggestions").isVisible())
    person.press(DOWN, ENTER)
    person.until(lambda: person.child("entry-sig").hasFocus())
    for words in ("Take 1 tablet by mouth once daily", "30", "30", "2", "A", "t", "", "Maria Lopez, RN"):
        person.type(words)
        person.press(ENTER)
    assert person.child("entryMissingList").text() == "– read back to the caller"
    person.press(" ", ENTER, " ")
    person.press(ENTER, mod=CTRL)

    # It opens for review as it was typed, ahead of others, and its bytes are kept.
    person.case_of("Mary A. Smith")
    case = person.page.case
    assert case.priority == 1
    assert case.raw.file.startswith("typed-")
    read = {field: case.field(field).value for field in (ReviewField.QUANTITY, ReviewField.REFILLS)}
    assert read == {ReviewField.QUANTITY: "30", ReviewField.REFILLS: "2"}
    assert case.order.drug.ingredient == "lisinopril"
    assert case.order.directions.plain.startswith("Take 1 tablet by mouth")
    assert "Called in by Maria Lopez, RN" in case.order.notes
    assert case.facts.allergies == ()
    with desk.records.reading() as tx:
        assert tx.messages.get(1).door == "typed"


def test_that_a_text_that_cannot_be_read_stays_for_mending_and_stands_in_the_tray(person: Person, desk: Desk) -> None:
    person.sign_in("tkim")
    person.press("N", mod=CTRL)
    person.press(TAB, mod=CTRL)
    person.until(lambda: person.child("entry-text").hasFocus())
    person.type("milk, eggs and bread")
    person.press(ENTER, mod=CTRL)
    person.until(lambda: person.child("entryProblem").isVisible() and person.child("entry-text").hasFocus())
    assert "does not read as a prescription" in person.child("entryProblemText").text()
    assert len(desk.review.unreadable(desk.itself)) == 1

    person.press("a", mod=CTRL)
    person.type("Patient: Jo Lund DOB 01/02/1980. Losartan 50 mg tablet, take 1 tablet daily. Qty 30, no refills")
    person.press(ENTER, mod=CTRL)

    person.case_of("Jo Lund")


def number_of(desk: Desk, case_id: int) -> str:
    with desk.records.reading() as tx:
        return tx.cases.load(case_id).prescription_number


def test_that_a_refill_is_asked_for_by_its_number_and_refused_where_none_is_left(
    person: Person, desk: Desk, arrive: Callable[..., int]
) -> None:
    first, last = arrive("Anna Clean", refills=1), arrive("Bella None", refills=0)
    number = number_of(desk, first)
    person.sign_in("jdoe")
    person.press(ENTER)
    person.case_of("Anna Clean")
    person.press(ENTER)
    person.case_of("Bella None")

    # The strip begins with the number of the case on screen, which has no refill.
    person.press("R", mod=CTRL | SHIFT)
    person.until(lambda: person.child("refillNumber").selectedText() == number_of(desk, last))
    person.press(ENTER)
    person.until(lambda: "no refills left" in person.child("refillProblem").text())
    person.type("RX999999")
    person.press(ENTER)
    person.until(lambda: "no prescription RX999999" in person.child("refillProblem").text())
    person.type(number.lower())
    person.press(ENTER)

    person.case_of("Anna Clean")
    refill = person.page.case
    assert (refill.prescription_number, refill.fill_number, refill.status) == (number, 2, CaseStatus.WAITING)
    assert refill.id != first
