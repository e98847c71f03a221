"""Corrections: tried first, then kept with a near miss, an edit or an authorised intervention."""

from __future__ import annotations

from app.core.identity import operation, require
from app.core.model.case import Authorisation, CaseStatus, CaseView, FieldState, FieldView
from app.core.model.errors import KnownError
from app.core.model.identity import Actor, Permission
from app.core.model.known import merged_facts
from app.core.model.order import SIG_FIELDS, Order, ReviewField
from app.core.model.people import PatientFacts
from app.core.model.quality import EventClass, EventType, QualityEvent, Stage
from app.core.model.road import Checked, CheckJob, Revised, RevisionJob
from app.core.records import StoredCase, Tx
from app.core.review.admission import last_fill_days, match_patient
from app.core.review.base import ReviewBase, corrected_fields, drug_of, profile_of, refuse_closed, with_checks
from app.core.review.reasons import reason_of

_TYPES = {
    ReviewField.DRUG: EventType.DRUG,
    ReviewField.STRENGTH: EventType.STRENGTH,
    ReviewField.FORM: EventType.FORM,
    ReviewField.DIRECTIONS: EventType.DIRECTIONS,
    ReviewField.QUANTITY: EventType.QUANTITY,
    ReviewField.REFILLS: EventType.REFILLS,
    ReviewField.PATIENT: EventType.PATIENT,
    ReviewField.PRESCRIBER: EventType.PRESCRIBER,
} | dict.fromkeys(SIG_FIELDS, EventType.DIRECTIONS)

CLARIFIED = "clarified"


class Correcting(ReviewBase):
    """Changing what was read, and changing what is known of the patient."""

    def preview(self, actor: Actor, case_id: int, field: ReviewField, text: str) -> Revised:
        """What a correction would make of the order; nothing is kept."""
        require(self.records, actor, "case.correction", Permission.CORRECT)
        with self.records.reading() as tx:
            case = self.load(tx, case_id)
        return self._tried(case, field, text)

    def correct(
        self,
        actor: Actor,
        case_id: int,
        version: int,
        field: ReviewField,
        text: str,
        reason: str,
        authorisation: Authorisation | None = None,
    ) -> CaseView:
        """Correct one field; the checks run again before the case is shown."""
        require(self.records, actor, "case.correction", Permission.CORRECT)
        with self.records.reading() as tx:
            case = self.load(tx, case_id, version)
        revised = self._tried(case, field, text)
        if revised.problem:
            raise KnownError("CORRECTION_UNCLEAR", revised.problem, "Nothing was changed.", "Type it another way.")
        if revised.needs_authorisation and not (authorisation and authorisation.read_back):
            raise KnownError(
                "AUTHORISATION_NEEDED",
                "This differs from what the prescriber wrote, so it changes the order itself.",
                "Nothing was changed.",
                "Record who authorised it and that it was read back, or ask the prescriber first.",
            )
        with self.records.reading() as tx:
            job = self._job(tx, case, revised.order, (*corrected_fields(case), field))
        checked = next(iter(self.crew.check([job])))
        return self.keep_correction(actor, case_id, version, field, revised, checked, reason, authorisation)

    def _tried(self, case: StoredCase, field: ReviewField, text: str) -> Revised:
        content = case.content
        return self.crew.revise(RevisionJob(raw=content.raw, order=content.order, field=field, text=text))

    def _job(self, tx: Tx, case: StoredCase, order: Order, corrected: tuple[ReviewField, ...]) -> CheckJob:
        now = self.clock.now()
        profile = match_patient(tx, order) if ReviewField.PATIENT in corrected else profile_of(tx, case)
        facts = merged_facts(profile, case.content.raw, now.date())
        return CheckJob(
            raw=case.content.raw,
            order=order,
            facts=facts,
            now=now,
            corrected=corrected,
            last_fill_days_ago=last_fill_days(tx, profile, order, now),
        )

    @operation("case.correct", Permission.CORRECT)
    def keep_correction(
        self,
        tx: Tx,
        actor: Actor,
        case_id: int,
        version: int,
        field: ReviewField,
        revised: Revised,
        checked: Checked,
        reason: str,
        authorisation: Authorisation | None,
    ) -> CaseView:
        """Keep a correction with its event, in one transaction."""
        chosen = reason_of("correct", reason)
        case = self.load_own(tx, actor, case_id, version)
        before = next((f for f in case.content.fields if f.field == field), None)
        event = self._event(case, actor, field, before, revised).model_copy(
            update={
                "reason": chosen.text,
                "classification": _classified(revised, before, chosen.code, authorisation),
                "authorised_by": authorisation.by if authorisation else None,
            }
        )
        event_id = tx.events.add(event).id
        case = with_checks(case, checked)
        content = case.content.model_copy(update={"order": revised.order})
        changes: dict[str, object] = {"content": content, "status": _after_correction(case.status)}
        if field is ReviewField.PATIENT:
            matched = match_patient(tx, revised.order)
            changes["patient_id"] = matched.id if matched else None
        _keep_order(tx, case, revised.order)
        saved = self.save(tx, case, **changes)
        tx.note(
            subject=f"case {case_id}",
            field=field.value,
            event=event_id,
            event_class=event.classification.value,
            authorised=authorisation is not None,
        )
        return self.view(tx, saved)

    def _event(
        self,
        case: StoredCase,
        actor: Actor,
        field: ReviewField,
        before: FieldView | None,
        revised: Revised | None,
    ) -> QualityEvent:
        """What a supervisor will read: what it said, what it says now, what the prescriber wrote."""
        raw = case.content.raw
        return QualityEvent(
            id=0,
            case_id=case.id,
            prescription_number=case.prescription_number,
            classification=EventClass.NEAR_MISS,
            type=_TYPES.get(field, EventType.OTHER),
            field=field,
            component=field.value,
            was=before.value if before else "",
            became=revised.value if revised else "",
            raw_words=(before.raw_value if before and before.raw_value else raw.sig) or "",
            drug=drug_of(case.content.order),
            found_by=actor.name,
            found_by_role=actor.role.value,
            workstation=actor.workstation,
            happened_at=self.clock.now(),
            arose=_arose(field, before),
            suggestion_shown=bool(before and before.value),
            confidence=before.confidence if before else None,
        )

    def edit_profile(self, actor: Actor, case_id: int, version: int, facts: PatientFacts) -> CaseView:
        """Change what is known of the patient; every open case of theirs is checked again."""
        require(self.records, actor, "patient.edit", Permission.EDIT_PROFILE)
        with self.records.reading() as tx:
            case = self.load(tx, case_id, version)
            refuse_closed(case)
            profile = profile_of(tx, case)
            if profile is None:
                raise KnownError(
                    "PATIENT_UNKNOWN",
                    "This prescription is not linked to a patient.",
                    "Nothing was changed.",
                    "Correct the patient's name and date of birth first.",
                )
            changed = profile.model_copy(update={"facts": facts})
            today = self.clock.now().date()
            others = tx.cases.open_of_patient(case.patient_id) if case.patient_id is not None else ()
            cases = [case, *(tx.cases.load(row.id) for row in others if row.id != case.id)]
            jobs = [
                self.job_of(tx, c).model_copy(update={"facts": merged_facts(changed, c.content.raw, today)})
                for c in cases
            ]
        checked = tuple(self.crew.check(jobs))
        versions = tuple((c.id, c.version) for c in cases)
        return self.keep_profile(actor, versions, facts, checked)

    @operation("patient.edit", Permission.EDIT_PROFILE)
    def keep_profile(
        self,
        tx: Tx,
        actor: Actor,
        versions: tuple[tuple[int, int], ...],
        facts: PatientFacts,
        checked: tuple[Checked, ...],
    ) -> CaseView:
        """Keep the profile and what the checks now say of each open case, in one transaction."""
        first = self.load(tx, *versions[0])
        profile = profile_of(tx, first)
        if profile is None:
            raise KnownError("PATIENT_UNKNOWN", "The patient is gone.", "Nothing was changed.", "Open the case again.")
        today = self.clock.now().date()
        tx.people.update(profile.model_copy(update={"facts": facts, "reviewed_on": today}))
        for (case_id, version), result in zip(versions, checked, strict=True):
            self.save(tx, with_checks(self.load(tx, case_id, version), result))
        tx.note(subject=f"patient {profile.id}", cases=[case_id for case_id, _ in versions], by=actor.user_id)
        return self.view(tx, tx.cases.load(first.id))


