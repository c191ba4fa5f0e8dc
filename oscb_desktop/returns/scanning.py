"""What the parts of an .xlsx say of a sheet beside its values: formats, errors, hidden parts.

To parse a million cells would take longer than to read their values. So the bytes are searched
first, and only for one answer: that a thing is certainly not there. That is safe, since every
byte looked for must stand in the XML if the thing does: names of elements are looked for without
their prefix, values with either quotation mark, and a value that begins with a reference to a
character counts as any value. What may be there is parsed, once, when it is first asked for.
"""

import posixpath
from collections.abc import Iterable
from functools import cached_property

from oscb_desktop.returns import markup
from oscb_desktop.returns.archive import Parts, Refused, utf8
from oscb_desktop.returns.details import Details as Details
from oscb_desktop.returns.details import Said
from oscb_desktop.returns.sheetstyles import Styles
from oscb_desktop.returns.sheetxml import YES, Reading, SharedTexts, SheetFrame

_ONE_BY_ONE = 8  # values looked for in the bytes; for more, to parse is as fast
_SMALL = 1_000_000  # bytes of XML parsed at once: damage is then found while reading


class Scanner:
    """The parts of one workbook, with what all its sheets share."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def sheet(self, name: str) -> "SheetDetails | None":
        """Return what is said of a sheet, or None where it has no XML of its own; raise Refused."""
        path = self._sheets.get(name, "")
        xml = self.parts.read(path) if path.endswith(".xml") else b""
        if not xml:
            return None
        details = SheetDetails(self, path, SheetFrame(utf8(xml)))
        if len(xml) < _SMALL:
            details.parse()
        return details

    @cached_property
    def styles(self) -> Styles:
        """The workbook's styles."""
        return Styles(utf8(self._shared("/styles")))

    @cached_property
    def texts(self) -> SharedTexts:
        """The shared texts, parsed only where one of them may be marked."""
        xml = utf8(self._shared("/sharedStrings"))
        return SharedTexts(xml if b"vertAlign" in xml or b"strike" in xml else b"")

    @cached_property
    def recalculates(self) -> bool:
        """Whether the workbook is to be worked out anew on opening (18.2.2, fullCalcOnLoad)."""
        found = markup.attributes_of(self.parts.read(self._workbook), "calcPr")
        return any(held.get("fullCalcOnLoad") in YES for _, held in found)

    def blank_texts(self) -> set[str]:
        """Return the numbers of the shared texts without a letter."""
        return SharedTexts(utf8(self._shared("/sharedStrings"))).blank

    def related(self, path: str) -> Iterable[tuple[str, str, str]]:
        """Return the id, the type and the path of each part that another one names."""
        folder, _, name = path.rpartition("/")
        relations = self.parts.read(posixpath.join(folder, "_rels", f"{name}.rels"))
        for _, found in markup.attributes_of(relations, "Relationship"):
            target = posixpath.normpath(posixpath.join("/", folder, found.get("Target", "")))
            yield found.get("Id", ""), found.get("Type", ""), target.lstrip("/")

    @cached_property
    def _workbook(self) -> str:
        return next((name for name in self.parts.names if name.endswith("workbook.xml")), "")

    @cached_property
    def _relations(self) -> list[tuple[str, str, str]]:
        return list(self.related(self._workbook))

    def _shared(self, kind: str) -> bytes:
        paths = (path for _, type_, path in self._relations if type_.endswith(kind))
        folder = posixpath.dirname(self._workbook)
        return self.parts.read(next(paths, posixpath.join(folder, f"{kind[1:]}.xml")))

    @cached_property
    def _sheets(self) -> dict[str, str]:
        targets = {key: path for key, _, path in self._relations}
        found: dict[str, str] = {}
        for _, sheet in markup.attributes_of(self.parts.read(self._workbook), "sheet"):
            relation = next((held for key, held in sheet.items() if key.endswith(":id")), "")
            if relation in targets:
                found.setdefault(sheet.get("name", ""), targets[relation])
        return found


