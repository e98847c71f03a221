"""The demo pharmacy put into an empty desk: users, patients, and its messages through the front door."""

from __future__ import annotations

from datetime import timedelta

from app.core.demo import DEMO_NOW, demo_messages, demo_patients, demo_users
from app.core.desk import Desk
from app.core.model.clock import RunningClock
from app.core.model.errors import KnownError
from app.core.model.identity import Actor, Role
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


def fill_people(desk: Desk) -> None:
    """Users and patients, each once however often it is called."""
    for user in demo_users():
        desk.identity.ensure_user(user.login, user.name, user.initials, user.role, user.password)
    with desk.records.transaction() as tx:
        for patient in demo_patients():
            if tx.people.match(patient.name, patient.dob) is None:
                tx.people.add(patient)


def fill_queue(desk: Desk, progress: Progress | None = None) -> ImportReport:
    """The demo's messages, received as a technician would; those already there are recognised."""
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
    return desk.review.receive(_technician(desk), arrivals, progress)


def _technician(desk: Desk) -> Actor:
    for user in desk.identity.users():
        if user.role is Role.TECHNICIAN:
            return Actor(user_id=user.id, name=user.name, role=user.role, workstation=desk.settings.workstation)
    raise KnownError(
        "DEMO_EMPTY",
        "The demo pharmacy has no technician to receive its messages.",
        "Nothing was imported.",
        "Delete the demo's folder and start it again.",
    )
