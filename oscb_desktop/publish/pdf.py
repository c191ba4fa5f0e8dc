"""A composition laid out as a PDF: the published file, or the preview of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from threading import Lock

import msgspec

from oscb_desktop.publish import conformance, running
from oscb_desktop.publish.charts import set_chart
from oscb_desktop.publish.contents import entries_shown, set_contents
from oscb_desktop.publish.covers import Pages, count_pages, set_cover
from oscb_desktop.publish.embedding import embed
from oscb_desktop.publish.faces import load_faces
from oscb_desktop.publish.galley import Galley, Node, Strip
from oscb_desktop.publish.paging import Placed, Sheet, paginate
from oscb_desktop.publish.painting import TaggedCanvas
from oscb_desktop.publish.prose import (
    known,
    set_head,
    set_heading,
    set_list,
    set_notes,
    set_paragraph,
)
from oscb_desktop.publish.tabular import set_table
from oscb_desktop.publish.tagging import Box, document_tree, write_tree
from oscb_desktop.publish.themes import Theme, load_theme
from oscb_desktop.publish.words import allowed
from oscb_desktop.report.catalogue import problem
from oscb_desktop.report.composition import (
    Composition,
    Part,
    Printed,
    PrintedChart,
    PrintedHeading,
    PrintedList,
    PrintedParagraph,
)
from oscb_desktop.report.pausing import no_cycle_search
from oscb_desktop.report.problems import Place, Problem

Progress = Callable[[float, str], None]


class LaidOut(msgspec.Struct, frozen=True, kw_only=True):
    """A PDF, and where in it everything is.

    ``places`` gives for each block and section its page, from 0, and how far below the page's
    top it begins, in points. ``pages`` are those in ``pdf``; ``covers`` says after which of them
    the pages of each annex follow, and ``total`` counts these too.
    """

    pdf: bytes
    pages: int
    total: int
    places: Mapping[str, tuple[int, float]]
    covers: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()


class LayoutCache:
    """Galleys kept between layouts of one report: what has not changed is not set again."""

    def __init__(self) -> None:
        self._theme: Theme | None = None
        self._kept: dict[str, tuple[object, Galley]] = {}

    def begin(self, theme: Theme) -> None:
        """Start a layout; another theme empties the cache."""
        if self._theme != theme:
            self._kept.clear()
            self._theme = theme

    def get(self, key: str, source: object, make: Callable[[], Galley]) -> Galley:
        """Return the galley kept under ``key`` if its source is equal, else a new one."""
        kept = self._kept.get(key)
        if kept is not None and kept[0] == source:
            return kept[1]
        galley = make()
        self._kept[key] = (source, galley)
        return galley

    def keep_only(self, keys: set[str]) -> None:
        """Forget what is no longer in the report."""
        for key in self._kept.keys() - keys:
            del self._kept[key]


# ReportLab keeps state in its modules.
_lock = Lock()


def lay_out(
    composition: Composition,
    *,
    draft: bool,
    theme: Theme | None = None,
    tagged: bool = True,
    cache: LayoutCache | None = None,
    progress: Progress | None = None,
) -> LaidOut:
    """Return the report as a PDF.

    With ``tagged`` it is the file to publish (PDF/UA-1, PDF/A-2a, small); without, the same
    pages for the preview, made faster. ``draft`` marks each page DRAFT. ``progress`` is called
    with the part done (0 to 1) and words; what it raises, Cancelled above all, ends the work.
    """
    with _lock, no_cycle_search():
        return _Layout(
            composition, draft, theme or load_theme(), tagged, cache or LayoutCache(), progress
        ).run()


class _Layout:
    def __init__(
        self,
        composition: Composition,
        draft: bool,
        theme: Theme,
        tagged: bool,
        cache: LayoutCache,
        progress: Progress | None,
    ) -> None:
        self.composition = composition
        self.draft = draft
        self.theme = theme
        self.tagged = tagged
        self.cache = cache
        self.progress = progress or (lambda _done, _words: None)
        self.done = 0.0

    def run(self) -> LaidOut:
        galleys, pages = self._with_contents(self._galleys(), self._covers())
        sheets = pages.sheets
        out = BytesIO()
        canvas = TaggedCanvas(out, self.theme.page, pages=len(sheets), tagged=self.tagged)
        places = self._paint(canvas, pages, galleys)
        pdf = self._close(canvas, out, sheets, galleys)
        return LaidOut(
            pdf=pdf,
            pages=len(sheets),
            total=pages.total,
            places=places,
            covers=pages.covers,
            problems=tuple(self._problems(galleys)),
        )

    def _galleys(self) -> list[Galley]:
        self.cache.begin(self.theme)
        details = self.composition.details
        galleys = [self.cache.get("", details, lambda: set_head(details, self.theme))]
        keys = {""}
        count = sum(len(part.blocks) for part in self.composition.parts) or 1
        done = 0
        for part in self.composition.parts:
            for block in part.blocks:
                self.done = 0.6 * done / count
                self._tick()
                key = block.id
                while key in keys:  # one element tree belongs to one place in the document
                    key += "+"
                keys.add(key)
                galleys.append(self._galley(key, part, block))
                done += 1
            if part.notes:
                keys.add(f"notes:{part.section}")
                galleys.append(self._notes(part))
        self.cache.keep_only(keys)
        return galleys

    def _covers(self) -> list[Galley]:
        return [set_cover(annex, self.theme) for annex in self.composition.annexes]

    def _with_contents(
        self, galleys: list[Galley], covers: list[Galley]
    ) -> tuple[list[Galley], Pages]:
        """Return the galleys and their pages, with a table of contents if there are many."""
        pages = self._counted(galleys, covers)
        held = [*galleys, *covers]
        entries = entries_shown([galley.entry for galley in held if galley.entry])
        if pages.total < self.theme.contents_from_pages or not entries:
            return held, pages
        head, *rest = galleys
        blank = set_contents(entries, {}, self.theme)
        pages = self._counted([head, blank, *rest], covers)
        sheets = pages.sheets
        places = {
            strip.anchor: pages.numbers[at] for at, sheet in enumerate(sheets) for strip, _ in sheet
        }
        numbered = set_contents(entries, places, self.theme)
        instead = dict(zip(blank.strips, numbered.strips, strict=True))
        first = max(at for at, sheet in enumerate(sheets) for strip, _ in sheet if strip in instead)
        for at in range(first + 1):
            sheets[at] = [Placed(instead.get(strip, strip), y) for strip, y in sheets[at]]
        return [head, numbered, *rest, *covers], pages

    def _counted(self, galleys: list[Galley], covers: list[Galley]) -> Pages:
        height = self.theme.page.inner_height
        body = paginate(_strips(galleys), height)
        return count_pages(body, covers, self.composition.annexes, height)

    def _galley(self, key: str, part: Part, block: Printed) -> Galley:
        theme = self.theme
        if isinstance(block, PrintedHeading):
            capitals = theme.recommendation_capitals and part.key.startswith("recommendation")
            capitals = capitals and block.level == 1
            apart = part.new_page and block is part.blocks[0]

            def made() -> Galley:
                galley = set_heading(block, theme, capitals=capitals)
                if apart:  # more space above than a page has: it is dropped at the next one's top
                    galley.strips[0].before = theme.page.height
                return galley

            return self.cache.get(key, (block, capitals, apart), made)
        return self.cache.get(key, block, lambda: _set(block, theme, self._tick))

    def _tick(self) -> None:
        """Give whoever waits a chance to stop the work."""
        self.progress(self.done, "Setting the pages")

    def _notes(self, part: Part) -> Galley:
        return self.cache.get(
            f"notes:{part.section}",
            (part.first_note, part.notes),
            lambda: set_notes(part.first_note, part.notes, self.theme),
        )

    def _paint(
        self, canvas: TaggedCanvas, pages: Pages, galleys: Sequence[Galley]
    ) -> dict[str, tuple[int, float]]:
        page, sheets = self.theme.page, pages.sheets
        top = page.height - page.top
        anchors = {strip.anchor for galley in galleys for strip in galley.strips if strip.anchor}
        bookmarked = {target for galley in galleys for target in galley.targets}
        bookmarked |= {galley.entry.anchor for galley in galleys if galley.entry}
        places: dict[str, tuple[int, float]] = {}
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
                if strip.anchor:
                    places.setdefault(strip.anchor, (at, page.top + y))
                    if strip.anchor in bookmarked and places[strip.anchor] == (at, page.top + y):
                        canvas.bookmarkPage(strip.anchor, "XYZ", left=0, top=top - y + 6, zoom=0)
                for area in strip.links:
                    canvas.link(area, page.left, top - y, known=area.target in anchors)
            canvas.end_page()
        return places

    def _close(
        self,
        canvas: TaggedCanvas,
        out: BytesIO,
        sheets: Sequence[Sheet],
        galleys: Sequence[Galley],
    ) -> bytes:
        self.progress(0.9, "Writing the file")
        document = canvas.document
        for text, anchor, level in _outline(galleys):
            canvas.addOutlineEntry(allowed(text), anchor, level)
        for face in load_faces(self.theme.type_.fonts).all:
            used = self.running.used[face.tag].union(*(galley.used[face.tag] for galley in galleys))
            if used:
                embed(document, face, used if self.tagged else None)
        metadata = _metadata(self.composition)
        conformance.describe(document, metadata)
        if self.tagged:
            conformance.conform(document, metadata)
            write_tree(canvas, document_tree(galleys), _boxes(sheets, self.theme))
        document.tick = lambda: self.progress(0.96, "Writing the file")
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


def _strips(galleys: Iterable[Galley]) -> list[Strip]:
    return [strip for galley in galleys for strip in galley.strips]


def _set(block: Printed, theme: Theme, tick: Callable[[], None]) -> Galley:
    if isinstance(block, PrintedParagraph):
        return set_paragraph(block, theme)
    if isinstance(block, PrintedList):
        return set_list(block, theme)
    if isinstance(block, PrintedChart):
        return set_chart(block, theme)
    if isinstance(block, PrintedHeading):
        return set_heading(block, theme)
    return set_table(block, theme, tick)


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
            node = strip.marks[0].node if strip.marks else None
            if node is None or node.role != "Figure":
                continue
            first, low, high = found.get(node, (at, y, y))
            if first == at:
                found[node] = (at, min(low, y), max(high, y + strip.height))
    top = page.height - page.top
    return {
        node: (page.left, top - high, page.width - page.right, top - low)
        for node, (_, low, high) in found.items()
    }


def _metadata(composition: Composition) -> conformance.Metadata:
    words = known(composition.details)
    return conformance.Metadata(
        title=words.title,
        author=words.organisation or words.report_by or "Author to be confirmed",
        subject=". ".join(filter(None, (f"Report to {words.committee}", composition.restriction))),
        day=composition.details.meeting_date,
    )
