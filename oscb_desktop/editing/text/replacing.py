"""Replacing words in the report as pure functions. Figures, notes and references stay. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex
from msgspec.structs import replace

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.editing.changes import Change, ReplaceBlock, Several
from oscb_desktop.editing.text.edits import Edit, find_line, rewritten
from oscb_desktop.editing.text.lines import (
    HELD,
    TYPED,
    Spot,
    blocks_of,
    cut,
    held_words,
    joined,
    lines_of_block,
    units,
    words,
)
from oscb_desktop.editing.text.wanted import Found, Wanted
from oscb_desktop.report.content.blocks import Block, Link, Run, Runs, TableBlock, Text, TypedTable
from oscb_desktop.report.content.document import Report


@dataclass(frozen=True)
class Replacement:
    """What to look for, and what to put in its place."""

    wanted: Wanted
    by: str

    def found(self, text: str) -> list[tuple[int, int, str]]:
        """Return each stretch of a text to replace, and what by; none that holds a figure.

        Raises ``OscbError`` for what is no pattern, or is no replacement for one.
        """
        (spans,) = self.wanted.found(iter((text,)))
        return [
            (span.start, span.end, self._instead(span))
            for span in spans
            if HELD not in text[span.start : span.end]
        ]

    def _instead(self, span: Found) -> str:
        try:
            return span.instead(self.by)
        except (IndexError, regex.error) as error:
            raise OscbError(
                say("This cannot be put in its place: {why}.", why=error),
                say("The pattern's first bracket is put back as \\1, a backslash as \\\\."),
            ) from error


def replace_all(report: Report, what: Replacement, label: str) -> tuple[Change | None, int]:
    """Return the one change that replaces the words everywhere, and in how many places."""
    changes: list[ReplaceBlock] = []
    count = 0
    for section in report.sections:
        for block in section.blocks:
            changed, found = _in_block(block, section.id, what)
            if found:
                count += found
                changes.append(ReplaceBlock(changed))
    return (Several(tuple(changes), label) if changes else None), count


def replace_span(report: Report, at: Spot, end: int, by: str, label: str) -> Edit | None:
    """Return the replacement of one stretch of a line, None where it holds more than words."""
    section, lines, index = find_line(report, at)
    line = lines[index]
    middle = cut(cut(line.runs, end)[0], at.offset)[1]
    if line.kind not in TYPED or not middle or not all(_is_words(run) for run in middle):
        return None
    lines[index] = changed = replace(line, runs=_spliced(line.runs, at.offset, end, by))
    return rewritten(section, lines, changed, at.offset + units(by), label)


def replace_match(report: Report, at: Spot, end: int, what: Replacement, label: str) -> Edit | None:
    """Return the replacement of one place that was found, None where it holds more than words."""
    _, lines, index = find_line(report, at)
    found = _stretches(lines[index].runs, what)
    by = next((by for start, _, by in found if start == at.offset), None)
    return None if by is None else replace_span(report, at, end, by, label)


def replace_in_cell(report: Report, block_id: str, cell: int, what: Replacement) -> Change | None:
    """Return the replacement of the words in one cell of a typed table, counted row by row."""
    block = report.block(block_id)
    if not isinstance(block, TableBlock) or not isinstance(block.source, TypedTable):
        return None
    cells = iter(range(sum(map(len, block.source.rows))))
    rows = tuple(
        tuple(_swapped(text, what)[0] if next(cells) == cell else text for text in row)
        for row in block.source.rows
    )
    return ReplaceBlock(replace(block, source=replace(block.source, rows=rows)))


def _in_block(block: Block, section: str, what: Replacement) -> tuple[Block, int]:
    block, in_lines = _in_lines(block, section, what)
    if isinstance(block, TableBlock) and isinstance(block.source, TypedTable):
        source, in_cells = _in_cells(block.source, what)
        if in_cells:
            return replace(block, source=source), in_lines + in_cells
    return block, in_lines


def _in_lines(block: Block, section: str, what: Replacement) -> tuple[Block, int]:
    count = 0
    lines = []
    for line in lines_of_block(block, section):
        runs, found = _in_runs(line.runs, what) if line.kind in TYPED else (line.runs, 0)
        count += found
        lines.append(replace(line, runs=runs))
    return (blocks_of(lines, {block.id: block})[0] if count else block), count


def _in_cells(source: TypedTable, what: Replacement) -> tuple[TypedTable, int]:
    swapped = [[_swapped(text, what) for text in row] for row in source.rows]
    count = sum(times for row in swapped for _, times in row)
    rows = tuple(tuple(text for text, _ in row) for row in swapped)
    return replace(source, rows=rows), count


def _in_runs(runs: Runs, what: Replacement) -> tuple[Runs, int]:
    """Return runs with the words replaced, also where they run on across emphasis."""
    stretches = list(_stretches(runs, what))
    for start, end, by in reversed(stretches):
        runs = _spliced(runs, start, end, by)
    return runs, len(stretches)


def _stretches(runs: Runs, what: Replacement) -> Iterator[tuple[int, int, str]]:
    """Yield each stretch to replace, in the document's units, and what by."""
    text = held_words(runs)
    for start, end, by in what.found(text):
        yield units(text[:start]), units(text[:end]), by


def _spliced(runs: Runs, start: int, end: int, by: str) -> Runs:
    """Return runs with a stretch of words replaced; what is new looks as the stretch began."""
    before, rest = cut(runs, start)
    middle, after = cut(rest, end - start)
    first = middle[0]
    new = (replace(first, text=by),) if isinstance(first, Text | Link) else words(by)
    return joined(before, new, after)


def _is_words(run: Run) -> bool:
    return isinstance(run, Text | Link)


def _swapped(text: str, what: Replacement) -> tuple[str, int]:
    found = what.found(text)
    for start, end, by in reversed(found):
        text = text[:start] + by + text[end:]
    return text, len(found)
