"""Column types: UTC times and pydantic documents, the same on every engine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC; a naive one is refused rather than guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps no zone, so there the zone is dropped after conversion."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone must not be stored")
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware again, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def storable(text: str) -> str:
    """Text as it can be stored and hashed: NUL and half surrogate pairs stand as their escapes."""
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()


class AnyText(TypeDecorator[str]):
    """Text from anywhere: signs that no database keeps (NUL, half a surrogate pair) are spelled out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Only what UTF-8 can hold; everything else stands as its escape."""
        return None if value is None else storable(value)


class Document(TypeDecorator[Any]):
    """A frozen model kept as JSON text, validated again when it is read."""

    impl = Text
    cache_ok = True

    def __init__(self, of: type[Any]) -> None:
        """Keep values of the type `of`."""
        super().__init__()
        self.of = of
        self._adapter = TypeAdapter(of)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """To JSON text."""
        return None if value is None else self._adapter.dump_json(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """To the model."""
        return None if value is None else self._adapter.validate_json(value)


def words_type() -> String:
    """Text compared by code point, so that an index answers prefixes on every engine."""
    return String(64).with_variant(String(64, collation="C"), "postgresql")
