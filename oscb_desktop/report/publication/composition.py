"""A report with its figures put in: what a reader reads, before any format lays it out.

PDF, DOCX, HTML and the checks all start from a ``Composition``; nothing after it looks a figure
up, so a number that is suppressed here is suppressed everywhere.
"""

from collections.abc import Iterator
from typing import assert_never

import msgspec
from msgspec.structs import replace

from oscb_desktop.report.content import numbering, tables, units
from oscb_desktop.report.content.annotations import Exemption
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    CrossRef,
    FigureRef,
    Footnote,
    Heading,
    KeyFigures,
    Link,
    ListBlock,
    Paragraph,
    PictureBlock,
    Rank,
    Run,
    Script,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Annex, Details, Report, Section
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.pictures import NO_PICTURES, Picture, Pictures
from oscb_desktop.report.content.ranking import ranks_as_kept
from oscb_desktop.report.content.rows import row_keys, without_rows
from oscb_desktop.report.content.tables import ChartData, Row, Table
from oscb_desktop.report.exempt import editions
from oscb_desktop.report.exempt.editions import Withheld, withheld
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.timetable.lateness import HEADING as LATE_HEADING
from oscb_desktop.report.timetable.lateness import late_words


class PrintedRun(msgspec.Struct, frozen=True, kw_only=True):
    """Words as printed. At most one of ``url``, ``figure``, ``note`` and ``target`` is set."""

    text: str
    bold: bool = False
    italic: bool = False
    script: Script | msgspec.UnsetType = msgspec.UNSET
    url: str = ""
    figure: str = ""  # the key of the figure these words are
    note: int = 0  # the number of the footnote that these words call
    target: str = ""  # the id of the block a cross-reference leads to

    @property
    def plain(self) -> str:
        """The words where nothing can be raised or lowered (`Text.plain`)."""
        return Text(self.text, script=self.script).plain


class PrintedHeading(msgspec.Struct, frozen=True, kw_only=True):
    """A heading: level 1 is a section's, 2 and on are inside it."""

    id: str
    text: str
    level: int


