"""Where a figure came from, and where it is used."""

from dataclasses import dataclass
from pathlib import Path

from oscb_desktop.operations.exporting import write_whole
from oscb_desktop.operations.opened import Opened, Snapshot
from oscb_desktop.report import numbering, units
from oscb_desktop.report.blocks import ChartBlock, SetTable, TableBlock, figure_keys
from oscb_desktop.report.figures import Figure, Formula, Provenance
from oscb_desktop.report.problems import OscbError
from oscb_desktop.report.resources import safe_name


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
        raise OscbError(f"The report has no figure {key}.", "Import its return again.")
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
                words = f"Paragraph {number}" if number else captions.get(block.id, section.title)
                uses.append(Use(block.id, words))
    return tuple(uses)


def write_workbook_of(opened: Opened, key: str, folder: Path) -> Path:
    """Write the workbook that a figure was read from, as it was received, into ``folder``.

    Returns the path written. Raises ``OscbError`` for a figure that was worked out, or is gone.
    """
    figure = opened.file.figures.get(key)
    if figure is None or not isinstance(figure.origin, Provenance):
        raise OscbError(
            "This figure was worked out from others.", "Open the workbook of one of those."
        )
    received = opened.file.workbook(figure.origin.sha256)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / safe_name(received.name)
    write_whole(target, received.data)
    return target
