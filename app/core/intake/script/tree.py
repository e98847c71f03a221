"""Hardened XML: bytes to a plain tree of names, texts and paths, or a refusal that says where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from app.core.intake.decode import decode_xml
from app.core.intake.refusal import Refusal

MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Element:
    """An XML element by its local name; `text` joins all its own text, `split` says a comment stood inside."""

    name: str
    path: str
    text: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Element, ...] = ()
    split: bool = False

    def all(self, name: str) -> tuple[Element, ...]:
        """The children of that name, in whatever case."""
        return tuple(c for c in self.children if c.name.lower() == name.lower())

    def find(self, path: str) -> Element | None:
        """The first element along a path of local names ("Sig/SigText")."""
        here: Element | None = self
        for name in path.split("/"):
            here = next(iter(here.named(name)), None) if here else None
        return here

    def first(self, *paths: str) -> Element | None:
        """The first element with a text along any of the paths."""
        for path in paths:
            found = self.find(path)
            if found is not None and found.text:
                return found
        return None

    def value(self, *paths: str) -> str | None:
        """The first text along any of the paths."""
        found = self.first(*paths)
        return found.text if found else None

    def every(self, *paths: str) -> tuple[Element, ...]:
        """All elements with a text along any of the paths, repeated ones too."""
        return tuple(e for path in paths for e in self._along(path.split("/")) if e.text)

    def _along(self, names: list[str]) -> tuple[Element, ...]:
        here: tuple[Element, ...] = (self,)
        for name in names:
            here = tuple(c for e in here for c in e.named(name))
        return here

    def named(self, name: str) -> tuple[Element, ...]:
        """The children of that name; where there is none, the attribute that careless senders put there instead."""
        return self.all(name) or tuple(
            Element(key, f"{self.path}/@{key}", value.strip())
            for key, value in self.attributes
            if key.lower() == name.lower()
        )

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse(data: bytes) -> Element:
    """The tree of an XML message.

    Raises:
        Refusal: for a document type, an entity, a wrong encoding, too much depth or broken markup.
    """
    text = decode_xml(data)
    if re.search(r"<!DOCTYPE|<!ENTITY", text, re.IGNORECASE):
        raise Refusal(
            "The message declares a document type or entities, which a prescription never needs.",
            "It was not opened: such messages are used to attack. Tell the sender; the bytes are kept.",
        )
    # Our own decoding is authoritative: the parser sees UTF-8 only.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(text.strip().encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise _broken(error, text) from error
    _check_depth(root)
    return _convert(root, f"/{_local(root)}")


def _broken(error: etree.XMLSyntaxError, text: str) -> Refusal:
    line, column = error.position
    before = text.strip().encode("utf-8").split(b"\n")[: max(line - 1, 0)]
    byte = sum(len(part) + 1 for part in before) + max(column - 1, 0)
    if "Excessive depth" in str(error) or "depth" in str(error).lower():
        return _too_deep()
    return Refusal(f"The XML is broken at line {line}, column {column} (about byte {byte}): {_plain(str(error.msg))}.")


def _plain(message: str) -> str:
    return re.sub(r", line \d+.*$", "", message).strip().rstrip(".")


def _too_deep() -> Refusal:
    return Refusal(f"The XML is nested more than {MAX_DEPTH} levels deep, which no prescription is.")


def _check_depth(root: etree._Element) -> None:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return
    raise _too_deep()


def _convert(node: etree._Element, path: str) -> Element:
    elements = [child for child in node if isinstance(child.tag, str)]
    names = [_local(child) for child in elements]
    seen: dict[str, int] = {}
    children = []
    for child, name in zip(elements, names, strict=True):
        seen[name] = seen.get(name, 0) + 1
        place = f"[{seen[name]}]" if names.count(name) > 1 else ""
        children.append(_convert(child, f"{path}/{name}{place}"))
    pieces = [node.text or "", *(child.tail or "" for child in node)]
    return Element(
        name=_local(node),
        path=path,
        text="".join(pieces).strip(),
        attributes=tuple((_bare(key), str(value)) for key, value in node.attrib.items()),
        children=tuple(children),
        split=not elements and len(node) > 0 and bool("".join(pieces).strip()),
    )


def _local(node: etree._Element) -> str:
    return _bare(str(node.tag))


def _bare(name: str | bytes) -> str:
    text = name if isinstance(name, str) else name.decode()
    return text.rpartition("}")[2]
