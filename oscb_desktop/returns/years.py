"""Which year a return is of: what its titles, its sheets' names and its file's name say."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

import msgspec

from oscb_desktop.base.text import say
from oscb_desktop.returns import numbers
from oscb_desktop.returns.cells import address
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.headers import year_before
from oscb_desktop.returns.periods import periods_in

_TITLES = 12  # rows at the top of a sheet in which a title stands
_LONGEST = 160  # characters of a title
_YEAR_END = re.compile(r"\byear end", re.IGNORECASE)
_SPEAKS = re.compile(r"\b(?:year|period|fy|fye)\b", re.IGNORECASE)
_TWO = re.compile(r"(?<![\d/.-])['’]?(?:20)?(\d\d)[\s_/–-]{1,3}['’]?(?:20)?(\d\d)(?![\d/]|[.-]\d)")
_SHORT = re.compile(r"(?<!\d)20(\d\d)\s?[/–-]\s?(\d)(?![\d/.-])")  # 2024/5
_PACKED = re.compile(r"(?<!\d)(\d\d)(\d\d)(?!\d)")  # of a file's name: 2526
_ENDING = re.compile(
    r"\b(?:fye?|fy ending) ?['’]?(?:20)?(\d\d)\b(?!\s*[/–-]\s*\d)|"
    r"\b(?:financial year|year ending|year ended) 20(\d\d)\b(?!\s*[/–-]\s*\d)",
    re.IGNORECASE,
)
_LONE = re.compile(r"(?<![\d/.£,-])20\d\d(?![\d/]|[.,-]\d)")
_NAMES = re.compile(r"working together|\bact\b|census|regulations|keeping children safe", re.I)
_MONTH = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[- ]?(?:20)?\d\d)?$",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<!\d)(\d\d)[.-](\d\d)[.-]((?:20)?\d\d)(?!\d)")
_SEVERAL = re.compile(r"(?<!\d)(20\d\d)\s*[-–/]\s*(?:20)?(\d\d)(?![\d-])")
_LAST = re.compile(r"\b(?:last|prior|previous|preceding) (?:financial )?year\b", re.IGNORECASE)
_DRAFT = re.compile(
    r"\b(?:draft|superseded|obsolete|template|specimen|dummy|proposed|provisional|do not use[.!]?$|"
    r"example figures|figures to be confirmed)\b",
    re.IGNORECASE,
)


class YearSaid(msgspec.Struct, frozen=True):
    """A financial year, written "2025-26", and in words where it was read."""

    year: str
    where: str


def of_sheet(sheet: str, rows: Sequence[Sequence[Any]]) -> tuple[YearSaid, ...]:
    """Return the years that the top of a sheet says, and its name."""
    found = _of_sheets_name(sheet)
    for index, row in enumerate(rows[:_TITLES]):
        filled = {column: cell for column, cell in enumerate(row) if cell != ""}
        cells = list(filled.values())
        if numbers.has_figures(cells):
            break  # the figures begin: what stands under them is no title
        if _is_title(cells):
            found += _of_title(index, filled)
    return tuple(found)


def _of_title(row: int, filled: Mapping[int, Any]) -> list[YearSaid]:
    """Return the years that a title's cells say; of a day only where it ends a year."""
    words = " ".join(cell for cell in filled.values() if isinstance(cell, str))
    ends_a_year = _YEAR_END.search(words) is not None
    found: list[YearSaid] = []
    for column, cell in filled.items():
        where = say("from {cell}", cell=address(row, column))
        if isinstance(cell, str) and not is_sentence(cell):
            found += [YearSaid(year, where) for year in years_in(cell)]
        elif isinstance(cell, date) and ends_a_year:
            found.append(YearSaid(of_day(cell), where))
    return found


def _is_title(filled: Sequence[Any]) -> bool:
    """Whether a row's filled cells are a title: one alone, or a few that speak of a year."""
    if not filled or not isinstance(filled[0], str):
        return False
    speaks = _SPEAKS.search(filled[0]) is not None
    return len(filled) == 1 or (len(filled) <= 4 and speaks)


_SENTENCE = re.compile(
    r"^(?:\S+\s+){5,}\S+\.\s*$|\b(?:prepared|signed|completed|see also|will be|refers?|"
    r"replaces|succeeded|was|were|submitted|returned|sent|please)\b",
    re.IGNORECASE,
)


def is_sentence(text: str) -> bool:
    """Whether a text says something in passing, and names nothing as a title does."""
    return _SENTENCE.search(text) is not None


def of_texts(texts: Iterable[str], where: str, *, in_passing: bool = False) -> tuple[YearSaid, ...]:
    """Return the years that texts say at one place, as titles or ``in_passing``."""
    return tuple(
        YearSaid(year, where)
        for text in _titles(texts, in_passing=in_passing)
        for year in years_in(text)
    )


def _titles(texts: Iterable[str], *, in_passing: bool = False) -> Iterator[str]:
    """Yield the texts that name something, or else those that say something ``in_passing``."""
    return (text for text in texts if len(text) <= _LONGEST and is_sentence(text) == in_passing)


