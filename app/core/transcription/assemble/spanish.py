"""A regimen as a Spanish label reads it. What was written freely and is not in the lexicon stays as written."""

from __future__ import annotations

import re
from functools import cache

from app.core.model.regimen import Dosing, Duration, Frequency, MaxPerDay, Regimen
from app.core.transcription.assemble.english import INJECTED, is_distance
from app.core.transcription.assemble.moments import is_clock, spoken
from app.core.transcription.assemble.rates import is_single
from app.core.transcription.extract.parts import WEEKDAYS
from app.core.transcription.normalise.lexicon import files, rows
from app.core.transcription.wording import plain_number

_VERBS = {
    "take": "Tome",
    "inhale": "Inhale",
    "apply": "Aplique",
    "inject": "Inyecte",
    "instill": "Ponga",
    "place": "Coloque",
    "use": "Use",
    "insert": "Inserte",
    "give": "Dé",
    "chew": "Mastique",
    "dissolve": "Disuelva",
    "swish": "Enjuáguese con",
    "gargle": "Haga gárgaras con",
    "irrigate": "Irrigue con",
}
# unit: singular, plural, feminine
_UNITS = {
    "tablet": ("tableta", "tabletas", True),
    "capsule": ("cápsula", "cápsulas", True),
    "puff": ("inhalación", "inhalaciones", True),
    "drop": ("gota", "gotas", True),
    "spray": ("atomización", "atomizaciones", True),
    "patch": ("parche", "parches", False),
    "suppository": ("supositorio", "supositorios", False),
    "vial": ("vial", "viales", False),
    "pen": ("pluma", "plumas", True),
    "syringe": ("jeringa", "jeringas", True),
    "unit": ("unidad", "unidades", True),
    "packet": ("sobre", "sobres", False),
    "lozenge": ("pastilla para chupar", "pastillas para chupar", True),
    "film": ("lámina", "láminas", True),
    "piece": ("pieza", "piezas", True),
    "applicatorful": ("aplicador lleno", "aplicadores llenos", False),
    "ring": ("anillo", "anillos", False),
    "enema": ("enema", "enemas", False),
    "dose": ("dosis", "dosis", True),
    "scoop": ("medida", "medidas", True),
    "capful": ("tapa llena", "tapas llenas", True),
    "dropperful": ("gotero lleno", "goteros llenos", False),
    "click": ("clic", "clics", False),
    "pump": ("bombeo", "bombeos", False),
    "inch": ("pulgada", "pulgadas", True),
    "application": ("aplicación", "aplicaciones", True),
    "gummy": ("gomita", "gomitas", True),
    "wafer": ("oblea", "obleas", True),
    "pad": ("toallita", "toallitas", True),
    "cartridge": ("cartucho", "cartuchos", False),
    "bottle": ("botella", "botellas", True),
    "kit": ("juego", "juegos", False),
    "teaspoonful": ("cucharadita", "cucharaditas", True),
    "tablespoonful": ("cucharada", "cucharadas", True),
    "oz": ("onza", "onzas", True),
}
_SPOONS = {"teaspoonful": 5, "tablespoonful": 15}
_ROUTES = {
    "oral": "por la boca",
    "sublingual": "debajo de la lengua",
    "buccal": "entre la encía y la mejilla",
    "topical": "en la piel",
    "transdermal": "en la piel",
    "subcutaneous": "debajo de la piel",
    "intramuscular": "en el músculo",
    "intravenous": "en la vena",
    "rectal": "por el recto",
    "vaginal": "en la vagina",
    "nasal": "en la nariz",
    "ophthalmic": "en el ojo",
    "otic": "en el oído",
    "feeding tube": "por la sonda de alimentación",
    "oromucosal": "en la boca",
    "inhalation": "por inhalación",
}
_MOMENTS = {
    "morning": "por la mañana",
    "noon": "al mediodía",
    "afternoon": "por la tarde",
    "evening": "al anochecer",
    "night": "por la noche",
    "bedtime": "al acostarse",
    "before_bedtime": "antes de acostarse",
    "stat": "ahora",
    "at_onset": "al comenzar los síntomas",
    "while_awake": "mientras esté despierto",
    "empty_stomach": "con el estómago vacío",
}
_RELATIONS = {"with": "con", "before": "antes de", "after": "después de"}
_MEALS = {
    "meals": "las comidas",
    "food": "los alimentos",
    "breakfast": "el desayuno",
    "lunch": "el almuerzo",
    "dinner": "la cena",
    "snacks": "las meriendas",
    "food or milk": "alimentos o leche",
    "milk": "leche",
    "water": "agua",
}
_HALF = 0.5
_DAYS = dict(zip(WEEKDAYS, ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"), strict=True))
# period: singular, plural, "per"
_PERIODS = {
    "minute": ("minuto", "minutos", "por minuto"),
    "hour": ("hora", "horas", "por hora"),
    "day": ("día", "días", "al día"),
    "week": ("semana", "semanas", "por semana"),
    "month": ("mes", "meses", "al mes"),
    "year": ("año", "años", "al año"),
}
_SITES = {
    "the affected area": "en el área afectada",
    "both eyes": "en ambos ojos",
    "each eye": "en cada ojo",
    "the right eye": "en el ojo derecho",
    "the left eye": "en el ojo izquierdo",
    "the affected eye": "en el ojo afectado",
    "both ears": "en ambos oídos",
    "each ear": "en cada oído",
    "the right ear": "en el oído derecho",
    "the left ear": "en el oído izquierdo",
    "the affected ear": "en el oído afectado",
    "each nostril": "en cada fosa nasal",
    "both nostrils": "en ambas fosas nasales",
    "one nostril": "en una fosa nasal",
    "the gums": "en las encías",
    "the face": "en la cara",
    "the scalp": "en el cuero cabelludo",
    "the knee": "en la rodilla",
    "the back": "en la espalda",
}
_QUALITIES = {"severe": "intenso", "moderate": "moderado", "mild": "leve", "chronic": "crónico"}
_DISTANCE = re.compile(r"(at least )?(\d+(?:-\d+)?|an?|one)[ -](min|hour|hr)", re.IGNORECASE)
_NOTES = {
    "Take until gone": "Tome hasta terminar",
    "Not every day": "No todos los días",
    "Take on the same date each month": "Tome en la misma fecha de cada mes",
    "as directed": "Siga las indicaciones",
    "thin layer": "Una capa fina",
    "small amount": "Una pequeña cantidad",
    "sparingly": "En poca cantidad",
    "liberally": "En cantidad abundante",
    "Shake well before use": "Agite bien antes de usar",
    "Rinse mouth after use": "Enjuáguese la boca después de usar",
    "Use with a spacer": "Use con un espaciador",
    "Swallow whole": "Trague entero",
    "Do not crush or chew": "No triture ni mastique",
    "Discard the remainder": "Deseche el resto",
    "Remove the old patch": "Quite el parche anterior",
    "Rotate sites": "Cambie el lugar de la inyección",
    "May also be used as needed": "También puede usarse si es necesario",
    "Call 911": "Llame al 911",
    "Take on the same day each week": "Tome el mismo día cada semana",
    "Take at the same time each day": "Tome a la misma hora cada día",
}


@cache
def _reasons() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in files():
        for kind, value, _flag, phrases in rows(path):
            english, _, spanish = value.partition(",")
            if kind in ("reason", "qual") and spanish:
                for words in phrases if english == "=" else (english,):
                    found.setdefault(words, spanish)
    return found


def sentence(regimen: Regimen) -> str:
    """The directions in Spanish."""
    parts = [_body(regimen)]
    if regimen.max_per_day is not None:
        parts.append(f"Máximo {_limit(regimen.max_per_day)}")
    parts += [_note(note) for note in regimen.notes if note != "application" and not _is_distance(note, regimen)]
    return " ".join(part.rstrip(".") + "." for part in parts)


def _note(note: str) -> str:
    lead = "Call the doctor if "
    if note.startswith(lead):
        return f"Llame al médico si {_condition(note.removeprefix(lead))}"
    return _NOTES.get(note, note[:1].upper() + note[1:])


def _is_distance(note: str, regimen: Regimen) -> bool:
    return bool(_DISTANCE.match(note)) and is_distance(note, regimen)


def _distance(moment: str, regimen: Regimen) -> str:
    """30 minutos, before the words that say before which meal."""
    meal = moment.rpartition("_")[2]
    note = next((n for n in regimen.notes if meal in n.lower() and _is_distance(n, regimen)), "")
    found = _DISTANCE.match(note)
    if found is None:
        return ""
    one = found[2].lower() in ("a", "an", "one", "1")
    unit = ("minuto" if one else "minutos") if found[3].lower() == "min" else ("hora" if one else "horas")
    number = "una" if one and unit == "hora" else "1" if one else found[2].replace("-", " a ")
    return f"{'al menos ' if found[1] else ''}{number} {unit} "


def _body(regimen: Regimen) -> str:
    if not regimen.steps:
        return _step(regimen, regimen, first=True)
    if regimen.steps[0].relation == "if":
        rows = [f"si {_condition(s.condition or '')}: {_lower(_step(s, regimen, first=True))}" for s in regimen.steps]
        text = "; ".join(rows)
        return text[:1].upper() + text[1:]
    following = (
        (" y " if step.relation == "and" else ", luego ") + _step(step, regimen, first=False)
        for step in regimen.steps[1:]
    )
    return "".join([_step(regimen.steps[0], regimen, first=True), *following])


def _condition(words: str) -> str:
    for english, spanish in (
        ("blood sugar is", "el azúcar en la sangre está en"),
        ("over", "más de"),
        ("under", "menos de"),
        (" to ", " a "),
    ):
        words = words.replace(english, spanish)
    return words


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _step(step: Dosing, regimen: Regimen, *, first: bool) -> str:
    parts = [
        _VERBS.get(step.action or "take", "Use") if first else "",
        _dose(step),
        _place(step) if first or step.site != regimen.steps[0].site else "",
        _often(step, regimen),
        *(_distance(moment, regimen) + _moment(moment) for moment in spoken(step.timing) if moment not in WEEKDAYS),
        _weekdays(step),
        _need(step, regimen),
        _length(step.duration),
        "ahora" if is_single(step.frequency) and step in regimen.steps[:1] else "",
    ]
    return " ".join(part for part in parts if part)


def _dose(step: Dosing) -> str:
    if step.dose_max is None:
        return ""
    unit = step.dose_unit
    strength = f" ({step.strength.replace(' to ', ' a ').replace('unit', 'unidades')})" if step.strength else ""
    size = _SPOONS.get(unit or "")
    if size:
        low = "" if step.dose_min in (None, step.dose_max) else f"{plain_number((step.dose_min or 0) * size)} a "
        return f"{low}{plain_number(step.dose_max * size)} mL ({_amount(step)} {_unit(unit, step.dose_max)}){strength}"
    return f"{_amount(step)} {_unit(unit, step.dose_max)}".strip() + strength


def _amount(step: Dosing) -> str:
    feminine = _UNITS.get(step.dose_unit or "", ("", "", False))[2]
    counted = step.dose_unit in _UNITS or step.dose_unit is None
    high = _number(step.dose_max or 0, feminine=feminine, counted=counted)
    if step.dose_min is None:
        return f"hasta {high}"
    if step.dose_min == step.dose_max:
        return high
    return f"{_number(step.dose_min, feminine=feminine, counted=counted)} a {high}"


def _number(value: float, *, feminine: bool, counted: bool) -> str:
    """Halves as words, the rest in digits: no decimal sign that could be overlooked."""
    half = "media" if feminine else "medio"
    whole, rest = divmod(value, 1)
    if not counted or rest != _HALF:
        return plain_number(value)
    return f"{plain_number(whole)} y {half}" if whole else half


def _unit(unit: str | None, number: float) -> str:
    if unit is None:
        return ""
    single, several, _ = _UNITS.get(unit, (unit, unit, False))
    return single if number <= 1 else several


def _place(step: Dosing) -> str:
    if step.site:
        site = _SITES.get(step.site, f"en {step.site}")
        return f"{_ROUTES[step.route]} {site}" if step.route in INJECTED else site
    if step.route == "inhalation" and step.dose_unit in ("vial", "mL"):
        return "con nebulizador"
    return _ROUTES.get(step.route or "", "")


def _often(step: Dosing, regimen: Regimen) -> str:
    frequency = step.frequency
    if frequency is None:
        return ""
    if frequency.period_unit is None:
        return "" if regimen.steps or "stat" in step.timing else "una sola vez"
    up_to = "hasta " if frequency.times_min is None else ""
    if frequency.times_max == 1 and frequency.times_min in (1, None):
        return up_to + _every(frequency)
    return f"{up_to}{_times(frequency)} {_per(frequency)}"


def _times(frequency: Frequency) -> str:
    low, high = frequency.times_min, frequency.times_max or 1
    words = plain_number(high) if low in (None, high) else f"{plain_number(low or 0)} a {plain_number(high)}"
    return f"{words} veces"


def _per(frequency: Frequency) -> str:
    single, several, per = _PERIODS[frequency.period_unit or "day"]
    if frequency.period_min == frequency.period_max == 1:
        return per
    return f"cada {plain_number(frequency.period_max or 1)} {several if (frequency.period_max or 1) > 1 else single}"


def _every(frequency: Frequency) -> str:
    single, several, per = _PERIODS[frequency.period_unit or "day"]
    low, high = frequency.period_min or 1, frequency.period_max or frequency.period_min or 1
    if low == high == 1:
        return f"cada {single}" if frequency.period_unit in ("hour", "minute") else f"una vez {per}"
    number = plain_number(low) if low == high else f"{plain_number(low)} a {plain_number(high)}"
    return f"cada {number} {several}"


def _moment(moment: str) -> str:
    if is_clock(moment):
        return f"a las {moment}"
    if moment in _MOMENTS:
        return _MOMENTS[moment]
    relation, _, meal = moment.partition("_")
    words = f"{_RELATIONS.get(relation, relation)} {_MEALS.get(meal, meal)}"
    return words.replace("de el ", "del ")


def _weekdays(step: Dosing) -> str:
    days = [_DAYS[moment] for moment in sorted(set(step.timing) & set(WEEKDAYS), key=WEEKDAYS.index)]
    if not days:
        return ""
    return "los " + (" y ".join([", ".join(days[:-1]), days[-1]]) if len(days) > 1 else days[0])


def _need(step: Dosing, regimen: Regimen) -> str:
    parts = ["si es necesario", _for(step.as_needed_reason)] if step.as_needed else []
    parts += [_for(regimen.indication)] if step is regimen or step in regimen.steps[-1:] else []
    return " ".join(part for part in parts if part)


def _for(words: str | None) -> str:
    if not words:
        return ""
    parts = [_reason(part) for part in words.replace(", or ", " or ").replace(", ", " or ").split(" or ")]
    return "para " + " o ".join(parts)


def _reason(words: str) -> str:
    """A reason, with the adjectives before it standing after it; unknown words stay as written."""
    known = _reasons()
    qualities: list[str] = []
    rest = words.split()
    while rest and " ".join(rest) not in known and rest[0] in (*_QUALITIES, "to"):
        qualities.append(_QUALITIES.get(rest.pop(0), "a"))
    noun = known.get(" ".join(rest))
    return words if noun is None else " ".join([noun, *qualities])


def _length(duration: Duration | None) -> str:
    if duration is None or duration.unit is None:
        return ""
    high = duration.value_max if duration.value_max is not None else duration.value
    low = duration.value if duration.value is not None else high
    if high is None or low is None:
        return ""
    single, several, _ = _PERIODS[duration.unit]
    number = plain_number(high) if low == high else f"{plain_number(low)} a {plain_number(high)}"
    bound = "hasta " if duration.up_to else "al menos " if duration.at_least else ""
    return f"durante {bound}{number} {single if high == 1 else several}"


def _limit(most: MaxPerDay) -> str:
    return f"{plain_number(most.value)} {_unit(most.unit, most.value)} al día".replace("  ", " ")
