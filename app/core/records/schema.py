"""The schema's version: a new database is built, an older one migrated, anything else refused."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from app.core.records.engine import READING
from app.core.records.failures import known

HEAD = "v0001"  # the newest migration; a test compares it with the folder
MIGRATIONS = Path(__file__).parent / "migrations"
_TABLE = "alembic_version"
_LOCK = 7_403_311  # any number that is ours: keeps two workstations from migrating PostgreSQL at once


def prepare(engine: Engine) -> str:
    """Bring the database to the present schema and return its version."""
    with engine.execution_options(**{READING: True}).connect() as connection, connection.begin():
        version = _version(connection)
    if version == HEAD:
        _prove_writable(engine)
        return HEAD
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if _version(connection) != HEAD:
            _upgrade(connection)
    return HEAD


def _prove_writable(engine: Engine) -> None:
    """Write something and take it back: SQLite lets a transaction begin on a read-only file."""
    with engine.connect() as connection, connection.begin() as trial:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        trial.rollback()


def _version(connection: Connection) -> str | None:
    """The version of the schema; None where there are no tables yet."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if _TABLE not in tables:
        raise known("database_foreign")
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if version is None:
        raise known("database_damaged")
    return str(version)


def _upgrade(connection: Connection) -> None:
    # Alembic is slow to import and needed only when there is something to migrate.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    version = _version(connection)
    if version is not None:
        try:
            ScriptDirectory.from_config(config).get_revision(version)
        except CommandError:
            raise known("database_newer") from None
    command.upgrade(config, "head")
