"""Tables with an agency a column: the step that gives each row and agency a row of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from oscb_desktop.base.text import say
from oscb_desktop.returns import finding, headers, numbers
from oscb_desktop.returns.cells import letter
from oscb_desktop.returns.extents import is_total_of_group
from oscb_desktop.returns.kinds import Field, Kind, Table
from oscb_desktop.returns.numbers import PENNY
from oscb_desktop.returns.partners import LIST, partner_of
from oscb_desktop.returns.recipes import LeaveOut, Step, Unpivot

_DEPTH = 60  # rows in which such a header is looked for
_WIDEST = 60  # columns; there are not so many partners
_TITLED = 12  # rows above a header that say what its figures are


def partner_field(table: Table) -> Field | None:
    """Return the field, beside the label, that says which partner a row is of; None for none."""
    return next(
        (field for field in table.fields if field.list == LIST and field.type != "label"), None
    )


def unpivots(
    sheet: str,
    rows: Sequence[Sequence[Any]],
    wanted: Sequence[Kind],
) -> tuple[Step, ...]:
    """Return the steps that lay out a sheet with an agency a column, () where it is none.

    A column of their total is left out where it is the total. What the figures are is read from
    the titles; where they do not say it, the heading that they are given makes it a question.
    """
    tables = [table for kind in wanted for table in kind.tables]
    for index, row in enumerate(rows[:_DEPTH]):
        agencies = _agencies(row) if len(row) <= _WIDEST else {}
        if len(agencies) < 2 or len(set(agencies.values())) < len(agencies):
            continue
        found = (_steps(sheet, rows, index, agencies, table) for table in tables)
        steps = next(filter(None, found), ())
        if steps:
            return steps
    return ()


def _agencies(row: Sequence[Any]) -> dict[int, str]:
    """Return the columns of a row that name a partner, each with its name."""
    named = {
        column: partner_of(cell)
        for column, cell in enumerate(row)
        if isinstance(cell, str) and cell
    }
    return {column: held.name for column, held in named.items() if held is not None and held.sends}


def _steps(
    sheet: str,
    rows: Sequence[Sequence[Any]],
    index: int,
    agencies: Mapping[int, str],
    table: Table,
) -> tuple[Step, ...]:
    """Return the steps for a header row whose columns are agencies, () where it is no table's."""
    partner = partner_field(table)
    named = headers.synonyms_of(table)
    label = [
        column
        for column, cell in enumerate(rows[index][: min(agencies)])
        if isinstance(cell, str) and named.get(headers.alike(cell)) == table.label_field.name
    ]
    if partner is None or len(label) != 1 or not _hold_figures(rows[index + 1 :], agencies):
        return ()
    totals = [
        column
        for column, cell in enumerate(rows[index])
        if column > min(agencies) and column not in agencies and is_total_of_group(cell)
    ]
    if any(not _is_total(rows[index + 1 :], agencies, column) for column in totals):
        return ()
    aside = [LeaveOut(sheet=sheet, range=f"{letter(c)}:{letter(c)}") for c in totals]
    return (
        *aside,
        Unpivot(
            sheet=sheet,
            heading=index + 1,
            columns=tuple(letter(column) for column in agencies),
            names=partner.label,
            values=_figures_named(rows[max(0, index - _TITLED) : index], table),
        ),
    )


def _hold_figures(below: Sequence[Sequence[Any]], agencies: Mapping[int, str]) -> bool:
    """Whether each agency's column holds a number."""
    return all(
        any(len(row) > column and numbers.plain(row[column]) is not None for row in below)
        for column in agencies
    )


def _is_total(below: Sequence[Sequence[Any]], agencies: Mapping[int, str], column: int) -> bool:
    """Whether a column is the sum of the agencies' in every row that has a number in it."""
    for row in below:
        total = numbers.plain(row[column]) if len(row) > column else None
        parts = [numbers.plain(row[at]) or 0 for at in agencies if len(row) > at]
        if total is not None and abs(total - sum(parts)) > PENNY:
            return False
    return True


def _figures_named(above: Sequence[Sequence[Any]], table: Table) -> str:
    """Return the heading that a table's figures get: the one field that the titles name."""
    fields = {name: table.field(name).label for name in table.need_any}
    phrases = [
        (set(headers.bare(phrase).split()), of) for phrase, of in headers.synonyms_of(table).items()
    ]
    said: set[str] = set()
    for title in (cell for row in above for cell in row if isinstance(cell, str)):
        words = set(headers.bare(headers.alike(finding.as_title(title))).split())
        said |= {
            fields[of]
            for phrase, of in phrases
            if of in fields and phrase and phrase <= words and _says_enough(phrase, of, phrases)
        }
    if len(said) == 1:
        return said.pop()
    return say(
        "Figures by agency: {field}", field=table.field(table.quarters or table.need_any[0]).label
    )


def _says_enough(phrase: set[str], of: str, phrases: Sequence[tuple[set[str], str]]) -> bool:
    """Whether a phrase names its field: one of two words does, and one word that no other has.

    "Attendance" is what was attended; "places" may be offered and taken.
    """
    return len(phrase) > 1 or all(other == of for words, other in phrases if phrase <= words)
