"""Collecting the problems and the doubts of one return, with a bound on how many are listed."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from oscb_desktop.base.catalogue import entries, problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.text import say
from oscb_desktop.returns.cells import address
from oscb_desktop.returns.ledger import Answer, Doubt

LISTED = 200  # of one code: nobody reads more, and one column of text would give 100,000


Answers = Mapping[tuple[str, str, str], str]  # a doubt's code, sheet and cell → what was answered

Spotting = Callable[[str, int, int], tuple[str, int, int]]


def _of_published(code: str) -> str:
    """Return the code by which the catalogue tells a return's problem of official statistics."""
    own = code.replace("return-", "published-", 1)
    return own if own in entries() else code


class Collector:
    """Problems and doubts found so far on one file. Rows and columns count from 0.

    ``answers`` are what a person said to doubts. ``spot`` returns the sheet, row and column as
    received of a cell that was laid out anew: problems and doubts name that. ``published`` says
    that the file is official statistics, which nobody is ever told to correct.
    """

    def __init__(
        self,
        file: str,
        answers: Answers | None = None,
        *,
        published: bool = False,
        spot: Spotting | None = None,
    ) -> None:
        self._file = file
        self._published = published
        self._spot = spot
        self._asked: list[tuple[str, str]] = []
        self._answers = {} if answers is None else answers
        self._doubts: list[Doubt] = []
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
        if self._published:
            code = _of_published(code)
        self._counts[code, sheet] += 1
        if self._counts[code, sheet] > LISTED:
            return
        sheet, cell = self._place(sheet, row, column)
        place = Place(file=self._file, sheet=sheet, cell=cell)
        words.setdefault("where", cell or sheet or self._file)
        self._found.append(problem(code, place, found=found, expected=expected, **words))

    @property
    def is_published(self) -> bool:
        """Whether the file is official statistics."""
        return self._published

    def is_full(self, code: str, sheet: str) -> bool:
        """Whether no more of a code is listed on a sheet; if so, count one more that is not.

        A long table that is wrong throughout is then not put into words a hundred thousand times.
        """
        if self._counts[code, sheet] < LISTED:
            return False
        self._counts[code, sheet] += 1
        return True

    def include(self, problems: Sequence[Problem]) -> None:
        """Add problems that were found elsewhere."""
        self._found.extend(problems)

    def ask(
        self,
        code: str,
        sheet: str,
        row: int | None,
        column: int | None,
        answers: Sequence[tuple[str, str]],
        *,
        found: object = "",
        expected: str = "",
        **words: Any,
    ) -> str:
        """Return what was answered to a question, or "" and keep it as an open doubt.

        ``answers`` are values with what each would give. An open doubt is a problem as well, which
        stops the return: its message is the question, and its remedy names the answers.
        """
        at, cell = self._place(sheet, row, column)
        said = self._answers.get((code, at, cell), "")
        if said in {value for value, _ in answers}:
            return said
        before = len(self._found)
        offered = "; ".join(f"{value}: {gives}" for value, gives in answers)
        words.setdefault("answers", say("Answer one of: {offered}.", offered=offered))
        self.add(code, sheet, row, column, found=found, expected=expected, **words)
        if len(self._found) > before:
            self._asked.append((sheet, "" if row is None else address(row, column or 0)))
            self._doubts.append(
                Doubt(
                    code=code,
                    sheet=at,
                    cell=cell,
                    question=self._found[-1].message,
                    answers=tuple(Answer(value=value, gives=gives) for value, gives in answers),
                )
            )
        return ""

    def doubts(self) -> tuple[Doubt, ...]:
        """Return the questions that are open."""
        return tuple(self._doubts)

    def asked(self) -> list[tuple[str, str]]:
        """Return the sheet and cell of each open question, as the sheets are laid out."""
        return self._asked

    def row(self, sheet: str, row: int, column: int) -> str:
        """Return in words which row a cell is in: "row 3", the cell itself where it was moved."""
        found = self._place(sheet, row, column)
        moved = found != (sheet, address(row, column))
        return found[1] or found[0] if moved else say("row {row}", row=row + 1)

    def _place(self, sheet: str, row: int | None, column: int | None) -> tuple[str, str]:
        """Return the sheet and the cell as received; the cell is "" for a whole sheet."""
        if row is None:
            return sheet, ""
        column = column or 0
        if self._spot is not None:
            sheet, row, column = self._spot(sheet, row, column)
        return sheet, "" if row < 0 else address(row, column)

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
