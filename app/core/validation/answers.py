"""What the checks answer when they are asked about an allergy alone."""

from __future__ import annotations

from typing import Literal

from app.core.model.base import Model
from app.core.model.finding import NotChecked

AllergyResult = Literal["contraindicated", "caution", "none"]


class AllergyAnswer(Model):
    """Whether a drug may be given to someone with an allergy.

    `result` "none" together with an entry in `not_checked` means that nothing could be said.
    """

    result: AllergyResult
    message: str
    source: str = ""
    not_checked: tuple[NotChecked, ...] = ()
