"""A composition placed on pages, before anything is painted: galleys, contents, page numbers."""

from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import NamedTuple

from oscb_desktop.base.text import say
from oscb_desktop.publish.typeset.charts import set_chart
from oscb_desktop.publish.typeset.contents import entries_shown, set_contents
from oscb_desktop.publish.typeset.covers import Pages, count_pages, set_cover
from oscb_desktop.publish.typeset.feet import Feet
from oscb_desktop.publish.typeset.galley import Galley
from oscb_desktop.publish.typeset.key_figures import set_key_figures
from oscb_desktop.publish.typeset.paging import Pager, Placed, Sheet
from oscb_desktop.publish.typeset.pictures import set_picture
from oscb_desktop.publish.typeset.prose import (
    set_head,
    set_heading,
    set_list,
    set_notes,
    set_paragraph,
)
from oscb_desktop.publish.typeset.tabular import set_table
from oscb_desktop.publish.typeset.themes import Theme
from oscb_desktop.report.publication.composition import (
    ComposedParts,
    Composition,
    Part,
    Printed,
    PrintedChart,
    PrintedHeading,
    PrintedKeyFigures,
    PrintedList,
    PrintedParagraph,
    PrintedPicture,
)

Progress = Callable[[float, str], None]

# ReportLab keeps state in its modules, and a cache is one layout's at a time.
lock = Lock()

_CONTENTS = "contents:"


class LayoutCache:
    """Galleys and pages kept between layouts of one report: what has not changed stays.

    ``composed`` keeps the parts that they are made of, from which it is known what has changed.
    """

    def __init__(self) -> None:
        self.composed = ComposedParts()
        self._theme: Theme | None = None
        self._kept: dict[str, tuple[object, Galley]] = {}
        self._parts: dict[str, _PartSet] = {}
        self._anchors: dict[int, tuple[Sheet, tuple[tuple[str, float], ...]]] = {}
        self.body, self.with_contents = Pager(), Pager()

    def begin(self, theme: Theme) -> None:
        """Start a layout; another theme empties the cache."""
        if self._theme != theme:
            self._kept.clear()
            self._parts.clear()
            self._theme = theme

    def get(self, key: str, source: object, make: Callable[[], Galley]) -> Galley:
        """Return the galley kept under ``key`` if its source is equal, else a new one."""
        kept = self._kept.get(key)
        if kept is not None and kept[0] == source:
            return kept[1]
        galley = make()
        self._kept[key] = (source, galley)
        return galley

    def part(self, part: Part, taken: set[str], make: Callable[[], "_PartSet"]) -> "_PartSet":
        """Return a part's galleys, new ones unless it is the very part and none of its keys is
        ``taken``.
        """
        held = self._parts.get(part.section)
        if held is None or held.part is not part or not taken.isdisjoint(held.keys):
            held = self._parts[part.section] = make()
        return held

    def keep_only(self, keys: set[str]) -> None:
        """Forget what is no longer in the report."""
        for key in self._kept.keys() - keys:
            del self._kept[key]

    def anchors(self, sheets: list[Sheet]) -> list[tuple[tuple[str, float], ...]]:
        """Return the places on each sheet, and how far below the top margin each begins."""
        before, self._anchors = self._anchors, {}
        found = []
        for sheet in sheets:
            held = before.get(id(sheet))
            if held is None or held[0] is not sheet:
                held = (sheet, tuple((strip.anchor, y) for strip, y in sheet if strip.anchor))
            self._anchors[id(sheet)] = held
            found.append(held[1])
        return found


class _PartSet(NamedTuple):
    """A part set: its galleys, and the keys they are kept under."""

    part: Part
    keys: frozenset[str]
    galleys: list[Galley]


class Placing(NamedTuple):
    """Galleys in reading order, their pages, and where each block and section begins.

    ``places`` gives the page, from 0, and how far below the page's top, in points.
    """

    galleys: list[Galley]
    pages: Pages
    places: dict[str, tuple[int, float]]


def place(
    composition: Composition, theme: Theme, cache: LayoutCache, progress: Progress
) -> Placing:
    """Return a composition on its pages. Call with ``lock`` held."""
    return _Placer(composition, theme, cache, progress).run()


