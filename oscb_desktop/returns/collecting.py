"""Collecting the problems of one return, with a bound on how many of a kind are listed."""

from collections import Counter
from typing import Any

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.returns.cells import address

LISTED = 200  # of one code: nobody reads more, and one column of text would give 100,000


class Collector:
    """Problems found so far on one file. ``add`` takes rows and columns counted from 0."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Problem] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(
        self,
        code: str,
        sheet: str = "",
        row: int | None = None,
        column: int | None = None,
        *,
        found: object = "",
        expected: str = "",
        **words: Any,
    ) -> None:
        """Add one problem at a cell, a sheet or the file."""
        self._counts[code, sheet] += 1
        if self._counts[code, sheet] > LISTED:
            return
        cell = "" if row is None else address(row, column or 0)
        place = Place(file=self._file, sheet=sheet, cell=cell)
        words.setdefault("where", cell or sheet or self._file)
        self._found.append(problem(code, place, found=found, expected=expected, **words))

    def problems(self) -> list[Problem]:
        """Return all, each code that was cut short followed by how many more there are."""
        more = [
            problem(
                "return-more-of-the-same",
                Place(file=self._file, sheet=sheet),
                found=count - LISTED,
                code_of=code,
            )
            for (code, sheet), count in self._counts.items()
            if count > LISTED
        ]
        return self._found + more
