"""Of which year a return is: what its sheets, its file and a person say of it."""

from collections.abc import Sequence
from pathlib import PurePath

from oscb_desktop.base.text import say
from oscb_desktop.returns import years
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.finding import Candidate
from oscb_desktop.returns.reading import Workbook


class Years:
    """What is said of the year a return is of, on which sheet; and what was chosen by hand."""

    def __init__(self, workbook: Workbook, sheets: Sequence[str], chosen: str, report: str) -> None:
        self._chosen = chosen
        self._report = report
        self._file = years.of_file(workbook.name)
        self._stem = (PurePath(workbook.name).stem,)
        self.sheets = tuple(sheets)
        self._sheets = {name: years.of_sheet(name, workbook.rows(name)) for name in sheets}

    def of(self, sheet: str) -> str:
        """Return the year that a sheet's headings are read by."""
        if self._chosen:
            return self._chosen
        said = {held.year for held in (*self._sheets.get(sheet, ()), *self._file)}
        return said.pop() if len(said) == 1 else self._report

    def of_the_year(self, found: Sequence[Candidate], collector: Collector) -> list[Candidate]:
        """Leave out the sheets of another year where the same table is there of this one."""
        kept = [c for c in found if self._may_be_of_the_year(c.sheet)]
        tables = {c.table.id for c in kept}
        needed = {c.sheet for c in found if c.table.id not in tables}
        for sheet in dict.fromkeys(c.sheet for c in found):
            if not self._may_be_of_the_year(sheet) and sheet not in needed:
                said = ", ".join(sorted(self._named(sheet)))
                collector.add("return-sheet-of-another-year", sheet, found=said)
        return [c for c in found if c in kept or c.table.id not in tables]

    def _named(self, sheet: str) -> set[str]:
        return {held.year for held in self._sheets[sheet]}

    def _may_be_of_the_year(self, sheet: str) -> bool:
        """Whether a sheet says the year that is wanted, or none."""
        named = self._named(sheet)
        return not named or (self._chosen or self._report) in named

    def settle(
        self, candidate: Candidate, cover: Sequence[str], collector: Collector
    ) -> years.YearSaid:
        """Return the one year of a table, with where it was read: its title, sheet, file, cover."""
        if self._chosen:
            return years.YearSaid(self._chosen, say("as chosen"))
        sheet = candidate.sheet
        texts = [*candidate.titles, *candidate.above]
        top = self._sheets[sheet]
        own = list(years.of_texts(texts, say("from the title")))
        if own:  # what stands over the table itself, and not over the one before it
            wheres = {held.year: held.where for held in top}
            own = [years.YearSaid(held.year, wheres.get(held.year, held.where)) for held in own]
            top = tuple(held for held in top if held.year in {one.year for one in own})
        names = [*texts, sheet, *self._stem]
        said = [
            *own,
            *top,
            *years.of_name(sheet),
            *self._file,
            *years.of_texts(cover, say("from another sheet")),
        ]
        if not said:  # "please give the figures for 2024-25" counts where no title says a year
            said = list(years.of_texts(texts, say("from the text above"), in_passing=True))
        unclear = years.academic_in(names) or years.unclear_in(names, "" if said else self._report)
        if unclear:
            year = years.ask_which(unclear, self._report, sheet, collector)
            return years.YearSaid(year, say("as chosen"))
        return years.settle(said, self._report, sheet, collector)
