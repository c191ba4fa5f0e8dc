"""Which of the possible headers is each table's: as a person chose, or as fits best."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.returns import (
    continuing,
    finding,
    headers,
    numbers,
    published_header,
    quarters,
)
from oscb_desktop.returns.cells import column_index, letter
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.headers import Match, Matched
from oscb_desktop.returns.kinds import Kind, Table
from oscb_desktop.returns.reading import Workbook

_LOOKED_AT = 200  # rows in which the fullest sheet is looked for
_NAMED_MONTHS = re.compile(
    r"\d|half|[a-z]{3,}\s*[-–—]\s*[a-z]{3}|\b(?:to|ytd) \(?[a-z]{3}(?!e\b)", re.I
)
_ASIDE = ("draft", "earlier")  # what a sheet may be called that does not count beside another


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
    year: str = ""
    part: str = ""  # of the year: "year", "ytd:9", "quarter:3", "month:4" (see building.Said)
    unit: str = ""
    heading: int = 0  # the row, from 1


def choose(
    kind: Kind,
    found: Sequence[Candidate],
    workbook: Workbook,
    choices: Choices,
    collector: Collector,
) -> list[Candidate]:
    """Return the headers of each table, in the order of the workbook.

    Several of one table are rivals: a person says whether one counts, or both. None wins by a
    column more.
    """
    chosen: list[Candidate] = []
    for table in kind.tables:
        choice = choices.tables.get(table.id)
        if choice is not None:
            chosen.append(_as_chosen(table, choice, workbook))
            continue
        options = [c for c in found if c.table.id == table.id]
        if choices.heading:
            options = [c for c in options if c.top < choices.heading <= c.bottom + 1]
        options = _set_aside(sorted(options, key=lambda c: -c.score), collector)
        chosen += _of_rivals(options, workbook, collector)
    order = {name: index for index, name in enumerate(workbook.sheet_names)}
    chosen = [settle_columns(c, collector, workbook.rows(c.sheet)) for c in chosen]
    return sorted(chosen, key=lambda c: (order.get(c.sheet, 0), c.top))


def _set_aside(options: Sequence[Candidate], collector: Collector) -> list[Candidate]:
    """Leave out the sheets that call themselves a draft or last year's, where there are others."""
    aside = {
        c.sheet: turned
        for c in options
        if (turned := headers.vocabulary().turns(headers.alike(c.sheet))) in _ASIDE
    }
    kept = [c for c in options if c.sheet not in aside]
    for sheet in aside:
        if kept:
            collector.add("return-sheet-set-aside", sheet, found=sheet)
        else:
            collector.add("return-called-a-draft", sheet, found=sheet)
    return kept or list(options)


def _of_rivals(
    options: Sequence[Candidate], workbook: Workbook, collector: Collector
) -> list[Candidate]:
    """Return those of a table's headers that count: the best, and the others as a person says."""
    if not options:
        return []
    best = options[0]
    chosen = [best]
    for other in options[1:]:
        if not (other.is_plain and _has_rows(other, workbook)):
            continue
        if not (best.is_plain and _has_rows(best, workbook)):
            chosen[0] = best = other
            continue
        label = other.matched.column(other.table.label_field.name) or 0
        if _goes_on(chosen, other, workbook, collector):
            chosen.append(other)
            continue
        answer = collector.ask(
            "return-two-headers",
            other.sheet,
            other.bottom,
            label,
            [
                ("both", say("the rows of both are taken")),
                ("instead", say("only this one is taken")),
                ("leave-out", say("only the other is taken")),
            ],
            table=other.table.title,
            other=say("{sheet}, row {row}", sheet=best.sheet, row=best.bottom + 1),
            found=say("row {row}", row=other.bottom + 1),
            expected=say("one header row"),
        )
        if answer == "both":
            chosen.append(other)
        elif answer == "instead":
            chosen[0] = best = other
    return chosen


def _goes_on(
    chosen: Sequence[Candidate], other: Candidate, workbook: Workbook, collector: Collector
) -> bool:
    """Whether a table has further rows of those chosen, which is said."""
    rows = workbook.rows(other.sheet)
    if not all(
        continuing.goes_on(held, other, rows)
        or continuing.is_of_another_partner(held, other, workbook.rows(held.sheet), rows)
        for held in chosen
    ):
        return False
    collector.add(
        "return-table-goes-on", other.sheet, other.bottom,
        other.matched.column(other.table.label_field.name) or 0,
        other=say("row {row}", row=chosen[0].bottom + 1)
        if chosen[0].sheet == other.sheet else chosen[0].sheet, table=other.table.title,
    )  # fmt: skip
    return True


def _has_rows(candidate: Candidate, workbook: Workbook) -> bool:
    rows = workbook.rows(candidate.sheet)[candidate.bottom + 1 :]
    figures = [
        match.column
        for match in candidate.matched.matches
        if candidate.table.field(match.field).is_figure
    ]
    return any(
        len(row) > column and row[column] != "" for row in rows[:_LOOKED_AT] for column in figures
    ) or (not figures and any(any(cell != "" for cell in row) for row in rows[:_LOOKED_AT]))


