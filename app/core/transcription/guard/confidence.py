"""How sure each field is: repaired, implied and unexplained words lower it."""

from __future__ import annotations

from math import prod

from app.core.transcription.assemble import Assembled
from app.core.transcription.extract.parts import Leftover

_SURE = 0.99
_CHANGED = {"repaired": 0.85, "split": 0.95, "doubled": 0.97}
_IMPLIED = 0.93
_LEFTOVER = 0.96
_DOUBTED = 0.3
_WHOLE_DOUBTED = 0.5
_ERROR_PRONE = 0.98
_NOT_NAMED = ("dose", "dose_unit", "route", "frequency", "action")


def confidence(
    assembled: Assembled, leftovers: list[Leftover], doubtful: dict[str | None, str], error_prone: int
) -> dict[str, float]:
    """A number from 0 to 1 for each field that is there, and "overall"."""
    fields: dict[str, float] = {}
    for name in dict.fromkeys((*assembled.spans, *assembled.regimen.implied)):
        value = _SURE * _CHANGED.get(assembled.changed.get(name, ""), 1.0)
        if name in assembled.regimen.implied:
            value *= _IMPLIED
        if name in doubtful:
            value *= _DOUBTED
        fields[name] = round(value, 3)
    weakest = min((fields[name] for name in _NOT_NAMED if name in fields), default=_WHOLE_DOUBTED)
    others = prod(value / _SURE for name, value in fields.items() if name not in _NOT_NAMED)
    overall = weakest * max(others, _DOUBTED) * _LEFTOVER ** len(leftovers) * _ERROR_PRONE**error_prone
    if doubtful:
        overall = min(overall, _WHOLE_DOUBTED) * _WHOLE_DOUBTED
    fields["overall"] = round(overall, 3)
    return fields
