"""Where a figure came from, and where it is used."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.base.resources import safe_name
from oscb_desktop.base.text import say
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.report.content import numbering, units
from oscb_desktop.report.content.blocks import ChartBlock, SetTable, TableBlock, figure_keys
from oscb_desktop.report.content.figures import Figure, Formula, Provenance


@dataclass(frozen=True)
class Use:
    """A place in the report that shows a figure."""

    block: str
    words: str


@dataclass(frozen=True)
class FigureCard:
    """Everything there is to know about a figure."""

    figure: Figure
    printed: str
    inputs: tuple[Figure, ...]
    used_in: tuple[Use, ...]

    @property
    def origin(self) -> Provenance | Formula:
        """The cell it was read from, or how it was worked out."""
        return self.figure.origin


def figure_card(snapshot: Snapshot, key: str) -> FigureCard:
    """Return a figure's card. Raises ``OscbError`` where the report has no such figure."""
    figure = snapshot.figures.get(key)
    if figure is None:
        raise OscbError(
            say("The report has no figure {key}.", key=key), say("Import its return again.")
        )
    wanted = figure.origin.inputs if isinstance(figure.origin, Formula) else ()
    inputs = tuple(found for name in wanted if (found := snapshot.figures.get(name)))
    return FigureCard(figure, units.shown(figure), inputs, _uses(snapshot, key))


def _uses(snapshot: Snapshot, key: str) -> tuple[Use, ...]:
    report = snapshot.report
    numbers = numbering.paragraph_numbers(report)
    captions = numbering.caption_numbers(report)
    set_id = key.split(".", 1)[0]
    uses = []
    for section in report.sections:
        for block in section.blocks:
            source = block.source if isinstance(block, TableBlock | ChartBlock) else None
            bound = isinstance(source, SetTable) and source.set_id == set_id
            if bound or key in figure_keys(block):
                number = numbers.get(block.id)
                words = (
                    say("Paragraph {number}", number=number)
                    if number
                    else captions.get(block.id, section.title)
                )
                uses.append(Use(block.id, words))
    return tuple(uses)


@dataclass(frozen=True)
class SheetAtCell:
    """The sheet that a figure was read from, as it was received. ``row``, ``column`` from 0."""

    file: str
    sheet: str
    cell: str
    row: int
    column: int
    rows: Sequence[Sequence[Any]] = field(repr=False)


def sheet_of_figure(opened: Opened, key: str, progress: Progress) -> SheetAtCell:
    """Return the sheet that a figure was read from, and where on it the figure stands.

    Raises ``OscbError`` for a figure that was worked out or is gone, ``UnreadableError`` for a
    workbook that only its password opens.
    """
    from oscb_desktop.returns.cells import column_index
    from oscb_desktop.returns.reading import open_workbook

    origin = _read_from(opened, key)
    received = opened.file.workbook(origin.sha256)
    progress(0.1, say("Opening {name}", name=received.name))
    workbook = open_workbook(received.name, received.data)
    rows = workbook.grid(
        origin.sheet, partial(progress, 0.3, say("Reading {sheet}", sheet=origin.sheet))
    ).rows
    letters = origin.cell.rstrip("0123456789")
    return SheetAtCell(
        file=origin.file,
        sheet=origin.sheet,
        cell=origin.cell,
        row=int(origin.cell[len(letters) :]) - 1,
        column=column_index(letters) or 0,
        rows=rows,
    )


def save_workbook_of(opened: Opened, key: str, target: Path) -> Path:
    """Write the workbook that a figure was read from, as it was received, to ``target``.

    Raises ``OscbError`` for a figure that was worked out or is gone, or where it cannot be
    written.
    """
    write_whole(target, opened.file.workbook(_read_from(opened, key).sha256).data)
    return target


def write_workbook_of(opened: Opened, key: str, folder: Path) -> Path:
    """Write the workbook that a figure was read from, as it was received, into ``folder``.

    Returns the path written. Raises ``OscbError`` for a figure that was worked out, or is gone.
    """
    received = opened.file.workbook(_read_from(opened, key).sha256)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / safe_name(received.name)
    write_whole(target, received.data)
    return target


def _read_from(opened: Opened, key: str) -> Provenance:
    figure = opened.file.figures.get(key)
    if figure is None or not isinstance(figure.origin, Provenance):
        raise OscbError(
            say("This figure was worked out from others."),
            say("Open the workbook of one of those."),
        )
    return figure.origin
