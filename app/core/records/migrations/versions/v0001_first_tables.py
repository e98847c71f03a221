"""The first tables, and the triggers that let nobody change or delete what must stay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None

_TIME = sa.DateTime(timezone=True)
_WORD = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")

# What is refused: a table and an event. A decision may be marked undone, a message read.
_KEPT = (
    ("audit", "UPDATE"),
    ("audit", "DELETE"),
    ("message_body", "UPDATE"),
    ("message_body", "DELETE"),
    ("message", "UPDATE OF sha256, duplicate_of, name, size, received_at, door, actor_id"),
    ("message", "DELETE"),
    (
        "decision",
        "UPDATE OF case_id, act, actor_id, actor, role, workstation, at, reason_code, reason_text, note,"
        " snapshot_json, digest, undo_until",
    ),
    ("decision", "DELETE"),
    ("quality_event", "DELETE"),
)


def upgrade() -> None:
    """Build everything."""
    _people_and_messages()
    _prescriptions()
    _cases()
    _acts()
    _users_and_audit()
    _keep()


def _table(name: str, *parts: sa.schema.SchemaItem, key: tuple[str, ...] = ("id",)) -> None:
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")))


def _id(name: str = "id", *, counted: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, autoincrement="auto" if counted else False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _short(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, _TIME, nullable=nullable)


def _ref(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _people_and_messages() -> None:
    _table(
        "person",
        _id(),
        _text("name"),
        _text("name_key"),
        sa.Column("dob", sa.Date, nullable=True),
        _short("sex", 1, nullable=True),
        _text("phone", nullable=True),
        _text("address", nullable=True),
        _text("facts"),
        sa.Column("reviewed_on", sa.Date, nullable=True),
        _number("version"),
    )
    _index("person", "name_key", "dob")
    _table(
        "message_body",
        _short("sha256", 64),
        sa.Column("data", sa.LargeBinary, nullable=False),
        key=("sha256",),
    )
    _table(
        "message",
        _id(),
        _short("sha256", 64),
        _number("duplicate_of", nullable=True),
        _text("name"),
        _number("size"),
        _time("received_at"),
        _text("door"),
        _number("actor_id", nullable=True),
        _short("status", 20),
        _text("kind"),
        _text("reason"),
        _text("sender"),
        _text("external_id"),
        _ref("message", "sha256", "message_body.sha256"),
        _ref("message", "duplicate_of", "message.id"),
    )
    first = sa.text("duplicate_of IS NULL")
    op.create_index("uq_message_first", "message", ["sha256"], unique=True, sqlite_where=first, postgresql_where=first)
    _index("message", "status", "id")
    _index("message", "external_id", "sender")


def _prescriptions() -> None:
    _table("counter", _short("name", 40), _number("value"), key=("name",))
    op.execute("INSERT INTO counter (name, value) VALUES ('prescription', 100000)")
    _table(
        "prescription",
        _id(),
        _short("number", 20),
        _number("patient_id", nullable=True),
        _number("message_id", nullable=True),
        _text("drug"),
        _text("ingredient", nullable=True),
        _number("authorised", nullable=True),
        _number("remaining", nullable=True),
        sa.Column("date_written", sa.Date, nullable=True),
        _time("created_at"),
        _text("order_document"),
        _number("version"),
        _ref("prescription", "patient_id", "person.id"),
        _ref("prescription", "message_id", "message.id"),
        sa.UniqueConstraint("number", name=op.f("uq_prescription_number")),
    )
    _index("prescription", "patient_id")
    _index("prescription", "message_id")
    _table(
        "fill",
        _id(),
        _number("prescription_id"),
        _number("number"),
        _short("status", 20),
        _time("at"),
        _time("changed_at"),
        _ref("fill", "prescription_id", "prescription.id"),
        sa.UniqueConstraint("prescription_id", "number", name=op.f("uq_fill_prescription_id_number")),
    )


def _cases() -> None:
    _table(
        "review_case",
        _id(),
        _number("fill_id"),
        _number("patient_id", nullable=True),
        _short("number", 20),
        _short("status", 20),
        sa.Column("is_open", sa.Boolean, nullable=False),
        _short("disposition", 20),
        _number("priority"),
        _time("due"),
        _time("received_at"),
        _text("patient"),
        _text("drug"),
        _text("why_here"),
        _text("status_note"),
        _number("stops"),
        _number("warns"),
        _number("doubts"),
        _number("version"),
        _ref("review_case", "fill_id", "fill.id"),
        _ref("review_case", "patient_id", "person.id"),
    )
    _index("review_case", "fill_id")
    _index("review_case", "patient_id")
    order = ["priority", "due", "id"]
    op.create_index("ix_review_case_queue", "review_case", ["is_open", *order])
    op.create_index("ix_review_case_status_queue", "review_case", ["status", *order])
    _table(
        "case_content",
        _id("case_id"),
        _text("document"),
        _ref("case_content", "case_id", "review_case.id"),
        key=("case_id",),
    )
    _table(
        "case_word",
        _id("case_id"),
        sa.Column("word", _WORD, nullable=False),
        _ref("case_word", "case_id", "review_case.id"),
        key=("case_id", "word"),
    )
    _index("case_word", "word", "case_id")
    _table(
        "case_claim",
        _id("case_id"),
        _number("user_id"),
        _text("name"),
        _text("initials"),
        _time("since"),
        _time("until"),
        _ref("case_claim", "case_id", "review_case.id"),
        key=("case_id",),
    )
    _index("case_claim", "user_id")


def _acts() -> None:
    _table(
        "decision",
        _id(),
        _number("case_id"),
        _text("act"),
        _number("actor_id"),
        _text("actor"),
        _text("role"),
        _text("workstation"),
        _time("at"),
        _text("reason_code"),
        _text("reason_text"),
        _text("note"),
        _text("snapshot_json"),
        _short("digest", 64),
        _time("undo_until", nullable=True),
        _text("undone_by", nullable=True),
        _time("undone_at", nullable=True),
        _ref("decision", "case_id", "review_case.id"),
    )
    _index("decision", "case_id")
    _index("decision", "act", "at")
    _table(
        "quality_event",
        _id(),
        _number("case_id"),
        _short("classification", 20),
        _short("type", 30),
        _time("happened_at"),
        sa.Column("reviewed", sa.Boolean, nullable=False),
        _text("search"),
        _text("document"),
        _number("version"),
        _ref("quality_event", "case_id", "review_case.id"),
    )
    _index("quality_event", "case_id")
    _index("quality_event", "classification", "happened_at")


def _users_and_audit() -> None:
    _table(
        "account",
        _id(),
        _short("login", 64),
        _text("name"),
        _text("initials"),
        _text("role"),
        _text("secret_hash"),
        sa.Column("active", sa.Boolean, nullable=False),
        _time("created_at"),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    _table(
        "sign_in_guard",
        _short("login", 64),
        _number("failures"),
        _time("locked_until", nullable=True),
        key=("login",),
    )
    _table(
        "audit",
        _id("seq", counted=False),
        _short("at", 32),
        _number("actor_id", nullable=True),
        _text("actor"),
        _text("role"),
        _text("workstation"),
        _text("act"),
        _text("subject"),
        _text("detail"),
        _short("previous", 64),
        _short("hash", 64),
        key=("seq",),
    )
    _table("audit_head", _id(counted=False), _number("seq"), _short("hash", 64))
    op.execute(f"INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '{'0' * 64}')")  # noqa: S608 - no input


def _keep() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(
            "CREATE FUNCTION tallman_kept() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'kept as it is'; END $$"
        )
    for number, (table, event) in enumerate(_KEPT, start=1):
        head = f"CREATE TRIGGER kept_{table}_{number} BEFORE {event} ON {table} FOR EACH ROW"
        if postgresql:
            op.execute(f"{head} EXECUTE FUNCTION tallman_kept()")
        else:
            op.execute(f"{head} BEGIN SELECT RAISE(ABORT, 'kept as it is'); END")
