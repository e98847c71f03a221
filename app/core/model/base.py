"""What every type that travels between rooms is: frozen, strict about names, free of behaviour."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen value; unknown fields are an error, so a misspelt name cannot pass in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(NamedTuple):
    """A half-open range of code points in a text."""

    start: int
    end: int
