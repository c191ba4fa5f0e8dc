"""A recipe: the steps by which a workbook's sheets are laid out anew before they are read.

Each step speaks of the sheets as the steps before it left them; rows count from 1.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.base.own_files import PROGRAM
from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.base.whole_files import write_whole

By = Literal["agency", "partner", "school", "quarter"]  # what a sheet or a block is of


class HeadingRows(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do",
    tag="heading-rows",
):  # fmt: skip
    """The headings of a sheet's table stand in these rows, from 1, both included."""

    sheet: str
    first: int
    last: int


class Transpose(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do",
    tag="transpose",
):  # fmt: skip
    """Rows and columns of a sheet change places."""

    sheet: str


class AppendSheets(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do",
    tag="append-sheets",
):  # fmt: skip
    """Sheets that hold the same table become one.

    ``headings`` is each sheet's row of headings, from 1. Sheets ``by`` "quarter" come to stand
    beside each other, row by row of the same words in the columns ``labels`` (letters), and the
    columns ``once`` are of the whole year, taken from the first sheet that has the row; others
    below each other, with a column that says whose they are, read from the sheet's name.
    """

    sheets: tuple[str, ...]
    headings: tuple[int, ...]
    by: By
    labels: tuple[str, ...] = ("A",)
    once: tuple[str, ...] = ()


class AppendBlocks(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do",
    tag="append-blocks",
):  # fmt: skip
    """A table that comes again on a sheet, each time under a title that says whose it is.

    ``headings`` are the blocks' rows of headings, from 1.
    """

    sheet: str
    headings: tuple[int, ...]
    by: By


class Unpivot(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do",
    tag="unpivot",
):  # fmt: skip
    """Columns become rows: one for each row and column, with the column's heading in ``names``.

    ``heading`` is the row of headings, from 1, ``columns`` are letters; ``values`` is what the
    figures are then headed.
    """

    sheet: str
    heading: int
    columns: tuple[str, ...]
    names: str
    values: str


class FillDown(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do",
    tag="fill-down",
):  # fmt: skip
    """An empty cell of a column (its letters), from row ``first`` on, says what is above it."""

    sheet: str
    column: str
    first: int = 1


class TotalRow(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do",
    tag="total-row",
):  # fmt: skip
    """A row, from 1, is a total: it is held to our sum and not counted."""

    sheet: str
    row: int


class LeaveOut(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do",
    tag="leave-out",
):  # fmt: skip
    """A range of which nothing is taken: "C3", "B2:D9", rows as "9:12", columns as "C:D"."""

    sheet: str
    range: str


Step: TypeAlias = (
    HeadingRows | Transpose | AppendSheets | AppendBlocks | Unpivot | FillDown | TotalRow | LeaveOut
)


class Recipe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ordered steps, and answers about the shape: "CODE@SHEET!CELL" → what was answered."""

    steps: tuple[Step, ...] = ()
    answers: Mapping[str, str] = {}

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return not (self.steps or self.answers)


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """A recipe kept for a sender's next return: "SHEET!ROW" → the words of each row it names."""

    recipe: Recipe
    rows: Mapping[str, str] = {}


def rows_of(step: Step) -> list[tuple[str, int]]:
    """Return the rows that a step names, from 1, each with its sheet."""
    match step:
        case HeadingRows():
            return [(step.sheet, row) for row in range(step.first, step.last + 1)]
        case AppendSheets():
            return list(zip(step.sheets, step.headings, strict=False))
        case AppendBlocks():
            return [(step.sheet, row) for row in step.headings]
        case Unpivot():
            return [(step.sheet, step.heading)]
        case TotalRow():
            return [(step.sheet, step.row)]
        case LeaveOut():
            return [(step.sheet, int(row)) for row in re.findall(r"\d+", step.range)]
        case _:
            return []


def read_recipe(path: Path) -> Recipe:
    """Read a recipe from a TOML file; raise OscbError naming the file and the key at fault."""
    if not path.is_file():
        raise OscbError(
            say("There is no recipe called {file}.", file=path.name), say("Check its name.")
        )
    try:
        return msgspec.convert(resources.read_toml(path), Recipe, strict=True)
    except msgspec.ValidationError as error:
        raise OscbError(
            say("{file} is no recipe: {error}.", file=path.name, error=error),
            say("Correct the key named, or save the recipe again with --save-recipe."),
        ) from error


def write_recipe(recipe: Recipe, path: Path) -> None:
    """Write a recipe as TOML that ``read_recipe`` reads; raise OscbError where it cannot be."""
    write_whole(path, toml_of(recipe).encode())


def toml_of(recipe: Recipe) -> str:
    """Return a recipe as the text of a TOML file."""
    about = say("how a workbook's sheets are laid out anew before they are read.")
    lines = [f"# {PROGRAM}: {about}", ""]
    if recipe.answers:
        lines.append("[answers]")
        lines += [f"{_text(place)} = {_text(said)}" for place, said in recipe.answers.items()]
        lines.append("")
    for step in recipe.steps:
        lines.append("[[steps]]")
        lines += [f"{key} = {_value(held)}" for key, held in msgspec.to_builtins(step).items()]
        lines.append("")
    return "\n".join(lines)


def in_words(step: Step) -> str:
    """Return in a few words what a step does."""
    match step:
        case HeadingRows():
            words = say("headings of {sheet} in row {first}", sheet=step.sheet, first=step.first)
            if step.first != step.last:
                words = say("headings of {sheet} in rows {first} to {last}", sheet=step.sheet,
                            first=step.first, last=step.last)  # fmt: skip
        case Transpose():
            words = say("{sheet} turned on its side", sheet=step.sheet)
        case AppendSheets():
            words = say("{sheets} as one table, one {by} a sheet", by=step.by,
                        sheets=", ".join(step.sheets))  # fmt: skip
        case AppendBlocks():
            words = say("blocks of {sheet} as one table, one {by} a block", by=step.by,
                        sheet=step.sheet)  # fmt: skip
        case Unpivot():
            words = say("columns {columns} of {sheet} as rows", sheet=step.sheet,
                        columns=", ".join(step.columns))  # fmt: skip
        case FillDown():
            words = say("column {column} of {sheet} filled down", sheet=step.sheet,
                        column=step.column)  # fmt: skip
        case TotalRow():
            words = say("row {row} of {sheet} is a total", sheet=step.sheet, row=step.row)
        case LeaveOut():
            words = say("{range} of {sheet} left out", sheet=step.sheet, range=step.range)
    return words


def sheets_of(steps: Sequence[Step]) -> list[str]:
    """Return the sheets that steps name, each once."""
    named: list[str] = []
    for step in steps:
        named += step.sheets if isinstance(step, AppendSheets) else (step.sheet,)
    return list(dict.fromkeys(named))


def _value(held: object) -> str:
    if isinstance(held, list | tuple):
        return f"[{', '.join(map(_value, held))}]"
    return _text(held) if isinstance(held, str) else str(held)


def _text(words: str) -> str:
    # TOML's basic strings have the escapes of JSON's.
    return msgspec.json.encode(words).decode().replace("\x7f", "\\u007f")
