"""What the checks say about a case, as the list on the right shows it: worst first, what is open before the rest."""

from __future__ import annotations

from typing import NamedTuple

from app.core.model.base import Span
from app.core.model.case import CaseView, Confirmation, FieldState, FieldView, Pending, PendingKind
from app.core.model.finding import Finding, NotChecked, Tier
from app.core.model.order import ReviewField
from app.core.model.people import PatientFacts
from app.core.model.raw import RawView
from app.ui import theme
from app.ui.review import evidence, wording

_TIER_ORDER = {Tier.STOP: 0, Tier.WARN: 1, Tier.NOTE: 3}
_NOT_CHECKED = theme.Mark("check", "NOT CHECKED", "check")
_NOT_CHECKED_QUIET = theme.Mark("note", "NOT CHECKED", "note")
_FIELDS = {field.value: field for field in ReviewField}


class Item(NamedTuple):
    """One entry of the list.

    `places` are where in the readable message it rests; `pending` is what still has to be done about it,
    None when nothing has.
    """

    key: str
    mark: theme.Mark
    title: str
    evidence: str = ""
    source: str = ""
    action: str = ""
    fields: tuple[ReviewField, ...] = ()
    places: tuple[Span, ...] = ()
    pending: Pending | None = None
    settled: str = ""

    @property
    def code(self) -> str:
        """The kind of finding, without anything of the patient's."""
        return self.key.partition("|")[0]

    @property
    def hint(self) -> str:
        """Which key deals with it."""
        if self.pending is None:
            return ""
        return "Space gives a reason" if self.pending.kind is PendingKind.STOP else "Space confirms"

    @property
    def spoken(self) -> str:
        """The whole entry in one line."""
        parts = (f"{self.mark.word}: {self.title}", self.evidence, self.action, self.settled or self.hint)
        return "; ".join(part for part in parts if part)


def fields_of(case: CaseView) -> tuple[FieldView, ...]:
    """The fields as they stand after the confirmations: one that was looked at no longer asks for a look."""
    asking = {thing.field for thing in case.pending if thing.kind is PendingKind.FIELD}
    return tuple(
        view.model_copy(update={"state": FieldState.CONFIRMED})
        if view.state is FieldState.CHECK and view.field not in asking
        else view
        for view in case.fields
    )


def items_of(case: CaseView) -> tuple[Item, ...]:
    """Findings and checks that were not done, in the order in which they deserve a look."""
    pending = {thing.key: thing for thing in case.pending}
    settled = {confirmation.key: confirmation for confirmation in case.confirmations}
    ranked: list[tuple[int, Item]] = []
    for finding in case.checks.findings:
        item = _of_finding(finding, case.raw_view, pending.get(finding.key), settled.get(finding.key))
        ranked.append((_TIER_ORDER[finding.tier], item))
    for undone in case.checks.not_checked:
        item = _of_not_checked(undone, pending.get(undone.check), settled.get(undone.check))
        ranked.append((2 if undone.required else 4, item))
    ranked.sort(key=lambda entry: entry[0])  # stable: within a rank the checks' own order stays
    return tuple(item for _, item in ranked)


def _of_finding(finding: Finding, view: RawView, pending: Pending | None, settled: Confirmation | None) -> Item:
    return Item(
        key=finding.key,
        mark=theme.TIERS[finding.tier],
        title=finding.message,
        evidence=evidence.in_words(finding.evidence, view),
        source=finding.source,
        action=finding.action,
        fields=tuple(_FIELDS[name] for name in finding.fields if name in _FIELDS),
        places=evidence.places_in(finding.evidence, view),
        pending=pending,
        settled=_settled(settled) if pending is None else "",
    )


def _of_not_checked(undone: NotChecked, pending: Pending | None, settled: Confirmation | None) -> Item:
    return Item(
        key=undone.check,
        mark=_NOT_CHECKED if undone.required else _NOT_CHECKED_QUIET,
        title=f"{undone.check.replace('_', ' ')}: {undone.reason}",
        pending=pending,
        settled=_settled(settled) if pending is None else "",
    )


def _settled(confirmation: Confirmation | None) -> str:
    """Who looked at it, when, and what they said."""
    if confirmation is None:
        return ""
    said = " – ".join(part for part in (confirmation.reason, confirmation.note) if part)
    who = f"Seen by {confirmation.by}, {wording.clock(confirmation.at)}"
    return f"{who}: {said}" if said else who


def profile_lines(case: CaseView) -> tuple[tuple[str, str, bool], ...]:
    """The patient's profile as caption, value, and whether it is known."""
    facts = case.facts
    return (
        _list_line("Allergies", facts.allergies),
        _list_line("Conditions", facts.conditions),
        _list_line("Medications", facts.medications),
        ("Weight", wording.weight(facts), facts.weight_kg is not None),
        ("Kidneys", wording.egfr(facts), facts.egfr is not None),
        *_pregnancy(facts),
    )


def _list_line(caption: str, values: tuple[str, ...] | None) -> tuple[str, str, bool]:
    text = "\n".join(values) if values else wording.listed(values, "none known", "not known: nobody has asked")
    return (caption, text, values is not None)


def _pregnancy(facts: PatientFacts) -> tuple[tuple[str, str, bool], ...]:
    if facts.sex == "M":
        return ()
    return (("Pregnant", wording.yes_no(facts.pregnant), facts.pregnant is not None),)
