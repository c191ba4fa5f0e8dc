"""Making lists of paragraphs and paragraphs of lists, over everything selected. No Qt."""

from msgspec.structs import replace

from oscb_desktop.base.text import say
from oscb_desktop.editing.text.edits import Edit, find_line, rewritten
from oscb_desktop.editing.text.lines import RICH, Kind, Line, Spot
from oscb_desktop.report.content.blocks import new_id
from oscb_desktop.report.content.document import Report


def toggle_list(report: Report, start: Spot, end: Spot, *, ordered: bool) -> Edit | None:
    """Make what is selected a list of this kind; what is one already becomes paragraphs.

    The caret in an item of the other kind turns its whole list into this kind.
    """
    if start.kind not in RICH:
        return None
    section, lines, first = find_line(report, start)
    last = _last(lines, first, end)
    chosen = [n for n in range(first, last + 1) if lines[n].kind in RICH]
    if all(_is_item(lines[n], ordered) for n in chosen):
        return _ended(report, start, chosen)
    if first == last and lines[first].kind is Kind.ITEM:
        chosen = [n for n, line in enumerate(lines) if line.block == lines[first].block]
        label = say("Make the list lettered") if ordered else say("Make the list bulleted")
    else:
        label = say("Make a list")
    list_id = _list_at(lines, chosen[0], ordered)
    for n in chosen:
        lines[n] = replace(lines[n], kind=Kind.ITEM, block=list_id, ordered=ordered)
    return rewritten(section, lines, lines[first], start.offset, label)


def _list_at(lines: list[Line], at: int, ordered: bool) -> str:
    """Return the list that an item at a place belongs to: the one above, if of this kind."""
    if at and _is_item(lines[at - 1], ordered):
        return lines[at - 1].block
    return lines[at].block


def _ended(report: Report, start: Spot, chosen: list[int]) -> Edit:
    section, lines, first = find_line(report, start)
    blocks = [line.block for line in lines]
    for n in chosen:
        alone = blocks.count(lines[n].block) == 1
        block = lines[n].block if alone else new_id()
        lines[n] = replace(lines[n], kind=Kind.PARAGRAPH, block=block, item=0, ordered=False)
    return rewritten(section, lines, lines[first], start.offset, say("End the list"))


def _last(lines: list[Line], first: int, end: Spot) -> int:
    """Return the last selected line: one whose start only is selected does not count."""
    found = next((n for n, line in enumerate(lines) if end.is_in(line)), len(lines) - 1)
    return found - 1 if found > first and end.offset == 0 else max(found, first)


def _is_item(line: Line, ordered: bool) -> bool:
    return line.kind is Kind.ITEM and line.ordered == ordered
