"""Fields of steps into the regimen of the model."""

from __future__ import annotations

from typing import Any

from app.core.model.regimen import Regimen, Relation, Step
from app.core.transcription.assemble.fields import Fields


def regimen_of(fields: list[Fields], relations: list[Relation], implied: tuple[str, ...]) -> Regimen:
    """The regimen; remarks, indication and daily maximum stand at the top, whichever step brought them."""
    top = _common(fields[0])
    top["notes"] = tuple(dict.fromkeys(note for step in fields for note in step.notes))
    top["indication"] = next((step.indication for step in fields if step.indication), None)
    top["max_per_day"] = next((step.limit for step in fields if step.limit), None)
    steps: tuple[Step, ...] = ()
    if len(fields) > 1:
        steps = tuple(
            Step(relation=relation, condition=step.condition, **_common(step))
            for step, relation in zip(fields, relations, strict=True)
        )
    return Regimen(steps=steps, implied=implied, **top)


def _common(step: Fields) -> dict[str, Any]:
    dose = step.dose
    return {
        "action": step.action,
        "dose_min": dose.lo if dose else None,
        "dose_max": dose.hi if dose else None,
        "dose_unit": _unit(dose.unit if dose else step.unit),
        "route": step.route,
        "frequency": step.frequency,
        "timing": step.moments,
        "as_needed": step.as_needed,
        "as_needed_reason": step.reason,
        "duration": step.duration,
        "site": step.site,
        "strength": step.strength,
    }


def _unit(unit: str | None) -> str | None:
    """An injection is done rather than counted out; a nebule is a vial that is breathed in."""
    return {"injection": None, "nebule": "vial"}.get(unit or "", unit)
