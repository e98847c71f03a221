"""What holds for every request: no crash, no silence, nothing without a source."""

from __future__ import annotations

import pickle
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from validation_desk import DATA, SmallCatalogue, patient, sig

from app.core.model.drug import DrugMatch, MatchStatus
from app.core.model.order import CheckRequest
from app.core.model.people import PatientFacts
from app.core.model.regimen import Duration, Frequency, MaxPerDay, Regimen, Step, Supply, Transcription
from app.core.validation import Checker

CHECKER = Checker(SmallCatalogue())
NAMES = [line.split("\t")[0] for line in DATA.read_text(encoding="utf-8").splitlines()[1:]]
AMOUNTS = st.none() | st.floats(0, 1e6)
UNITS = (
    st.sampled_from(["tablet", "mL", "mg", "mcg", "unit", "puff", "patch", "drop", "teaspoonful", "", "blob"])
    | st.none()
)
PERIODS = st.sampled_from(["minute", "hour", "day", "week", "month", "year"])
TEXTS = st.text(max_size=20) | st.sampled_from(["penicillin", "sulfa", "NKDA", "warfarin", "seizures", "pregnant"])
LISTS = st.none() | st.lists(TEXTS, max_size=4).map(tuple)

frequencies = st.none() | st.builds(
    Frequency,
    times_min=st.none() | st.floats(0.1, 50),
    times_max=st.none() | st.floats(0.1, 50),
    period_min=st.none() | st.floats(0.1, 100),
    period_max=st.none() | st.floats(0.1, 100),
    period_unit=st.none() | PERIODS,
)
DOSING: dict[str, Any] = {
    "dose_min": AMOUNTS,
    "dose_max": AMOUNTS,
    "dose_unit": UNITS,
    "route": st.none() | st.sampled_from(["oral", "rectal", "ophthalmic", "subcutaneous", "nowhere"]),
    "frequency": frequencies,
    "as_needed": st.booleans(),
    "as_needed_reason": st.none() | TEXTS,
    "duration": st.none() | st.builds(Duration, value=AMOUNTS, unit=st.none() | PERIODS),
    "max_per_day": st.none() | st.builds(MaxPerDay, value=st.floats(0, 100), unit=UNITS),
}
steps = st.lists(st.builds(Step, relation=st.sampled_from(["first", "then", "and", "if"]), **DOSING), max_size=3)
regimens = st.builds(Regimen, steps=steps.map(tuple), error_prone=st.lists(TEXTS, max_size=2).map(tuple), **DOSING)
matches = st.builds(
    DrugMatch,
    text=TEXTS,
    status=st.sampled_from(MatchStatus),
    ingredient=st.none() | st.sampled_from(NAMES) | TEXTS,
    strength=st.none() | st.sampled_from(["5 mg", "400 mg/5 mL", "325 mg / 5 mg", "100 mcg/hr", "0 mg", "?"]) | TEXTS,
    form=st.none() | st.sampled_from(["tablet", "tablet, extended release", "patch", "cream", "blob"]),
    how=st.none() | st.sampled_from(["name", "spelling", "code"]),
)
people = st.builds(
    PatientFacts,
    age_years=st.none() | st.floats(0, 120),
    weight_kg=st.none() | st.floats(0, 300),
    sex=st.none() | st.sampled_from(["F", "M", "U"]),
    egfr=st.none() | st.floats(0, 150),
    pregnant=st.none() | st.booleans(),
    conditions=LISTS,
    allergies=LISTS,
    medications=LISTS,
    opioid_naive=st.none() | st.booleans(),
    serum_creatinine=st.none() | st.floats(0, 20),
)
requests = st.builds(
    CheckRequest,
    drug=matches,
    drug_text=TEXTS,
    directions=st.none() | st.builds(Transcription, text=TEXTS, regimen=regimens),
    supply=st.none() | st.builds(Supply, per_day=AMOUNTS, unit=UNITS, quantity=AMOUNTS, days=AMOUNTS),
    quantity=AMOUNTS,
    days_supply=st.none() | st.integers(0, 400),
    refills=st.none() | st.integers(0, 99),
    days_since_written=st.none() | st.integers(-5, 1000),
    patient=people,
    patient_name=st.none() | TEXTS,
    patient_dob=st.none() | TEXTS,
    prescriber_name=st.none() | TEXTS,
    prescriber_dea=st.none() | TEXTS,
    state=st.none() | TEXTS,
    identified=st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(requests)
def test_that_no_combination_of_missing_facts_ends_in_an_error(request: CheckRequest) -> None:
    result = CHECKER.check(request)
    for finding in result.findings:
        assert finding.message
        assert finding.evidence
        assert finding.source
        assert finding.fields
    for missing in result.not_checked:
        assert missing.check
        assert missing.reason


@settings(max_examples=100, deadline=None)
@given(requests)
def test_that_the_same_request_gives_the_same_answer(request: CheckRequest) -> None:
    assert CHECKER.check(request) == Checker(SmallCatalogue()).check(request)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(NAMES), st.none() | st.sampled_from(["allergies", "age_years"]))
def test_that_a_missing_allergy_list_or_age_is_never_silent(name: str, gone: str | None) -> None:
    who = patient(**({gone: None} if gone else {}))
    match = SmallCatalogue().resolve(name)
    result = CHECKER.check(CheckRequest(drug=match, directions=sig(), patient=who, identified=False))
    open_checks = {n.check for n in result.not_checked if n.required}
    assert gone is None or {"allergies": "allergies", "age_years": "age"}[gone] in open_checks


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_that_two_names_are_answered_or_said_to_be_unknown(a: str, b: str) -> None:
    CHECKER.interaction(a, b)
    assert CHECKER.allergy(a, b).message


def test_that_results_and_checkers_travel_between_processes() -> None:
    result = CHECKER.check(CheckRequest(drug=SmallCatalogue().resolve("warfarin 5 mg tablet"), directions=sig()))
    assert pickle.loads(pickle.dumps(result)) == result
    assert pickle.loads(pickle.dumps(CHECKER)).rules_version == CHECKER.rules_version
