"""A report with its figures put in: what a reader reads, before any format lays it out.

PDF, DOCX, HTML and the checks all start from a ``Composition``; nothing after it looks a figure
up, so a number that is suppressed here is suppressed everywhere.
"""

from collections.abc import Iterator

import msgspec

from oscb_desktop.report import numbering, tables, units
from oscb_desktop.report.blocks import (
    Block,
    ChartBlock,
    CrossRef,
    FigureRef,
    Footnote,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    Run,
    TableBlock,
)
from oscb_desktop.report.document import Annex, Details, Report, Section
from oscb_desktop.report.figures import Figures
from oscb_desktop.report.tables import ChartData, Table


class PrintedRun(msgspec.Struct, frozen=True, kw_only=True):
    """Words as printed. At most one of ``url``, ``figure``, ``note`` and ``target`` is set."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""
    figure: str = ""  # the key of the figure these words are
    note: int = 0  # the number of the footnote that these words call
    target: str = ""  # the id of the block a cross-reference leads to


class PrintedHeading(msgspec.Struct, frozen=True, kw_only=True):
    """A heading: level 1 is a section's, 2 and on are inside it."""

    id: str
    text: str
    level: int


class PrintedParagraph(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph with its number, or None."""

    id: str
    number: int | None
    runs: tuple[PrintedRun, ...]


class PrintedList(msgspec.Struct, frozen=True, kw_only=True):
    """A list of items."""

    id: str
    ordered: bool
    items: tuple[tuple[PrintedRun, ...], ...]


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


Printed = PrintedHeading | PrintedParagraph | PrintedList | PrintedTable | PrintedChart


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
    """The whole report as printed."""

    details: Details
    parts: tuple[Part, ...]
    content_hash: str
    annexes: tuple[PrintedAnnex, ...] = ()

    def blocks(self) -> Iterator[Printed]:
        """Yield every printed block in reading order."""
        for part in self.parts:
            yield from part.blocks


def compose(report: Report, figures: Figures) -> Composition:
    """Return the report as printed. Sections without content are left out."""
    composer = _Composer(report, figures)
    parts = tuple(composer.part(section) for section in report.sections if section.blocks)
    return Composition(
        details=report.details,
        parts=parts,
        content_hash=report.content_hash(),
        annexes=tuple(_annex(annex, at) for at, annex in enumerate(report.annexes)),
    )


def figure_text(figures: Figures, key: str) -> str:
    """Return what a sentence prints for a figure's key; a key without a figure says so."""
    figure = figures.get(key)
    return f"[no figure: {key}]" if figure is None else units.shown(figure)


def _annex(annex: Annex, at: int) -> PrintedAnnex:
    held = msgspec.structs.asdict(annex)
    return PrintedAnnex(label=f"Annex {numbering.letters(at)}", **held)


class _Composer:
    def __init__(self, report: Report, figures: Figures) -> None:
        self._figures = figures
        self._paragraphs = numbering.paragraph_numbers(report)
        self._captions = numbering.caption_numbers(report)
        self._notes: list[str] = []

    def part(self, section: Section) -> Part:
        first = len(self._notes) + 1
        heading = PrintedHeading(id=section.id, text=section.title, level=1)
        blocks = (heading, *(self._printed(block) for block in section.blocks))
        return Part(
            section=section.id,
            key=section.key,
            blocks=blocks,
            notes=tuple(self._notes[first - 1 :]),
            first_note=first,
        )

    def _printed(self, block: Block) -> Printed:
        if isinstance(block, Paragraph):
            number = self._paragraphs.get(block.id)
            return PrintedParagraph(id=block.id, number=number, runs=self._runs(block.runs))
        if isinstance(block, Heading):
            return PrintedHeading(id=block.id, text=block.text, level=block.level)
        if isinstance(block, ListBlock):
            items = tuple(self._runs(item) for item in block.items)
            return PrintedList(id=block.id, ordered=block.ordered, items=items)
        caption = f"{self._captions[block.id]}: {block.caption}"
        if isinstance(block, TableBlock):
            table = tables.build(block.source, self._figures)
            return PrintedTable(id=block.id, caption=caption, table=table)
        return self._chart(block, caption)

    def _chart(self, block: ChartBlock, caption: str) -> PrintedChart:
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
        return PrintedRun(text=run.text, bold=run.bold, italic=run.italic)

    def _reference(self, block_id: str) -> str:
        if block_id in self._paragraphs:
            return f"paragraph {self._paragraphs[block_id]}"
        return self._captions.get(block_id, "[no such paragraph]")
