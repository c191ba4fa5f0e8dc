"""Marks of exemption go along when a marked block is divided, or leaves a marked section: nothing
of it is public unseen.
"""

from collections.abc import Iterator

from oscb_desktop.editing.changes import AddBlock, Change, MoveBlock, ReplaceBlock, Several
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.exempt.exemptions import exemption_of


def with_marks_kept(report: Report, change: Change) -> Change:
    """Return a change that also marks the blocks it makes out of a marked one.

    Blocks that are added in the same act in which a marked block is rewritten take its mark:
    a paragraph divided in two, or one that several were pasted into. Blocks that are moved out of
    a marked section take the section's.
    """
    changes = tuple(_single(change))
    moved = tuple(
        mark for held in changes if isinstance(held, MoveBlock) for mark in _taken_out(report, held)
    )
    if moved:
        return Several((change, *moved), change.label)
    rewritten = (held.block.id for held in changes if isinstance(held, ReplaceBlock))
    mark = next((found for held in rewritten if (found := exemption_of(report, held))), None)
    added = [held.block.id for held in changes if isinstance(held, AddBlock)]
    if mark is None or not added:
        return change
    marks = tuple(MarkExempt(block, mark.paragraph, mark.reason) for block in added)
    return Several((change, *marks), change.label)


def _taken_out(report: Report, move: MoveBlock) -> Iterator[MarkExempt]:
    held = report.section_of(move.block_id)
    mark = exemption_of(report, held.id) if held is not None and held.id != move.section else None
    known = exemption_of(report, move.block_id) or exemption_of(report, move.section)
    if mark is not None and known is None:
        yield MarkExempt(move.block_id, mark.paragraph, mark.reason)


def _single(change: Change) -> Iterator[Change]:
    if isinstance(change, Several):
        for held in change.changes:
            yield from _single(held)
    else:
        yield change
