"""The ledger of a return: what became of every cell of every sheet, told where it matters."""

import re
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from oscb_desktop.base.text import say
from oscb_desktop.returns import blank_ids, extents, numbers
from oscb_desktop.returns.building import TableReading
from oscb_desktop.returns.cells import address, column_index
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.extents import Skipped
from oscb_desktop.returns.ledger import Account, Role, SheetLedger
from oscb_desktop.returns.reading import Workbook

_FEW = 1  # numbers; a sheet or a range of fewer holds no table
_LONGEST = 20_000  # rows; what stands beside a longer table is not looked through for figures


def account(
    workbook: Workbook,
    sheets: Sequence[str],
    tables: Sequence[TableReading],
    set_aside: Mapping[str, str],
    collector: Collector,
) -> tuple[SheetLedger, ...]:
    """Return each sheet's ledger; tell of sheets and ranges of figures that were left out.

    ``sheets`` are those that were looked at, ``set_aside`` says why others were not: sheet → why.
    """
    accounts: dict[str, Account] = {}
    for name in workbook.sheet_names:
        own = [table for table in tables if table.sheet == name]
        rows = _rows_of(workbook, name, needed=name in sheets or bool(own))
        held = accounts[name] = Account(name, rows)
        if own:
            _mark_tables(held, rows, own)
            _tell_figures_outside(name, rows, own, collector)
            continue
        _mark_left(held, rows, _why_left(name, sheets, set_aside))
        looked_at = name in sheets and name not in {*set_aside, blank_ids.SHEET}
        if looked_at and tables:
            _tell_sheet(name, rows, collector)
    for sheet, cell in collector.asked():
        if sheet in accounts:
            _mark_doubt(accounts[sheet], cell, tables, sheet)
    return tuple(held.closed() for held in accounts.values())


def _rows_of(workbook: Workbook, name: str, *, needed: bool) -> Sequence[Sequence[Any]]:
    """Return a sheet's rows; none of one that cannot be read and is not needed."""
    from oscb_desktop.returns.reading import ReturnUnreadable

    try:
        return workbook.rows(name)
    except ReturnUnreadable:
        if needed:
            raise
        return []


def _why_left(name: str, sheets: Sequence[str], set_aside: Mapping[str, str]) -> str:
    if name == blank_ids.SHEET:
        return say("the mark of a blank return")
    if name in set_aside:
        return set_aside[name]
    if name not in sheets:
        return say("a sheet that was not looked at")
    return say("no table of this return")


def _mark_left(held: Account, rows: Sequence[Sequence[Any]], why: str) -> None:
    width = max(map(len, rows), default=0)
    if len(rows) * width <= _LONGEST * 10:
        held.mark(Role.LEFT_OUT, range(len(rows)), range(width), why)


def _mark_tables(
    held: Account, rows: Sequence[Sequence[Any]], tables: Sequence[TableReading]
) -> None:
    """Mark a sheet's tables, and what stands around them."""
    _mark_around(held, rows, tables)
    for table in tables:
        _mark_table(held, rows, table)


def _mark_around(
    held: Account, rows: Sequence[Sequence[Any]], tables: Sequence[TableReading]
) -> None:
    """Mark the words outside the tables as notes; numbers there stay left out."""
    inside = _rows_inside(tables)
    if len(rows) > _LONGEST:
        rows = rows[: min(table.header_row for table in tables)]
    outside = (
        (index, column, cell)
        for index, row in enumerate(rows)
        if index not in inside
        for column, cell in enumerate(row)
        if cell != ""
    )
    for index, column, cell in outside:
        row = range(index, index + 1)
        if isinstance(cell, str) and numbers.read(cell) is None:
            held.mark(Role.NOTE, row, (column,))
        else:
            held.mark(Role.LEFT_OUT, row, (column,), say("outside the table"))


def _rows_inside(tables: Sequence[TableReading]) -> set[int]:
    """Return the rows of a sheet's tables, but for those below the end of any of them."""
    ends = [table.end for table in tables if table.end]
    inside = {
        row
        for table in tables
        for row in range(table.header_row - table.header_rows, table.header_row + len(table.data))
    }
    return {row for row in inside if row < min(ends)} if ends else inside


def _mark_table(held: Account, rows: Sequence[Sequence[Any]], table: TableReading) -> None:
    data: Sequence[int] = table.data
    if data and data[-1] - data[0] + 1 == len(data):
        data = range(data[0], data[-1] + 1)
    left = [column for column, _ in table.left_out]
    taken = [match.column for match in table.columns]
    header = range(table.header_row - table.header_rows, table.header_row)
    held.mark(Role.HEADING, header, [*taken, *left])
    held.mark(Role.TAKEN, data, taken)
    label = table.label_column
    if label is not None:
        held.mark(Role.LABEL, data, (label,))
    few = len(data) <= _LONGEST
    for column, why in table.left_out:
        held.mark(Role.LEFT_OUT, header, (column,), why)
        held.mark(Role.LEFT_OUT, data, (column,), why if few else "")
    totals = [row - 1 for row in table.totals]
    held.mark(Role.TOTAL, totals, taken)
    for skipped in table.skipped:
        if skipped.row < len(rows):
            _mark_skipped(held, skipped, rows[skipped.row])


