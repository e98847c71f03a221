"""The reasons an act may be given; none of them is a catch-all, and a digit chooses each."""

from __future__ import annotations

from app.core.model.case import ActReason
from app.core.model.errors import KnownError

_TEXTS: dict[str, tuple[tuple[str, str], ...]] = {
    "hold": (
        ("stock", "Waiting for stock"),
        ("insurance", "Waiting for the insurer"),
        ("patient", "Waiting for the patient"),
        ("too_early", "Too early to fill"),
        ("second_look", "A second pharmacist should look"),
    ),
    "ask": (
        ("unclear", "The directions are unclear"),
        ("dose", "Dose or frequency in question"),
        ("allergy", "Allergy or intolerance"),
        ("interaction", "Interaction with another medicine"),
        ("missing", "Something required is missing"),
        ("drug", "Drug, strength or form in question"),
        ("substitute", "A substitute is proposed"),
    ),
    "refuse": (
        ("harm", "It would harm this patient"),
        ("not_valid", "Not a valid prescription"),
        ("expired", "Too old to fill"),
        ("forged", "Suspected forgery or misuse"),
        ("duplicate", "Already filled elsewhere"),
        ("withdrawn", "Withdrawn by the prescriber"),
    ),
    "return": (
        ("misread", "Misread from the prescription"),
        ("wrong_pick", "Wrong item picked"),
        ("omitted", "Something was left out"),
        ("typing", "Typing error"),
        ("wrong_person", "Wrong patient or prescriber"),
    ),
    "correct": (
        ("words", "The prescriber's words say so"),
        ("clarified", "The prescriber clarified it"),
        ("wrong_pick", "Wrong item had been picked"),
        ("typing", "It had been mistyped"),
        ("profile", "The patient's records say so"),
    ),
    "stop": (
        ("prescriber", "The prescriber confirmed it, knowing of this"),
        ("tolerated", "The patient has taken it before without harm"),
        ("monitored", "Benefit outweighs the risk, and it is monitored"),
        ("not_apply", "It does not apply to this patient"),
        ("record_wrong", "The record behind the alert is wrong"),
    ),
}

REASONS: dict[str, tuple[ActReason, ...]] = {
    act: tuple(ActReason(digit=i, code=code, text=text) for i, (code, text) in enumerate(rows, start=1))
    for act, rows in _TEXTS.items()
}

# Refusals for these mean that the order itself was wrong: they are interventions.
ORDER_ERRORS = frozenset({"harm", "not_valid"})


def reason_of(act: str, code: str | None) -> ActReason:
    """The reason behind a code; a missing or unknown one is refused."""
    for reason in REASONS[act]:
        if reason.code == code:
            return reason
    raise KnownError(
        "REASON_NEEDED",
        "This act needs one of its reasons.",
        "Nothing was changed.",
        "Choose a reason by its digit.",
    )
