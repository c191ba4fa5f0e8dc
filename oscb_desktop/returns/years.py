"""Which year a return is of: what its titles, its sheets' names and its file's name say."""

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.returns.cells import address
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.periods import periods_in

_NAMES_A_YEAR = re.compile(
    r"(?:(?:financial|reporting|council|return|report|for the) )?(?:year|period)"
    r"(?: ending| ended)?:?"
)
_TITLES = 12  # rows at the top of a sheet in which a title stands


class YearSaid(msgspec.Struct, frozen=True):
    """A financial year, written "2025-26", and in words where it was read."""

    year: str
    where: str


def of_sheet(sheet: str, rows: Sequence[Sequence[Any]]) -> tuple[YearSaid, ...]:
    """Return the years that a sheet's titles and its name say, the nearest to the figures last."""
    found = [YearSaid(year, say("from the sheet's name")) for year in years_in(sheet)]
    for index, row in enumerate(rows[:_TITLES]):
        filled = [(column, cell) for column, cell in enumerate(row) if cell != ""]
        if not _is_title([cell for _, cell in filled]):
            continue
        for column, cell in filled:
            if isinstance(cell, str):
                where = say("from {cell}", cell=address(index, column))
                found += [YearSaid(year, where) for year in years_in(cell)]
    return tuple(found)


def _is_title(filled: Sequence[Any]) -> bool:
    """Whether a row's filled cells are a title: one alone, or "Year" and what it is."""
    if not filled or not isinstance(filled[0], str):
        return False
    named = _NAMES_A_YEAR.fullmatch(" ".join(filled[0].casefold().split()))
    return len(filled) == 1 or (len(filled) == 2 and named is not None)


def of_file(name: str) -> tuple[YearSaid, ...]:
    """Return the years that a file's name says."""
    return tuple(
        YearSaid(year, say("from the file's name")) for year in years_in(PurePath(name).stem)
    )


def years_in(text: str) -> list[str]:
    """Return the financial years that a text is of, "2025-26": those named and those of its days.

    A calendar year names none: a return's year runs from April.
    """
    found: list[str] = []
    for held in periods_in(text):
        period = held.period
        begins = period.start.year - (period.start.month < 4)
        if period.kind == "year" and (period.start.month, period.start.day) != (4, 1):
            continue
        year = f"{begins}-{(begins + 1) % 100:02d}"
        if year not in found:
            found.append(year)
    return found


def settle(said: Sequence[YearSaid], year: str, sheet: str, collector: Collector) -> YearSaid:
    """Return the one year that a return is of: the report's ``year`` where nothing says another.

    Asks where two are said, and tells where all that is said is another year than the report's.
    """
    every = list(dict.fromkeys(held.year for held in said))
    if not every:
        return YearSaid(year, say("from the report"))
    if len(every) == 1 or not year:
        if year and every[0] != year:
            collector.add(
                "return-of-another-year", sheet, found=every[0], expected=year,
                said=said[0].where,
            )  # fmt: skip
        return next(held for held in said if held.year == every[0])
    by_year = {held.year: held.where for held in said}
    answer = collector.ask(
        "return-year-contradicts",
        sheet,
        None,
        None,
        list(by_year.items()),
        found=", ".join(f"{named} {where}" for named, where in by_year.items()),
    )
    chosen = answer or year
    return YearSaid(chosen, by_year.get(chosen, say("from the report")))