class _Placer:
    def __init__(
        self, composition: Composition, theme: Theme, cache: LayoutCache, progress: Progress
    ) -> None:
        self.composition = composition
        self.theme = theme
        self.cache = cache
        self.progress = progress
        self.done = 0.0

    def run(self) -> Placing:
        covers = [set_cover(annex, self.theme) for annex in self.composition.annexes]
        galleys, pages = self._with_contents(self._galleys(), covers)
        top = self.theme.page.top
        places: dict[str, tuple[int, float]] = {}
        for at, anchors in enumerate(self.cache.anchors(pages.sheets)):
            for anchor, y in anchors:
                places.setdefault(anchor, (at, top + y))
        return Placing(galleys, pages, places)

    def _galleys(self) -> list[Galley]:
        self.cache.begin(self.theme)
        details = self.composition.details
        galleys = [self.cache.get("", details, lambda: set_head(details, self.theme))]
        keys = {"", _CONTENTS}
        count = sum(len(part.blocks) for part in self.composition.parts) or 1
        done = 0
        for part in self.composition.parts:
            self.done = 0.6 * done / count
            self._tick()
            made = self.cache.part(part, keys, partial(self._set_part, part, keys))
            keys |= made.keys
            galleys += made.galleys
            done += len(part.blocks)
        self.cache.keep_only(keys)
        return galleys

    def _set_part(self, part: Part, taken: set[str]) -> _PartSet:
        galleys: list[Galley] = []
        keys: dict[str, None] = {}
        above = 1  # the level of the heading before: the title's, H1
        for block in part.blocks:
            self._tick()
            key = block.id
            while key in taken or key in keys:  # one element tree belongs to one place
                key += "+"
            keys[key] = None
            # No level is skipped (ISO 14289-1, 7.4.2), also where a section has no heading.
            below = min(block.level, above) if isinstance(block, PrintedHeading) else 0
            galleys.append(self._galley(key, part, block, below))
            if below and galleys[-1].nodes:
                above = below + 1
        if part.notes:
            galleys = self._footed(part, galleys, keys)
        return _PartSet(part, frozenset(keys), galleys)

    def _with_contents(
        self, galleys: list[Galley], covers: list[Galley]
    ) -> tuple[list[Galley], Pages]:
        """Return the galleys and their pages, with a table of contents if there are many."""
        pages = self._counted(self.cache.body, galleys, covers)
        held = [*galleys, *covers]
        entries = entries_shown([galley.entry for galley in held if galley.entry])
        if pages.total < self.theme.contents_from_pages or not entries:
            return held, pages
        head, *rest = galleys
        blank = self.cache.get(_CONTENTS, entries, lambda: set_contents(entries, {}, self.theme))
        pages = self._counted(self.cache.with_contents, [head, blank, *rest], covers)
        sheets = pages.sheets
        places = {
            anchor: pages.numbers[at]
            for at, anchors in enumerate(self.cache.anchors(sheets))
            for anchor, _ in anchors
        }
        numbered = set_contents(entries, places, self.theme)
        _put_instead(sheets, blank, numbered)
        return [head, numbered, *rest, *covers], pages

    def _counted(self, pager: Pager, galleys: list[Galley], covers: list[Galley]) -> Pages:
        height = self.theme.page.inner_height
        body = pager.pages([galley.stacked for galley in galleys], height)
        return count_pages(body, covers, self.composition.annexes, height)

    def _galley(self, key: str, part: Part, block: Printed, below: int) -> Galley:
        """Set a block; ``below`` is how many levels a heading is below the title."""
        theme = self.theme
        if isinstance(block, PrintedHeading):
            capitals = theme.recommendation_capitals and part.key.startswith("recommendation")
            capitals = capitals and block.level == 1
            apart = part.new_page and block is part.blocks[0]

            def made() -> Galley:
                galley = set_heading(block, theme, below, capitals=capitals)
                if apart:  # more space above than a page has: it is dropped at the next one's top
                    galley.strips[0].before = theme.page.height
                return galley

            return self.cache.get(key, (block, capitals, apart, below), made)
        return self.cache.get(key, block, lambda: _set(block, theme, self._tick))

    def _tick(self) -> None:
        """Give whoever waits a chance to stop the work."""
        self.progress(self.done, say("Laying out the pages"))

    def _footed(self, part: Part, galleys: list[Galley], keys: dict[str, None]) -> list[Galley]:
        """Return a part's galleys with its footnotes, and after them those that stand there.

        ``keys`` are those that the galleys are kept under, in their order; more are put in.
        """
        notes = self._notes(part)
        feet = Feet(notes, self.theme.page.inner_height)
        taken: set[str] = set()
        footed = []
        for key, galley in zip(tuple(keys), galleys, strict=True):
            if own := feet.taken(galley):
                taken |= own
                keys[f"feet:{key}"] = None
                make = partial(feet.footed, galley)
                footed.append(self.cache.get(f"feet:{key}", (galley, notes), make))
            else:
                footed.append(galley)
        left = f"left:{part.section}"
        keys |= {left: None, f"notes:{part.section}": None}
        make = partial(feet.left, taken)
        return [*footed, self.cache.get(left, (notes, frozenset(taken)), make)]

    def _notes(self, part: Part) -> Galley:
        return self.cache.get(
            f"notes:{part.section}",
            (part.first_note, part.notes),
            lambda: set_notes(part.first_note, part.notes, self.theme),
        )


def _put_instead(sheets: list[Sheet], blank: Galley, numbered: Galley) -> None:
    """Put a numbered table of contents on the sheets that the blank one, as high, stands on."""
    instead = dict(zip(blank.strips, numbered.strips, strict=True))
    found = False
    for at, sheet in enumerate(sheets):
        if any(strip in instead for strip, _ in sheet):
            found = True
            sheets[at] = [Placed(instead.get(strip, strip), y) for strip, y in sheet]
        elif found:
            return


def _set(block: Printed, theme: Theme, tick: Callable[[], None]) -> Galley:
    galley = _made(block, theme, tick)
    for strip in galley.strips:
        strip.floats = isinstance(block, PrintedChart | PrintedPicture)
        strip.flows = isinstance(block, PrintedParagraph | PrintedList)
    return galley


def _made(block: Printed, theme: Theme, tick: Callable[[], None]) -> Galley:
    if isinstance(block, PrintedParagraph):
        return set_paragraph(block, theme)
    if isinstance(block, PrintedList):
        return set_list(block, theme)
    if isinstance(block, PrintedChart):
        return set_chart(block, theme)
    if isinstance(block, PrintedKeyFigures):
        return set_key_figures(block, theme)
    if isinstance(block, PrintedPicture):
        return set_picture(block, theme)
    assert not isinstance(block, PrintedHeading), "set by the part, which knows its level"
    return set_table(block, theme, tick)
