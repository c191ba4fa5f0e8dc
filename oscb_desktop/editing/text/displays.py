"""What each line of the editor shows: figures as they will print, tables in short. No Qt."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.editing.text.lines import Kind, Line, lines_under
from oscb_desktop.report.content import numbering, tables, units
from oscb_desktop.report.content.blocks import (
    Captioned,
    ChartBlock,
    CrossRef,
    FigureRef,
    Footnote,
    KeyFigures,
    KeysTable,
    Link,
    PictureBlock,
    Run,
    SetTable,
    Source,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.pictures import Picture
from oscb_desktop.report.content.template import Template
from oscb_desktop.report.publication.composition import figure_text

_CARD_ROWS = 4
_CARD_COLUMNS = 5


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A table or a chart in short: its first rows and columns, and where they come from."""

    chart: bool
    headings: tuple[str, ...] = ()
    numeric: tuple[bool, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    bars: tuple[tuple[str, str, float], ...] = ()  # category, value as printed, share of longest
    more: int = 0  # rows or bars that are not in the card
    more_columns: int = 0
    source: str = ""
    typed: tuple[str, ...] = ()  # every cell of a table typed by hand, row by row


class PictureCard(msgspec.Struct, frozen=True, kw_only=True):
    """A picture: which one, how wide, and what is said of it to who does not see it."""

    picture: Picture
    share: int
    alt: str


class BoxesCard(msgspec.Struct, frozen=True, kw_only=True):
    """Key figures: each as printed, and its words."""

    boxes: tuple[tuple[str, str], ...]


AnyCard = Card | PictureCard | BoxesCard


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """A line as shown. ``chips`` are the texts of its runs that are not words, in order."""

    line: Line
    chips: tuple[str, ...] = ()
    prefix: str = ""  # a caption's number
    guidance: str = ""
    card: AnyCard | None = None


class _Kept(NamedTuple):
    """The faces of a section. ``named`` are the blocks whose numbers they show, as ``numbers``."""

    section: Section
    named: tuple[str, ...]
    numbers: tuple[str, ...]
    faces: list[Face]


class Faces:
    """Works out faces; keeps those of sections that have not changed."""

    def __init__(self) -> None:
        self._cards: dict[tuple[bool, Source], Card] = {}
        self._kept: dict[str, _Kept] = {}
        self._sets: object = None
        self._template: Template | None = None

    def of(self, report: Report, figures: Figures, template: Template | None) -> list[Face]:
        """Return every line's face, in reading order."""
        if report.figure_sets != self._sets or template is not self._template:
            self._cards, self._kept = {}, {}
            self._sets, self._template = report.figure_sets, template
        texts = _Texts(
            figures, numbering.paragraph_numbers(report), numbering.caption_numbers(report)
        )
        kept, self._kept = self._kept, {}
        found: list[Face] = []
        for section in report.sections:
            held = kept.get(section.id)
            if (
                held is None
                or held.section != section
                or held.numbers != tuple(map(texts.number, held.named))
            ):
                held = self._of_section(section, texts, figures, template)
            self._kept[section.id] = held
            found += held.faces
        return found

    def _of_section(
        self, section: Section, texts: "_Texts", figures: Figures, template: Template | None
    ) -> _Kept:
        found: list[Face] = []
        named: list[str] = []
        blocks = {block.id: block for block in section.blocks}
        for line in lines_under(section):
            if line.kind is Kind.GUIDANCE:
                found.append(Face(line=line, guidance=_guidance(template, section)))
            elif line.kind is Kind.CAPTION:
                named.append(line.block)
                found.append(Face(line=line, prefix=f"{texts.caption(line.block)}:"))
            elif line.kind is Kind.CARD:
                block = blocks[line.block]
                assert isinstance(block, Captioned | KeyFigures)
                found.append(Face(line=line, card=self._card(block, figures)))
            elif all(isinstance(run, Text | Link) for run in line.runs):
                found.append(Face(line=line))
            else:
                named += [run.block for run in line.runs if isinstance(run, CrossRef)]
                found.append(Face(line=line, chips=texts.of(line.runs)))
        return _Kept(section, tuple(named), tuple(map(texts.number, named)), found)

    def _card(self, block: Captioned | KeyFigures, figures: Figures) -> AnyCard:
        if isinstance(block, KeyFigures):
            shown = ((figure_text(figures, box.key), box.label) for box in block.boxes)
            return BoxesCard(boxes=tuple(shown))
        if isinstance(block, PictureBlock):
            return PictureCard(picture=block.picture, share=block.share, alt=block.alt)
        key = (isinstance(block, ChartBlock), block.source)
        if key not in self._cards:
            self._cards[key] = (
                chart_card(block.source, figures)
                if isinstance(block, ChartBlock)
                else table_card(block.source, figures)
            )
        return self._cards[key]


class _Texts:
    """The printed text of runs that are not words."""

    def __init__(
        self, figures: Figures, numbers: Mapping[str, int], captions: Mapping[str, str]
    ) -> None:
        self._figures = figures
        self._numbers = numbers
        self._captions = captions

    def number(self, block: str) -> str:
        """Return how a block is called: "paragraph 4", "Table 1"."""
        if block in self._numbers:
            return f"paragraph {self._numbers[block]}"
        return self._captions.get(block, "no such paragraph")

    def caption(self, block: str) -> str:
        """Return what stands before a caption: of a picture without one, that it may have one."""
        return self._captions.get(block, say("Caption"))

    def of(self, runs: tuple[Run, ...]) -> tuple[str, ...]:
        return tuple(self._text(run) for run in runs if not isinstance(run, Text | Link))

    def _text(self, run: Run) -> str:
        if isinstance(run, FigureRef):
            figure = self._figures.get(run.key)
            return "no such figure" if figure is None else units.shown(figure)
        if isinstance(run, CrossRef):
            return self.number(run.block)
        return "note" if isinstance(run, Footnote) else ""


def table_card(source: Source, figures: Figures) -> Card:
    """Return the card of a table."""
    table = tables.build(source, figures)
    shown = table.rows[:_CARD_ROWS]
    return Card(
        chart=False,
        headings=tuple(heading.text for heading in table.headings[:_CARD_COLUMNS]),
        numeric=tuple(heading.numeric for heading in table.headings[:_CARD_COLUMNS]),
        rows=tuple(tuple(cell.text for cell in row.cells[:_CARD_COLUMNS]) for row in shown),
        more=len(table.rows) - len(shown),
        more_columns=max(0, len(table.headings) - _CARD_COLUMNS),
        source=origin_of(source, figures),
        typed=tuple(cell for row in source.rows for cell in row)
        if isinstance(source, TypedTable)
        else (),
    )


def chart_card(source: SetTable | KeysTable, figures: Figures) -> Card:
    """Return the card of a chart: the bars of its first series."""
    data = tables.chart_data(source, figures)
    if not data.series:
        return Card(chart=True, source=origin_of(source, figures))
    first = data.series[0]
    longest = max((abs(value) for value in first.values if value is not None), default=None)
    bars = tuple(
        (category, text, float(abs(value) / longest) if value is not None and longest else 0.0)
        for category, text, value in zip(data.categories, first.labels, first.values, strict=True)
    )
    return Card(
        chart=True,
        bars=bars[:_CARD_ROWS],
        more=max(0, len(bars) - _CARD_ROWS),
        source=origin_of(source, figures),
    )


def origin_of(source: Source, figures: Figures) -> str:
    """Return the workbook and sheet that a table or chart is made from, in a few words."""
    if isinstance(source, TypedTable):
        return say("typed by hand")
    if isinstance(source, SetTable):
        wanted = [source.set_id]
    else:
        wanted = list(dict.fromkeys(key.split(".", 1)[0] for key in source.keys))
    found = [held for set_id in wanted if (held := figures.set(set_id)) is not None]
    origins = [origin for held in found for origin in (held.origin, *held.earlier)]
    named = dict.fromkeys(
        say("{file}, sheet {sheet}", file=origin.file, sheet=origin.sheet)
        if origin.file
        else say("worked out from other figures")
        for origin in origins
    )
    return "; ".join(named) or say("the return is not in this report")


def _guidance(template: Template | None, section: Section) -> str:
    said = template.guidance(section.key) if template is not None else ""
    return said or say("Nothing is written here yet.")
