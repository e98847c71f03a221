"""Patients: found exactly, changed without losing anybody's change."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.model.errors import BugError, StaleCaseError
from app.core.model.people import PatientProfile
from app.core.records import Records
from app.core.records.words import name_key, words_of


@pytest.mark.parametrize(
    "written",
    [
        "Alma Nestor",
        "NESTOR, Alma",
        "nestor,alma",
        "  Alma   NESTOR ",
        "Álma Nestor",
    ],
)
def test_that_a_patient_is_found_however_the_name_is_written(
    records: Records, profile: PatientProfile, written: str
) -> None:
    with records.transaction() as tx:
        added = tx.people.add(profile)
    with records.reading() as tx:
        assert tx.people.match(written, "1961-03-09") == added
        assert tx.people.match(written, date(1961, 3, 9)) == added


@pytest.mark.parametrize(
    ("name", "dob"),
    [
        ("Alma Nestor", "1961-03-10"),
        ("Alma Nestor", None),
        ("Alma Nestor", "not a day"),
        ("Alma Nestora", "1961-03-09"),
        ("Alma J Nestor", "1961-03-09"),
        ("Nestor Alma", "1961-03-09"),
        ("", "1961-03-09"),
        (None, "1961-03-09"),
    ],
)
def test_that_a_likeness_is_not_a_match(
    records: Records, profile: PatientProfile, name: str | None, dob: str | None
) -> None:
    with records.transaction() as tx:
        tx.people.add(profile)
        assert tx.people.match(name, dob) is None


def test_that_two_patients_of_one_name_and_day_match_nobody(records: Records, profile: PatientProfile) -> None:
    with records.transaction() as tx:
        tx.people.add(profile)
        tx.people.add(profile)
        assert tx.people.match(profile.name, profile.dob) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("O'Brien, Pat", "Pat O’Brien", True),
        ("Smith-Jones, Ann", "Ann Smith Jones", True),
        ("Smith, John, Jr.", "John Smith, Jr", True),
        ("Smith, John", "John Smith, Jr", False),
        ("James Thomas", "Thomas James", False),
    ],
)
def test_that_name_keys_tell_people_apart(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same


@given(st.text(max_size=40))
def test_that_a_name_key_is_a_fixed_point(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(max_size=60))
def test_that_words_are_never_empty(text: str) -> None:
    assert "" not in words_of(text)


def test_that_a_profile_comes_back_as_it_was_kept(records: Records, profile: PatientProfile) -> None:
    with records.transaction() as tx:
        added = tx.people.add(profile)
    assert added == profile.model_copy(update={"id": added.id, "version": 1})
    with records.reading() as tx:
        assert tx.people.get(added.id or 0) == added


def test_that_unknown_allergies_and_no_allergies_stay_apart(records: Records, profile: PatientProfile) -> None:
    unknown = profile.model_copy(update={"facts": profile.facts.model_copy(update={"allergies": None})})
    none = profile.model_copy(update={"facts": profile.facts.model_copy(update={"allergies": ()})})
    with records.transaction() as tx:
        ids = [tx.people.add(one).id or 0 for one in (unknown, none)]
    with records.reading() as tx:
        assert [tx.people.get(one).facts.allergies for one in ids] == [None, ()]


def test_that_a_stale_profile_is_refused_and_the_first_change_stands(records: Records, profile: PatientProfile) -> None:
    with records.transaction() as tx:
        seen = tx.people.add(profile)
    with records.transaction() as tx:
        changed = tx.people.update(seen.model_copy(update={"phone": "555-0101"}))
    assert changed.version == 2
    with pytest.raises(StaleCaseError), records.transaction() as tx:
        tx.people.update(seen.model_copy(update={"phone": "555-0102"}))
    with records.reading() as tx:
        assert tx.people.get(seen.id or 0) == changed


def test_that_people_are_listed_by_name_and_found_by_beginnings(records: Records, profile: PatientProfile) -> None:
    with records.transaction() as tx:
        for name in ("Zoe Park", "Alma Nestor", "Alan Parker"):
            tx.people.add(profile.model_copy(update={"name": name}))
    with records.reading() as tx:
        assert [p.name for p in tx.people.all()] == ["Alan Parker", "Alma Nestor", "Zoe Park"]
        assert [p.name for p in tx.people.all("par")] == ["Alan Parker", "Zoe Park"]
        assert [p.name for p in tx.people.all("al par")] == ["Alan Parker"]
        assert tx.people.all("ark") == ()
        assert tx.people.all("%") == ()
        assert len(tx.people.all("", 2)) == 2


def test_that_a_profile_without_an_id_or_with_a_wrong_one_is_an_error(
    records: Records, profile: PatientProfile
) -> None:
    with pytest.raises(BugError), records.transaction() as tx:
        tx.people.update(profile)
    with pytest.raises(BugError), records.transaction() as tx:
        tx.people.get(99)
