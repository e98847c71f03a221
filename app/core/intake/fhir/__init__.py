"""HL7 FHIR R4 messages in JSON: MedicationRequest alone or in a Bundle."""

from __future__ import annotations

from datetime import datetime

from app.core.intake.draft import Draft
from app.core.intake.fhir.bundle import open_message
from app.core.intake.fhir.clinical import Chart
from app.core.intake.fhir.node import Node
from app.core.intake.fhir.request import read_order
from app.core.intake.fhir.strict import parse
from app.core.intake.fhir.view import leaves
from app.core.intake.layout import lay_out
from app.core.intake.refusal import Refusal
from app.core.model.raw import RawPrescription, RawView

__all__ = ["read", "view"]

_ORDER = "MedicationRequest"


def read(data: bytes, now: datetime) -> tuple[Draft, ...]:
    """The prescriptions of a FHIR message.

    Raises:
        Refusal: when the JSON breaks a rule, is no FHIR resource or holds no MedicationRequest.
    """
    message = open_message(parse(data))
    orders = message.of_type(_ORDER)
    if not orders:
        held = ", ".join(sorted(name[:40] for name in message.by_type if name)) or "nothing"
        raise Refusal(f"The FHIR message holds no {_ORDER}, only: {held[:200]}.")
    charts: dict[str, Chart] = {}
    return tuple(read_order(message, order, charts, now) for order in orders)


def view(data: bytes, raw: RawPrescription, source: str) -> RawView:
    """The readable view of a FHIR message for one of its orders.

    Raises:
        Refusal: when the bytes are not a message that can be parsed.
    """
    value = parse(data)
    message = open_message(value)
    orders = message.of_type(_ORDER)
    if raw.index >= len(orders):
        raise Refusal("The message holds no such order.")
    own = orders[raw.index]
    return lay_out(f"FHIR R4 {_ORDER}", leaves(Node(value, ""), message, own, raw.provenance.values()), raw, source)
