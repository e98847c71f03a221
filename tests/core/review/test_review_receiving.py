from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.desk import Desk
from app.core.model.case import PendingKind
from app.core.model.errors import KnownError
from app.core.model.identity import Actor
from app.core.records import MessageStatus
from app.core.review import Arrival

NEWRX = b"""<?xml version="1.0"?><Message version="2017071"><Header><From Qualifier="D">9000000000001</From>
<MessageID>%s</MessageID></Header><Body><NewRx><Patient><HumanPatient><Name><LastName>Nestor</LastName>
<FirstName>Alma</FirstName></Name><Gender>F</Gender><DateOfBirth><Date>1961-03-02</Date></DateOfBirth></HumanPatient>
</Patient><Prescriber><NonVeterinarian><Identification><NPI>1234567893</NPI></Identification><Name><LastName>Whitfield
</LastName><FirstName>Dana</FirstName></Name></NonVeterinarian></Prescriber><MedicationPrescribed><DrugDescription>
lisinopril 10 mg tablet</DrugDescription><Quantity><Value>%d</Value><CodeListQualifier>38</CodeListQualifier>
</Quantity><WrittenDate><Date>2026-03-01</Date></WrittenDate><Substitutions>0</Substitutions><NumberOfRefills>2
</NumberOfRefills><Sig><SigText>Take 1 tablet by mouth once daily</SigText></Sig></MedicationPrescribed></NewRx></Body>
</Message>"""


def arrival(quantity: int = 30, number: bytes = b"MSG1") -> Arrival:
    return Arrival(name="rx.xml", data=NEWRX % (number, quantity))


def test_that_the_received_bytes_are_kept_exactly(desk: Desk, technician: Actor) -> None:
    desk.review.receive(technician, [arrival()])

    assert desk.review.message_bytes(technician, 1) == arrival().data


def test_that_the_same_message_twice_is_recognised(desk: Desk, technician: Actor) -> None:
    report = desk.review.receive(technician, [arrival(), arrival()])

    assert (report.received, report.new, report.duplicates) == (2, 1, 1)


def test_that_the_same_number_with_other_content_is_stopped(desk: Desk, technician: Actor, pharmacist: Actor) -> None:
    report = desk.review.receive(technician, [arrival(), arrival(quantity=90)])

    second = desk.review.open(pharmacist, report.cases[1])
    assert "MESSAGE_CONFLICT" in {f.code for f in second.checks.findings}
    assert PendingKind.STOP in {p.kind for p in second.pending}


@pytest.mark.parametrize("data", [b"", b"<Message><Body>", b'{"a": 1, "a": 2}', b"\x00\x01\x02", b"MSH|^~\\&|A|B"])
def test_that_what_cannot_be_read_stands_in_the_tray_with_its_reason_and_bytes(
    desk: Desk, technician: Actor, data: bytes
) -> None:
    report = desk.review.receive(technician, [Arrival(name="odd", data=data)])

    (row,) = desk.review.unreadable(technician)
    assert (report.new, report.unreadable) == (0, 1)
    assert row.reason
    assert desk.review.message_bytes(technician, row.id) == data


def test_that_a_folder_is_imported_with_all_its_files(desk: Desk, technician: Actor, tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    (folder / "deeper").mkdir(parents=True)
    (folder / "a.xml").write_bytes(arrival().data)
    (folder / "deeper" / "b.xml").write_bytes(arrival(number=b"MSG2").data)

    assert desk.review.import_files(technician, [folder]).new == 2


def test_that_a_file_that_is_not_there_is_said(desk: Desk, technician: Actor, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="FILE_UNREADABLE"):
        desk.review.import_files(technician, [tmp_path / "gone.xml"])


def test_that_what_was_stored_before_a_crash_is_read_at_the_next_start(desk: Desk, technician: Actor) -> None:
    receipt = desk.review.store(technician, arrival())  # and then the power goes

    report = desk.review.resume(technician)

    assert report.new == 1
    with desk.records.reading() as tx:
        assert tx.messages.get(receipt.id).status is MessageStatus.READ
    assert desk.review.resume(technician).received == 0


def test_that_progress_is_told_and_cancelling_keeps_what_was_received(desk: Desk, technician: Actor) -> None:
    class Impatient:
        def __init__(self) -> None:
            self.told: list[tuple[int, int]] = []

        def report(self, done: int, total: int) -> None:
            self.told.append((done, total))

        def raise_if_cancelled(self) -> None:
            if self.told:
                raise InterruptedError

    progress = Impatient()
    with pytest.raises(InterruptedError):
        desk.review.receive(technician, [arrival(), arrival(number=b"MSG2")], progress)

    assert progress.told == [(1, 2)]
    assert desk.review.resume(technician).new == 1


def test_that_an_import_can_be_cancelled_before_anything_was_read(desk: Desk, technician: Actor) -> None:
    class Cancelled:
        def report(self, done: int, total: int) -> None:
            raise AssertionError("nothing was to be read")

        def raise_if_cancelled(self) -> None:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        desk.review.receive(technician, [arrival(), arrival(number=b"MSG2")], Cancelled())

    assert desk.review.resume(technician).received == 1, "what was stored is not lost, what was not is not there"


def test_that_a_new_engine_checks_the_open_cases_again(
    desk: Desk, technician: Actor, receive: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = receive()
    assert desk.review.recheck_open(technician) == 0
    monkeypatch.setattr(desk.crew._road, "engine", "another engine")

    assert desk.review.recheck_open(technician) == 1
    with desk.records.reading() as tx:
        assert tx.cases.load(case_id).content.engine == "another engine"


def test_that_a_refill_is_a_new_fill_and_a_new_case(desk: Desk, technician: Actor, pharmacist: Actor) -> None:
    first = desk.review.open(pharmacist, desk.review.receive(technician, [arrival()]).cases[0])

    again = desk.review.open(pharmacist, desk.review.request_refill(technician, first.prescription_number))

    assert (again.prescription_number, again.fill_number) == (first.prescription_number, 2)
    assert again.id != first.id


def test_that_a_prescription_without_refills_gives_none(
    desk: Desk, technician: Actor, pharmacist: Actor, receive: Callable[..., int]
) -> None:
    number = desk.review.open(pharmacist, receive(refills="0")).prescription_number

    with pytest.raises(KnownError, match="NO_REFILLS"):
        desk.review.request_refill(technician, number)


def test_that_no_more_refills_are_begun_than_were_authorised(desk: Desk, technician: Actor, pharmacist: Actor) -> None:
    number = desk.review.open(pharmacist, desk.review.receive(technician, [arrival()]).cases[0]).prescription_number
    desk.review.request_refill(technician, number)
    second = desk.review.request_refill(technician, number.removeprefix("RX"))

    with pytest.raises(KnownError, match="NO_REFILLS"):
        desk.review.request_refill(technician, number)

    case = desk.review.open(pharmacist, second)
    desk.review.refuse(pharmacist, case.id, case.version, "duplicate")
    assert desk.review.request_refill(technician, number)