class PrintedParagraph(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph with its number, or None; ``quote``: what somebody else said."""

    id: str
    number: int | None
    runs: tuple[PrintedRun, ...]
    quote: bool = False


class PrintedList(msgspec.Struct, frozen=True, kw_only=True):
    """A list of items, ranked as those of a ``ListBlock`` are."""

    id: str
    ordered: bool
    items: tuple[tuple[PrintedRun, ...], ...]
    kept_ranks: tuple[Rank, ...] | msgspec.UnsetType = msgspec.UNSET

    @property
    def ranks(self) -> tuple[Rank, ...]:
        """The rank of each item."""
        return ranks_as_kept(self.kept_ranks, len(self.items), ordered=self.ordered)


class PrintedTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table under its numbered caption."""

    id: str
    caption: str
    table: Table


class PrintedChart(msgspec.Struct, frozen=True, kw_only=True):
    """A chart with its numbered caption and its alternative text."""

    id: str
    caption: str
    alt: str
    data: ChartData


class PrintedPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture with its numbered caption, "" for none, and its alternative text."""

    id: str
    caption: str
    alt: str
    picture: Picture
    share: int  # of the text's width, per cent


class PrintedBox(msgspec.Struct, frozen=True, kw_only=True):
    """A key figure as printed: its number, its words, and the figure's key."""

    text: str
    label: str
    figure: str


class PrintedKeyFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Key figures in boxes side by side."""

    id: str
    boxes: tuple[PrintedBox, ...]


Printed = (
    PrintedHeading
    | PrintedParagraph
    | PrintedList
    | PrintedTable
    | PrintedChart
    | PrintedPicture
    | PrintedKeyFigures
)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One section as printed: its heading first. Parts are laid out and cached one by one."""

    section: str
    key: str
    blocks: tuple[Printed, ...]
    notes: tuple[str, ...] = ()  # footnotes called in this part, in order
    first_note: int = 1
    new_page: bool = False


class PrintedAnnex(msgspec.Struct, frozen=True, kw_only=True):
    """An annex as announced: "Annex A" and its title, and where its bytes are kept."""

    id: str
    label: str
    title: str
    file: str
    sha256: str
    pages: int
    tagged: bool = False

    @property
    def heading(self) -> str:
        """The annex's line on covers and in bookmarks."""
        return f"{self.label}: {self.title}" if self.title.strip() else self.label


class Composition(msgspec.Struct, frozen=True, kw_only=True):
    """The whole report as printed.

    ``edition`` is "" where nothing is marked exempt: there is one edition then. ``restriction``
    heads every page of an edition that is not for publication. ``pictures`` has the bytes of those
    that it prints.
    """

    details: Details
    parts: tuple[Part, ...]
    content_hash: str
    annexes: tuple[PrintedAnnex, ...] = ()
    edition: str = ""
    restriction: str = ""
    pictures: Pictures = NO_PICTURES

    def blocks(self) -> Iterator[Printed]:
        """Yield every printed block in reading order."""
        for part in self.parts:
            yield from part.blocks


class ComposedParts:
    """The parts of the version composed last: a section that is as it was is not composed again.

    What of a part may stand outside its section (numbers, figures, what is kept back) is compared
    with it.
    """

    def __init__(self) -> None:
        self._figures: Figures | None = None
        self._around: object = None
        self._latest: dict[str, tuple[Section, Part]] = {}
        self._next: dict[str, tuple[Section, Part]] = {}

    def begin(self, figures: Figures, around: object) -> None:
        """Start another version; ``around`` is all that parts are made of beside their section."""
        if self._figures is not figures or self._around != around:
            self._next = {}
        self._figures, self._around = figures, around
        self._latest, self._next = self._next, {}

    def get(self, section: Section, first_note: int) -> Part | None:
        """Return a section's part, None where it has to be composed."""
        held = self._latest.get(section.id)
        if held is None or held[0] is not section or held[1].first_note != first_note:
            return None
        self._next[section.id] = held
        return held[1]

    def keep(self, section: Section, part: Part) -> None:
        """Keep a section's part for the next version."""
        self._next[section.id] = (section, part)


def compose(
    report: Report,
    figures: Figures,
    edition: Edition = Edition.PUBLIC,
    composed: ComposedParts | None = None,
    pictures: Pictures | None = None,
) -> Composition:
    """Return an edition of the report as printed. Sections without content are left out.

    What is exempt never enters the public edition; its numbers are kept. ``composed`` holds the
    parts of the version before; ``pictures`` are the report's, for who paints them.
    """
    held = withheld(report, figures)
    public = edition is Edition.PUBLIC
    composer = _Composer(report, figures, held, composed or ComposedParts(), public=public)
    parts = _late(report)
    parts += tuple(composer.part(section) for section in report.sections if section.blocks)
    if public:
        parts += _annex_notices(report, held)
    else:
        parts = _restricted(held) + parts
    return Composition(
        details=report.details,
        parts=parts,
        content_hash=report.content_hash(),
        annexes=tuple(
            _annex(annex, at, held)
            for at, annex in enumerate(report.annexes)
            if not (public and annex.id in held.annexes)
        ),
        edition=str(edition) if held else "",
        restriction=editions.restriction(held) if held and not public else "",
        pictures=pictures or NO_PICTURES,
    )


def printed_figures(block: Printed) -> Iterator[str]:
    """Yield the keys of the figures that a block prints."""
    if isinstance(block, PrintedParagraph):
        yield from (run.figure for run in block.runs if run.figure)
    elif isinstance(block, PrintedList):
        yield from (run.figure for item in block.items for run in item if run.figure)
    elif isinstance(block, PrintedTable):
        yield from (cell.figure for row in block.table.rows for cell in row.cells if cell.figure)
    elif isinstance(block, PrintedChart):
        yield from (key for series in block.data.series for key in series.figures if key)
    elif isinstance(block, PrintedKeyFigures):
        yield from (box.figure for box in block.boxes)
    elif not isinstance(block, PrintedHeading | PrintedPicture):
        assert_never(block)


def figure_text(figures: Figures, key: str) -> str:
    """Return what a sentence prints for a figure's key; a key without a figure says so."""
    figure = figures.get(key)
    return f"[no figure: {key}]" if figure is None else units.shown(figure)


def _annex(annex: Annex, at: int, marks: Withheld) -> PrintedAnnex:
    held = msgspec.structs.asdict(annex)
    if annex.id in marks.annexes:
        held["title"] = f"{annex.title} {_exempt(marks.annexes[annex.id])}".lstrip()
    return PrintedAnnex(label=f"Annex {numbering.letters(at)}", **held)


def _annex_notices(report: Report, held: Withheld) -> tuple[Part, ...]:
    if not held.annexes:
        return ()
    notices = tuple(
        _plain(f"{annex.id}-notice", editions.notice(editions.annex_named(report, annex.id), mark))
        for annex in report.annexes
        if (mark := held.annexes.get(annex.id))
    )
    heading = PrintedHeading(id="annexes-not-published", text="Annexes not published", level=1)
    return (Part(section=heading.id, key=heading.id, blocks=(heading, *notices)),)


def _restricted(held: Withheld) -> tuple[Part, ...]:
    if not held:
        return ()
    words = (PrintedRun(text=f"{editions.restriction(held)}.", bold=True),)
    block = PrintedParagraph(id="restriction", number=None, runs=words)
    return (Part(section=block.id, key=block.id, blocks=(block,)),)


def _late(report: Report) -> tuple[Part, ...]:
    words = late_words(report)
    if not words:
        return ()
    heading = PrintedHeading(id="late", text=LATE_HEADING, level=1)
    blocks = (_plain(f"late-{at}", text) for at, text in enumerate(words, start=1))
    return (Part(section=heading.id, key=heading.id, blocks=(heading, *blocks)),)


def _plain(block_id: str, text: str, number: int | None = None) -> PrintedParagraph:
    return PrintedParagraph(id=block_id, number=number, runs=(PrintedRun(text=text),))


def _exempt(mark: Exemption) -> str:
    return f"[exempt: paragraph {mark.paragraph}]"


class _Composer:
    def __init__(
        self,
        report: Report,
        figures: Figures,
        held: Withheld,
        composed: ComposedParts,
        *,
        public: bool,
    ) -> None:
        self._figures = figures
        self._composed = composed
        self._held = held
        self._public = public
        self._paragraphs = numbering.paragraph_numbers(report)
        self._captions = numbering.caption_numbers(report)
        self._notes: list[str] = []
        composed.begin(figures, (held, public, self._paragraphs, self._captions))

    def part(self, section: Section) -> Part:
        part = self._composed.get(section, len(self._notes) + 1)
        if part is None:
            part = self._part(section)
            self._composed.keep(section, part)
        else:
            self._notes += part.notes
        return part

    def _part(self, section: Section) -> Part:
        first = len(self._notes) + 1
        mark = self._held.sections.get(section.id)
        if mark is not None and self._public:
            blocks = self._kept_back(section, mark)
        else:
            title = section.title if mark is None else f"{section.title} {_exempt(mark)}"
            heading = PrintedHeading(id=section.id, text=title, level=1)
            blocks = (heading, *(self._block(block) for block in section.blocks))
        return Part(
            section=section.id,
            key=section.key,
            blocks=blocks,
            notes=tuple(self._notes[first - 1 :]),
            first_note=first,
        )

    def _kept_back(self, section: Section, mark: Exemption) -> tuple[Printed, ...]:
        """Return what stands for a section: each paragraph keeps its number."""
        heading = PrintedHeading(id=section.id, text="Not published", level=1)
        notice = _plain(f"{section.id}-notice", editions.notice("This section", mark))
        numbers = (
            _plain(block.id, "Not published.", self._paragraphs[block.id])
            for block in section.blocks
            if block.id in self._paragraphs
        )
        return (heading, notice, *numbers)

    def _block(self, block: Block) -> Printed:
        mark = self._held.blocks.get(block.id)
        if mark is None:
            return self._printed(block)
        if self._public:
            what = editions.named(block, self._paragraphs, self._captions)
            number = self._paragraphs.get(block.id)
            return _plain(block.id, editions.notice(what, mark), number)
        return _marked(self._printed(block), mark)

    def _printed(self, block: Block) -> Printed:
        if isinstance(block, Paragraph):
            number = self._paragraphs.get(block.id)
            runs, quote = self._runs(block.runs), bool(block.quote)
            return PrintedParagraph(id=block.id, number=number, runs=runs, quote=quote)
        if isinstance(block, Heading):
            return PrintedHeading(id=block.id, text=block.text, level=block.level)
        if isinstance(block, ListBlock):
            items = tuple(self._runs(item) for item in block.items)
            return PrintedList(
                id=block.id, ordered=block.ordered, items=items, kept_ranks=block.ranks
            )
        if isinstance(block, KeyFigures):
            return self._key_figures(block)
        named = self._captions.get(block.id, "")
        caption = f"{named}: {block.caption}" if named else ""
        if isinstance(block, PictureBlock):
            return PrintedPicture(
                id=block.id,
                caption=caption,
                alt=block.alt,
                picture=block.picture,
                share=block.share,
            )
        marks = self._held.rows.get(block.id, ())
        if isinstance(block, TableBlock):
            return PrintedTable(id=block.id, caption=caption, table=self._table(block, marks))
        return self._chart(block, caption, marks)

    def _key_figures(self, block: KeyFigures) -> PrintedKeyFigures:
        boxes = tuple(
            PrintedBox(text=figure_text(self._figures, box.key), label=box.label, figure=box.key)
            for box in block.boxes
        )
        return PrintedKeyFigures(id=block.id, boxes=boxes)

    def _table(self, block: TableBlock, marks: tuple[Exemption, ...]) -> Table:
        if not marks:
            return tables.build(block.source, self._figures)
        held = {mark.row: mark for mark in marks}
        if self._public:
            table = tables.build(*without_rows(block.source, self._figures, held))
            return replace(table, notes=(*table.notes, *editions.rows_notice(marks)))
        table = tables.build(block.source, self._figures)
        keys = (key for key, _ in row_keys(block.source, self._figures))
        rows = tuple(
            _row_marked(row, held[key]) if key in held else row
            for row, key in zip(table.rows, keys, strict=True)
        )
        return replace(table, rows=rows)

    def _chart(self, block: ChartBlock, caption: str, marks: tuple[Exemption, ...]) -> PrintedChart:
        if marks and self._public:
            source, figures = without_rows(block.source, self._figures, {m.row for m in marks})
            assert not isinstance(source, TypedTable)
            data = tables.chart_data(source, figures)
            data = replace(data, notes=(*data.notes, *editions.rows_notice(marks)))
            # Words typed for all of the chart may tell of the rows that are kept back.
            alt = tables.describe(block.caption, data)
        else:
            data = tables.chart_data(block.source, self._figures)
            alt = block.alt or tables.describe(block.caption, data)
        return PrintedChart(id=block.id, caption=caption, alt=alt, data=data)

    def _runs(self, runs: tuple[Run, ...]) -> tuple[PrintedRun, ...]:
        return tuple(self._run(run) for run in runs)

    def _run(self, run: Run) -> PrintedRun:
        if isinstance(run, FigureRef):
            return PrintedRun(text=figure_text(self._figures, run.key), figure=run.key)
        if isinstance(run, Link):
            return PrintedRun(text=run.text, url=run.url)
        if isinstance(run, Footnote):
            self._notes.append(run.text)
            return PrintedRun(text=str(len(self._notes)), note=len(self._notes))
        if isinstance(run, CrossRef):
            return PrintedRun(text=self._reference(run.block), target=run.block)
        return PrintedRun(text=run.text, bold=run.bold, italic=run.italic, script=run.script)

    def _reference(self, block_id: str) -> str:
        if block_id in self._paragraphs:
            return f"paragraph {self._paragraphs[block_id]}"
        return self._captions.get(block_id, "[no such paragraph]")


def _marked(block: Printed, mark: Exemption) -> Printed:
    """Return a block of the exempt edition that says of itself that it is exempt."""
    words = _exempt(mark)
    lead = PrintedRun(text=f"{words} ", bold=True)
    if isinstance(block, PrintedParagraph):
        return replace(block, runs=(lead, *block.runs))
    if isinstance(block, PrintedList):
        first, *rest = block.items or ((),)
        return replace(block, items=((lead, *first), *rest))
    if isinstance(block, PrintedHeading):
        return replace(block, text=f"{block.text} {words}")
    if isinstance(block, PrintedKeyFigures):
        box = block.boxes[0]
        box = replace(box, label=f"{box.label} {words}".lstrip())
        return replace(block, boxes=(box, *block.boxes[1:]))
    return replace(block, caption=f"{block.caption} {words}".lstrip())


def _row_marked(row: Row, mark: Exemption) -> Row:
    first, *rest = row.cells
    return replace(row, cells=(replace(first, text=f"{first.text} {_exempt(mark)}"), *rest))