def _keep_order(tx: Tx, case: StoredCase, order: Order) -> None:
    """The prescription holds what its first fill was corrected to."""
    prescription = tx.prescriptions.get(case.prescription_id)
    authorised = order.refills or 0
    used = (prescription.authorised or 0) - (prescription.remaining or 0)
    tx.prescriptions.update(
        prescription.model_copy(
            update={
                "order": order,
                "drug": drug_of(order),
                "authorised": authorised,
                "remaining": max(0, authorised - used),
                "date_written": order.date_written,
            }
        )
    )


def _classified(
    revised: Revised, before: FieldView | None, reason: str, authorisation: Authorisation | None
) -> EventClass:
    """An authorised change of the order is an intervention; filling a gap is no error caught."""
    if revised.needs_authorisation or (reason == CLARIFIED and authorisation is not None):
        return EventClass.INTERVENTION
    if before is None or not before.value:
        return EventClass.EDIT
    return revised.classification


def _after_correction(status: CaseStatus) -> CaseStatus:
    """What data entry has corrected goes back to the pharmacist."""
    return CaseStatus.WAITING if status is CaseStatus.RETURNED else status


def _arose(field: ReviewField, before: FieldView | None) -> Stage:
    if before is not None and before.state is FieldState.CORRECTED:
        return Stage.DATA_ENTRY
    transcribed = (
        *SIG_FIELDS,
        ReviewField.DIRECTIONS,
        ReviewField.DRUG,
        ReviewField.STRENGTH,
        ReviewField.FORM,
    )
    return Stage.TRANSCRIPTION if field in transcribed else Stage.INTAKE
