"""Figures over time: the same measure at several periods, put in their order as lines."""

import re
from collections.abc import Sequence

import msgspec

from oscb_desktop.report.content.figures import Figure

_FEWEST = 3  # periods that make a line
_MOST = 4  # lines that can be told apart in one chart
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUARTER = re.compile(r"\bQ([1-4])\b")
_WRITTEN = re.compile(r"(?:19|20)\d\d(?:\s?[-/–]\s?\d{2,4})?(?:\s?Q[1-4])?")
_LOOSE = re.compile(r"[\s,;]+(?=[:,;]|$)|^[\s,:;]+")


class Lines(msgspec.Struct, frozen=True):
    """The periods in their order, and by name a figure for each of them (None: there is none)."""

    periods: tuple[str, ...]
    lines: dict[str, tuple[Figure | None, ...]]


def lines(figures: Sequence[Figure]) -> Lines | None:
    """Return figures as lines, None where they are not one measure at several like periods.

    A line's name is its figures' label without the period, "" where there is only one line.
    """
    periods = sorted({figure.period for figure in figures}, key=_when)
    named: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        line = named.setdefault(_name(figure), {})
        if figure.period in line:
            return None
        line[figure.period] = figure
    alike = len({_shape(period) for period in periods}) == len({f.unit for f in figures}) == 1
    if not alike or len(periods) < _FEWEST or len(named) > _MOST or not all(map(_when, periods)):
        return None
    if any(len(line) < 2 for line in named.values()):
        return None
    names = _without_shared([*named])
    return Lines(
        tuple(periods),
        {
            name: tuple(line.get(period) for period in periods)
            for name, line in zip(names, named.values(), strict=True)
        },
    )


def _name(figure: Figure) -> str:
    """Return a figure's label without its period, however the label writes that."""
    label = _WRITTEN.sub("", figure.label.replace(figure.period, ""))
    return _LOOSE.sub("", " ".join(label.split())).strip(" :,;")


def _without_shared(names: list[str]) -> list[str]:
    """Return names without the words after the area that all of them end with."""
    if len(names) == 1:
        return [""]
    tails = {name.partition(": ")[2] for name in names}
    return [name.partition(": ")[0] for name in names] if len(tails) == 1 else names


def _when(period: str) -> tuple[int, int, int]:
    """Return what periods are ordered by: year, month or quarter, day; () where there is none."""
    years = _YEAR.findall(period)
    if not years:
        return ()  # type: ignore[return-value]
    quarter = _QUARTER.search(period)
    months = [_MONTHS[word[:3]] for word in re.findall(r"[a-z]{3,}", period.casefold())
              if word[:3] in _MONTHS]  # fmt: skip
    day = re.match(r"(\d{1,2}) ", period)
    part = int(quarter[1]) if quarter else (months or [0])[-1]
    return int(years[-1]), part, int(day[1]) if day else 0


def _shape(period: str) -> str:
    """Return the kind of words a period is: "9999-99", "99 M 9999"."""
    words = [
        "M" if word[:3].casefold() in _MONTHS else "9" if word.isdigit() else word
        for word in re.findall(r"\d+|[^\W\d]+|\S", period)
    ]
    return " ".join(words)
