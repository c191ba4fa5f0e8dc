"""Pages painted, mark by mark. Everything painted belongs to an element or an artifact."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from oscb_desktop.publish.galley import ARTIFACT, DRAWING, LinkArea, Mark, Node
from oscb_desktop.publish.packing import PackedDocument
from oscb_desktop.publish.paging import Sheet
from oscb_desktop.publish.syntax import pdf_number, pdf_text
from oscb_desktop.publish.themes import Page


class Annotated(NamedTuple):
    """A link's clickable area on a page, with the element it belongs to and its object."""

    page: int
    node: Node
    number: int


class TaggedCanvas:
    """Paper that opens and closes marked content, and remembers what belongs to whom.

    ``paint`` is the only way to put text on it, and takes each text with its element: none is
    lost to who reads through the structure tree.
    """

    def __init__(self, page: Page, *, pages: int, tagged: bool) -> None:
        self.page = page
        self.tagged = tagged
        self.document = PackedDocument(packed=tagged)
        self.numbers = [self.document.add() for _ in range(pages)]  # the pages' objects
        self.refs: dict[Node, list[tuple[int, int]]] = {}  # element → (page, marked content)
        self.owners: list[list[Node]] = []  # page → marked content → element
        self.annotated: list[Annotated] = []  # StructParent of the first is the count of pages
        self.places: dict[str, str] = {}  # a place's name → where it is, as PDF writes it
        self._owners: list[Node] = []
        self._code: list[str] = []
        self._contents: list[int] = []
        self._annotations: list[list[int]] = [[]]
        self._pictures: dict[int, int] = {}  # page → its picture
        self._leading: list[tuple[int, str, str]] = []  # links to places: object, entries, name

    def paint(self, marks: Iterable[Mark], left: float, top: float) -> None:
        """Paint marks whose positions count from ``left`` and, downwards, from ``top``."""
        code = self._code
        owner: Node | None = None
        in_text = False
        for node, kind, x, y, operators in marks:
            if node is not owner:
                if in_text:
                    code.append("ET")
                    in_text = False
                if owner is not None:
                    self._close()
                self._open(node)
                owner = node
            if kind is DRAWING:
                if in_text:
                    code.append("ET")
                    in_text = False
                code.append(f"q 1 0 0 1 {left + x:.2f} {top - y:.2f} cm {operators} Q")
            else:
                if not in_text:
                    code.append("BT")
                    in_text = True
                code.append(f"1 0 0 1 {left + x:.2f} {top - y:.2f} Tm {operators}")
        if in_text:
            code.append("ET")
        if owner is not None:
            self._close()

    def paint_sheet(self, sheet: Sheet, left: float, top: float) -> None:
        """Paint a page's strips: decoration first, then what is read, in the order of reading.

        The marks of one table row are gathered cell by cell, so that a cell of several lines
        is one piece of marked content.
        """
        under: list[Mark] = []
        read: list[Mark] = []
        band: object = None
        row: dict[Node, list[Mark]] = {}
        for strip, y in sheet:
            if row and (strip.band is None or strip.band is not band):
                for cell in row.values():
                    read.extend(cell)
                row = {}
            band = strip.band
            for node, kind, x, down, operators in strip.marks:
                moved = Mark(node, kind, x, down + y, operators)
                if node is ARTIFACT:
                    under.append(moved)
                elif band is None:
                    read.append(moved)
                else:
                    row.setdefault(node, []).append(moved)
        for cell in row.values():
            read.extend(cell)
        self.paint(under, left, top)
        self.paint(read, left, top)

    def paint_running(self, marks: Iterable[Mark], left: float, top: float) -> None:
        """Paint a running head or foot: a pagination artifact."""
        if self.tagged:
            self._code.append("/Artifact <</Type /Pagination>> BDC")
        tagged, self.tagged = self.tagged, False
        self.paint(marks, left, top)
        self.tagged = tagged
        self._close()

    def paint_logo(self, picture: Path, left: float, bottom: float, height: float) -> None:
        """Paint a picture at a height, its width as it comes. Raises OscbError if it cannot be.

        A pagination artifact: whose report it is stands in words as well.
        """
        from oscb_desktop.publish.pictures import add_picture

        number, across = add_picture(self.document, picture)
        self._pictures[len(self.owners)] = number
        if self.tagged:
            self._code.append("/Artifact <</Type /Pagination>> BDC")
        size = f"{pdf_number(across * height)} 0 0 {pdf_number(height)}"
        self._code.append(f"q {size} {pdf_number(left)} {pdf_number(bottom)} cm /Logo Do Q")
        self._close()

    def name_place(self, name: str, top: float) -> None:
        """Give the page's place ``top`` points above its lower edge a name."""
        number = self.numbers[len(self.owners)]
        self.places[name] = f"[{number} 0 R /XYZ 0 {pdf_number(top)} 0]"

    def link(self, area: LinkArea, left: float, top: float, *, known: bool) -> None:
        """Make an area clickable. A place in the report that is not ``known`` is passed over."""
        if area.target and not known:
            return
        sides = (left + area.left, top - area.bottom, left + area.right, top - area.top)
        rect = " ".join(f"{side:.2f}" for side in sides)
        entries = (  # F 4: it is printed, ISO 19005-2, 6.3.2
            f"/Type /Annot /Subtype /Link /Rect [{rect}] /Border [0 0 0] /F 4 "
            f"/Contents {pdf_text(area.words)}"
        )
        number = self.document.add()
        if self.tagged:
            entries += f" /StructParent {len(self.numbers) + len(self.annotated)}"
            self.annotated.append(Annotated(len(self.owners), area.node, number))
        self._annotations[-1].append(number)
        if area.url:
            address = pdf_text(quote(area.url, safe="/:?#[]@!$&'()*+,;=%~", errors="replace"))
            action = f"<</Type /Action /S /URI /URI {address}>>"
            self.document.put(number, f"<<{entries} /A {action}>>")
        else:
            self._leading.append((number, entries, area.target))

    def end_page(self) -> None:
        """Close the page."""
        self.owners.append(self._owners)
        self._owners = []
        self._contents.append(self.document.add_stream("\n".join(self._code).encode("ascii")))
        self._code = []
        self._annotations.append([])

    def finish(self, fonts: str) -> int:
        """Write the pages and their links; ``fonts`` names their fonts. Return their tree."""
        document = self.document
        for number, entries, name in self._leading:
            document.put(number, f"<<{entries} /Dest {self.places[name]}>>")
        named = document.add(f"<<{fonts}>>")
        tree = document.add()
        size = f"{pdf_number(self.page.width)} {pdf_number(self.page.height)}"
        for at, number in enumerate(self.numbers):
            entries = (
                f"/Type /Page /Parent {tree} 0 R /MediaBox [0 0 {size}] "
                f"/Contents {self._contents[at]} 0 R /Resources <</Font {named} 0 R"
            )
            if at in self._pictures:
                entries += f" /XObject <</Logo {self._pictures[at]} 0 R>>"
            entries += ">>"
            if self._annotations[at]:
                entries += f" /Annots [{_references(self._annotations[at])}]"
            if self.tagged:
                entries += f" /StructParents {at} /Tabs /S"
            document.put(number, f"<<{entries}>>")
        kids = _references(self.numbers)
        document.put(tree, f"<</Type /Pages /Count {len(self.numbers)} /Kids [{kids}]>>")
        return tree

    def _open(self, node: Node) -> None:
        if not self.tagged:
            return
        if node is ARTIFACT:
            self._code.append("/Artifact BMC")
            return
        number = len(self._owners)
        self._owners.append(node)
        self.refs.setdefault(node, []).append((len(self.owners), number))
        self._code.append(f"/{node.role} <</MCID {number}>> BDC")

    def _close(self) -> None:
        if self.tagged:
            self._code.append("EMC")


def _references(numbers: Iterable[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)
