"""A desk in memory for the review window: the acts with their signatures, answered as the core would."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from app.core.model.base import Span
from app.core.model.case import (
    ActReason,
    Authorisation,
    CaseChange,
    CaseStatus,
    CaseView,
    ClaimView,
    Confirmation,
    Disposition,
    FieldState,
    FieldView,
    QueueFilter,
    QueuePage,
    QueueRow,
)
from app.core.model.clock import FixedClock
from app.core.model.drug import DrugCandidate, DrugMatch, MatchStatus
from app.core.model.errors import StaleCaseError
from app.core.model.finding import CheckResult, Finding, NotChecked, Severity, Tier
from app.core.model.identity import Actor, Permission, Role
from app.core.model.order import Order, ReviewField
from app.core.model.pending import pending_of
from app.core.model.people import PatientFacts, PatientName, PatientProfile, PrescriberName
from app.core.model.quality import EventClass
from app.core.model.raw import DrugWritten, RawLine, RawPrescription, RawView, ReadStatus
from app.core.model.regimen import Comparison, Difference
from app.core.model.road import Revised

NOW = datetime(2026, 11, 25, 19, 2, tzinfo=UTC)
ME = Actor(user_id=7, name="J. Doe, RPh", role=Role.PHARMACIST, workstation="bench-1")
OTHER = ClaimView(user_id=9, name="K. Lind, RPh", initials="KL", since=NOW - timedelta(minutes=4))

LINES = (
    ("Prescription", None, ""),
    ("Drug", "Amoxicil 500 mg cap", "/rx/drug"),
    ("Directions", "1 cap po tid x10d", "/rx/sig"),
    ("Quantity", "30", "/rx/qty"),
    ("Quantity unit", "C48480", "/rx/unit"),
    ("Refills", "0", "/rx/refills"),
    ("Substitution", "0", "/rx/sub"),
    ("Date written", "2026-11-25", "/rx/date"),
    ("Note", "for sinusitis, call if rash", "/rx/note"),
    ("Patient", None, ""),
    ("Name", "Nestor, Alma", "/pt/name"),
    ("Date of birth", "1961-03-09", "/pt/dob"),
    ("Sex", "F", "/pt/sex"),
    ("Address", "14 Quay Street, Harbor, ME 04101", "/pt/address"),
    ("Prescriber", None, ""),
    ("Name", "Okafor, Ines, MD", "/dr/name"),
    ("NPI", "1093817465", "/dr/npi"),
    ("Telephone", "2075550134", "/dr/phone"),
    ("Message", None, ""),
    ("Message type", "NewRx", "/head/type"),
    ("Sent time", "2026-11-25T18:40:00Z", "/head/sent"),
    ("Message ID", "c1a7-88f0-40d2", "/head/id"),
)
SIG = "1 cap po tid x10d"


def raw_view(lines: tuple[tuple[str, str | None, str], ...] = LINES) -> RawView:
    """A readable view with its anchors."""
    text, anchors, shown = "", {}, []
    for label, value, path in lines:
        if value is None:
            text += ("\n" if text else "") + f"{label.upper()}\n"
            shown.append(RawLine(label=label, value="", heading=True))
            continue
        text += f"{label}: "
        anchors[path] = Span(len(text), len(text) + len(value))
        text += f"{value}\n"
        shown.append(RawLine(label=label, value=value, path=path, depth=1))
    return RawView(
        title="NewRx · SCRIPT 2017071",
        text=text,
        anchors=anchors,
        lines=tuple(shown),
        source="<Message><NewRx>…</NewRx></Message>",
    )


def fields() -> tuple[FieldView, ...]:
    """The fields of the sample, all of them sure."""

    def sig(field: ReviewField, label: str, value: str, words: str) -> FieldView:
        at = SIG.index(words)
        span = Span(at, at + len(words))
        return FieldView(
            field=field,
            label=label,
            value=value,
            raw_value=words,
            path="/rx/sig",
            spans=(span,),
            confidence=0.98,
        )

    def plain(field: ReviewField, label: str, value: str, path: str, raw: str = "") -> FieldView:
        return FieldView(field=field, label=label, value=value, raw_value=raw or value, path=path)

    return (
        plain(ReviewField.PATIENT, "Patient", "Alma Nestor · 1961-03-09 · F", "/pt/name", "Alma Nestor"),
        plain(ReviewField.PRESCRIBER, "Prescriber", "Ines Okafor MD · NPI 1093817465", "/dr/name"),
        FieldView(
            field=ReviewField.DRUG,
            label="Drug",
            value="amoxicillin",
            raw_value="Amoxicil 500 mg cap",
            path="/rx/drug",
            spans=(Span(0, 8),),
            confidence=0.97,
            doubt="Name read from “Amoxicil”.",
        ),
        FieldView(
            field=ReviewField.STRENGTH,
            label="Strength",
            value="500 mg",
            raw_value="500 mg",
            path="/rx/drug",
            spans=(Span(9, 15),),
        ),
        FieldView(
            field=ReviewField.FORM,
            label="Form",
            value="capsule",
            raw_value="cap",
            path="/rx/drug",
            spans=(Span(16, 19),),
        ),
        sig(ReviewField.DOSE, "Dose", "1 capsule", "1 cap"),
        sig(ReviewField.ROUTE, "Route", "by mouth", "po"),
        sig(ReviewField.FREQUENCY, "Frequency", "three times a day", "tid"),
        sig(ReviewField.DURATION, "Duration", "for 10 days", "x10d"),
        FieldView(
            field=ReviewField.DIRECTIONS,
            label="Directions",
            value="Take 1 capsule by mouth three times a day for 10 days.",
            raw_value=SIG,
            path="/rx/sig",
        ),
        plain(ReviewField.QUANTITY, "Quantity", "30", "/rx/qty"),
        FieldView(field=ReviewField.DAYS_SUPPLY, label="Days' supply", value="10", implied=True),
        plain(ReviewField.REFILLS, "Refills", "0", "/rx/refills"),
        plain(ReviewField.SUBSTITUTION, "Substitution", "allowed", "/rx/sub"),
        plain(ReviewField.NOTES, "Notes", "for sinusitis, call if rash", "/rx/note"),
    )


STOP = Finding(
    code="ALLERGY_CLASS",
    tier=Tier.STOP,
    severity=Severity.CONTRAINDICATED,
    message="Amoxicillin is a penicillin, and the profile lists an allergy to penicillin.",
    evidence="Prescription: amoxicillin 500 mg. Profile: penicillin (rash), entered 2024-02-11.",
    source="amoxicillin label, section 4 Contraindications, 2025-06",
    action="Ask the prescriber for another antibiotic.",
    fields=("drug",),
)
WARN = Finding(
    code="QUANTITY_DAYS",
    tier=Tier.WARN,
    severity=Severity.MODERATE,
    message="30 capsules last 10 days; the message states 7 days' supply.",
    evidence="Quantity 30; three times a day; days' supply 7.",
    source="arithmetic of supply",
    action="Confirm the quantity or correct the days.",
    fields=("quantity", "days_supply"),
)
NOTE = Finding(
    code="RENAL_NOTE",
    tier=Tier.NOTE,
    severity=Severity.MINOR,
    message="No dose change is needed at eGFR 58.",
    evidence="eGFR 58 mL/min/1.73 m², 2026-10-30.",
    source="amoxicillin label, section 8.6",
)
UNDONE = NotChecked(check="pregnancy", reason="nobody has asked (F, 65 y)")
UNDONE_REQUIRED = NotChecked(check="allergies", reason="nobody has asked this patient", required=True)
DOUBT = "Name read from “Amoxicil”."


def doubtful(field: ReviewField = ReviewField.DRUG) -> tuple[FieldView, ...]:
    """The sample with one field below the limit."""
    return tuple(
        f.model_copy(update={"state": FieldState.CHECK, "confidence": 0.72, "doubt": f.doubt or "Unusual here."})
        if f.field is field
        else f
        for f in fields()
    )


def missing(field: ReviewField = ReviewField.QUANTITY) -> tuple[FieldView, ...]:
    """The sample without one field."""
    gone = {"state": FieldState.MISSING, "value": "", "confidence": 0.0, "doubt": "No quantity is given.", "path": ""}
    return tuple(f.model_copy(update=gone) if f.field is field else f for f in fields())


def case(
    case_id: int = 1,
    *,
    views: tuple[FieldView, ...] | None = None,
    findings: tuple[Finding, ...] = (),
    not_checked: tuple[NotChecked, ...] = (),
    name: str = "Alma Nestor",
    dob: str = "1961-03-09",
    claim: ClaimView | None = None,
    facts: PatientFacts | None = None,
) -> CaseView:
    """A case on its way."""
    views = fields() if views is None else views
    checks = CheckResult(findings=findings, not_checked=not_checked, rules="2026.11", catalogue="catalogue 2026-11-01")
    facts = facts or PatientFacts(
        age_years=65,
        weight_kg=62.0,
        sex="F",
        egfr=58,
        allergies=("penicillin (rash)",) if STOP in findings else (),
        conditions=("hypertension", "chronic kidney disease 3a"),
        medications=("lisinopril 20 mg tablet", "atorvastatin 40 mg tablet"),
    )
    patient = PatientName(name=name, dob=dob, sex="F")
    drug = DrugMatch(
        text="Amoxicil 500 mg cap",
        status=MatchStatus.MATCHED,
        ingredient="amoxicillin",
        strength="500 mg",
        form="capsule",
        confidence=0.97,
    )
    raw = RawPrescription(
        file="rx.xml",
        sha256="ab" * 32,
        kind="script",
        status=ReadStatus.READ,
        patient=patient,
        drug=DrugWritten(text="Amoxicil 500 mg cap"),
        sig=SIG,
    )
    order = Order(
        patient=patient,
        prescriber=PrescriberName(name="Ines Okafor MD", npi="1093817465"),
        drug_text="Amoxicil 500 mg cap",
        drug=drug,
        directions=None,
        quantity=Decimal(30),
        refills=0,
    )
    pending = pending_of(views, checks)
    return CaseView(
        id=case_id,
        version=1,
        prescription_number=f"70{10480 + case_id}",
        fill_number=1,
        status=CaseStatus.WAITING,
        priority=2,
        received_at=NOW - timedelta(minutes=22),
        promise_at=NOW + timedelta(minutes=28),
        raw=raw,
        raw_view=raw_view(),
        read_order=order,
        order=order,
        fields=views,
        checks=checks,
        disposition=Disposition.ATTENTION if pending else Disposition.READY,
        profile=PatientProfile(
            id=3,
            name=name,
            dob=date.fromisoformat(dob),
            sex="F",
            phone="(207) 555-0188",
            address="14 Quay Street, Harbor, ME",
            facts=facts,
            reviewed_on=date(2026, 9, 2),
        ),
        facts=facts,
        history=(
            "lisinopril 20 mg tablet · 7009911 fill 3 · released 2026-11-02",
            "atorvastatin 40 mg tablet · 7009754 fill 2 · released 2026-10-20",
        ),
        pending=pending,
        claim=claim,
        engine="tallman 0.1",
    )


REASONS = {
    "hold": ("Waiting for stock", "Waiting for the insurer", "Waiting for the patient", "Too early to fill"),
    "ask": ("The directions are unclear", "Dose or frequency in question", "Allergy or intolerance"),
    "refuse": ("It would harm this patient", "Not a valid prescription", "Suspected forgery or misuse"),
    "return": ("Misread from the prescription", "Wrong item picked", "Something was left out", "Typing error"),
    "stop": (
        "The prescriber confirmed it, knowing of this",
        "The patient has taken it before without harm",
        "It does not apply to this patient",
    ),
}
CORRECT_REASONS = (
    ("words", "The prescriber's words say so"),
    ("clarified", "The prescriber clarified it"),
    ("typing", "It had been mistyped"),
)


class FakeReview:
    """The acts; `calls` tells which were asked for, `gates` holds an answer back until its event is set."""

    def __init__(self, clock: FixedClock, cases: tuple[CaseView, ...]) -> None:
        self.cases = {c.id: c for c in cases}
        self.done: set[int] = set()
        self.calls: list[tuple[Any, ...]] = []
        self.gates: dict[tuple[str, int], threading.Event] = {}
        self.errors: dict[str, Exception] = {}
        self.previews: dict[str, Revised] = {}
        self.clock = clock
        self.undo_seconds = 10
        self._before: dict[int, CaseView] = {}

    # -- reading -------------------------------------------------------------------------------

    def queue(self, actor: Actor, wanted: QueueFilter, after: object, limit: int) -> QueuePage:
        rows = tuple(_row(c) for c in self.cases.values() if c.id not in self.done)
        return QueuePage(rows=rows if after is None else (), next=None, total=len(rows))

    def queue_counts(self, actor: Actor) -> dict[str, int]:
        names = ("all", "stopped", "attention", "ready", "on_hold", "asked", "returned")
        return dict.fromkeys(names, len(self.cases) - len(self.done))

    def next_case(self, actor: Actor, after: int | None = None) -> int | None:
        self._enter("next_case", 0)
        return next((i for i in self.cases if i not in self.done), None)

    def open(self, actor: Actor, case_id: int) -> CaseView:
        self._enter("open", case_id)
        found = self.cases[case_id]
        mine = ClaimView(user_id=actor.user_id, name=actor.name, initials="JD", since=self.clock.now())
        return found if found.claim else found.model_copy(update={"claim": mine})

    def release(self, actor: Actor, case_id: int) -> None:
        self._enter("release", case_id)

    def reasons(self, act: str) -> tuple[ActReason, ...]:
        if act == "correct":
            return tuple(ActReason(digit=i, code=c, text=t) for i, (c, t) in enumerate(CORRECT_REASONS, 1))
        return tuple(ActReason(digit=i, code=f"{act}-{i}", text=t) for i, t in enumerate(REASONS[act], 1))

    def preview(self, actor: Actor, case_id: int, field: ReviewField, text: str) -> Revised:
        self._enter("preview", case_id, field, text)
        order = self.cases[case_id].order
        return self.previews.get(text, Revised(order=order, value=text, classification=EventClass.NEAR_MISS))

    # -- acts ----------------------------------------------------------------------------------

    def confirm(
        self, actor: Actor, case_id: int, version: int, key: str, reason: str | None = None, note: str | None = None
    ) -> CaseView:
        self._enter("confirm", case_id, key, reason, note)
        old = self._current(case_id, version)
        pending = next(p for p in old.pending if p.key == key)
        made = Confirmation(
            key=key, digest=pending.digest, by=actor.name, at=self.clock.now(), reason=reason, note=note
        )
        confirmations = (*old.confirmations, made)
        return self._keep(old, confirmations=confirmations, pending=pending_of(old.fields, old.checks, confirmations))

    def correct(
        self,
        actor: Actor,
        case_id: int,
        version: int,
        field: ReviewField,
        text: str,
        reason: str,
        authorisation: Authorisation | None,
    ) -> CaseView:
        self._enter("correct", case_id, field, text, reason, authorisation)
        old = self._current(case_id, version)
        new = {"value": text, "state": FieldState.CORRECTED, "doubt": ""}
        views = tuple(f.model_copy(update=new) if f.field is field else f for f in old.fields)
        return self._keep(old, fields=views, pending=pending_of(views, old.checks, old.confirmations))

    def edit_profile(self, actor: Actor, case_id: int, version: int, facts: PatientFacts) -> CaseView:
        self._enter("edit_profile", case_id, facts)
        old = self._current(case_id, version)
        checks = old.checks.model_copy(update={"not_checked": ()})
        return self._keep(old, facts=facts, checks=checks, pending=pending_of(old.fields, checks, old.confirmations))

    def take_over(self, actor: Actor, case_id: int) -> CaseView:
        self._enter("take_over", case_id)
        mine = ClaimView(user_id=actor.user_id, name=actor.name, initials="JD", since=self.clock.now())
        return self._keep(self.cases[case_id], claim=mine)

    def verify(self, actor: Actor, case_id: int, version: int, digest: str) -> CaseChange:
        self._enter("verify", case_id, version, digest)
        assert self._current(case_id, version).digest == digest
        return self._decide(case_id, "verify", CaseStatus.VERIFIED)

    def hold(self, actor: Actor, case_id: int, version: int, reason: str, note: str = "") -> CaseChange:
        self._enter("hold", case_id, reason, note)
        return self._decide(case_id, "hold", CaseStatus.ON_HOLD)

    def ask(self, actor: Actor, case_id: int, version: int, reason: str, note: str = "") -> CaseChange:
        self._enter("ask", case_id, reason, note)
        return self._decide(case_id, "ask", CaseStatus.ASKED)

    def refuse(self, actor: Actor, case_id: int, version: int, reason: str, note: str = "") -> CaseChange:
        self._enter("refuse", case_id, reason, note)
        return self._decide(case_id, "refuse", CaseStatus.REFUSED)

    def send_back(
        self, actor: Actor, case_id: int, version: int, field: ReviewField, reason: str, note: str = ""
    ) -> CaseChange:
        self._enter("send_back", case_id, field, reason, note)
        return self._decide(case_id, "return", CaseStatus.RETURNED)

    def undo(self, actor: Actor, decision_id: int) -> CaseView:
        self._enter("undo", decision_id)
        self.done.discard(decision_id)
        mine = ClaimView(user_id=actor.user_id, name=actor.name, initials="JD", since=self.clock.now())
        return self._keep(self.cases[decision_id], status=CaseStatus.WAITING, claim=mine)

    # -- helpers -------------------------------------------------------------------------------

    def names(self) -> list[str]:
        """The acts in the order in which they were asked for; looking is left out."""
        looking = ("open", "release", "preview", "next_case")
        return [call[0] for call in self.calls if call[0] not in looking]

    def call(self, name: str) -> tuple[Any, ...]:
        """The last call of a name."""
        return next(call for call in reversed(self.calls) if call[0] == name)

    def gate(self, name: str, case_id: int) -> threading.Event:
        """Hold the answer of an act back until the event is set."""
        return self.gates.setdefault((name, case_id), threading.Event())

    def _enter(self, name: str, number: int, *args: object) -> None:
        self.calls.append((name, number, *args))
        gate = self.gates.get((name, number))
        if gate is not None:
            assert gate.wait(20)
        error = self.errors.pop(name, None)
        if error is not None:
            raise error

    def _current(self, case_id: int, version: int) -> CaseView:
        found = self.cases[case_id]
        if found.version != version:
            raise stale()
        return found

    def _keep(self, old: CaseView, **changes: object) -> CaseView:
        mine = old.claim or ClaimView(user_id=ME.user_id, name=ME.name, initials="JD", since=self.clock.now())
        new = old.model_copy(update={"version": old.version + 1, "claim": mine, **changes})
        self.cases[old.id] = new.model_copy(update={"claim": None})
        return new

    def _decide(self, case_id: int, act: str, status: CaseStatus) -> CaseChange:
        self.done.add(case_id)
        return CaseChange(
            case_id=case_id,
            act=act,
            status=status,
            next_case_id=next((i for i in self.cases if i not in self.done), None),
            decision_id=case_id,
            undo_until=self.clock.now() + timedelta(seconds=self.undo_seconds),
            message=f"{act}: {self.cases[case_id].prescription_number}",
        )


def stale() -> StaleCaseError:
    """What the core says to a case that has changed."""
    return StaleCaseError("CASE_CHANGED", "It was changed since.", "Nothing was saved over it.", "Look again.")


def different(order: Order, value: str) -> Revised:
    """A preview that contradicts the prescriber's words."""
    return Revised(
        order=order,
        value=value,
        needs_authorisation=True,
        classification=EventClass.INTERVENTION,
        comparison=Comparison(
            verdict="different",
            differences=(Difference(field="dose", prescribed="1 capsule", entered=value),),
        ),
    )


