"""What the tests of the samples read them with: plain parsers, none of the project's own readers."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from lxml import etree

from app.core.places import resources

SAMPLES = resources() / "samples"
FOLDER = SAMPLES / "prescriptions"
Row = dict[str, str]


def manifest() -> list[Row]:
    """The lines of the manifest."""
    with (SAMPLES / "manifest.tsv").open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def data_of(row: Row) -> bytes:
    """The bytes of a message."""
    return (FOLDER / row["file"]).read_bytes()


def xml_of(data: bytes) -> Any:
    """The root of a SCRIPT message; a doctype is an error."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.getroottree().docinfo.doctype:
        raise ValueError("a doctype")
    return root


def texts(root: Any, *path: str) -> list[str]:
    """The texts at the end of a path of local names, whatever the namespace."""
    steps = "//" + "/".join(f"*[local-name()='{name}']" for name in path)
    return [(e.text or "").strip() for e in root.xpath(steps)]


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({k for k, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def json_of(data: bytes) -> dict[str, Any]:
    """A FHIR document; a key that stands twice is an error."""
    read: dict[str, Any] = json.loads(data, object_pairs_hook=_unique)
    return read


def resources_of(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every resource of a bundle, or of a single one with contained parts."""
    for resource in [e["resource"] for e in document.get("entry", [])] or [document]:
        yield resource
        yield from resource.get("contained", [])


def only(row: Row, kind: str) -> dict[str, Any]:
    """The one resource of a kind."""
    (found,) = (r for r in resources_of(json_of(data_of(row))) if r["resourceType"] == kind)
    return found


def amounts(row: Row) -> tuple[str, str]:
    """Quantity and days' supply as a SCRIPT or FHIR message states them."""
    if row["form"] == "script":
        root = xml_of(data_of(row))
        (quantity,) = texts(root, "Quantity", "Value")
        return quantity, next(iter(texts(root, "DaysSupply")), "-")
    dispense = only(row, "MedicationRequest")["dispenseRequest"]
    days = dispense.get("expectedSupplyDuration", {}).get("value", "-")
    return f"{dispense['quantity']['value']:g}", str(days)


def written_on(row: Row) -> str:
    """The date written, as ISO text."""
    if row["form"] == "script":
        root = xml_of(data_of(row))
        found = texts(root, "WrittenDate") + texts(root, "WrittenDate", "Date")
        return next(t for t in found + texts(root, "WrittenDate", "DateTime") if t)[:10]
    return only(row, "MedicationRequest")["authoredOn"][:10]


def patient_of(row: Row) -> tuple[str, str]:
    """Name and date of birth as a SCRIPT or FHIR message states them."""
    if row["form"] == "fhir":
        patient = only(row, "Patient")
        name = patient["name"][0]
        return f"{name['given'][0]} {name['family']}", patient["birthDate"]
    root = xml_of(data_of(row))
    patient = root.xpath("//*[local-name()='Patient']")[0]
    first, last = (patient.findtext(f".//{{*}}{n}") for n in ("FirstName", "LastName"))
    born = "".join(patient.find(".//{*}DateOfBirth").itertext()).strip()
    return f"{first} {last}", born


def worked_out(arithmetic: str) -> tuple[Fraction, Fraction]:
    """Both sides of a line of arithmetic: sums of products, "x" for times and "/" for divided by."""
    left, right = arithmetic.split(" = ")
    return sum((_product(term) for term in left.split(" + ")), Fraction(0)), Fraction(right)


def _product(term: str) -> Fraction:
    first, *rest = re.split(r" ([x/]) ", term)
    value = Fraction(first)
    for sign, number in zip(rest[::2], rest[1::2], strict=True):
        value = value * Fraction(number) if sign == "x" else value / Fraction(number)
    return value


def npi_is_valid(npi: str) -> bool:
    """Luhn over the number with the prefix of US health identifiers."""
    figures = [int(c) for c in "80840" + npi]
    doubled = [sum(divmod(2 * n, 10)) for n in figures[-2::-2]]
    return len(npi) == 10 and (sum(figures[-1::-2]) + sum(doubled)) % 10 == 0


def dea_is_valid(dea: str) -> bool:
    """The check digit of a DEA number: odd places plus twice the even ones."""
    if not re.fullmatch(r"[A-Z]{2}\d{7}", dea):
        return False
    figures = [int(c) for c in dea[2:]]
    return (sum(figures[0:6:2]) + 2 * sum(figures[1:6:2])) % 10 == figures[6]
