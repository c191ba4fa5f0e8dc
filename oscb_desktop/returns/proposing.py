"""Steps that the program proposes of itself where a workbook's layout leaves no doubt."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from oscb_desktop.returns import finding, headers, layouts, moneyunits, quarters
from oscb_desktop.returns.across import partner_field, unpivots
from oscb_desktop.returns.cells import column_index, letter
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.kinds import Kind, Table
from oscb_desktop.returns.reading import Workbook
from oscb_desktop.returns.recipes import AppendBlocks, AppendSheets, Step, Transpose

_WIDEST = 400  # columns; a wider sheet is no table on its side that anybody typed
_MOST = 2_000  # rows of one

NameOf = Callable[[str], str]


def propose(
    workbook: Workbook,
    sheets: Sequence[str],
    wanted: Sequence[Kind],
    found: Sequence[Candidate],
    year_of: Callable[[str], str],
    name_of: NameOf,
) -> tuple[Step, ...]:
    """Return the steps that a workbook needs, () where none does or it is not sure which.

    ``found`` are the headers on the sheets as they are, ``year_of`` the year by which a sheet's
    headings are read, ``name_of`` the partner that words name.
    """
    if not found:
        across = [step for name in sheets
                  for step in unpivots(name, workbook.rows(name), wanted)]  # fmt: skip
        return tuple(across) or _on_their_side(workbook, sheets, wanted, year_of)
    if len(found) == 1:
        return ()
    step = _of_quarters(found, year_of) or _of_partners(workbook, found, name_of)
    return (step,) if step else ()


def _on_their_side(
    workbook: Workbook,
    sheets: Sequence[str],
    wanted: Sequence[Kind],
    year_of: Callable[[str], str],
) -> tuple[Step, ...]:
    """Return the sheets on which a table stands on its side, each of its headings known."""
    steps: list[Step] = []
    for name in sheets:
        rows = workbook.rows(name)
        if not 1 < len(rows) <= _WIDEST or max(map(len, rows)) > _MOST:
            continue
        turned = layouts.turned(layouts.as_received(name, rows)).rows
        for kind in wanted:
            plain = [
                candidate
                for candidate in finding.candidates(kind, name, turned, year_of(name), {})
                if candidate.is_plain and _all_known(candidate, turned)
            ]
            if len(plain) == 1:
                steps.append(Transpose(sheet=name))
                break
    return tuple(steps)


def _all_known(candidate: Candidate, rows: Sequence[Sequence[Any]]) -> bool:
    """Whether every heading with something under it is known, or like one that is."""
    matched = candidate.matched
    if matched.twice or any(m.score < headers.SPELT for m in matched.matches):
        return False
    known = {match.column for match in (*matched.matches, *matched.asked)}
    known |= {passed.column for passed in matched.passed}
    below = rows[candidate.bottom + 1 :]
    return all(
        column in known
        for column, heading in enumerate(rows[candidate.bottom])
        if heading != "" and any(len(row) > column and row[column] != "" for row in below)
    )


def _of_quarters(found: Sequence[Candidate], year_of: Callable[[str], str]) -> Step | None:
    """Return the step that lays sheets of quarters beside each other, where they are alike."""
    named = _quarters_named(found, year_of)
    held = [candidate for candidate in found if candidate.sheet in named]
    if len(named) < 2 or len(set(named.values())) < len(named):
        return None
    if len(held) != len(named) or not _alike(held) or len({year_of(name) for name in named}) > 1:
        return None
    first = held[0]
    figures = [m for m in first.matched.matches if first.table.field(m.field).is_figure]
    words = [m for m in first.matched.matches if not first.table.field(m.field).is_figure]
    if not figures or any(m.field == quarters.ROW_FIELD for m in words):
        return None
    in_order = sorted(held, key=lambda candidate: named[candidate.sheet])
    return AppendSheets(
        sheets=tuple(candidate.sheet for candidate in in_order),
        headings=tuple(candidate.bottom + 1 for candidate in in_order),
        by="quarter",
        labels=tuple(letter(match.column) for match in words),
    )


def _quarters_named(found: Sequence[Candidate], year_of: Callable[[str], str]) -> dict[str, int]:
    """Return the sheets whose names say a quarter and are else alike, {} where some are not."""
    named: dict[str, int] = {}
    rest: set[str] = set()
    for name in dict.fromkeys(candidate.sheet for candidate in found):
        number, other = quarters.quarter_of(headers.alike(name, year_of(name)))
        if number:
            named[name] = number
            rest.add(other)
    return named if len(rest) == 1 else {}


def _alike(held: Sequence[Candidate]) -> bool:
    """Whether headers are of one table, with the same fields in the same columns."""
    layouts_ = {
        (c.table.id, tuple((m.field, m.column) for m in c.matched.matches), c.bottom - c.top)
        for c in held
    }
    if len(layouts_) > 1 or held[0].bottom > held[0].top or len(set(map(_said, held))) > 1:
        return False
    plain = all(quarters.base_of(m.field) == m.field for m in held[0].matched.matches)
    return plain and all(c.is_plain and not c.matched.asked and not c.matched.twice for c in held)


def _said(held: Candidate) -> tuple[str, bool, bool, str]:
    """Return what words over a table say of its figures: their unit, running totals, a draft."""
    texts = [*held.titles, *(match.heading for match in held.matched.matches)]
    turned = headers.vocabulary().turns(headers.alike(" ".join(held.titles)))
    speaks = any(moneyunits.may_speak_of(text) for text in texts)
    return moneyunits.said_in(texts), speaks, quarters.says_running(held.titles), turned


def repeated(workbook: Workbook, step: Step) -> list[int]:
    """Return the columns (from 0) that say the same on every sheet of a quarter.

    They hold an amount of the whole year, or one that happens to be the same each quarter: only a
    person can say.
    """
    if not isinstance(step, AppendSheets) or step.by != "quarter":
        return []
    known = [column_index(letters) for letters in (*step.labels, *step.once)]
    width = max(map(len, workbook.rows(step.sheets[0])))
    return [
        column
        for column in range(width)
        if column not in known and _same_on_all(workbook, step, column)
    ]


def _same_on_all(workbook: Workbook, step: AppendSheets, column: int) -> bool:
    columns = []
    for sheet, heading in zip(step.sheets, step.headings, strict=True):
        rows = workbook.rows(sheet)[heading:]
        columns.append([row[column] for row in rows if len(row) > column and row[column] != ""])
    return any(columns[0]) and all(other == columns[0] for other in columns[1:])


def _of_partners(workbook: Workbook, found: Sequence[Candidate], name_of: NameOf) -> Step | None:
    """Return the step that gives each block, or each sheet, its partner's name."""
    by_table: dict[str, list[Candidate]] = {}
    for candidate in found:
        by_table.setdefault(candidate.table.id, []).append(candidate)
    if len(by_table) > 1:
        return None
    (held,) = by_table.values()
    if not _lacks_partner(held[0].table, held):
        return None
    if len({candidate.sheet for candidate in held}) == len(held):
        names = [name_of(candidate.sheet) for candidate in held]
        if not all(names) or len(set(names)) < len(names):
            return None
        return AppendSheets(
            sheets=tuple(candidate.sheet for candidate in held),
            headings=tuple(candidate.bottom + 1 for candidate in held),
            by="agency",
        )
    if len({candidate.sheet for candidate in held}) > 1:
        return None
    return _blocks(workbook.rows(held[0].sheet), held, name_of)


