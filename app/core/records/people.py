"""Patients of the pharmacy: found by exact name and date of birth, never by likeness."""

from __future__ import annotations

from datetime import date

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.model.people import PatientProfile, Sex
from app.core.records.failures import missing, stale
from app.core.records.tables import Person
from app.core.records.words import name_key, query_words

_SEX: TypeAdapter[Sex | None] = TypeAdapter(Sex | None)


class People:
    """Repository of patient profiles."""

    def __init__(self, session: Session) -> None:
        """Work inside the transaction of `session`."""
        self._session = session

    def match(self, name: str | None, dob: date | str | None) -> PatientProfile | None:
        """The one patient of this name and date of birth; None when there is none or more than one.

        A name without a date of birth identifies nobody. Taking the wrong patient would be worse
        than taking none, so two patients of the same name and day need a person to choose.
        """
        born = _day(dob)
        key = name_key(name or "")
        if born is None or not key:
            return None
        query = select(Person).where(Person.name_key == key, Person.dob == born).limit(2)
        rows = list(self._session.scalars(query))
        return _profile(rows[0]) if len(rows) == 1 else None

    def get(self, person_id: int) -> PatientProfile:
        """One patient."""
        return _profile(self._row(person_id))

    def add(self, profile: PatientProfile) -> PatientProfile:
        """Keep a new patient; the result carries the id and version 1."""
        row = Person(version=1)
        _fill(row, profile)
        self._session.add(row)
        self._session.flush()
        return profile.model_copy(update={"id": row.id, "version": 1})

    def update(self, profile: PatientProfile) -> PatientProfile:
        """Keep a change; StaleCaseError when the profile was changed since it was read."""
        if profile.id is None:
            raise missing("patient")
        row = self._row(profile.id, lock=True)
        if row.version != profile.version:
            raise stale("patient's profile")
        _fill(row, profile)
        row.version = profile.version + 1
        self._session.flush()
        return profile.model_copy(update={"version": row.version})

    def all(self, text: str = "", limit: int = 200) -> tuple[PatientProfile, ...]:
        """Patients by name; each word of `text` begins a word of the name."""
        words = query_words(text)
        if not words and text.strip():
            return ()
        query = select(Person).order_by(Person.name_key, Person.id).limit(limit)
        for word in words:
            begins = Person.name_key.startswith(word, autoescape=True)
            query = query.where(begins | Person.name_key.contains(f" {word}", autoescape=True))
        return tuple(_profile(row) for row in self._session.scalars(query))

    def _row(self, person_id: int, *, lock: bool = False) -> Person:
        row = self._session.get(Person, person_id, with_for_update=lock or None)
        if row is None:
            raise missing("patient")
        return row


def _day(value: date | str | None) -> date | None:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _fill(row: Person, profile: PatientProfile) -> None:
    row.name = profile.name
    row.name_key = name_key(profile.name)
    row.dob = profile.dob
    row.sex = profile.sex
    row.phone = profile.phone
    row.address = profile.address
    row.facts = profile.facts
    row.reviewed_on = profile.reviewed_on


def _profile(row: Person) -> PatientProfile:
    return PatientProfile(
        id=row.id,
        name=row.name,
        dob=row.dob,
        sex=_SEX.validate_python(row.sex),
        phone=row.phone,
        address=row.address,
        facts=row.facts,
        reviewed_on=row.reviewed_on,
        version=row.version,
    )
