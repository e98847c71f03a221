"""Whether the parts of one message agree with each other; the checks of validation see only the order."""

from __future__ import annotations

from app.core.model.drug import DrugMatch, MatchStatus
from app.core.model.finding import Finding, Severity, Tier
from app.core.model.order import ReviewField
from app.core.model.road import CheckJob
from app.core.pipeline.orders import drug_words, refills_without_limit
from app.core.reference import Catalogue
from app.core.transcription import Transcriber


def findings(job: CheckJob, catalogue: Catalogue, transcriber: Transcriber) -> tuple[Finding, ...]:
    """Contradictions between the parts of a message, and values that a law-abiding order cannot hold."""
    found = (_code_against_words(job, catalogue), _note_against_sig(job, transcriber), _open_refills(job))
    return tuple(f for f in found if f is not None)


def _note_against_sig(job: CheckJob, transcriber: Transcriber) -> Finding | None:
    """A note that reads as directions and says something else than the directions do."""
    sig = job.order.directions
    if sig is None or {ReviewField.DIRECTIONS, ReviewField.NOTES} & set(job.corrected):
        return None
    for note in job.order.notes:
        read = transcriber.transcribe(note, drug_words(job.order)).regimen
        if read.dose_max is None or read.frequency is None:
            continue  # a remark, no directions
        if transcriber.compare(sig.text, note, drug_words(job.order)).verdict == "different":
            return Finding(
                code="NOTE_CONFLICT",
                tier=Tier.WARN,
                severity=Severity.MAJOR,
                message=f"The note says otherwise than the directions: “{note}”.",
                evidence=f"directions “{sig.text}”; note “{note}”",
                source="directions that contradict themselves: about 1 % of e-prescriptions",
                action="Ask the prescriber which is meant.",
                fields=(ReviewField.DIRECTIONS.value, ReviewField.NOTES.value),
            )
    return None


def _code_against_words(job: CheckJob, catalogue: Catalogue) -> Finding | None:
    """A coded drug that is another drug than the one in words: neither is picked in silence."""
    written = job.raw.drug
    if ReviewField.DRUG in job.corrected or not (written.code and written.text):
        return None
    coded = catalogue.by_code(written.code_system or "", written.code)
    named = job.order.drug
    if coded is None or named.status is not MatchStatus.MATCHED or not _differ(coded, named):
        return None
    return Finding(
        code="DRUG_CODE_CONFLICT",
        tier=Tier.STOP,
        severity=Severity.MAJOR,
        message=f"The code means {_name(coded)}, the words say {_name(named)}.",
        evidence=f"{written.code_system} {written.code}; drug text “{written.text}”",
        source=f"drug catalogue {catalogue.release}",
        action="Ask the prescriber which drug is meant.",
        fields=(ReviewField.DRUG.value, ReviewField.STRENGTH.value, ReviewField.FORM.value),
    )


def _differ(coded: DrugMatch, named: DrugMatch) -> bool:
    if coded.ingredient != named.ingredient:
        return True
    return bool(coded.strength and named.strength and coded.strength != named.strength)


def _name(drug: DrugMatch) -> str:
    return " ".join(p for p in (drug.ingredient, drug.strength, drug.form) if p)


def _open_refills(job: CheckJob) -> Finding | None:
    if ReviewField.REFILLS in job.corrected or not refills_without_limit(job.raw.refills):
        return None
    return Finding(
        code="REFILLS_OPEN",
        tier=Tier.WARN,
        severity=Severity.MODERATE,
        message="Refills are given as “as needed”; a number has to be entered.",
        evidence=f"refills as written: “{job.raw.refills}”",
        source="state pharmacy law limits refills to a number and a period, commonly one year",
        action="Enter the refills that the law and the drug allow, or ask the prescriber.",
        fields=(ReviewField.REFILLS.value,),
    )
