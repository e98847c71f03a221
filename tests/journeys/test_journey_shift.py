"""A shift at the desk, with keys only: from signing in to the supervisor's export."""

from __future__ import annotations

import csv
from collections.abc import Callable

from journey_person import Person
from PySide6.QtCore import Qt

from app.core.desk import Desk
from app.core.model.case import CaseStatus, FieldState, PendingKind
from app.core.model.order import ReviewField
from app.core.model.quality import EventClass

ENTER, SPACE, ESCAPE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier


def status_of(desk: Desk, case_id: int) -> CaseStatus:
    with desk.records.reading() as tx:
        return tx.cases.load(case_id).status


def test_that_a_shift_goes_from_sign_in_to_the_supervisors_export(
    person: Person, desk: Desk, arrive: Callable[..., int]
) -> None:
    clean = arrive("Anna Clean")
    doubtful = arrive("Bella Doubt", sig="Take 1 tabelt by mouth once daily")
    misread = arrive("Carla Misread", sig="Take 1 tabelt by mouth once daily")
    stopped = arrive(
        "Dora Stop",
        drug="amoxicillin 500 mg capsule",
        sig="Take 1 capsule by mouth three times a day for 10 days",
        days=10,
        allergies=("penicillin",),
    )
    wrong = arrive("Edna Wrong")
    arrive("Flora Last")

    # Sign in, open the first case, verify it with one key.
    person.sign_in("jdoe")
    person.press(ENTER)
    person.case_of("Anna Clean")
    assert person.page.case.pending == ()
    person.press(ENTER)

    # The next case opens by itself; its doubtful field takes one key more.
    person.case_of("Bella Doubt")
    assert status_of(desk, clean) is CaseStatus.VERIFIED
    assert [p.kind for p in person.page.case.pending] == [PendingKind.FIELD]
    person.press(SPACE)
    person.until(lambda: person.page.accepts_keys and not person.page.case.pending)
    person.press(ENTER)

    # Correct a dose: a near miss is filed, and the checks run again.
    person.case_of("Carla Misread")
    assert status_of(desk, doubtful) is CaseStatus.VERIFIED
    person.press("c")
    person.until(lambda: person.child("correction-text").hasFocus())
    person.press("a", mod=CTRL)
    person.type("2 tablets")
    person.press(ENTER)
    person.until(lambda: person.page.accepts_keys and person.page.case.version > 2)
    dose = person.page.case.field(ReviewField.DOSE)
    assert (dose.value, dose.state) == ("2 tablets", FieldState.CORRECTED)
    assert "QTY_DS_MISMATCH" in {f.code for f in person.page.case.checks.findings}
    person.press("h", "1", ENTER)

    # A hard stop does not pass without a reason.
    person.case_of("Dora Stop")
    assert status_of(desk, misread) is CaseStatus.ON_HOLD
    person.press(ENTER)
    assert status_of(desk, stopped) is CaseStatus.WAITING
    person.press("1")
    person.press(ENTER, mod=CTRL)
    person.until(lambda: person.page.accepts_keys and not person.page.case.pending)
    person.press(ENTER)

    # Sending one back takes four keys and files its near miss.
    person.case_of("Edna Wrong")
    assert status_of(desk, stopped) is CaseStatus.VERIFIED
    before = person.keys
    person.press("r", "o", "1", ENTER)
    person.case_of("Flora Last")
    assert person.keys - before == 4
    assert status_of(desk, wrong) is CaseStatus.RETURNED
    person.sign_out()

    # The supervisor finds both near misses and exports them.
    person.sign_in("slarsen")
    person.press("3", mod=CTRL)
    page = person.child("nearMissPage")
    person.until(lambda: page.isVisible() and page.model.rowCount() == 2)
    person.press("e", mod=CTRL)
    person.until(person.answers.path.exists)
    with person.answers.path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["classification"], r["was"], r["became"]) for r in rows] == [
        (EventClass.NEAR_MISS.value, "1 tablet", "returned to data entry"),
        (EventClass.NEAR_MISS.value, "1 tablet", "2 tablets"),
    ]
    assert not any(name in cell for row in rows for cell in row.values() for name in ("Carla", "Edna"))


def test_that_a_decision_is_taken_back_with_one_key(person: Person, desk: Desk, arrive: Callable[..., int]) -> None:
    first = arrive("Anna Clean")
    arrive("Bella Next")
    person.sign_in("jdoe")
    person.press(ENTER)
    person.case_of("Anna Clean")
    person.press(ENTER)
    person.case_of("Bella Next")

    person.press("u")

    person.case_of("Anna Clean")
    assert status_of(desk, first) is CaseStatus.WAITING


def test_that_changing_the_prescribers_order_asks_who_authorised_it(
    person: Person, desk: Desk, arrive: Callable[..., int]
) -> None:
    arrive("Anna Clean")
    person.sign_in("jdoe")
    person.press(ENTER)
    person.case_of("Anna Clean")
    while person.page.workspace.fields.current is not ReviewField.DOSE:
        person.press(Qt.Key.Key_Down)

    person.press("c")
    person.until(lambda: person.child("correction-text").hasFocus())
    person.press("a", mod=CTRL)
    person.type("2 tablets")
    person.until(lambda: person.child("authorisation").isVisible())
    person.press(ENTER)

    assert person.page.case.version == 2, "nothing may be saved without the authorisation"
    assert person.child("authorised-by").isVisible()


def test_that_imported_files_appear_in_queue_and_tray(person: Person, desk: Desk) -> None:
    folder = person.answers.path
    folder.mkdir()
    (folder / "note.txt").write_text(
        "Patient: Anna Clean  DOB 3/9/1961  Sex F\nPrescriber: Dana Whitfield MD  NPI 1234567893\nDate: 3/1/2026\n"
        "Drug: lisinopril 10 mg tablet\nSig: Take 1 tablet by mouth once daily\nQty: 30\nRefills: 0\n"
    )
    (folder / "broken.xml").write_bytes(b"<Message><Body>")
    person.sign_in("tkim")

    person.press("O", mod=CTRL | Qt.KeyboardModifier.ShiftModifier)

    person.until(lambda: desk.review.queue_counts(desk.itself)["all"] == 1)
    person.until(lambda: person.child("importBar").isHidden() or not person.window.import_bar.isVisible())
    person.press("2", mod=CTRL)
    tray = person.child("trayPage")
    person.until(lambda: tray.isVisible() and "broken" in person.child("trayFile").text())
