"""Every text of a report that somebody wrote and a reader may meet, each with its place.

The checks that look for what must not get out, or cannot be printed, read these: what is not
among them is looked at by none of them.
"""

from collections.abc import Iterator

import msgspec

from oscb_desktop.base.problems import Place
from oscb_desktop.base.remembering import by_identity
from oscb_desktop.base.text import say
from oscb_desktop.report.content import numbering
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    KeysTable,
    Link,
    SetTable,
    TableBlock,
    TypedTable,
    runs_of,
)
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures, FigureSet
from oscb_desktop.report.content.typed_tables import (
    body_of,
    headings_of,
)
from oscb_desktop.report.language import prose

_LONGEST_ENDING = 5  # "xhtml": what is longer is words
_BLOCKS_REMEMBERED = 8_192  # a report of 300 pages has some 3,000


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Texts at one place, and what the place is called in a sentence ("Paragraph 7")."""

    place: Place
    where: str
    texts: tuple[str, ...]


def around_blocks(report: Report) -> Iterator[Words]:
    """Yield the texts outside the blocks: the head, titles, annexes' names, reasons given."""
    head = (held for held in msgspec.structs.astuple(report.details) if isinstance(held, str))
    yield Words(
        place=Place(section=say("Title and meeting")),
        where=say("The head of the report"),
        texts=tuple(filter(None, head)),
    )
    for section in report.sections:
        yield Words(
            place=Place(section=section.title),
            where=say("The title of a section"),
            texts=(section.title,),
        )
    for at, annex in enumerate(report.annexes):
        label = say("Annex {letter}", letter=numbering.letters(at))
        yield Words(
            place=Place(section=label, block=annex.id),
            where=say("The title or the file name of {annex}", annex=label),
            texts=tuple(dict.fromkeys((annex.title, of_file_name(annex.file)))),
        )
    yield from _reasons(report)


def _reasons(report: Report) -> Iterator[Words]:
    """Yield what somebody wrote of the report and it prints: why it is late, exempt, set aside."""
    yield from (
        Words(
            place=Place(section=say("Title and meeting"), panel="timetable"),
            where=say("The reason for urgency"),
            texts=(held.reason, held.by),
        )
        for held in report.late
    )
    yield from (
        Words(
            place=Place(panel="exempt"),  # of no block: the public edition prints it
            where=say("The reason for an exemption"),
            texts=(mark.reason,),
        )
        for mark in report.exemptions
    )
    yield from (
        Words(
            place=Place(panel="clearance"),  # the sign-off page prints it
            where=say("The reason why something was set aside"),
            texts=(waiver.reason,),
        )
        for waiver in report.annotations.waivers
    )


def file_names(figures: Figures) -> Iterator[Words]:
    """Yield the names of the workbooks: the sign-off page prints them."""
    names = {held.origin.file for held in figures.sets() if not held.is_made}
    for name in sorted(names):
        yield Words(
            place=Place(panel="figures", file=name),
            where=say("The name of a workbook"),
            texts=(of_file_name(name),),
        )


@by_identity(_BLOCKS_REMEMBERED)
def of_block(block: Block) -> tuple[str, ...]:
    """Return the texts of a block: its words, alternative text, cells, labels and addresses."""
    words = [passage.text.replace(prose.HELD, " ") for passage in prose.passages(block)]
    if isinstance(block, TableBlock | ChartBlock) and isinstance(block.source, KeysTable):
        words.extend(block.source.labels)
    words.extend(run.url for run in runs_of(block) if isinstance(run, Link))
    return tuple(words)


def rows_of(block: Block) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table typed by hand, its headings first; none of anything else."""
    source = block.source if isinstance(block, TableBlock) else None
    return (headings_of(source), *body_of(source)) if isinstance(source, TypedTable) else ()


def set_of(block: Block, figures: Figures) -> FigureSet | None:
    """Return the figure set that a table or chart is drawn from, None for any other block."""
    if isinstance(block, TableBlock | ChartBlock) and isinstance(block.source, SetTable):
        return figures.set(block.source.set_id)
    return None


@by_identity(256)
def of_set(held: FigureSet) -> tuple[str, ...]:
    """Return the words that a figure set brings into a table: of its rows, and of its cells."""
    cells = (
        value
        for column in held.columns
        if column.unit is None
        for value in column.values
        if isinstance(value, str)
    )
    return tuple(dict.fromkeys((*held.labels, *cells)))


def of_file_name(name: str) -> str:
    """Return a file's name as words: "ryan_smith-dob.pdf" is "ryan smith-dob"."""
    stem, _, ending = name.rpartition(".")
    is_ending = stem and ending.isalnum() and len(ending) <= _LONGEST_ENDING
    return (stem if is_ending else name).replace("_", " ")
