"""The drug catalogue: which drug a text names, and what is known about that drug."""

from __future__ import annotations

from app.core.reference.catalogue import Catalogue

__all__ = ["Catalogue"]
