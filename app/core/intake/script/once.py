"""A value that a message may give once only: said again and otherwise, it is left open."""

from __future__ import annotations

from app.core.intake.draft import Draft, words_for
from app.core.intake.script.tree import Element


def once(draft: Draft, holder: Element, field: str, *paths: str) -> Element | None:
    """The element that gives a field, by the first of the paths that does.

    Where any of the paths gives another value as well, nothing is chosen: the field stays empty, its
    place is kept to show where it stood, and a person is asked.
    """
    found = holder.every(*paths)
    if not found:
        return None
    if len({_plain(e.text) for e in found}) == 1:
        return found[0]
    draft.provenance[field] = found[0].path
    draft.note("SAID_TWICE", f"{found[0].path} and {found[-1].path}", field.split(".")[0], field=words_for(field))
    return None


def _plain(text: str) -> str:
    """A value as it compares: a date without its time, a number without leading zeros."""
    said = text.partition("T")[0] if text[:4].isdigit() else text
    return " ".join(said.lower().split()).lstrip("0") or "0"
