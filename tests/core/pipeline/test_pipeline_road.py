import logging

import pytest

from app.core.demo import DEMO_NOW
from app.core.model.case import Disposition, FieldState, PendingKind, Processed
from app.core.model.finding import Tier
from app.core.model.order import ReviewField
from app.core.model.pending import pending_of
from app.core.model.road import CheckJob, Received
from app.core.pipeline import Road
from app.core.pipeline.orders import decimal_of

NOTE = """Patient: {patient}  DOB 3/9/1961  Sex F
Allergies: none known
Prescriber: Dana Whitfield MD  NPI 1234567893
Date: 3/1/2026
Drug: {drug}
Sig: {sig}
Qty: {quantity}
Days supply: 30
Refills: {refills}
{more}"""


def walked(
    road: Road,
    drug: str = "lisinopril 10 mg tablet",
    sig: str = "Take 1 tablet by mouth once daily",
    quantity: str = "30",
    refills: str = "0",
    patient: str = "Alma Nestor",
    more: str = "",
) -> Processed:
    text = NOTE.format(drug=drug, sig=sig, quantity=quantity, refills=refills, patient=patient, more=more)
    (processed,) = road.process(Received(name="note.txt", data=text.encode(), now=DEMO_NOW))
    return processed


def state_of(processed: Processed, field: ReviewField) -> FieldState:
    return next(f.state for f in processed.fields if f.field is field)


def test_that_the_fields_stand_in_the_order_of_the_screen(real_road: Road) -> None:
    fields = [f.field for f in walked(real_road).fields]

    assert fields == [f for f in ReviewField if f in fields]
    assert {ReviewField.PATIENT, ReviewField.DRUG, ReviewField.DOSE, ReviewField.QUANTITY} <= set(fields)


def test_that_each_field_points_to_its_words_in_the_message(real_road: Road) -> None:
    processed = walked(real_road)
    dose = next(f for f in processed.fields if f.field is ReviewField.DOSE)

    anchor = processed.view.anchors[dose.path]
    start, end = dose.spans[0]
    sig = processed.view.text[anchor.start : anchor.end]
    assert sig == "Take 1 tablet by mouth once daily"
    assert sig[start:end] == "1 tablet"


def test_that_a_mended_name_gets_a_look(real_road: Road) -> None:
    processed = walked(real_road, drug="lisinoprl 10 mg tablet")

    assert state_of(processed, ReviewField.DRUG) is FieldState.CHECK
    assert processed.disposition is Disposition.ATTENTION


def test_that_a_drug_outside_the_catalogue_can_be_confirmed_and_is_never_ready(real_road: Road) -> None:
    processed = walked(real_road, drug="zorblaxifen 10 mg tablet")

    pending = pending_of(processed.fields, processed.checks)
    assert processed.disposition is not Disposition.READY
    assert state_of(processed, ReviewField.DRUG) is FieldState.CHECK
    assert PendingKind.NOT_CHECKED in {p.kind for p in pending}


def test_that_unclear_directions_give_no_label_sentence(real_road: Road) -> None:
    processed = walked(real_road, sig="take as directed")

    assert processed.order.directions is not None
    assert processed.order.directions.plain is None
    assert state_of(processed, ReviewField.DIRECTIONS) is FieldState.MISSING


@pytest.mark.parametrize("quantity", ["6e1", "1,000", "-30", "0", "thirty-ish"])
def test_that_a_quantity_that_is_no_plain_number_is_never_ready(real_road: Road, quantity: str) -> None:
    assert walked(real_road, quantity=quantity).disposition is not Disposition.READY


@pytest.mark.parametrize("text", ["6e1", "1,000", "-30", "0", "", "30 tablets", "٣٠", "1.2345", None])
def test_that_a_number_is_typed_only_from_plain_digits(text: str | None) -> None:
    assert decimal_of(text) is None


def test_that_plain_numbers_keep_their_decimals() -> None:
    assert (str(decimal_of("7.5")), str(decimal_of(" 30 "))) == ("7.5", "30")


def test_that_a_note_that_contradicts_the_directions_is_found(real_road: Road) -> None:
    plain = walked(real_road, more="Note: please deliver")
    other = walked(real_road, more="Note: take 2 tablets by mouth twice daily")

    assert "NOTE_CONFLICT" not in {f.code for f in plain.checks.findings}
    assert "NOTE_CONFLICT" in {f.code for f in other.checks.findings}


def test_that_a_check_that_breaks_is_told_and_never_passes_as_clean(
    real_road: Road, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("Alma Nestor")

    monkeypatch.setattr(real_road._checker, "check", broken)

    with caplog.at_level(logging.ERROR):
        processed = walked(real_road)

    (undone,) = processed.checks.not_checked
    assert (undone.check, undone.required) == ("all checks", True)
    assert processed.disposition is Disposition.ATTENTION
    assert "ZeroDivisionError" in caplog.text
    assert "Nestor" not in caplog.text


def test_that_a_reader_that_breaks_refuses_its_message_and_keeps_the_rest(
    real_road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("strength")

    monkeypatch.setattr(real_road._transcriber, "transcribe", broken)

    processed = walked(real_road)

    assert processed.disposition is Disposition.UNREADABLE
    assert "internal error" in (processed.raw.reason or "")


def test_that_a_finding_about_a_field_typed_anew_asks_nothing_more(real_road: Road) -> None:
    processed = walked(real_road, more="Sorry, make that quantity 60")
    about = [f for f in processed.raw.findings if f.fields == ("quantity",) and f.tier is not Tier.NOTE]
    job = CheckJob(raw=processed.raw, order=processed.order, facts=processed.facts, now=DEMO_NOW)
    loud = {f.code for f in real_road.check(job).checks.findings if f.tier is not Tier.NOTE}

    typed = job.model_copy(update={"corrected": (ReviewField.QUANTITY,)})
    quiet = {f.code for f in real_road.check(typed).checks.findings if f.tier is not Tier.NOTE}

    assert about
    assert {f.code for f in about} <= loud
    assert not {f.code for f in about} & quiet
