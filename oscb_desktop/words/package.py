"""The parts of a Word document's zip file, each read only when it is asked for.

What leads nowhere (``Target="NULL"``, where some systems had a picture) is passed over, as Word
does; the names of Strict Open XML (ISO/IEC 29500-4) become those of the usual kind here, once.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

import msgspec
from lxml import etree

from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.base.text import say

_MOST_BYTES: Final = 300_000_000  # unpacked: what is larger was made to fill a memory
_MOST_XML: Final = 100_000_000  # of one part
_STRICT = re.compile(r"\{?http://purl\.oclc\.org/ooxml/(\w+)/(\w+)(?=\}|$)")
_USUAL: Final = r"http://schemas.openxmlformats.org/\1/2006/\2"


class Relation(msgspec.Struct, frozen=True):
    """What a part refers to: its kind ("styles", "hyperlink"), and its address or part's path."""

    kind: str
    target: str
    external: bool


class Part:
    """One XML part, and what it refers to by id."""

    def __init__(self, root: Any, relations: dict[str, Relation]) -> None:
        self.root = root
        self.relations = relations


class Package:
    """A Word document's file. Raises ``UnreadableError`` for what cannot be read as one."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:  # a damaged file fails in many ways, none of them documented
            raise self._unreadable() from error
        self._entries = {entry.filename.casefold(): entry for entry in self._archive.infolist()}
        if sum(entry.file_size for entry in self._entries.values()) > _MOST_BYTES:
            raise self._unreadable()
        main = next(self._of_kind(self._relations(""), "officeDocument"), None)
        if main is None or main.root.find("{*}body") is None:
            raise self._unreadable()
        self.main: Part = main

    def first(self, kind: str) -> Part | None:
        """Return the first part of a kind that the document refers to."""
        return next(self._of_kind(self.main.relations, kind), None)

    def related(self, part: Part, relation_id: str) -> Part | None:
        """Return the XML part that another refers to by an id."""
        relation = part.relations.get(relation_id)
        return None if relation is None else self._part(relation)

    def bytes_of(self, part: Part, relation_id: str) -> bytes | None:
        """Return the bytes of what a part refers to by an id, None where they are not here."""
        relation = part.relations.get(relation_id)
        if relation is None or relation.external:
            return None
        entry = self._entries.get(relation.target.casefold())
        if entry is None or entry.file_size > _MOST_XML:
            return None
        try:
            return self._archive.read(entry)
        except Exception as error:  # as for XML: it fails in many ways
            raise self._unreadable() from error

    def _of_kind(self, relations: dict[str, Relation], kind: str) -> Iterator[Part]:
        for relation in relations.values():
            if relation.kind == kind and (part := self._part(relation)) is not None:
                yield part

    def _part(self, relation: Relation) -> Part | None:
        if relation.external or relation.target.casefold() not in self._entries:
            return None
        return Part(self._xml(relation.target), self._relations(relation.target))

    def _relations(self, path: str) -> dict[str, Relation]:
        folder, base = posixpath.split(path)
        listed = posixpath.join(folder, "_rels", f"{base}.rels")
        if listed.casefold() not in self._entries:
            return {}
        found: dict[str, Relation] = {}
        for element in self._xml(listed).iter("{*}Relationship"):
            external = str(element.get("TargetMode")).casefold() == "external"
            target = str(element.get("Target") or "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target)))[1:]
            kind = str(element.get("Type") or "").rpartition("/")[2]
            found[str(element.get("Id"))] = Relation(kind, target, external)
        return found

    def _xml(self, path: str) -> Any:
        entry = self._entries[path.casefold()]
        if entry.file_size > _MOST_XML:
            raise self._unreadable()
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root = etree.fromstring(self._archive.read(entry), parser)
        except Exception as error:  # zip, compression and XML each fail in their own ways
            raise self._unreadable() from error
        if "http://purl.oclc.org/ooxml/" in str(root.tag):
            _make_usual(root)
        return root

    def _unreadable(self) -> UnreadableError:
        return UnreadableError(
            say("{name} cannot be read as a Word document.", name=self._name),
            say("Open it in Word and save it as a .docx document, without a password."),
            code="not-docx",
        )


def _make_usual(root: Any) -> None:
    """Give the elements and attributes of a strict part the names that everybody else writes."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        element.tag = _usual(element.tag)
        for key, held in list(element.attrib.items()):
            if (name := _usual(key)) != key:
                del element.attrib[key]
                element.set(name, held)


def _usual(name: str) -> str:
    return _STRICT.sub(lambda found: "{" + found.expand(_USUAL), name)
