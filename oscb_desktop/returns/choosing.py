"""Which of the possible headers is each table's: as a person chose, or as fits best."""

from collections.abc import Mapping, Sequence

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.returns import finding, headers, published_header, quarters
from oscb_desktop.returns.cells import column_index, letter
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.headers import Match, Matched
from oscb_desktop.returns.kinds import Kind, Table
from oscb_desktop.returns.reading import Workbook

_LOOKED_AT = 200  # rows in which the fullest sheet is looked for
_AS_GOOD = 0.25  # less than this between two headers is no reason to prefer one


class TableChoice(msgspec.Struct, frozen=True, kw_only=True):
    """What a person chose for one table: its sheet, header row (from 1), field → letter."""

    sheet: str
    header_row: int  # the lower one of two
    header_rows: int = 1
    columns: Mapping[str, str] = {}


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What a person chose in the preview. Empty means: find it out."""

    tables: Mapping[str, TableChoice] = {}
    partner: str = ""
    period: str = ""


def choose(
    kind: Kind,
    found: Sequence[Candidate],
    workbook: Workbook,
    choices: Choices,
    collector: Collector,
) -> list[Candidate]:
    """Return one header for each table, in the order of the workbook."""
    chosen: list[Candidate] = []
    for table in kind.tables:
        choice = choices.tables.get(table.id)
        if choice is not None:
            chosen.append(_as_chosen(table, choice, workbook))
            continue
        options = sorted((c for c in found if c.table.id == table.id), key=lambda c: -c.score)
        if not options:
            continue
        best = options[0]
        fit = best.matched.score
        equal = [other for other in options[1:] if fit - other.matched.score < _AS_GOOD]
        if equal:
            label = best.matched.column(table.label_field.name) or 0
            collector.add(
                "return-two-headers",
                equal[0].sheet,
                equal[0].bottom,
                label,
                table=table.title,
                other=say("{sheet}, row {row}", sheet=best.sheet, row=best.bottom + 1),
                found=say("row {row}", row=equal[0].bottom + 1),
                expected=say("one header row"),
            )
        if best.matched.twice:
            again = best.matched.twice[0]
            held = next(m for m in best.matched.matches if m.field == again.field)
            collector.add(
                "return-two-columns",
                best.sheet,
                best.bottom,
                again.column,
                found=again.heading,
                heading=table.field(again.field).label,
                other=letter(held.column),
                expected=say("one such column"),
            )
        chosen.append(best)
    order = {name: index for index, name in enumerate(workbook.sheet_names)}
    return sorted(chosen, key=lambda c: (order.get(c.sheet, 0), c.top))


def _as_chosen(table: Table, choice: TableChoice, workbook: Workbook) -> Candidate:
    table = quarters.widened(table, list(choice.columns))
    rows = workbook.rows(choice.sheet)
    row = min(max(choice.header_row - 1, 0), max(len(rows) - 1, 0))
    top = max(row + 1 - choice.header_rows, 0)
    header = (rows[row] if top == row else finding.joined(rows[top], rows[row])) if rows else []
    matches: list[Match] = []
    for field, letters in choice.columns.items():
        index = column_index(letters)
        if index is not None:
            heading = str(header[index]) if index < len(header) else ""
            matches.append(Match(field, index, heading, headers.EXACT + 1))
    matched = Matched(tuple(sorted(matches, key=lambda match: match.column)))
    return Candidate(
        sheet=choice.sheet,
        table=table,
        top=top,
        bottom=row,
        matched=matched,
        score=matched.score,
        titles=finding.titles_above(rows, top),
    )


def end_of(
    candidate: Candidate, chosen: Sequence[Candidate], found: Sequence[Candidate], rows: int
) -> int:
    """Return the row (from 0) at which a table ends: the next header below it, or the sheet.

    A header is one that was ``chosen``, or one of all ``found`` that is as good for this table.
    """
    fit = candidate.matched.score
    again = [
        other
        for other in found
        if other.table.id == candidate.table.id and fit - other.matched.score < _AS_GOOD
    ]
    below = [
        other.top
        for other in (*chosen, *again)
        if other.sheet == candidate.sheet
        and other.top > candidate.bottom
        and other.overlaps(candidate)
    ]
    return min(below, default=rows)


def is_complete(candidate: Candidate, collector: Collector) -> bool:
    """Whether a header gives the rows' names and a figure; add a problem where it does not."""
    table = candidate.table
    fields = {quarters.base_of(match.field) for match in candidate.matched.matches}
    if table.label_field.name not in fields:
        lacking = [table.label_field.label]
    elif fields.isdisjoint(table.need_any):
        lacking = [table.field(name).label for name in table.need_any]
    else:
        return True
    collector.add(
        "return-columns-missing",
        candidate.sheet,
        candidate.bottom,
        0,
        table=table.title,
        expected=" or ".join(lacking),
    )
    return False


def guess(kind: Kind, workbook: Workbook, sheets: Sequence[str]) -> Candidate | None:
    """Return the row that is most likely a header where no heading is known, for a person to map.

    None where no sheet has two filled columns.
    """
    fullest = max(sheets, key=lambda name: _filled(workbook, name), default=None)
    if fullest is None:
        return None
    rows = workbook.rows(fullest)
    row = published_header.find(rows)
    if not rows or sum(cell != "" for cell in rows[row]) < 2:
        return None
    titles = finding.titles_above(rows, row)
    near = " ".join((fullest, *titles)).casefold()
    named = [table for table in kind.tables if any(word in near for word in table.words)]
    return Candidate(
        sheet=fullest,
        table=(named or list(kind.tables))[0],
        top=row,
        bottom=row,
        matched=Matched(),
        score=0.0,
        titles=titles,
    )


def _filled(workbook: Workbook, sheet: str) -> int:
    return sum(cell != "" for row in workbook.rows(sheet)[:_LOOKED_AT] for cell in row)