class FakeCatalogue:
    """A few drugs."""

    def search(self, prefix: str, limit: int) -> tuple[DrugCandidate, ...]:
        names = (("hydroxyzine", "25 mg", "tablet"), ("hydralazine", "25 mg", "tablet"))
        found = [n for n in names if n[0].startswith(prefix.casefold())]
        return tuple(DrugCandidate(ingredient=i, strength=s, form=f, score=1.0) for i, s, f in found[:limit])

    def tall_man(self, name: str) -> str:
        return {"hydroxyzine": "hydrOXYzine", "hydralazine": "hydrALAZINE"}.get(name, name)


class FakeReviewDesk:
    """The desk as the review window sees it."""

    def __init__(self, *cases: CaseView, may: Callable[[Permission], bool] = lambda _: True) -> None:
        self.clock = FixedClock(NOW)
        self.settings = SimpleNamespace(pharmacy="Harbor Pharmacy", workstation="bench-1", undo_seconds=10)
        self.review = FakeReview(self.clock, cases)
        self.identity = SimpleNamespace(may=lambda _actor, permission: may(permission))
        self.catalogue = FakeCatalogue()


def _row(found: CaseView) -> QueueRow:
    kinds = [p.kind.value for p in found.pending]
    return QueueRow(
        id=found.id,
        version=found.version,
        prescription_number=found.prescription_number,
        status=found.status,
        disposition=found.disposition,
        priority=found.priority,
        promise_at=found.promise_at,
        received_at=found.received_at,
        patient=found.order.patient.name or "",
        drug="amoxicillin 500 mg capsule",
        why_here=found.pending[0].text if found.pending else "clean",
        stops=kinds.count("stop"),
        warns=kinds.count("warn"),
        doubts=kinds.count("field"),
    )
