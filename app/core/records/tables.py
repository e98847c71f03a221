"""The tables, as typed classes; migrations/ builds them, and a test holds the two together."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, MetaData, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.model.order import Order
from app.core.model.people import PatientFacts
from app.core.model.quality import QualityEvent
from app.core.records.columns import AnyText, Document, UtcDateTime, words_type
from app.core.records.content import CaseContent

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: UtcDateTime(), str: AnyText()}


class Body(Base):
    """Received bytes, once each, never changed."""

    __tablename__ = "message_body"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Message(Base):
    """A receipt: that these bytes came in, when and by which door."""

    __tablename__ = "message"
    __table_args__ = (
        Index(
            "uq_message_first",
            "sha256",
            unique=True,
            sqlite_where=text("duplicate_of IS NULL"),
            postgresql_where=text("duplicate_of IS NULL"),
        ),
        Index("ix_message_status_id", "status", "id"),
        Index("ix_message_external_id_sender", "external_id", "sender"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), ForeignKey("message_body.sha256"))
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    name: Mapped[str]
    size: Mapped[int]
    received_at: Mapped[datetime]
    door: Mapped[str]
    actor_id: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    sender: Mapped[str] = mapped_column(default="")
    external_id: Mapped[str] = mapped_column(default="")


class Person(Base):
    """A patient of the pharmacy."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_name_key_dob", "name_key", "dob"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str]
    dob: Mapped[date | None]
    sex: Mapped[str | None] = mapped_column(String(1))
    phone: Mapped[str | None]
    address: Mapped[str | None]
    facts: Mapped[PatientFacts] = mapped_column(Document(PatientFacts))
    reviewed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}


class Counter(Base):
    """A number that only counts up, without gaps, under the lock of its row."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]


class Prescription(Base):
    """What a prescriber ordered, with what was authorised and what remains."""

    __tablename__ = "prescription"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    drug: Mapped[str]
    ingredient: Mapped[str | None]
    authorised: Mapped[int | None]
    remaining: Mapped[int | None]
    date_written: Mapped[date | None]
    created_at: Mapped[datetime]
    order: Mapped[Order] = mapped_column("order_document", Document(Order))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}


class Fill(Base):
    """One dispensing of a prescription."""

    __tablename__ = "fill"
    __table_args__ = (UniqueConstraint("prescription_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    prescription_id: Mapped[int] = mapped_column(ForeignKey("prescription.id"))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Case(Base):
    """One fill on its way through verification, as the queue lists it.

    `due` is the promise, or a far day where there is none, so that (priority, due, id) is a total
    order without NULL; `is_open` leads the index that every queue page walks.
    """

    __tablename__ = "review_case"
    __table_args__ = (
        Index("ix_review_case_queue", "is_open", "priority", "due", "id"),
        Index("ix_review_case_status_queue", "status", "priority", "due", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fill_id: Mapped[int] = mapped_column(ForeignKey("fill.id"), index=True)
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    is_open: Mapped[bool]
    disposition: Mapped[str] = mapped_column(String(20))
    priority: Mapped[int]
    due: Mapped[datetime]
    received_at: Mapped[datetime]
    patient: Mapped[str]
    drug: Mapped[str]
    why_here: Mapped[str]
    status_note: Mapped[str]
    stops: Mapped[int]
    warns: Mapped[int]
    doubts: Mapped[int]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}


class Content(Base):
    """The document of a case, apart so that the queue never reads it."""

    __tablename__ = "case_content"

    case_id: Mapped[int] = mapped_column(ForeignKey("review_case.id"), primary_key=True)
    document: Mapped[CaseContent] = mapped_column(Document(CaseContent))


class Word(Base):
    """A word that finds a case."""

    __tablename__ = "case_word"
    __table_args__ = (Index("ix_case_word_word_case_id", "word", "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("review_case.id"), primary_key=True)
    word: Mapped[str] = mapped_column(words_type(), primary_key=True)


class Claim(Base):
    """Who has a case open, until when: a lease."""

    __tablename__ = "case_claim"

    case_id: Mapped[int] = mapped_column(ForeignKey("review_case.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(index=True)
    name: Mapped[str]
    initials: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]


class Decision(Base):
    """What a person decided, with what was on screen; only the undoing is ever added."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_act_at", "act", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("review_case.id"), index=True)
    act: Mapped[str]
    actor_id: Mapped[int]
    actor: Mapped[str]
    role: Mapped[str]
    workstation: Mapped[str]
    at: Mapped[datetime]
    reason_code: Mapped[str]
    reason_text: Mapped[str]
    note: Mapped[str]
    snapshot_json: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    undo_until: Mapped[datetime | None]
    undone_by: Mapped[str | None]
    undone_at: Mapped[datetime | None]


class Event(Base):
    """A near miss, an intervention or an edit; never deleted."""

    __tablename__ = "quality_event"
    __table_args__ = (Index("ix_quality_event_classification_happened_at", "classification", "happened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("review_case.id"), index=True)
    classification: Mapped[str] = mapped_column(String(20))
    type: Mapped[str] = mapped_column(String(30))
    happened_at: Mapped[datetime]
    reviewed: Mapped[bool]
    search: Mapped[str]
    document: Mapped[QualityEvent] = mapped_column(Document(QualityEvent))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}


class Account(Base):
    """A user who may sign in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]
    initials: Mapped[str]
    role: Mapped[str]
    secret_hash: Mapped[str]
    active: Mapped[bool]
    created_at: Mapped[datetime]


class Guard(Base):
    """Failed sign-ins of a login, real or not, so that a lock does not tell which logins exist."""

    __tablename__ = "sign_in_guard"

    login: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]


class Audit(Base):
    """One act, chained to the one before; `at` is text so that the hash covers what stands here."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    actor_id: Mapped[int | None]
    actor: Mapped[str]
    role: Mapped[str]
    workstation: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The end of the chain: its row is the lock under which the chain grows."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