def _mark_skipped(held: Account, skipped: Skipped, cells: Sequence[Any]) -> None:
    """Mark a row that a table passed over; a number in a row of notes is left out."""
    row = range(skipped.row, skipped.row + 1)
    role, why = _ROLES.get(skipped.why, _AS_NOTE)
    held.mark(role, row, range(len(cells)), _in_words(why))
    if role is Role.NOTE:
        beside = say("in a row without figures of the table")
        held.mark(Role.LEFT_OUT, row, _numbers_in(cells), beside)


def _numbers_in(row: Sequence[Any]) -> list[int]:
    """Return the columns of a row in which a number stands: such is no word of a note."""
    return [column for column, cell in enumerate(row) if numbers.has_figures((cell,))]


def _in_words(why: str) -> str:
    words = {
        "below the total": say("below the total"),
        "of another year": say("of another year"),
        "as answered": say("not taken, as answered"),
    }
    return words.get(why, "")


_AS_NOTE = (Role.NOTE, "")
_ROLES = {
    "units": (Role.HEADING, ""),
    extents.AGAIN: (Role.HEADING, ""),
    "sum of rows below": (Role.TOTAL, ""),
    "sum of its group": (Role.TOTAL, ""),
    "below the total": (Role.LEFT_OUT, "below the total"),
    "of another year": (Role.LEFT_OUT, "of another year"),
    "as answered": (Role.LEFT_OUT, "as answered"),
}


def _mark_doubt(held: Account, cell: str, tables: Sequence[TableReading], sheet: str) -> None:
    """Mark the cell that a question is about; of a heading the column under it as well."""
    letters = cell.rstrip("0123456789")
    column = column_index(letters) if letters else None
    if column is None:
        return
    row = int(cell[len(letters) :]) - 1
    rows: Sequence[int] = range(row, row + 1)
    held.mark(Role.IN_DOUBT, rows, (column,))
    for table in tables:
        if table.sheet == sheet and row == table.header_row - 1:
            held.mark(Role.IN_DOUBT, table.data, (column,))


def _tell_figures_outside(
    name: str,
    rows: Sequence[Sequence[Any]],
    tables: Sequence[TableReading],
    collector: Collector,
) -> None:
    """Tell of figures on a table's sheet that stand outside every table."""
    if len(rows) > _LONGEST:
        return
    covered = _covered(tables)
    gaps = {columns: _first_gap(columns) for columns in set(covered.values())}
    outside = [
        (index, column)
        for index, row in enumerate(rows)
        if index not in covered or gaps[covered[index]] < len(row)
        for column, cell in enumerate(row)
        if numbers.has_figures((cell,))
        and column not in covered.get(index, ())
        and not _is_a_contact(row)
    ]
    if not outside:
        return
    first, last = outside[0], outside[-1]
    collector.add(
        "return-figures-outside", name, *first, found=len(outside),
        expected=f"{address(*first)}:{address(*last)}",
    )  # fmt: skip


def _covered(tables: Sequence[TableReading]) -> dict[int, frozenset[int]]:
    """Return the columns of each row that are a table's: row → columns, both from 0.

    A number in a note's row is in none of its table's figures: it is told as if it stood outside,
    or a small table under a big one could go as its notes.
    """
    covered: dict[int, frozenset[int]] = {}
    for table in tables:
        columns = frozenset(
            {match.column for match in table.columns} | {at for at, _ in table.left_out}
        )
        passed = (s.row for s in table.skipped if _ROLES.get(s.why, _AS_NOTE)[0] is not Role.NOTE)
        header = range(table.header_row - table.header_rows, table.header_row)
        for row in (*table.data, *(row - 1 for row in table.totals), *passed, *header):
            covered[row] = covered[row] | columns if row in covered else columns
    return covered


def _first_gap(columns: frozenset[int]) -> int:
    """Return the first column, from 0, that is not among some."""
    return next(column for column in count() if column not in columns)


_CONTACT = re.compile(r"\b(?:tel|telephone|phone|mobile|fax|ext|extension)\b", re.IGNORECASE)


def _is_a_contact(row: Sequence[Any]) -> bool:
    """Whether a row gives a telephone number, which is no figure."""
    return any(isinstance(cell, str) and _CONTACT.search(cell) for cell in row)


def _tell_sheet(name: str, rows: Sequence[Sequence[Any]], collector: Collector) -> None:
    """Tell of a sheet that holds figures of which none was taken."""
    figures = [
        (index, column)
        for index, row in enumerate(rows[:_LONGEST])
        for column, cell in enumerate(row)
        if numbers.has_figures((cell,))
    ]
    if len(figures) >= _FEW:
        collector.add("return-sheet-left-out", name, *figures[0], found=len(figures))
    elif name != blank_ids.GUIDE and any(cell != "" for row in rows for cell in row):
        collector.add("return-sheet-without-a-table", name)
