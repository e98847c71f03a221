"""How people's names look in typed and spoken text, and how a spelled-out one agrees with what was said."""

from __future__ import annotations

import re

_PRESCRIBER_TITLES = (
    r"M\.?D\.?|D\.?O\.?|N\.?P\.?(?:-?C)?|P\.?A\.?(?:-?C)?|D\.?D\.?S\.?|D\.?M\.?D\.?|D\.?P\.?M\.?|O\.?D\.?|APRN|A?RNP|CRNP|CNP"
    r"|[ADFP]NP(?:-?B?C)?|CNM|DNP|MBBS|PhD|FACP|MPH"
    r"|[Nn]urse[ \t][Pp]ractitioner|[Pp]hysician(?:['’]?s)?[ \t][Aa]ssistant|[Oo]ptometrist|[Dd]entist"
)
_OTHER_TITLES = r"Pharm\.?D\.?|R\.?Ph\.?|R\.?N\.?|L\.?P\.?N\.?|CPhT|C?MA"
# The letters after a name; only the first kind may prescribe.
PRESCRIBES = rf"(?:{_PRESCRIBER_TITLES})(?![\w'’])"
TITLES = rf"(?:,?[ \t]*\b(?:{_PRESCRIBER_TITLES}|{_OTHER_TITLES})(?![\w'’]))*"

_CUES = (
    r"NPI|DEA|DOB|DAW|Date|Phone|Ph|Tel|Fax|Sig|Qty|Quantity|Rx|Refills?|RF|Dispense|Disp|Address|Drug|Medication|Med|Patient|Pt"
    r"|Prescriber|Provider|Directions|Allerg\w*|Thanks?|Call|License|Lic|Office|Signature|Sex|Gender|Wt|Weight|Birth\w*|Born"
    r"|Take|Taken|Generic|Brand|Number|Our|My|His|Her|The|This|That|It|New|Cell|Doctor|Dr|Nurse|Hi|Hello|Yes|Um|Uh"
)
_NOT_A_NAME = rf"(?!(?:{_CUES})\b)(?!(?:{_PRESCRIBER_TITLES}|{_OTHER_TITLES})(?![\w'’.]|\.\w))"
_SAINT = r"St\.[ \t]?[^\W\d_a-z][^\W\d_]+"
_WORD = rf"{_NOT_A_NAME}(?:[^\W\d_a-z]\.(?!\w)|{_SAINT}|[^\W\d_a-z](?![-.][A-Z]\b)[^\W\d_]*(?:['’-](?!s\b)[^\W\d_]+)*)"
_PARTICLE = r"(?:(?:de|da|la|van|von|der|den|del|di|bin|al|st\.?)[ \t]+){0,2}"
# What may stand before a name without being part of it.
HONORIFIC = r"(?:(?i:mrs?|ms|miss|master|baby(?:[ \t]+(?:boy|girl))?)\b\.?[ \t]+)?"
# "Ana de la Cruz", "H. Benedetti", "O'Rourke"
NAME = rf"{_WORD}(?:[ \t]+{_PARTICLE}{_WORD}){{0,3}}"
# A name with a title that prescribes nothing: who took or gave the message.
STAFF = rf"(?<![\w'’-]){NAME}(?:,[ \t]*|[ \t]+)(?:{_OTHER_TITLES})(?![\w'’])"
# The kinds of places that prescribers work at.
FACILITY = (
    r"(?:Clinics?|Medicine|Medical|Med|Health(?:care)?|Pediatrics?|Peds|Cardiology|Care|Cent(?:er|re)|Hospital|Associates|Practice|Physicians"
    r"|Group|Dermatology|Ortho\w*|Neurology|Urology|Psychiatry|Oncology|Endo\w*|Pulmon\w+|ENT|Pain|Gyn\w*|OB/?GYN|Surgery|Dental|Dentistry"
    r"|Rheumatology|Nephrology|Gastro\w*|Allergy|Wellness|Eye|Ophthalmology|Podiatry|Hospice|Institute|Primary|Family|Internal|Offices?)"
)
# "Guthrie, Marlon", but not "Guthrie, Harbor Clinic"
LAST_FIRST = rf"{_PARTICLE}{_WORD},[ \t]*(?!(?:[^\W\d_]+[ \t]+){{0,3}}{FACILITY}\b){_WORD}(?:[ \t]+{_WORD})?"

_LOOSE_WORD = r"[^\W\d_][^\W\d_]*(?:['’.-]+[^\W\d_]*)*"
# A name in any case, where a label says that it is one: it ends at a stop, a stroke or a wide space.
LOOSE = rf"{_LOOSE_WORD}(?:,?[ \t]{_LOOSE_WORD}){{0,4}}"

_SPELLED = re.compile(r"(?<![\w-])[A-Za-z](?:-[A-Za-z]){2,}(?![\w-])|(?<![\w-])[A-Z](?:[ ][A-Z]){3,}(?![\w-])")
_LONGEST = 40


def person(said: str) -> str:
    """A name in speaking order, without titles; "Roe, Jane" becomes "Jane Roe"."""
    name = re.sub(r"^(?:dr|doctor|mr|mrs|ms|miss)\b\.?\s+", "", said.strip(), flags=re.IGNORECASE)
    name = re.sub(rf"(?:,?\s+(?:{_PRESCRIBER_TITLES}|{_OTHER_TITLES}))+$", "", name, flags=re.IGNORECASE)
    last, comma, first = name.partition(",")
    return re.sub(r"\s+", " ", f"{first.strip()} {last.strip()}" if comma and first.strip() else name).strip(" ,")


def spellings(text: str) -> list[tuple[re.Match[str], bool]]:
    """Each word that is spelled letter by letter, and whether it spells what was said just before."""
    found = []
    for match in _SPELLED.finditer(text):
        said = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text[max(0, match.start() - _LONGEST) : match.start()])
        letters = re.sub(r"[^a-z]", "", match[0].lower())
        words = [re.sub(r"[^a-z]", "", w.lower()) for w in said]
        joined = {"".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)}
        found.append((match, letters in joined))
    return found