def settle_columns(
    candidate: Candidate, collector: Collector, rows: Sequence[Sequence[Any]]
) -> Candidate:
    """Ask of each column that is like a field, or the second for one; return what was answered."""
    asking = _Asking(candidate, collector, rows)
    for again in candidate.matched.twice:
        asking.again(again)
    for like in candidate.matched.asked:
        asking.like(like)
    return asking.settled()


class _Asking:
    """The columns of one table, while a person is asked which of them are taken."""

    def __init__(
        self, candidate: Candidate, collector: Collector, rows: Sequence[Sequence[Any]]
    ) -> None:
        self._candidate = candidate
        self._collector = collector
        self._rows = rows[candidate.bottom + 1 :][:_LOOKED_AT]
        self._matches = list(candidate.matched.matches)
        self._passed = list(candidate.matched.passed)

    def again(self, match: Match) -> None:
        """Ask which of two columns counts, where one for a field is there already."""
        held = self._held(match.field)
        if held is not None:
            self._of_two(held, match)

    def like(self, match: Match) -> None:
        """Ask whether a column is taken whose heading is only like a field's."""
        label = self._label(match)
        answer = self._collector.ask(
            "return-heading-like",
            self._candidate.sheet,
            self._candidate.bottom,
            match.column,
            [(match.field, say("taken as {label}", label=label)),
             ("leave-out", say("not taken"))],
            found=match.heading,
            expected=label,
        )  # fmt: skip
        if answer != match.field:
            self._pass_over(match, answer)
            return
        held = self._held(match.field)
        if held is None:
            self._matches.append(match)
        else:
            self._of_two(held, match)

    def settled(self) -> Candidate:
        """Return the table with the columns that are taken; tell of headings spelt otherwise."""
        for spelt in self._matches:
            if spelt.score == headers.SPELT:
                self._collector.add(
                    "return-heading-spelt", self._candidate.sheet, self._candidate.bottom,
                    spelt.column, found=spelt.heading, expected=self._label(spelt),
                )  # fmt: skip
        in_order = sorted(self._matches, key=lambda match: match.column)
        matched = msgspec.structs.replace(
            self._candidate.matched,
            matches=tuple(in_order), twice=(), asked=(), passed=tuple(self._passed),
        )  # fmt: skip
        return msgspec.structs.replace(self._candidate, matched=matched)

    def _held(self, field: str) -> Match | None:
        return next((match for match in self._matches if match.field == field), None)

    def _label(self, match: Match) -> str:
        return self._candidate.table.field(match.field).label

    def _of_two(self, held: Match, again: Match) -> None:
        """Ask which of two columns for one field counts; the other is passed over.

        Of the year and its first months, side by side, the year counts.
        """
        for year, months in ((held, again), (again, held)):
            if self._is_within(months, year):
                self._matches[self._matches.index(held)] = year
                self._passed.append(
                    headers.Passed(months.column, months.heading, "months", of=months.field)
                )
                return
        answer = self._collector.ask(
            "return-two-columns",
            self._candidate.sheet,
            self._candidate.bottom,
            again.column,
            [(letter(m.column), say("column headed '{heading}'", heading=m.heading))
             for m in (held, again)],
            found=again.heading,
            heading=self._label(again),
            other=letter(held.column),
            expected=say("one such column"),
        )  # fmt: skip
        if answer == letter(again.column):
            self._matches[self._matches.index(held)] = again
            self._pass_over(held, answer)
        else:
            self._pass_over(again, answer)

    def _is_within(self, months: Match, year: Match) -> bool:
        """Whether a column of named months holds no more than one of the year in any row."""
        if year.part or not _NAMED_MONTHS.search(months.part):
            return False
        columns = (months.column, year.column)
        pairs = [
            (part, whole)
            for row in self._rows
            if max(columns) < len(row)
            and (part := numbers.plain(row[months.column])) is not None
            and (whole := numbers.plain(row[year.column])) is not None
        ]
        return all(0 <= part <= whole for part, whole in pairs) and any(
            part < whole for part, whole in pairs
        )

    def _pass_over(self, match: Match, answer: str) -> None:
        why = "asked" if answer else "open"
        self._passed.append(headers.Passed(match.column, match.heading, why))


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
    taken = {match.column for match in matches}
    width = max(map(len, rows), default=0)
    passed = [
        headers.Passed(at, str(header[at]) if at < len(header) else "", "asked")
        for at in range(width)
        if at not in taken
    ]
    in_order = sorted(matches, key=lambda match: match.column)
    matched = Matched(tuple(in_order), passed=tuple(passed))
    return Candidate(
        sheet=choice.sheet,
        table=table,
        top=top,
        bottom=row,
        matched=matched,
        score=matched.score,
        titles=finding.titles_above(rows, top),
    )


def end_of(candidate: Candidate, every: Sequence[Candidate], rows: Sequence[Sequence[Any]]) -> int:
    """Return the row (from 0) at which a table ends: the next title under it, or the sheet."""
    below = [
        other.top
        for other in every
        if other.sheet == candidate.sheet
        and other.top > candidate.bottom
        and other.overlaps(candidate)
    ]
    if not below:
        return len(rows)
    return max(finding.title_block(rows, min(below)).start, candidate.bottom + 1)


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
    if any(passed.why == "open" for passed in candidate.matched.passed):
        return False  # what is asked of a column may give it
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