def of_file(name: str) -> tuple[YearSaid, ...]:
    """Return the years that a file's name says."""
    stem = PurePath(name).stem
    # A month in a file's name is when it was made as often as what it is of.
    for day, month, year in _DAY.findall(stem):
        if (int(day), int(month)) == (31, 3):  # the year that ended then
            stem = f"{stem} year ended 31 March 20{year[-2:]}"
    named = years_in(without_months(stem)) or [_written(one) for one, other in _PACKED.findall(stem)
                               if (int(one) + 1) % 100 == int(other) and int(one) > 9]  # fmt: skip
    return tuple(YearSaid(year, say("from the file's name")) for year in named)


def without_months(stem: str) -> str:
    """Return a file's name without a month that stands in it by itself, and its year."""
    parts = re.split(r"[_ ]+", stem)
    kept: list[str] = []
    for at, part in enumerate(parts):
        after_month = at > 0 and _MONTH.match(parts[at - 1]) is not None
        if _MONTH.match(part) or (after_month and re.fullmatch(r"(?:20)?\d\d", part)):
            continue
        kept.append(part)
    return " ".join(kept)


def years_in(text: str) -> list[str]:
    """Return the financial years that a text is of, "2025-26": those named and those of its days.

    A calendar year names none: a return's year runs from April.
    """
    found: list[str] = []
    for held in periods_in(text):
        period = held.period
        if period.kind == "year" and (period.start.month, period.start.day) != (4, 1):
            continue
        found.append(of_day(period.start))
    found += [_written(one) for one, other in _TWO.findall(text)
              if (int(one) + 1) % 100 == int(other) and int(one) > 9]  # fmt: skip
    found += [_written(one) for one, other in _SHORT.findall(text)
              if (int(one) + 1) % 10 == int(other)]  # fmt: skip
    found += [_written(f"{int(one or other) - 1:02d}") for one, other in _ENDING.findall(text)]
    return list(dict.fromkeys(found))


def of_day(day: date) -> str:
    """Return the financial year that a day is in."""
    begins = day.year - (day.month < 4)
    return f"{begins}-{(begins + 1) % 100:02d}"


def _written(begins: str) -> str:
    return f"20{begins}-{(int(begins) + 1) % 100:02d}"


def academic_in(texts: Iterable[str]) -> str:
    """Return the title that speaks of an academic year, which is no year of a return, or ""."""
    return next(
        (
            text
            for text in _titles(texts)
            if any(held.period.words.startswith("academic") for held in periods_in(text))
        ),
        "",
    )


def of_name(sheet: str) -> tuple[YearSaid, ...]:
    """Return the year that a sheet's name says, where it is one."""
    named = _of_sheets_name(sheet)
    return tuple(named) if len(named) == 1 else ()


def _of_sheets_name(sheet: str) -> list[YearSaid]:
    where = say("from the sheet's name")
    return [YearSaid(year, where) for year in years_in(sheet)]


def unclear_in(texts: Iterable[str], year: str) -> str:
    """Return the text that speaks of a year in such a way that only a person can say which, or "".

    A lone 2024 in a title of the report about 2025-26, or "last year".
    """
    if not year:
        return ""
    near = {year[:4], f"20{year[-2:]}"}
    for text in texts:
        passing = len(text) > _LONGEST or is_sentence(text) or _NAMES.search(text) is not None
        if passing or years_in(text):
            continue
        lone = set(_LONE.findall(text.replace("-", " ")))
        if (lone and not lone & near) or _LAST.search(text) or "calendar year" in text.casefold():
            return text
        if any((int(one) + 1) % 100 != int(other) for one, other in _SEVERAL.findall(text)):
            return text  # three years in one
    return ""


def ask_which(text: str, year: str, sheet: str, collector: Collector) -> str:
    """Ask which year a text means; return it, or the report's while nobody has said."""
    named = sorted(set(_LONE.findall(text)))
    options = [year, year_before(year)]
    for lone in named:
        options += [f"{int(lone) - 1}-{lone[-2:]}", f"{lone}-{(int(lone) + 1) % 100:02d}"]
    answer = collector.ask(
        "return-year-unclear", sheet, None, None,
        [(option, say("figures of {year}", year=option)) for option in dict.fromkeys(options)],
        found=text[:80],
    )  # fmt: skip
    return answer or year


def of_rows(
    cells: Sequence[Any],
) -> list[str] | None:
    """Return the year that each cell of a column says, "" for none; None where few say any."""
    said: list[str] = []
    for cell in cells:  # written once, it holds for the rows under it
        year = of_day(cell) if isinstance(cell, date) else _of_cell(cell)
        said.append(year or (said[-1] if said and cell == "" else ""))
    known = sum(map(bool, said))
    return said if known and known * 2 > len(cells) else None


def _of_cell(cell: Any) -> str:
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else cell
    if not isinstance(text, str) or len(text) > 40:
        return ""
    named = years_in(text)
    return named[0] if len(named) == 1 else ""


def draft_in(texts: Iterable[str]) -> str:
    """Return the text that calls the figures a draft, or ""."""
    return next((text for text in _titles(texts) if _DRAFT.search(text)), "")


def settle(said: Sequence[YearSaid], year: str, sheet: str, collector: Collector) -> YearSaid:
    """Return the one year that a table is of: the report's ``year`` where nothing says another.

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
