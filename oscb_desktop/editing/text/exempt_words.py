"""Words that are exempt where they were copied are exempt where they are pasted.

The clipboard says why; no lineage reaches from one report into another.
"""

from collections.abc import Iterable, Sequence

import msgspec

from oscb_desktop.editing.changes import AddBlock, ReplaceBlock, Several, steps_of
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.editing.lineage import over
from oscb_desktop.editing.text.edits import Edit
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.content.document import Report


class Reason(msgspec.Struct, frozen=True):
    """Why something is exempt: under which paragraph of Schedule 12A, and what outweighs what."""

    paragraph: int
    reason: str


def reasons_of(
    report: Report, blocks: Iterable[str], copied: Sequence[Block] = ()
) -> tuple[Reason, ...]:
    """Return why any of some blocks, or the sections that they stand in, are exempt.

    Marks on rows count where a table or chart is ``copied`` whole, not where its caption is.
    """
    with_rows = any(hasattr(block, "caption") for block in copied)
    marks = (mark for block in dict.fromkeys(blocks) for mark in over(report, block))
    return tuple(
        dict.fromkeys(
            Reason(mark.paragraph, mark.reason) for mark in marks if with_rows or not mark.row
        )
    )


def kept_exempt(report: Report, edit: Edit, reasons: Sequence[Reason]) -> Edit:
    """Return an edit that puts exempt words in, with the blocks marked that it puts them into."""
    if not reasons:
        return edit
    steps = steps_of(edit.change)
    written = (step.block.id for step in steps if isinstance(step, AddBlock | ReplaceBlock))
    marks = tuple(
        MarkExempt(block, reasons[0].paragraph, reasons[0].reason)
        for block in dict.fromkeys(written)
        if not any(mark.row == "" for mark in over(report, block))
    )
    label = edit.label or edit.change.label
    return Edit(Several((edit.change, *marks), label), edit.caret, label)
