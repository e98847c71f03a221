"""The demo pharmacy put into an empty desk: users, patients, and its messages through the front door."""

from __future__ import annotations

from datetime import timedelta

from app.core.demo import DEMO_NOW, demo_messages, demo_patients, demo_users
from app.core.desk import Desk
from app.core.model.clock import Clock, RunningClock
from app.core.records import Records
from app.core.review import Arrival, ImportReport, Progress
from app.core.settings import Settings

_PRIORITIES = {"waiter": 1, "normal": 2, "low": 3}


def demo_clock(settings: Settings) -> RunningClock:
    """The demo's day, going on where an earlier session of this demo desk ended."""
    records = Records.open(settings.url, RunningClock(DEMO_NOW))
    try:
        with records.reading() as tx:
            newest = tx.audit.page(1)
    finally:
        records.close()
    start = newest[0].at + timedelta(seconds=1) if newest else DEMO_NOW
    return RunningClock(max(start, DEMO_NOW))


class DemoDesk(Desk):
    """The demo pharmacy: taking up what was left begins with its messages."""

    def take_up(self, progress: Progress | None = None) -> int:
        """Receive the demo's messages, then whatever any desk takes up."""
        return fill_queue(self, progress).new + super().take_up(progress)


def open_demo(settings: Settings, clock: Clock | None = None, *, in_process: bool = False) -> DemoDesk:
    """The demo pharmacy, with its users and patients; its messages come with `take_up`."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    desk = DemoDesk.open(settings, clock or demo_clock(settings), in_process=in_process, is_demo=True)
    fill_people(desk)
    return desk


def fill_people(desk: Desk) -> None:
    """Users and patients, each once however often it is called."""
    for user in demo_users():
        desk.identity.ensure_user(user.login, user.name, user.initials, user.role, user.password)
    with desk.records.transaction() as tx:
        for patient in demo_patients():
            if tx.people.match(patient.name, patient.dob) is None:
                tx.people.add(patient)


def fill_queue(desk: Desk, progress: Progress | None = None) -> ImportReport:
    """The demo's messages through the front door; those already there are recognised."""
    arrivals = [
        Arrival(
            name=message.name,
            data=message.data,
            door="demo",
            priority=_PRIORITIES[message.priority],
            promise_at=DEMO_NOW + timedelta(minutes=message.promise_minutes),
        )
        for message in demo_messages()
    ]
    return desk.review.receive(desk.itself, arrivals, progress)
