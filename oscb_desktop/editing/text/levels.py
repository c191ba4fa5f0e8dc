"""Making headings of paragraphs, on the two levels below a section's own, and back. No Qt."""

from msgspec.structs import replace

from oscb_desktop.base.text import say
from oscb_desktop.editing.text.edits import Edit, find_line, insert_block, rewritten
from oscb_desktop.editing.text.lines import RICH, Kind, Line, Spot, plain, words
from oscb_desktop.editing.text.listing import chosen_lines, paragraph_of
from oscb_desktop.report.content.blocks import Heading, Text, new_id
from oscb_desktop.report.content.document import Report

_LINES = frozenset({*RICH, Kind.HEADING})


def refusal(report: Report, start: Spot, end: Spot) -> str:
    """Return why no heading can be made of what is selected, "" where one can."""
    if start.kind is Kind.TITLE:
        return say("This is a section's own heading: it stays on the first level.")
    if start.kind in (Kind.CAPTION, Kind.CARD):
        return say("A table's or a chart's title is no heading of the text.")
    if start.kind is Kind.GUIDANCE:
        return ""
    _, lines, first = find_line(report, start)
    chosen = [lines[n] for n in chosen_lines(lines, first, end, _LINES)]
    if all(isinstance(run, Text) for line in chosen for run in line.runs):
        return ""
    return say("A heading has words only, and here is a figure, a note, a reference or a link.")


def set_level(report: Report, start: Spot, end: Spot, level: int) -> Edit | None:
    """Make what is selected headings of a level, or paragraphs again (0); None where it is so.

    The level is 2 or 3: a section's own heading is of the first. In a section without words a
    heading is put.
    """
    if start.kind is Kind.GUIDANCE:
        new = Heading(new_id(), "", level)
        return insert_block(report, start, new, say("New sub-heading")) if level else None
    if start.kind not in _LINES:
        return None
    section, lines, first = find_line(report, start)
    before = list(lines)
    for n in chosen_lines(lines, first, end, _LINES):
        lines[n] = _at_level(lines, n, level)
    if lines == before:
        return None
    label = say("Change the heading's level") if level else say("Turn into a paragraph")
    return rewritten(section, lines, lines[first], start.offset, label)


def _at_level(lines: list[Line], at: int, level: int) -> Line:
    """Return a line as a heading of a level, or as a paragraph."""
    line = lines[at]
    if line.kind is Kind.HEADING:
        return replace(line, level=level) if level else paragraph_of(lines, at)
    if not level:
        return line
    whole = paragraph_of(lines, at)
    text = plain(line.runs).replace("\n", " ")  # a heading stands on one line
    return replace(whole, kind=Kind.HEADING, level=level, runs=words(text))