class SheetDetails(Details):
    """What an .xlsx sheet says of its cells, read when asked for."""

    def __init__(self, scanner: Scanner, path: str, frame: SheetFrame) -> None:
        self.scanner = scanner
        self.path = path
        self.frame = frame
        styles = scanner.styles
        self._absent: set[str] = set()  # features that the cells certainly do not have
        super().__init__(Reading().read(*frame.around()), styles.formats)

    def parse(self) -> Said:
        """Parse the cells now; raise Refused where they are damaged."""
        return self._body

    def _said(self, feature: str) -> Said:
        if feature == "comments":
            return self._commented
        if feature == "frame":
            return self._held
        if "_body" not in vars(self) and feature not in self._absent and not self._may(feature):
            self._absent.add(feature)
        return self._held if feature in self._absent else self._body

    def _may(self, feature: str) -> bool:
        """Whether the cells may hold something of a kind: False only where they certainly do not.

        A cell's error is ``t="e"``; a formula is an element ``f``; a hidden row says so; a run
        that is raised or struck has properties, ``rPr``, or it is in a shared text or by style.
        """
        holds = self.frame.holds
        if self._referred:
            return True
        if feature == "errors":
            return self._valued("e")
        if feature == "uncalculated":
            return holds(b"<f") or self.frame.prefixed(b"f")
        if feature == "hidden":
            return holds(b"hidden", b'ht="0') or (self._single and holds(b"ht='0"))
        styles = self.scanner.styles
        if feature == "percent":
            return self._styled(str(n) for n, held in styles.formats.items() if held.percent)
        if feature == "formats":
            return self._styled(map(str, styles.formats))
        return (
            holds(b"rPr")
            or self._styled(styles.struck | styles.raised)
            or self._texts(self.scanner.texts.marked)
        )

    @cached_property
    def _referred(self) -> bool:
        """Whether a value may begin with a reference to a character: t="&#101;" is t="e"."""
        return self.frame.holds(b"&") and self.frame.holds(b'"&#', b"'&#")

    @cached_property
    def _single(self) -> bool:
        return self.frame.holds(b"'")

    def _valued(self, *values: str) -> bool:
        """Whether an attribute may have one of the values."""
        marks = [b'"%b"' % value.encode() for value in values]
        if self._single:
            marks += [b"'%b'" % value.encode() for value in values]
        return self.frame.holds(*marks)

    def _styled(self, styles: Iterable[str]) -> bool:
        styles = list(styles)
        return len(styles) > _ONE_BY_ONE or self._valued(*styles)

    def _texts(self, numbers: Iterable[str]) -> bool:
        marks = [b">%b<" % number.encode() for number in numbers]
        return len(marks) > _ONE_BY_ONE or self.frame.holds(*marks)

    @cached_property
    def _body(self) -> Said:
        styles = self.scanner.styles
        reading = Reading(
            frozenset(map(str, styles.formats)),
            self.scanner.texts.marked,
            styles.struck,
            styles.raised,
            recalculates=self.scanner.recalculates,
        )
        return reading.read(self.frame.xml)

    @cached_property
    def _commented(self) -> Said:
        said = Said()
        for _, kind, path in self.scanner.related(self.path):
            if kind.endswith("/comments"):
                said.comments.update(_comments(self.scanner.parts.read(path)))
        return said


def _comments(xml: bytes) -> dict[str, str]:
    """Return the notes of a sheet by their cells (18.7.3); {} where they are damaged."""
    found: dict[str, str] = {}
    local = markup.Local()
    cell = ""
    words: list[str] = []
    aloud = False

    def start(name: str, attributes: markup.Attributes) -> None:
        nonlocal cell, aloud
        if local[name] == "comment":
            cell = attributes.get("ref", "")
            words.clear()
        aloud = local[name] == "t"

    def end(name: str) -> None:
        nonlocal aloud
        aloud = False
        if local[name] == "comment" and cell:
            found[cell] = "".join(words).strip()

    made = markup.parser(start, end)
    made.CharacterDataHandler = lambda text: words.append(text) if aloud else None
    try:
        markup.feed(made, utf8(xml))
    except Refused:
        return found
    return found


def scan(parts: Parts, sheet: str) -> Details:
    """Return what the XML of a sheet says; raise Refused where it is damaged."""
    return Scanner(parts).sheet(sheet) or Details()
