"""Pages made away from the window: the report placed on them, and those in sight as pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from oscb_desktop.base.progress import Progress
from oscb_desktop.base.text import say
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.publishing.exporting import preview_pages
from oscb_desktop.report.exempt.exemptions import Edition

if TYPE_CHECKING:
    from oscb_desktop.operations.publishing.exporting import LayoutCache, Proof


@dataclass(frozen=True)
class Sheets:
    """A report's pages: their sizes in points, and where each block begins (page, points)."""

    proof: Proof
    sizes: tuple[QSizeF, ...]
    places: Mapping[str, tuple[int, float]]


@dataclass(frozen=True)
class Pictures:
    """Pages as pictures, by number from 0, and how large they were asked for."""

    pixels_per_point: float
    images: Mapping[int, QImage]


@dataclass(frozen=True)
class Wanted:
    """Which pages are wanted as pictures, how large, and which block's page beside them.

    ``drawn`` are pictures, as large, of pages of the sheets of ``before``.
    """

    pages: tuple[int, ...]
    pixels_per_point: float
    block: str = ""
    before: Sheets | None = None
    drawn: Mapping[int, QImage] = field(default_factory=dict)

    def kept(self, page: int, proof: Proof) -> QImage | None:
        """Return the picture of a page that is painted as before, None where it has to be drawn."""
        held = self.drawn.get(page)
        as_before = self.before is not None and proof.paints_as(self.before.proof, page)
        return held if as_before else None


def lay_out(
    snapshot: Snapshot,
    cache: LayoutCache,
    wanted: Wanted,
    progress: Progress,
    edition: Edition = Edition.PUBLIC,
) -> tuple[Sheets, Pictures]:
    """Place an edition on its pages and draw those that are wanted and look otherwise now."""
    proof = preview_pages(snapshot, progress, cache, edition)
    sheets = Sheets(proof, (QSizeF(*proof.size),) * proof.pages, proof.places)
    pages = [page for page in wanted.pages if page < proof.pages]
    if wanted.block in proof.places:
        pages.append(proof.places[wanted.block][0])
    held = {page: wanted.kept(page, proof) for page in pages}
    kept = {page: image for page, image in held.items() if image is not None}
    lacking = [page for page in held if page not in kept]
    drawn = draw(sheets, lacking, wanted.pixels_per_point, progress)
    return sheets, Pictures(wanted.pixels_per_point, {**kept, **drawn.images})


def draw(
    sheets: Sheets, pages: Iterable[int], pixels_per_point: float, progress: Progress
) -> Pictures:
    """Draw pages as pictures on white.

    Not by Qt's own reader of PDFs, which keeps the window waiting while it reads and draws.
    """
    wanted = tuple(pages)
    size = (QSizeF(*sheets.proof.size) * pixels_per_point).toSize()
    wide, high = size.width(), size.height()
    images: dict[int, QImage] = {}
    for page, pixels in zip(wanted, sheets.proof.draw(wanted, wide, high), strict=True):
        progress(0.9, say("Drawing the pages"))
        drawn = QImage(pixels, wide, high, 4 * wide, QImage.Format.Format_RGB32)
        images[page] = drawn.copy()  # the pixels go
    return Pictures(pixels_per_point, images)
