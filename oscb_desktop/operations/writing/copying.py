"""What is copied of a report, for other programs to paste."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from oscb_desktop.report.content import numbering, units
from oscb_desktop.report.content.blocks import Block, CrossRef, FigureRef, Run
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.pictures import NO_PICTURES, Pictures


class Copied(NamedTuple):
    """The same blocks as plain words and as HTML."""

    words: str
    html: str


def for_others(
    blocks: Sequence[Block], report: Report, figures: Figures, pictures: Pictures = NO_PICTURES
) -> Copied:
    """Return blocks of a report as other programs paste them; figures as they are printed."""
    from oscb_desktop.words.copied import as_html, as_words

    numbers = numbering.paragraph_numbers(report)
    captions = numbering.caption_numbers(report)

    def shown(run: Run) -> str:
        if isinstance(run, FigureRef):
            figure = figures.get(run.key)
            return "" if figure is None else units.shown(figure)
        if isinstance(run, CrossRef):
            number = numbers.get(run.block)
            return f"paragraph {number}" if number else captions.get(run.block, "")
        return ""

    return Copied(as_words(blocks, figures, shown), as_html(blocks, figures, shown, pictures))
