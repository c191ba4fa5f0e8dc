"""Making lists of paragraphs and paragraphs of lists, and items deeper or less deep. No Qt."""

import re
from collections.abc import Container
from typing import Final

from msgspec.structs import replace

from oscb_desktop.base.text import say
from oscb_desktop.editing.text.edits import Edit, find_line, lifted, rank_at, rewritten
from oscb_desktop.editing.text.lines import RICH, Kind, Line, Spot, cut, plain
from oscb_desktop.report.content.blocks import Form, Rank, Text, new_id
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.ranking import LEVELS

_TYPED: Final = re.compile(
    r"(?P<bullet>[-*•–])|(?P<number>\d{1,3})[.)]|\((?P<in_brackets>\d{1,3})\)"
    r"|\(?(?P<roman>i)\)|\(?(?P<letter>[a-z])\)"
)


def toggle_list(report: Report, start: Spot, end: Spot, *, form: Form) -> Edit | None:
    """Make what is selected a list under this mark; what is one already becomes paragraphs.

    The caret in an item under another mark gives that to all items at its level.
    """
    if start.kind not in RICH:
        return None
    section, lines, first = find_line(report, start)
    chosen = chosen_lines(lines, first, end)
    if all(_is_item(lines[n], form) for n in chosen):
        return _ended(report, start, chosen)
    label = say("Make a list")
    if chosen == [first] and lines[first].kind is Kind.ITEM:
        chosen = _beside(lines, first)
        label = _named(form)
    list_id = _list_at(lines, chosen[0], form)
    for n in chosen:
        rank = replace(lines[n].rank, form=form, start=0)
        lines[n] = replace(lines[n], kind=Kind.ITEM, block=list_id, rank=rank, quote=False)
    _join_next(lines, chosen[-1])
    return rewritten(section, lines, lines[first], start.offset, label)


def chosen_lines(
    lines: list[Line], first: int, end: Spot, kinds: Container[Kind] = RICH
) -> list[int]:
    """Return the places of the selected paragraphs and items, or of lines of other kinds."""
    return [n for n in range(first, _last(lines, first, end) + 1) if lines[n].kind in kinds]


def paragraph_of(lines: list[Line], at: int, *, quote: bool = False) -> Line:
    """Return a paragraph or item as a paragraph; one of several items under an id of its own."""
    line = lines[at]
    alone = sum(other.block == line.block for other in lines) == 1
    block = line.block if alone else new_id()
    return Line(kind=Kind.PARAGRAPH, section=line.section, block=block, runs=line.runs, quote=quote)


def shift(report: Report, start: Spot, end: Spot, by: int) -> Edit | None:
    """Put the selected items one level deeper (1) or up (-1): Tab and Shift+Tab.

    None where there is no item that can go there.
    """
    section, lines, first = find_line(report, start)
    if start.kind is not Kind.ITEM:
        return None
    if by < 0 and not lines[first].rank.level:
        return lifted(report, start)
    moved = False
    for n in range(first, _last(lines, first, end) + 1):
        line = lines[n]
        level = line.rank.level + by
        if line.kind is Kind.ITEM and 0 <= level <= _deepest(lines, n):
            lines[n] = replace(line, rank=rank_at(lines, n, level))
            moved = True
    if not moved:
        return None
    label = say("Move the item a level down") if by > 0 else say("Lift the item a level")
    return rewritten(section, lines, lines[first], start.offset, label)


def why_no_deeper(report: Report, at: Spot) -> str:
    """Return why an item cannot go a level deeper."""
    _, lines, index = find_line(report, at)
    if lines[index].rank.level == LEVELS - 1:
        return say("Lists have three levels: this item is on the third.")
    return say("There is no item above this one that it could go under.")


def typed_rank(text: str) -> Rank | None:
    """Return the rank of the item that typed characters begin: "-", "1.", "(a)", "a)"."""
    found = _TYPED.fullmatch(text)
    if found is None:
        return None
    part = found.groupdict()
    if part["bullet"]:
        return Rank()
    if part["roman"]:
        return Rank(form="roman", start=1)
    if part["letter"]:
        return Rank(form="letter", start=ord(part["letter"]) - ord("a") + 1)
    number = int(part["number"] or part["in_brackets"])
    return Rank(form="number", start=number) if number else None


