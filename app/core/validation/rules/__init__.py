"""The rules as data: tables under resources/rules, every row with its source."""

from __future__ import annotations

from app.core.validation.rules.book import Rulebook

__all__ = ["Rulebook"]