def _blocks(
    rows: Sequence[Sequence[Any]], held: Sequence[Candidate], name_of: NameOf
) -> Step | None:
    titles = [
        layouts.titled(rows, above, candidate.top)
        for above, candidate in zip([0, *(c.bottom + 1 for c in held)], held, strict=False)
    ]
    names = [name_of(title[2]) if title else "" for title in titles]
    one_row = all(candidate.top == candidate.bottom for candidate in held)
    if not (one_row and all(names)) or len(set(names)) < len(names):
        return None
    return AppendBlocks(
        sheet=held[0].sheet,
        headings=tuple(candidate.bottom + 1 for candidate in held),
        by="agency",
    )


def _lacks_partner(table: Table, held: Sequence[Candidate]) -> bool:
    """Whether a table has a column for the partner, beside its label, that no header has."""
    wanted = partner_field(table)
    if wanted is None:
        return False
    return all(c.is_plain and c.matched.column(wanted.name) is None for c in held)


def together(
    steps: Sequence[Step], found: Sequence[Candidate]
) -> Mapping[tuple[str, int, int], str]:
    """Return the answers that steps give: tables that they append all count.

    By the header's sheet, row and column of labels, from 0.
    """
    joined: set[tuple[str, int]] = set()
    for step in steps:
        if isinstance(step, AppendBlocks):
            joined |= {(step.sheet, row - 1) for row in step.headings}
        elif isinstance(step, AppendSheets) and step.by != "quarter":
            joined |= {(s, row - 1) for s, row in zip(step.sheets, step.headings, strict=True)}
    return {
        (c.sheet, c.bottom, c.matched.column(c.table.label_field.name) or 0): "both"
        for c in found
        if (c.sheet, c.bottom) in joined
    }