def begin_list(report: Report, at: Spot) -> Edit | None:
    """Make a paragraph an item whose mark stands typed before the caret, a space behind it.

    It goes on the list above where its number is the next there.
    """
    if at.kind is not Kind.PARAGRAPH:
        return None
    section, lines, index = find_line(report, at)
    line = lines[index]
    before, after = cut(line.runs, at.offset)
    typed = plain(before)
    only_words = all(isinstance(run, Text) for run in before)
    rank = typed_rank(typed[:-1]) if typed.endswith(" ") and only_words else None
    if rank is None:
        return None
    above = lines[index - 1] if index else None
    goes_on = above is not None and _goes_on(above, rank)
    lines[index] = made = replace(
        line,
        kind=Kind.ITEM,
        quote=False,
        block=above.block if goes_on and above is not None else line.block,
        runs=after,
        rank=replace(rank, start=0) if goes_on else rank,
    )
    _join_next(lines, index)
    return rewritten(section, lines, made, 0, say("Make a list"))


def _goes_on(above: Line, rank: Rank) -> bool:
    """Say whether an item is the next of the list that a line belongs to."""
    if above.kind is not Kind.ITEM or above.rank.level or above.rank.form != rank.form:
        return False
    return rank.form == "bullet" or above.number + 1 == rank.start


def _named(form: Form) -> str:
    return {
        "bullet": say("Make the list bulleted"),
        "number": say("Make the list numbered"),
        "letter": say("Make the list lettered"),
        "roman": say("Make the list lettered"),
    }[form]


def _beside(lines: list[Line], at: int) -> list[int]:
    """Return the items that count together with one: of its list, at its level, in one item."""
    line = lines[at]

    def goes_on(n: int) -> bool:
        held = lines[n]
        return (
            held.kind is Kind.ITEM
            and held.block == line.block
            and held.rank.level >= line.rank.level
        )

    first = last = at
    while first and goes_on(first - 1):
        first -= 1
    while last + 1 < len(lines) and goes_on(last + 1):
        last += 1
    return [n for n in range(first, last + 1) if lines[n].rank.level == line.rank.level]


def _list_at(lines: list[Line], at: int, form: Form) -> str:
    """Return the list that an item at a place belongs to: the one above, if of this kind."""
    if at and lines[at - 1].kind is Kind.ITEM:
        above = lines[at - 1]
        first = next(line for line in lines if line.block == above.block)
        if first.rank.form == form or lines[at].block == above.block:
            return above.block
    return lines[at].block


def _join_next(lines: list[Line], at: int) -> None:
    """Have the rest of a list, below, go on the list above again."""
    if at + 1 >= len(lines) or lines[at + 1].kind is not Kind.ITEM:
        return
    following, line = lines[at + 1], lines[at]
    if following.block == line.block or following.rank.form != line.rank.form or line.rank.level:
        return
    if following.rank.start != _due_after(lines, at):
        return
    for n in range(at + 1, len(lines)):
        if lines[n].kind is not Kind.ITEM or lines[n].block != following.block:
            return
        rank = lines[n].rank if n > at + 1 else replace(following.rank, start=0)
        lines[n] = replace(lines[n], block=line.block, rank=rank)


def _due_after(lines: list[Line], at: int) -> int:
    """Return the number that the next item of the list at a line would have."""
    block = lines[at].block
    items = [held for held in lines if held.block == block and held.kind is Kind.ITEM]
    above = [
        held
        for held in lines[: at + 1]
        if held.block == block and held.kind is Kind.ITEM and not held.rank.level
    ]
    return (items[0].rank.start or 1) + len(above)


def _ended(report: Report, start: Spot, chosen: list[int]) -> Edit:
    section, lines, first = find_line(report, start)
    for n in chosen:
        lines[n] = paragraph_of(lines, n)
    return rewritten(section, lines, lines[first], start.offset, say("End the list"))


def _deepest(lines: list[Line], at: int) -> int:
    """Return the deepest level that an item can stand at: one below the item before it."""
    before = lines[at - 1] if at else None
    if before is None or before.kind is not Kind.ITEM or before.block != lines[at].block:
        return 0
    return min(before.rank.level + 1, LEVELS - 1)


def _last(lines: list[Line], first: int, end: Spot) -> int:
    """Return the last selected line: one whose start only is selected does not count."""
    found = next((n for n, line in enumerate(lines) if end.is_in(line)), len(lines) - 1)
    return found - 1 if found > first and end.offset == 0 else max(found, first)


def _is_item(line: Line, form: Form) -> bool:
    return line.kind is Kind.ITEM and line.rank.form == form
