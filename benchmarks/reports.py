"""Long reports for the benchmarks, of everything that reports are made of."""

from itertools import cycle
from pathlib import Path

from oscb_desktop.editing.changes import AddSection, ReplaceBlock, Several
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.files import close_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.home.sample import make_sample_report
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    CrossRef,
    FigureRef,
    Footnote,
    Heading,
    ListBlock,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Section

SECTIONS = 24
_BLOCKS_A_PAGE = 5.96  # measured
_SENTENCE = "Partners reviewed practice with {0} families and agreed what to change next. "


def write_mixed_report(path: Path, pages: int, revisions: int = 1) -> None:
    """Make the sample report, its returns accepted, with further sections up to ``pages``.

    One of its paragraphs is edited over and over before, each time an act of its history.
    """
    opened = make_sample_report(path, lambda _done, _words: None, by="Clerk")
    try:
        revised = next(held for held in opened.file.report.blocks() if isinstance(held, Paragraph))
        for number in range(revisions):
            words = Text(_SENTENCE.format(number))
            edit(opened, ReplaceBlock(Paragraph(revised.id, (words,))))
        blocks = _blocks(opened, round((pages - 5) * _BLOCKS_A_PAGE))
        each = -(-len(blocks) // SECTIONS)
        changes = tuple(
            AddSection(
                3 + at,
                Section(
                    id=f"theme{at}",
                    key=f"theme{at}",
                    title=f"Theme {at + 1}: what was found",
                    blocks=tuple(blocks[at * each : (at + 1) * each]),
                ),
            )
            for at in range(-(-len(blocks) // each))  # none of them empty
        )
        edit(opened, Several(changes, "Write"))
    finally:
        close_report(opened)


def _blocks(opened: Opened, count: int) -> list[Block]:
    snapshot = take_snapshot(opened)
    figures = cycle(figure.key for figure in list(snapshot.figures)[:200] if not figure.missing)
    bound = [
        block for block in snapshot.report.blocks() if isinstance(block, TableBlock | ChartBlock)
    ]
    tables = cycle([block.source for block in bound if isinstance(block, TableBlock)])
    charts = cycle(
        [
            block.source
            for block in bound
            if isinstance(block, ChartBlock) and isinstance(block.source, SetTable)
        ]
    )
    made: list[Block] = []
    for number in range(count):
        key = f"p{number}"
        if number % 12 == 5:
            made.append(Heading(key, f"Theme {number}"))
        elif number % 40 == 19:
            rows = tuple((f"Row {row}", f"{row * 31 + number:,}") for row in range(9))
            made.append(TableBlock(key, f"Counts {number}", TypedTable(rows=rows)))
        elif number % 40 == 39:
            made.append(TableBlock(key, f"Return {number}", next(tables)))
        elif number % 40 == 29:
            made.append(ChartBlock(key, f"Spending {number}", next(charts)))
        elif number % 30 == 13:
            items = tuple((Text(_SENTENCE.format(number + item)),) for item in range(4))
            made.append(ListBlock(key, items))
        else:
            made.append(_paragraph(key, number, next(figures)))
    return made


def _paragraph(key: str, number: int, figure: str) -> Paragraph:
    words = [_SENTENCE.format(number * 7 + part) for part in range(5)]
    if number % 3 == 0:
        return Paragraph(
            key, (Text(words[0] + "It was "), FigureRef(figure), Text(". " + words[1] + words[2]))
        )
    if number % 7 == 1 and number > 20:
        # To a paragraph a few pages before: what a heading leads is one.
        target = f"p{number - 20 - (number - 20) % 12 + 6}"
        return Paragraph(key, (Text("".join(words[:4]) + "See "), CrossRef(target), Text(".")))
    if number % 11 == 2:
        return Paragraph(
            key, (Text(words[0]), Footnote("As the returns have it."), Text("".join(words[1:])))
        )
    return Paragraph(key, (Text("".join(words)),))
