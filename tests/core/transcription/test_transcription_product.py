"""The drug as second input."""

from __future__ import annotations

import pytest

from app.core.model.drug import DrugMatch, MatchStatus
from app.core.transcription import Transcriber


@pytest.mark.parametrize(
    ("text", "drug", "plain"),
    [
        ("1 bid", "amoxicillin 500 mg capsule", "Take 1 capsule by mouth twice a day."),
        ("40 mg daily", "furosemide 20 mg tablet", "Take 2 tablets (40 mg) by mouth once a day."),
        ("250 mg tid", "amoxicillin 250 mg/5 mL suspension", "Take 5 mL (250 mg) by mouth three times a day."),
        ("apply bid", "hydrocortisone 1% cream", "Apply to the skin twice a day."),
        (
            "500 mg before procedure",
            "amoxicillin 500 mg tablet",
            "Take 1 tablet (500 mg) by mouth once. Before procedure.",
        ),
        ("2 bid", "albuterol HFA inhaler", "Inhale 2 puffs by mouth twice a day."),
    ],
)
def test_that_the_form_and_strength_complete_the_directions(
    transcriber: Transcriber, text: str, drug: str, plain: str
) -> None:
    assert transcriber.transcribe(text, drug).plain == plain


@pytest.mark.parametrize(
    ("text", "drug"),
    [
        ("take 1 capsule daily", "lisinopril 10 mg tablet"),
        ("take 1 tab (10 mg) daily", "lisinopril 20 mg tablet"),
        ("take 7 mg daily", "warfarin 5 mg tablet"),
        ("take 1 tablet by mouth daily", "timolol 0.5% ophthalmic solution"),
        ("8 tabs daily", "methotrexate 2.5 mg tablet"),
    ],
)
def test_that_a_conflict_with_the_product_is_asked(transcriber: Transcriber, text: str, drug: str) -> None:
    found = transcriber.transcribe(text, drug)
    assert found.regimen.ambiguous
    assert found.plain is None


def test_that_what_the_product_tells_is_marked_as_implied(transcriber: Transcriber) -> None:
    assert "dose_unit" in transcriber.transcribe("1 bid", "amoxicillin 500 mg capsule").regimen.implied


class Names:
    """A catalogue that knows one brand."""

    def resolve(self, text: str) -> DrugMatch:
        return DrugMatch(
            text=text, status=MatchStatus.MATCHED, ingredient="atorvastatin", strength="20 mg", form="tablet"
        )


def test_that_a_brand_without_a_form_is_looked_up_in_the_catalogue() -> None:
    assert Transcriber(Names()).transcribe("1 qd", "Lipitor").plain == "Take 1 tablet by mouth once a day."
    assert Transcriber().transcribe("1 qd", "Lipitor").plain == "Take 1 by mouth once a day."
