"""What was read from sheets laid out anew, told by the cells of the workbook as received."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.report.content.figures import Column, Correction, FigureSet, Origin
from oscb_desktop.returns.building import PreviewRow, TableReading
from oscb_desktop.returns.cells import address, letter, place_of
from oscb_desktop.returns.layouts import Laid, Spot
from oscb_desktop.returns.ledger import Account, Role, SheetLedger
from oscb_desktop.returns.shaping import Shaped

_FIRST = (
    Role.LEFT_OUT, Role.NOTE, Role.LABEL, Role.HEADING, Role.TOTAL, Role.TAKEN, Role.IN_DOUBT,
)  # fmt: skip
_RANK = {role: rank for rank, role in enumerate(_FIRST)}  # of a cell that is read in several


def figures(held: FigureSet, shaped: Shaped) -> FigureSet:
    """Return a figure set whose cells and sheets are those of the workbook as received."""
    sheets = [held.origin.sheet, *(origin.sheet for origin in held.earlier)]
    moved = [name for name in sheets if name in shaped.laid and shaped.laid[name].origins]
    if not moved:
        return held
    spots = [dict(_spots(held, column, shaped)) for column in held.columns]
    used = Counter(spot[0] for of_column in spots for spot in of_column.values())
    main = used.most_common(1)[0][0] if used else held.origin.sheet
    origin = msgspec.structs.replace(held.origin, sheet=main)
    rows = [_row(index, spots, held.rows[index]) for index in range(len(held.keys))]
    earlier: list[Origin] = []
    columns = [
        _placed(column, of_column, origin, rows, earlier)
        for column, of_column in zip(held.columns, spots, strict=True)
    ]
    return msgspec.structs.replace(
        held, origin=origin, rows=rows, columns=columns, earlier=tuple(earlier)
    )


def _spots(held: FigureSet, column: Column, shaped: Shaped) -> Iterator[tuple[int, Spot]]:
    """Yield where each row's value of a column stands in the workbook as received."""
    for index, row in enumerate(held.rows):
        if column.formula and index not in column.cells:
            continue
        cell = column.cells.get(index) or f"{column.letter}{row}"
        if not cell[:1].isalpha():
            continue
        at = held.earlier[column.kept[index]] if index in column.kept else held.origin
        spot = shaped.spot(at.sheet, *place_of(cell))
        if spot[1] >= 0:
            yield index, spot


def _row(index: int, spots: Sequence[Mapping[int, Spot]], before: int) -> int:
    """Return the row, from 1, at which a row's first figure stands."""
    return next((held[index][1] + 1 for held in spots if index in held), before)


def _placed(
    column: Column,
    spots: Mapping[int, Spot],
    origin: Origin,
    rows: Sequence[int],
    earlier: list[Origin],
) -> Column:
    letters = Counter(letter(spot[2]) for spot in spots.values())
    own = letters.most_common(1)[0][0] if letters else ""
    cells: dict[int, str] = {}
    kept: dict[int, int] = {}
    for index, (sheet, row, at) in spots.items():
        cell = address(row, at)
        # What is worked out but for some cells says which those are.
        if cell != f"{own}{rows[index]}" or column.formula:
            cells[index] = cell
        if sheet != origin.sheet and column.unit is not None:
            wanted = msgspec.structs.replace(origin, sheet=sheet)
            if wanted not in earlier:
                earlier.append(wanted)
            kept[index] = earlier.index(wanted)
    return msgspec.structs.replace(column, letter=own, cells=cells, kept=kept)


def correct(held: FigureSet, corrections: Mapping[tuple[str, str], Correction]) -> FigureSet:
    """Return a figure set whose figures tell what was typed over their cells."""
    if not corrections:
        return held
    columns = []
    for column in held.columns:
        found = {
            index: corrections[at]
            for index in range(len(held.rows))
            if (at := _place(held, column, index)) in corrections
        }
        columns.append(msgspec.structs.replace(column, corrected=found) if found else column)
    return msgspec.structs.replace(held, columns=columns)


def _place(held: FigureSet, column: Column, index: int) -> tuple[str, str]:
    """Return the sheet and cell of a figure, "" where it is none or was worked out."""
    if column.unit is None or (column.formula and index not in column.cells):
        return "", ""
    at = held.earlier[column.kept[index]] if index in column.kept else held.origin
    return at.sheet, column.cells.get(index) or f"{column.letter}{held.rows[index]}"


def table(held: TableReading, shaped: Shaped) -> TableReading:
    """Return a table's reading whose preview names the cells as received."""
    laid = shaped.laid.get(held.sheet)
    if laid is None or laid.origins is None:
        return held
    rows = tuple(
        PreviewRow(row.row, tuple((_cell(laid, cell), text) for cell, text in row.cells))
        for row in held.preview
    )
    return msgspec.structs.replace(held, preview=rows)


def _cell(laid: Laid, cell: str) -> str:
    _, row, column = laid.spot(*place_of(cell))
    return cell if row < 0 else address(row, column)


def ledger(accounts: Sequence[SheetLedger], shaped: Shaped) -> tuple[SheetLedger, ...]:
    """Return the ledger of the workbook as received: each of its cells once."""
    kept = {account.sheet: account for account in accounts if account.sheet not in shaped.laid}
    marks: Marks = {}
    for account in accounts:
        laid = shaped.laid.get(account.sheet)
        if laid is not None:
            _mark(account, laid, marks)
    return tuple(
        kept[name] if name in kept else _account(name, shaped.received.rows(name), marks)
        for name in shaped.received.sheet_names
    )


Marks = dict[str, dict[tuple[int, int], tuple[Role, str]]]  # sheet → cell → role, and why


def _account(name: str, rows: Sequence[Sequence[Any]], marks: Marks) -> SheetLedger:
    whole = Account(name, rows)
    held = marks.get(name, {})
    out = (Role.LEFT_OUT, say("left out by hand"))
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if value != "":
                role, why = held.get((row, column), out)
                whole.mark(role, (row,), (column,), why)
    return whole.closed()


def _mark(account: SheetLedger, laid: Laid, marks: Marks) -> None:
    """Add the role of each cell of a sheet as laid out to the cell that it was received in."""
    for at, number in enumerate(account.roles):
        row, column = divmod(at, account.width)
        if row >= len(laid.rows) or column >= len(laid.rows[row]) or laid.rows[row][column] == "":
            continue
        sheet, top, left = laid.spot(row, column)
        role = Role(number)
        why = _why(account, row, column) if role is Role.LEFT_OUT else ""
        held = marks.setdefault(sheet, {})
        if (top, left) not in held or _RANK[role] > _RANK[held[top, left][0]]:
            held[top, left] = (role, why)


def _why(account: SheetLedger, row: int, column: int) -> str:
    for held in account.left_out:
        first, _, last = held.range.partition(":")
        top, left = place_of(first)
        bottom, right = place_of(last or first)
        if top <= row <= bottom and left <= column <= right:
            return held.why
    return ""
