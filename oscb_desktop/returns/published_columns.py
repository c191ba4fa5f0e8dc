"""The columns taken of published statistics: figures, or words and dates as they are written."""

from collections.abc import Sequence
from typing import Any, Protocol

from oscb_desktop.report.content.figures import Column, decimal_text, exact
from oscb_desktop.returns import columns as taking
from oscb_desktop.returns import headers, numbers
from oscb_desktop.returns.cells import address, letter, slug, unique
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.kinds import Field
from oscb_desktop.returns.moneyunits import said_in
from oscb_desktop.returns.percentages import PERCENT
from oscb_desktop.returns.picking import Pickable, heading_of, shortened
from oscb_desktop.returns.reading import Workbook

_LOOKED_AT = 2_000  # cells of a column from which it is told whether it holds figures or words


class Table(Pickable, Protocol):
    """A sheet from which columns are picked, with the unit that its title or a note gives."""

    @property
    def unit(self) -> str:
        """The unit, "" where none is said."""


def take(
    workbook: Workbook,
    table: Table,
    cells: Sequence[Sequence[Any]],
    chosen: Sequence[int],
    unit: str | None,
    at: At,
) -> list[Column]:
    """Return the columns chosen, with the values of the rows ``cells``.

    A column most of whose cells are neither numbers nor symbols for missing ones is of words: its
    unit is None, and a date in it is written YYYY-MM-DD.
    """
    named = [heading_of(table, index) for index in chosen]
    labels = shortened(named)
    keys = unique(
        slug(label, limit=100) or letter(index).lower()
        for label, index in zip(labels, chosen, strict=True)
    )
    percent = workbook.grid(table.sheet).details.percent
    found: list[Column] = []
    for index, key, label in zip(chosen, keys, labels, strict=True):
        values = [row[index] if index < len(row) else "" for row in cells]
        worded = any(map(_is_word, values)) and _is_of_words(table.rows, index)
        field = Field(name=key, label=label, type="word" if worded else "number")
        taken = Taken(field=field, column=index, heading=label, score=headers.EXACT, values=[])
        taking.take(field, values, taken, at)
        own = None if worded else _settle_unit(taken, table, unit, at, percent)
        found.append(
            Column(name=key, label=label, values=taken.values, unit=own,
                   letter=letter(index), missing=taken.missing)
        )  # fmt: skip
    return found


def _settle_unit(
    taken: Taken, table: Table, unit: str | None, at: At, percent: frozenset[str]
) -> str:
    """Return a column's unit: as chosen, "%" where its cells show it, or as is said of it.

    Percentages that are kept as parts of one are brought to their printed size.
    """
    shown = (address(row, taken.column) in percent for row in at.rows)
    if taken.percent or any(shown):
        _scale(taken, at, percent)
        return unit or PERCENT
    return unit or said_in([heading_of(table, taken.column)]) or table.unit


def _is_of_words(rows: Sequence[Sequence[Any]], column: int) -> bool:
    cells = [row[column] for row in rows[:_LOOKED_AT] if column < len(row) and row[column] != ""]
    return sum(map(_is_word, cells)) * 2 > len(cells)


def _is_word(cell: Any) -> bool:
    """Whether a cell is words or a date: neither a number, nor a symbol for a missing one."""
    if isinstance(cell, str):
        return bool(cell.strip()) and numbers.read(cell) is None and not numbers.is_error(cell)
    return not isinstance(cell, int | float)


def _scale(taken: Taken, at: At, percent: frozenset[str]) -> None:
    scaled = 0
    for row, value in enumerate(taken.values):
        cell = address(at.rows[row], taken.column)
        if value is not None and row not in taken.percent and cell in percent:
            taken.values[row] = decimal_text(exact(value) * 100)
            scaled += 1
    if scaled:
        at.collector.add(
            "return-percentage-scaled", at.sheet, at.rows[0], taken.column, found=scaled
        )
