"""The people of the demo pharmacy: fictional, varied, and with the profiles that the messages need."""

from __future__ import annotations

import pickle
import re
from collections import Counter

import pytest
from samples_reading import data_of, manifest

from app.core.demo import DEMO_NOW, demo_messages, demo_patients, demo_users
from app.core.model.case import Disposition
from app.core.model.identity import Role


def test_that_every_role_has_a_user_to_sign_in() -> None:
    users = demo_users()
    assert {u.role for u in users} == set(Role)
    assert len({u.login for u in users}) == len(users)
    assert all(len(u.password) >= 8 for u in users)


def test_that_about_thirty_patients_differ_in_name_and_birthday() -> None:
    patients = demo_patients()
    assert len(patients) >= 30
    assert len({(p.name, p.dob) for p in patients}) == len(patients)
    assert {p.sex for p in patients} == {"F", "M"}


def test_that_ages_run_from_infant_to_ninety() -> None:
    ages = sorted((DEMO_NOW.date() - p.dob).days // 365 for p in demo_patients() if p.dob)
    assert len(ages) == len(demo_patients())
    assert ages[0] == 0
    assert ages[-1] >= 90
    assert sum(age < 18 for age in ages) >= 5


def test_that_profiles_hold_no_age_that_could_grow_stale() -> None:
    assert all(p.facts.age_years is None for p in demo_patients())


def test_that_someone_was_never_asked_for_allergies_and_someone_has_none() -> None:
    allergies = [p.facts.allergies for p in demo_patients()]
    assert None in allergies
    assert () in allergies
    assert any(allergies)


def test_that_adults_have_kidney_function_and_women_of_childbearing_age_a_pregnancy_status() -> None:
    for patient in demo_patients():
        assert patient.dob is not None
        age = (DEMO_NOW.date() - patient.dob).days // 365
        if age >= 16:
            assert patient.facts.egfr is not None, patient.name
        if patient.sex == "F" and 12 <= age < 50:
            assert patient.facts.pregnant is not None, patient.name


def test_that_telephone_numbers_of_patients_are_fictional_and_their_own() -> None:
    phones = [p.phone or "" for p in demo_patients()]
    assert all(re.fullmatch(r"207-555-01\d\d", p) for p in phones)
    assert max(Counter(phones).values()) == 1


def test_that_the_messages_come_in_the_order_of_the_manifest_with_their_bytes() -> None:
    messages = demo_messages()
    rows = manifest()
    assert [m.name for m in messages] == [r["file"] for r in rows]
    assert [m.data for m in messages] == [data_of(r) for r in rows]
    assert {m.expected for m in messages} == set(Disposition)
    assert {m.priority for m in messages} == {"waiter", "normal", "low"}


def test_that_the_most_urgent_message_is_a_clean_one() -> None:
    first = min((m for m in demo_messages() if m.priority == "waiter"), key=lambda m: m.promise_minutes)
    assert first.shows == "clean"
    assert first.expected is Disposition.READY


@pytest.mark.parametrize("offer", [demo_users, demo_patients, demo_messages])
def test_that_the_demo_crosses_process_borders_unchanged(offer: object) -> None:
    assert callable(offer)
    assert pickle.loads(pickle.dumps(offer())) == offer()
