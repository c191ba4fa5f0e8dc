"""What was left from another year: reporting years, and bodies that have gone since."""

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from oscb_desktop.report.content.template import ended_bodies
from oscb_desktop.report.language import prose
from oscb_desktop.report.language.style import any_of, style

_SPAN = re.compile(r"(?<![\w/–-])(20\d\d)\s?[-–/‑]\s?(?:20)?(\d\d)(?![\w/-])")
_YEAR_END = re.compile(r"31(?:st)?\s+March\s+(20\d\d)", re.IGNORECASE)
_RECENT = 3  # years back: an older year in a sentence is history, and meant


class OldBody(msgspec.Struct, frozen=True):
    """A body named as it no longer is, and its name in the reporting year."""

    found: str
    now: str


def left_years(text: str, reporting_year: str) -> Iterator[str]:
    """Yield recent years that sentences speak of as though they were the reporting year.

    A sentence that compares, tells a history or names the reporting year too is left alone.
    """
    current = _begin(reporting_year)
    if current is None:
        return
    for sentence in prose.sentences(text):
        begun = list(_years(sentence))
        if any(year == current for year, _ in begun):
            continue
        if any_of(style().years.comparing).search(sentence):
            continue
        yield from (words for year, words in begun if current - _RECENT <= year < current)


def old_bodies(text: str, reporting_year: str) -> Iterator[OldBody]:
    """Yield bodies that had ended by the reporting year's end, but not where a sentence is
    about what became of them.
    """
    current = _begin(reporting_year)
    if current is None:
        return
    ended = ended_bodies(date(current + 1, 3, 31))
    for sentence in prose.sentences(text):
        if any_of(style().years.historic).search(sentence):
            continue
        for names, now in ended:
            found = any_of(names).search(sentence)
            rest = any_of(names).sub("", sentence)  # a new name may be part of the old one
            if found and not any_of((now,)).search(rest):
                yield OldBody(found.group(), now)


def _begin(reporting_year: str) -> int | None:
    found = re.match(r"\s*(20\d\d)", reporting_year)
    return int(found.group(1)) if found else None


def _years(sentence: str) -> Iterator[tuple[int, str]]:
    for found in _SPAN.finditer(sentence):
        year = int(found.group(1))
        if int(found.group(2)) == (year + 1) % 100:
            yield year, found.group()
    for found in _YEAR_END.finditer(sentence):
        yield int(found.group(1)) - 1, found.group()
