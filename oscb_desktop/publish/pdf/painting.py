"""Pages painted on ReportLab's canvas. Everything painted belongs to an element or an artifact."""

from collections.abc import Iterable
from io import BytesIO
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf.packing import PackedDocument
from oscb_desktop.publish.pdf.printed_words import address
from oscb_desktop.publish.pdf.syntax import pdf_text
from oscb_desktop.publish.typeset.galley import (
    ARTIFACT,
    DRAWING,
    LinkArea,
    Mark,
    Node,
    operators,
)
from oscb_desktop.publish.typeset.paging import Sheet
from oscb_desktop.publish.typeset.themes import Page

_owner = itemgetter(0)  # of a mark


class Untagged(RuntimeError):
    """Text was about to be painted that belongs to no element: a fault in the program."""


class Annotated(NamedTuple):
    """A link's clickable area on a page, with the element it belongs to."""

    page: int
    node: Node


class TaggedCanvas(Canvas):
    """A canvas that opens and closes marked content, and remembers what belongs to whom.

    Text goes through ``paint`` only: text drawn in any other way raises, for it would be lost
    to who reads through the structure tree.
    """

    # ReportLab's own, which its type stubs leave out.
    _code: list[str]
    _doc: PackedDocument
    _addAnnotation: Any  # noqa: N815
    _bookmarkReference: Any  # noqa: N815

    def __init__(self, out: BytesIO, page: Page, *, pages: int, tagged: bool) -> None:
        self.tagged = tagged
        self.pages = pages
        self.refs: dict[Node, list[tuple[int, int]]] = {}  # element → (page, marked content)
        self.owners: list[list[Node]] = []  # page → marked content → element
        self.annotated: list[Annotated] = []  # StructParent of the first is ``pages``
        self._owners: list[Node] = []
        super().__init__(
            out,
            pagesize=(page.width, page.height),
            pageCompression=0,
        )
        self._doc = PackedDocument(packed=tagged)

    def _make_preamble(self) -> None:
        # ReportLab's own would name Helvetica, which is not embedded.
        self._preamble = "1 0 0 1 0 0 cm"

    def drawText(self, aTextObject: Any) -> None:  # noqa: N802, N803, ARG002 - ReportLab's names
        """Refuse: text is painted with its element."""
        raise Untagged("Text was drawn outside the structure tree.")

    def paint(self, marks: Iterable[Mark], left: float, top: float) -> None:
        """Paint marks whose positions count from ``left`` and, downwards, from ``top``."""
        for node, own in groupby(marks, key=_owner):
            self._open(node)
            self._code.extend(operators(own, left, top))
            self._close()

    def paint_sheet(self, sheet: Sheet, left: float, top: float) -> None:
        """Paint a page's strips: decoration first, then what is read, in the order of reading.

        The marks of one table row are gathered cell by cell, so that a cell of several lines
        is one piece of marked content. A part of a figure is one drawing.
        """
        under: list[Mark] = []
        read: list[Mark] = []
        band: object = None
        row: dict[Node, list[Mark]] = {}
        for strip, y in sheet:
            if row and (strip.band is None or strip.band is not band):
                read.extend(chain.from_iterable(row.values()))
                row = {}
            band = strip.band
            if strip.figure is not None:
                read.append(Mark(strip.figure, DRAWING, 0.0, y, strip.drawn()))
                continue
            for node, kind, x, down, code in strip.marks:
                moved = Mark(node, kind, x, down + y, code)
                if node is ARTIFACT:
                    under.append(moved)
                elif band is None:
                    read.append(moved)
                else:
                    row.setdefault(node, []).append(moved)
        read.extend(chain.from_iterable(row.values()))
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
        if self.tagged:
            self._code.append("/Artifact <</Type /Pagination>> BDC")
        try:
            image = ImageReader(str(picture))
            width, natural = image.getSize()
            size = (width * height / natural, height)
            self.drawImage(image, left, bottom, *size, mask="auto")
        except (OSError, ValueError) as error:
            raise OscbError(
                say("The logo {file} cannot be read as a picture.", file=picture.name),
                say("Use a PNG or JPEG picture, or take the logo out of the theme."),
            ) from error
        self._close()

    def link(self, area: LinkArea, left: float, top: float, *, known: bool) -> None:
        """Make an area clickable. A place in the report that is not ``known`` is passed over."""
        if area.target and not known:
            return
        rect = (left + area.left, top - area.bottom, left + area.right, top - area.top)
        annotation = pdfdoc.PDFDictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Link",
                "Rect": "[{:.2f} {:.2f} {:.2f} {:.2f}]".format(*rect),
                "Border": "[0 0 0]",
                "F": 4,  # print: ISO 19005-2, 6.3.2
                "Contents": pdf_text(area.words),
            }
        )
        if area.url:
            where = pdf_text(address(area.url))
            annotation["A"] = f"<</Type /Action /S /URI /URI {where}>>"
        else:
            annotation["Dest"] = self._bookmarkReference(area.target)
        if self.tagged:
            annotation["StructParent"] = self.pages + len(self.annotated)
            self.annotated.append(Annotated(len(self.owners), area.node))
        self._addAnnotation(annotation)

    @property
    def document(self) -> PackedDocument:
        """The document: pages, catalog, numbered objects."""
        return self._doc

    def end_page(self) -> None:
        """Close the page."""
        self.owners.append(self._owners)
        self._owners = []
        self.showPage()
        # ReportLab would take the text through a slow codec of its own.
        page = self._doc.Pages.pages[-1]
        page.stream = page.stream.encode("ascii")

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
