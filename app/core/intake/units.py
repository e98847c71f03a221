"""The NCI Thesaurus codes that SCRIPT messages use for units, forms and schedules, in plain words."""

from __future__ import annotations

# NCI Thesaurus codes of the NCPDP quantity unit list, read November 2026. A code that could not be confirmed, or
# that senders use in two ways (C48521 is a packet, and is sent for patches too), is left out and stays as sent.
QUANTITY_UNITS = {
    "C62412": "applicator",
    "C54564": "blister",
    "C64696": "caplet",
    "C48480": "capsule",
    "C64933": "each",
    "C53499": "film",
    "C48155": "g",
    "C69124": "gum",
    "C48499": "implant",
    "C62276": "insert",
    "C48504": "kit",
    "C120263": "lancet",
    "C48506": "lozenge",
    "C28254": "mL",
    "C65032": "pad",
    "C48524": "patch",
    "C120216": "pen needle",
    "C62609": "ring",
    "C53502": "sponge",
    "C53503": "stick",
    "C48538": "strip",
    "C48539": "suppository",
    "C53504": "swab",
    "C48542": "tablet",
    "C48548": "troche",
    "C28253": "mg",
    "C48152": "mcg",
}

STRENGTH_UNITS = {
    "C28253": "mg",
    "C48152": "mcg",
    "C48155": "g",
    "C28254": "mL",
    "C44278": "units",
}

FORMS = {"C42998": "tablet", "C25158": "capsule"}

SCHEDULES = {"C48672": "CI", "C48675": "CII", "C48676": "CIII", "C48677": "CIV", "C48679": "CV"}

STRENGTH_WORDS = frozenset({"mg", "mcg", "ug", "µg", "milligram", "microgram", "meq"})
