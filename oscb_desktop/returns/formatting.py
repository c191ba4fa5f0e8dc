"""What a sheet says of taken cells beside their values: formats, marks, merges, formulas undone."""

from collections.abc import Mapping, Sequence

from oscb_desktop.base.text import listed, say
from oscb_desktop.returns import columns, moneyunits
from oscb_desktop.returns.cells import address, letter, place_of
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.extents import Extent, is_total
from oscb_desktop.returns.headers import Match
from oscb_desktop.returns.kinds import Table
from oscb_desktop.returns.reading import Grid
from oscb_desktop.returns.scanning import Details

_NAMED = 5  # cells named in one message


def check_cells(
    table: Table, matches: Sequence[Match], rows: Extent, details: Details, at: At
) -> set[str]:
    """Add a problem at each taken cell that the reader sees as empty and Excel does not.

    Returns the fields whose formulas were never worked out but are ours to work out: those that
    are the difference of two others. A total is ours as well.
    """
    unsaved: set[str] = set()
    without_value = {*details.uncalculated, *details.errors}
    if not without_value:
        return unsaved
    # A row whose every formula was never worked out looks like one without figures.
    passed = [skipped.row for skipped in rows.skipped if skipped.why == "no figures"]
    there = {match.field for match in matches}
    met = [
        (row, match, cell)
        for row in sorted([*rows.data, *passed])
        for match in matches
        if (cell := f"{letter(match.column)}{row + 1}") in without_value
    ]
    for row, match, cell in met:
        if cell in details.errors:
            at.collector.add(
                "return-cell-shows-a-fault", at.sheet, row, match.column,
                found=details.errors[cell],
            )  # fmt: skip
        elif is_total(rows, row):
            continue
        elif there.issuperset(_parts(table, match.field)):
            unsaved.add(match.field)
        else:
            at.collector.add("return-formula-not-worked-out", at.sheet, row, match.column)
    _say_worked_out(table, matches, unsaved, at)
    return unsaved


def _say_worked_out(table: Table, matches: Sequence[Match], unsaved: set[str], at: At) -> None:
    """Say of each column without results that it is worked out here."""
    for name in sorted(unsaved):
        match = next(match for match in matches if match.field == name)
        field = table.field(name)
        at.collector.add(
            "return-worked-out-here",
            at.sheet,
            at.rows[0] if at.rows else 0,
            match.column,
            heading=field.label,
            plus=table.field(field.plus).label,
            minus=table.field(field.minus).label,
        )


def _parts(table: Table, name: str) -> set[str]:
    """Return the two fields that one is the difference of; where it is none, what no table has."""
    field = table.field(name)
    return {field.plus, field.minus} if field.plus else {""}


def take_as_shown(takens: Mapping[str, Taken], grid: Grid, at: At) -> None:
    """Take numbers among words as their format shows them: the codes 1.1 and 1.10 are two."""
    for taken in takens.values():
        if not taken.field.is_figure and taken.field.type != "date" and _any_digit_first(taken):
            _take_as_shown(taken, grid, at)


def _any_digit_first(taken: Taken) -> bool:
    """Whether any value begins as a number does."""
    begin = {value[:1] for value in dict.fromkeys(taken.values) if isinstance(value, str)}
    return any(first.isdigit() for first in begin)


def _take_as_shown(taken: Taken, grid: Grid, at: At) -> None:
    for index, row in enumerate(at.rows):
        cells = grid.rows[row]
        if taken.column < len(cells) and cells[taken.column].__class__ is float:
            shown = grid.shown(row, taken.column)
            if shown is not None:
                taken.values[index] = shown


def say_marks(takens: Mapping[str, Taken], details: Details, at: At) -> None:
    """Say what of a taken cell was raised or struck out, and what cannot be told.

    Of a cell that is struck out whole it is asked whether it counts.
    """
    if not (details.raised or details.struck or details.doubtful):
        return
    by_place = {(row, taken.column): (index, taken) for taken in takens.values()
                for index, row in enumerate(at.rows)}  # fmt: skip
    for cell, kept in details.raised.items():
        if place_of(cell) in by_place:
            at.collector.add("return-mark-raised", at.sheet, *place_of(cell), found=kept)
    for cell in details.doubtful:
        if place_of(cell) in by_place:
            at.collector.add("return-cell-not-told", at.sheet, *place_of(cell))
    for cell, kept in details.struck.items():
        if place_of(cell) in by_place:
            index, taken = by_place[place_of(cell)]
            _say_struck(taken, index, kept, at)


def _say_struck(taken: Taken, index: int, kept: str, at: At) -> None:
    """Say what a cell keeps of what was struck out; ask whether one that keeps nothing counts."""
    value = taken.values[index]
    place = at.rows[index], taken.column
    if kept and kept != columns.text_of(value):
        at.collector.add("return-struck-out", at.sheet, *place, found=kept)
    elif value is not None and taken.field.is_figure:
        answer = at.collector.ask(
            "return-struck-out-whole", at.sheet, *place,
            [("count", say("taken as it stands")), ("leave-out", say("not taken"))],
            found=columns.text_of(value),
        )  # fmt: skip
        if answer == "leave-out":
            taken.values[index] = None


def check_figures(takens: Mapping[str, Taken], details: Details, at: At, headed: int) -> None:
    """Scale counts as their format shows them; tell of ledger signs and of merged amounts."""
    figures = [taken for taken in takens.values() if taken.field.is_figure]
    for taken in figures:
        if taken.field.type == "money":
            _say_all_negative(taken, at, headed)
            continue
        if details.suffixed:
            moneyunits.scale_shown(taken, details.suffixed, at)
        if moneyunits.said_in([taken.heading]):
            moneyunits.ask_of_thousands(taken, at, headed)
    _say_unseen(figures, details, at)
    _say_merged({taken.column for taken in figures}, details, at)


def _say_all_negative(taken: Taken, at: At, headed: int) -> None:
    """Tell of amounts that are all below nought, as in a ledger, but for a difference."""
    given = [float(value) for value in taken.values if value is not None]
    if not taken.field.plus and given and max(given) <= 0 > min(given):
        at.collector.add(
            "return-all-negative", at.sheet, headed, taken.column, heading=taken.field.label
        )


def _say_unseen(figures: Sequence[Taken], details: Details, at: At) -> None:
    """Tell of figures whose format shows nothing: whoever sent them may not know of them."""
    if not details.unseen:
        return
    for taken in figures:
        cells = [(row, address(row, taken.column)) for row in at.rows]
        unseen = [(row, cell) for row, cell in cells if cell in details.unseen]
        if unseen:
            at.collector.add(
                "return-figure-not-shown", at.sheet, unseen[0][0], taken.column,
                found=listed([cell for _, cell in unseen], _NAMED), heading=taken.field.label,
            )  # fmt: skip


def _say_merged(figures: set[int], details: Details, at: At) -> None:
    """Tell of a figure whose cell goes over other rows or figures: it may be of them all."""
    rows = set(at.rows)
    for top, left, bottom, right in details.merged:
        over = [column for column in range(left, right + 1) if column in figures]
        if over and top in rows and (bottom > top or len(over) > 1):
            at.collector.add("return-amount-merged", at.sheet, top, over[0])
