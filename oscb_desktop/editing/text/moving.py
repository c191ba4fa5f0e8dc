"""Moving what is selected over several lines to another place of the text, as one act. No Qt."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from oscb_desktop.base.text import say
from oscb_desktop.editing.text import inserting
from oscb_desktop.editing.text.copying import selected_blocks
from oscb_desktop.editing.text.edits import Edit, one_act, remove_range
from oscb_desktop.editing.text.exempt_words import kept_exempt, reasons_of
from oscb_desktop.editing.text.lines import RICH, Kind, Line, Spot, lines_of
from oscb_desktop.report.content.document import Report


def may_move(lines: Iterable[Line]) -> bool:
    """Whether lines can go elsewhere: a section's own heading stays where it is."""
    return all(line.kind not in (Kind.TITLE, Kind.GUIDANCE) for line in lines)


def move_selection(report: Report, start: Spot, end: Spot, target: Spot) -> Edit | None:
    """Move what stands between two places to a third, which is not between them.

    None where that cannot be (``may_move``).
    """
    lines = lines_of(report)
    first, last = (_index(lines, place) for place in (start, end))
    chosen = lines[first : last + 1]
    if not may_move(chosen):
        return None
    held = {block.id: block for block in report.blocks()}
    blocks = selected_blocks(chosen, start.offset, end.offset, held)
    reasons = reasons_of(report, (line.block for line in chosen), blocks)
    removal = remove_range(report, start, end)
    if removal is None or not blocks:
        return None
    after = removal.change.apply(report)
    at = _after_removal(target, chosen, start, end)
    if not any(at.is_in(line) for line in lines_of(after)):
        return None
    put = inserting.insert_blocks(after, at, blocks, say("Move words"))
    return None if put is None else one_act(removal, kept_exempt(after, put, reasons))


def _index(lines: Sequence[Line], place: Spot) -> int:
    return next(at for at, line in enumerate(lines) if place.is_in(line))


def _after_removal(target: Spot, chosen: Sequence[Line], start: Spot, end: Spot) -> Spot:
    """Return a place as it is once what was chosen is gone: its line may have joined another."""
    head, tail = chosen[0], chosen[-1]
    if target.is_in(tail):
        if head.kind in RICH and tail.kind in RICH:
            return replace(start, offset=start.offset + target.offset - end.offset)
        target = replace(target, offset=target.offset - end.offset)
    gone = [line for line in chosen[1:] if line.block == target.block and line.item < target.item]
    return replace(target, item=target.item - len(gone)) if gone else target
