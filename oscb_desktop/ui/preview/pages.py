"""Pages made away from the window: the report laid out, and its pages as pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QSizeF, QThread
from PySide6.QtGui import QImage, QPainter

from oscb_desktop.operations.exporting import preview_pages
from oscb_desktop.operations.opened import Snapshot
from oscb_desktop.operations.progress import Progress
from oscb_desktop.report.exemptions import Edition

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument

    from oscb_desktop.publish.pdf import LayoutCache


@dataclass(frozen=True)
class Sheets:
    """A report's pages: their sizes in points, and where each block begins (page, points)."""

    document: QPdfDocument
    sizes: tuple[QSizeF, ...]
    places: Mapping[str, tuple[int, float]]


@dataclass(frozen=True)
class Wanted:
    """Which pages are wanted as pictures, how large, and which block's page beside them."""

    pages: tuple[int, ...]
    pixels_per_point: float
    block: str = ""


@dataclass(frozen=True)
class Pictures:
    """Pages as pictures, by number from 0, and how large they were asked for."""

    pixels_per_point: float
    images: Mapping[int, QImage]


def lay_out(
    snapshot: Snapshot,
    cache: LayoutCache,
    wanted: Wanted,
    home: QThread,
    progress: Progress,
    edition: Edition = Edition.PUBLIC,
) -> tuple[Sheets, Pictures]:
    """Lay an edition out and draw the wanted pages; ``home`` is the thread that owns the result."""
    from PySide6.QtPdf import QPdfDocument

    laid_out = preview_pages(snapshot, progress, cache, edition)
    document = QPdfDocument()
    source = QBuffer(document)
    source.setData(QByteArray(laid_out.pdf))
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(source)
    sizes = tuple(document.pagePointSize(page) for page in range(document.pageCount()))
    sheets = Sheets(document, sizes, laid_out.places)
    pages = [page for page in wanted.pages if page < len(sizes)]
    if wanted.block in laid_out.places:
        pages.append(laid_out.places[wanted.block][0])
    pictures = draw(sheets, dict.fromkeys(pages), wanted.pixels_per_point, progress)
    document.moveToThread(home)
    return sheets, pictures


def draw(
    sheets: Sheets, pages: Iterable[int], pixels_per_point: float, progress: Progress
) -> Pictures:
    """Draw pages as pictures on white. QtPdf draws on any thread, one page at a time."""
    images: dict[int, QImage] = {}
    for page in pages:
        progress(0.9, "Drawing the pages")
        size = (sheets.sizes[page] * pixels_per_point).toSize()
        drawn = sheets.document.render(page, size)
        images[page] = _on_white(drawn, size)
    return Pictures(pixels_per_point, images)


def _on_white(drawn: QImage, size: QSize) -> QImage:
    made = QImage(size, QImage.Format.Format_RGB32)
    made.fill(0xFFFFFFFF)
    painter = QPainter(made)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return made
