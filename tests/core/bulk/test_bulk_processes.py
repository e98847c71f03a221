"""Worker processes with a tiny road of their own: what is tested is the hand-over, not the stations."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.bulk import Here, Processes
from app.core.demo import DEMO_NOW
from app.core.model.drug import DrugMatch, MatchStatus
from app.core.model.errors import WORKER_DIED, KnownError
from app.core.model.order import Order
from app.core.model.people import PatientName, PrescriberName
from app.core.model.raw import RawPrescription, RawView, ReadStatus
from app.core.model.road import Checked, CheckJob, Reading, Received, Revised, RevisionJob


class EchoRoad:
    """Reads the name of a message; one that is called "deadly" ends its process."""

    engine = "echo 1"

    def read(self, received: Received) -> tuple[Reading, ...]:
        if received.name == "deadly":
            os._exit(9)
        raw = RawPrescription(file=received.name, sha256="", kind="text", status=ReadStatus.READ)
        order = Order(
            patient=PatientName(),
            prescriber=PrescriberName(),
            drug_text=str(os.getpid()),
            drug=DrugMatch(text="", status=MatchStatus.UNKNOWN),
            directions=None,
        )
        return (Reading(raw=raw, view=RawView(title="", text=""), order=order),)

    def check(self, job: CheckJob) -> Checked:
        raise NotImplementedError

    def revise(self, job: RevisionJob) -> Revised:
        raise NotImplementedError


def build_echo(cache_dir: Path, limit: float) -> EchoRoad:
    return EchoRoad()


def messages(*names: str) -> list[Received]:
    return [Received(name=name, data=b"", now=DEMO_NOW) for name in names]


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Processes]:
    processes = Processes(build_echo, tmp_path, 0.85, 1)
    yield processes
    processes.close()


def test_that_messages_come_back_in_order_from_another_process(crew: Processes) -> None:
    names = [f"m{n}" for n in range(20)]

    readings = list(crew.read(messages(*names)))

    assert [r[0].raw.file for r in readings] == names
    assert {r[0].order.drug_text for r in readings}.isdisjoint({str(os.getpid())})


def test_that_a_worker_that_dies_is_told_in_a_sentence_and_replaced(crew: Processes) -> None:
    with pytest.raises(KnownError) as caught:
        list(crew.read(messages("deadly")))

    assert caught.value.code == WORKER_DIED
    assert [r[0].raw.file for r in crew.read(messages("next"))] == ["next"]


def test_that_the_engine_is_asked_once_and_known_from_then_on(crew: Processes) -> None:
    assert crew.warm_up().result() == crew.engine == "echo 1"


def test_that_the_road_here_gives_the_same_as_the_road_in_processes(crew: Processes) -> None:
    here = [r[0].raw for r in Here(EchoRoad()).read(messages("a", "b"))]

    assert here == [r[0].raw for r in crew.read(messages("a", "b"))]
