"""A composition laid out as a PDF: the published file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Final

import msgspec

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.pausing import no_cycle_search
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.text import say
from oscb_desktop.publish.pdf import conformance, running
from oscb_desktop.publish.pdf.embedding import embed_all
from oscb_desktop.publish.pdf.naming import NO_AUTHOR, SUBJECT
from oscb_desktop.publish.pdf.painting import TaggedCanvas
from oscb_desktop.publish.pdf.printed_words import heads_and_feet, places_in, printed_parts
from oscb_desktop.publish.pdf.tagging import Box, document_tree, write_tree
from oscb_desktop.publish.typeset.allowed import label
from oscb_desktop.publish.typeset.galley import Galley, Node, all_used
from oscb_desktop.publish.typeset.paging import Sheet
from oscb_desktop.publish.typeset.placing import LayoutCache, Placing, Progress, lock, place
from oscb_desktop.publish.typeset.prose import known
from oscb_desktop.publish.typeset.themes import Page, Theme, load_theme
from oscb_desktop.publish.typeset.typefaces import load_faces
from oscb_desktop.report.publication.composition import Composition
from oscb_desktop.report.publication.printed import PrintedPart

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class LaidOut(msgspec.Struct, frozen=True, kw_only=True):
    """A PDF, and where in it everything is.

    ``places`` gives for each block and section its page, from 0, and how far below the page's
    top it begins, in points. ``pages`` are those in ``pdf``; ``covers`` says after which of them
    the pages of each annex follow, and ``total`` counts these too. ``printed`` is what it says,
    block by block, and ``running`` what its heads and feet say. ``annexes`` are the first page of
    each annex that was joined, from 0, and how many it has; ``looks`` their fingerprints.
    """

    pdf: bytes
    pages: int
    total: int
    places: Mapping[str, tuple[int, float]]
    covers: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    printed: tuple[PrintedPart, ...] = ()
    running: tuple[str, ...] = ()
    annexes: tuple[tuple[int, int], ...] = ()
    looks: tuple[str, ...] = ()


def lay_out(
    composition: Composition,
    *,
    draft: bool,
    made: datetime = _EPOCH,
    theme: Theme | None = None,
    progress: Progress | None = None,
) -> LaidOut:
    """Return the report as the PDF to publish: PDF/UA-1, PDF/A-2a, small.

    ``draft`` marks each page DRAFT; ``made`` is when the file says that it was made.
    ``progress`` is called with the part done (0 to 1) and words; what it raises, Cancelled above
    all, ends the work.
    """
    with lock, no_cycle_search():
        return _Layout(composition, draft, made, theme or load_theme(), progress).run()


class _Layout:
    def __init__(
        self,
        composition: Composition,
        draft: bool,
        made: datetime,
        theme: Theme,
        progress: Progress | None,
    ) -> None:
        self.composition = composition
        self.draft = draft
        self.made = made
        self.theme = theme
        self.progress = progress or (lambda _done, _words: None)

    def run(self) -> LaidOut:
        placed = place(self.composition, self.theme, LayoutCache(), self.progress)
        galleys, pages = placed.galleys, placed.pages
        sheets = pages.sheets
        out = BytesIO()
        pictures = self.composition.pictures
        canvas = TaggedCanvas(
            out, self.theme.page, pages=len(sheets), tagged=True, pictures=pictures
        )
        self._paint(canvas, placed)
        pdf = self._close(canvas, out, sheets, galleys)
        return LaidOut(
            pdf=pdf,
            pages=len(sheets),
            total=pages.total,
            places=placed.places,
            covers=pages.covers,
            problems=tuple(self._problems(galleys)),
            printed=printed_parts(galleys),
            running=heads_and_feet(self.composition, load_faces(self.theme.type_.fonts)),
        )

    def _paint(self, canvas: TaggedCanvas, placed: Placing) -> None:
        page, pages, galleys = self.theme.page, placed.pages, placed.galleys
        sheets = pages.sheets
        top = page.height - page.top
        anchors, bookmarked = places_in(galleys), _bookmarked(galleys)
        made = self.composition
        runner = running.Running(
            self.theme, made.details, draft=self.draft, restriction=made.restriction
        )
        if pages.covers:
            runner.use_for_annexes()
        self.running = runner
        for at, sheet in enumerate(sheets):
            self.progress(0.6 + 0.3 * at / len(sheets), f"Page {at + 1} of {len(sheets)}")
            runner.paint(canvas, pages.numbers[at], pages.total)
            canvas.paint_sheet(sheet, page.left, top)
            for strip, y in sheet:
                here = (at, page.top + y)
                if strip.anchor in bookmarked and placed.places[strip.anchor] == here:
                    canvas.bookmarkPage(strip.anchor, "XYZ", left=0, top=top - y + 6, zoom=0)
                for area in strip.links:
                    canvas.link(area, page.left, top - y, known=area.target in anchors)
            canvas.end_page()

    def _close(
        self,
        canvas: TaggedCanvas,
        out: BytesIO,
        sheets: Sequence[Sheet],
        galleys: Sequence[Galley],
    ) -> bytes:
        self.progress(0.9, say("Writing the file"))
        document = canvas.document
        for text, anchor, level in _outline(galleys):
            canvas.addOutlineEntry(label(text), anchor, level)
        used = all_used(self.running.used, *(galley.used for galley in galleys))
        embed_all(document, load_faces(self.theme.type_.fonts), used)
        metadata = _metadata(self.composition, self.made)
        conformance.describe(document, metadata)
        conformance.conform(document, metadata)
        write_tree(canvas, document_tree(galleys), _boxes(sheets, self.theme))
        document.tick = lambda: self.progress(0.96, say("Writing the file"))
        canvas.save()
        return out.getvalue()

    def _problems(self, galleys: Sequence[Galley]) -> Iterator[Problem]:
        for galley in galleys:
            place = Place(block=next((s.anchor for s in galley.strips if s.anchor), ""))
            for char in sorted(galley.missing):
                yield problem(
                    "character-not-in-font", place, found=char, number=f"U+{ord(char):04X}"
                )
            if galley.crowded:
                yield problem("table-too-wide", place)


def _bookmarked(galleys: Sequence[Galley]) -> set[str]:
    """Return the places that something in the document leads to."""
    entries = {galley.entry.anchor for galley in galleys if galley.entry}
    return entries | {target for galley in galleys for target in galley.targets}


def _outline(galleys: Sequence[Galley]) -> Iterator[tuple[str, str, int]]:
    """Yield title, place and level of each bookmark; levels never skip one."""
    level = -1
    seen: set[str] = set()
    for galley in galleys:
        entry = galley.entry
        if entry is not None and entry.anchor not in seen:
            seen.add(entry.anchor)
            level = min(entry.level, level + 1)
            yield entry.text, entry.anchor, level


def _boxes(sheets: Sequence[Sheet], theme: Theme) -> dict[Node, Box]:
    """Return where each figure is: the rectangle of its strips on the page it begins on."""
    page = theme.page
    found: dict[Node, tuple[int, float, float]] = {}
    for at, sheet in enumerate(sheets):
        for strip, y in sheet:
            node = strip.figure
            if node is None:
                continue
            first, low, high = found.get(node, (at, y, y))
            if first == at:
                found[node] = (at, min(low, y), max(high, y + strip.height))
    top = page.height - page.top
    return {node: _box(node, page, top - high, top - low) for node, (_, low, high) in found.items()}


def _box(node: Node, page: Page, low: float, high: float) -> Box:
    left, right = node.across or (0.0, page.inner_width)
    return page.left + left, low, page.left + right, high


def _metadata(composition: Composition, made: datetime) -> conformance.Metadata:
    words = known(composition.details)
    said = f"{SUBJECT}{words.committee}"
    return conformance.Metadata(
        title=label(words.title),
        author=label(words.organisation or words.report_by or NO_AUTHOR),
        subject=label(". ".join(filter(None, (said, composition.restriction)))),
        made=made,
    )
