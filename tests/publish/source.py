"""What a composition says, block by block: written from its meaning, not from its layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from oscb_desktop.report.content.ranking import marks
from oscb_desktop.report.publication.composition import (
    Composition,
    Printed,
    PrintedChart,
    PrintedHeading,
    PrintedKeyFigures,
    PrintedList,
    PrintedParagraph,
    PrintedPicture,
)


def said(
    composition: Composition, places: Mapping[str, tuple[int, float]] | None = None
) -> list[str]:
    """Every text of a report in the order of reading, spaces made even, empty ones left out.

    ``places`` are where the headings were laid out, when there is a table of contents.
    """
    return [text for text in map(_even, _all(composition, places)) if text]


def _even(text: str) -> str:
    return " ".join(text.split())


def _all(composition: Composition, places: Mapping[str, tuple[int, float]] | None) -> Iterator[str]:
    details = composition.details
    day = details.meeting_date
    when = "date to be confirmed" if day is None else f"{day.day} {day:%B %Y}"
    yield f"Division(s): {details.divisions}"
    yield f"{details.committee or 'Committee to be confirmed'} – {when}"
    yield details.title or "Untitled report"
    if details.report_by:
        yield f"Report by {details.report_by}"
    if places:
        yield "Contents"
        for block in composition.blocks():
            if isinstance(block, PrintedHeading) and block.text:
                yield f"{block.text} {places[block.id][0] + 1}"
    for part in composition.parts:
        for block in part.blocks:
            yield from _block(block, part.key)
        for number, note in enumerate(part.notes, part.first_note):
            yield str(number)
            yield note


def _block(block: Printed, key: str) -> Iterator[str]:
    if isinstance(block, PrintedHeading):
        capitals = block.level == 1 and key.startswith("recommendation")
        yield block.text.upper() if capitals else block.text
    elif isinstance(block, PrintedParagraph):
        yield "" if block.number is None else f"{block.number}."
        yield "".join(run.text for run in block.runs)
    elif isinstance(block, PrintedList):
        for item, mark in zip(block.items, marks(block.ranks), strict=True):
            yield mark
            yield "".join(run.text for run in item)
    elif isinstance(block, PrintedChart):
        yield block.alt if block.data.categories else "There are no figures to show."
        yield block.caption
        yield from block.data.notes
    elif isinstance(block, PrintedPicture):
        yield (
            block.alt if _even(block.alt) else block.caption if _even(block.caption) else "Picture"
        )
        yield block.caption
    elif isinstance(block, PrintedKeyFigures):
        yield from (f"{box.text} {box.label}" for box in block.boxes)
    else:
        yield block.caption
        yield from (cell.text for row in block.table.header_rows for cell in row)
        for row in block.table.rows:
            yield from (cell.text for cell in row.cells)
        yield from block.table.notes
