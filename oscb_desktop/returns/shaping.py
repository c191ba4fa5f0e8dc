"""A workbook as its recipe lays it out, every cell still known by its place as received."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.returns import layouts
from oscb_desktop.returns.cellformats import Format
from oscb_desktop.returns.cells import address, place_of
from oscb_desktop.returns.details import Details, Moves, Said
from oscb_desktop.returns.layouts import Laid, Spot
from oscb_desktop.returns.reading import Grid, Workbook
from oscb_desktop.returns.recipes import (
    AppendBlocks,
    AppendSheets,
    FillDown,
    HeadingRows,
    LeaveOut,
    Step,
    TotalRow,
    Transpose,
    Unpivot,
    sheets_of,
)
from oscb_desktop.returns.waiting import Watch

NameOf = Callable[[str], str]  # words → the partner that they name, or ""


class Shaped(Workbook):
    """A workbook whose sheets are laid out anew. ``received`` is the one that was received."""

    def __init__(
        self, received: Workbook, laid: Mapping[str, Laid], names: Sequence[str],
        changed: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:  # fmt: skip
        super().__init__(received.name, received.data, received.decrypted, None, None, {},
                         received.hidden_sheets, received.problems)  # fmt: skip
        self.received = received
        self.sheet_names = tuple(names)
        self.laid = laid
        self._changed = changed
        self._made: dict[str, Grid] = {}

    @property
    def macros(self) -> bool:
        """Whether the workbook carries macros. They are never run."""
        return self.received.macros

    @property
    def links(self) -> bool:
        """Whether the workbook takes values from other workbooks. They are never opened."""
        return self.received.links

    def grid(self, sheet: str, watch: Watch | None = None) -> Grid:
        """Return a sheet's cells as laid out, with what is known of them; raise like Workbook."""
        laid = self.laid.get(sheet)
        if laid is None:
            return self.received.grid(sheet, watch)
        if sheet not in self._made:
            self._made[sheet] = Grid(laid.rows, _details(laid, self.received, self._changed))
        return self._made[sheet]

    def spot(self, sheet: str, row: int, column: int) -> Spot:
        """Return where a cell stands in the workbook as received: sheet, row, column from 0.

        The row is -1 of what no cell says but the sheet's own name.
        """
        laid = self.laid.get(sheet)
        return (sheet, row, column) if laid is None else laid.spot(row, column)

    def sources(self, sheet: str) -> tuple[str, ...]:
        """Return the sheets as received that a sheet is made of."""
        laid = self.laid.get(sheet)
        return (sheet,) if laid is None else laid.sources

    @cached_property
    def places(self) -> dict[Spot, list[tuple[str, str]]]:
        """Where each cell of the sheets that moved now stands: its place → sheets and cells."""
        found: dict[Spot, list[tuple[str, str]]] = {}
        for name, laid in self.laid.items():
            for row, column, spot in laid.moved():
                found.setdefault(spot, []).append((name, address(row, column)))
        return found


def shape(
    workbook: Workbook,
    steps: Sequence[Step],
    typed: Mapping[tuple[str, str], Any] | None = None,
    name_of: NameOf = lambda _: "",
) -> Workbook:
    """Return a workbook as steps lay it out, itself where there is nothing to do.

    ``typed`` are values laid over cells first: (sheet, cell) → value. ``name_of`` finds a partner
    in a title. Raises UsageError for a step that does not fit the workbook.
    """
    typed = typed or {}
    if not steps and not typed:
        return workbook
    for name in [*sheets_of(steps), *(sheet for sheet, _ in typed)]:
        workbook.grid(name)  # says which sheets there are
    names = list(workbook.sheet_names)
    laid: dict[str, Laid] = {}

    def held(sheet: str) -> Laid:
        if sheet not in names:
            raise UsageError(
                say("'{sheet}' is already part of another sheet.", sheet=sheet),
                say("Name each sheet in one step only."),
            )
        if sheet not in laid:
            laid[sheet] = layouts.as_received(sheet, workbook.rows(sheet))
        return laid[sheet]

    for (sheet, cell), value in typed.items():
        laid[sheet] = layouts.written(held(sheet), *place_of(cell), value)
    for step in steps:
        _do(step, held, laid, names, name_of)
    return Shaped(workbook, laid, names, frozenset(typed))


def _do(
    step: Step,
    held: Callable[[str], Laid],
    laid: dict[str, Laid],
    names: list[str],
    name_of: NameOf,
) -> None:
    match step:
        case AppendSheets(by="quarter"):
            sheets = [held(name) for name in step.sheets]
            _check_rows(step.sheets, step.headings)
            laid[step.sheets[0]] = layouts.beside(sheets, step)
            for name in step.sheets[1:]:
                del laid[name]
                names.remove(name)
        case AppendSheets():
            _check_rows(step.sheets, step.headings)
            for name, row in zip(step.sheets, step.headings, strict=True):
                said = name_of(name) or name
                block = layouts.Block(row - 1, said, (name, -1, -1))
                laid[name] = layouts.named(held(name), [block], step.by)
        case AppendBlocks():
            blocks = layouts.blocks(held(step.sheet), step.headings, name_of)
            laid[step.sheet] = layouts.named(held(step.sheet), blocks, step.by)
        case HeadingRows():
            laid[step.sheet] = layouts.headed(held(step.sheet), step.first, step.last)
        case Transpose():
            laid[step.sheet] = layouts.turned(held(step.sheet))
        case Unpivot():
            laid[step.sheet] = layouts.unpivoted(held(step.sheet), step)
        case FillDown():
            laid[step.sheet] = layouts.filled_down(held(step.sheet), step.column, step.first - 1)
        case TotalRow():
            laid[step.sheet] = layouts.totalled(held(step.sheet), step.row - 1)
        case LeaveOut():
            laid[step.sheet] = layouts.left_out(held(step.sheet), step.range)


def _check_rows(sheets: Sequence[str], headings: Sequence[int]) -> None:
    if len(sheets) != len(headings):
        raise UsageError(
            say("A step names {sheets} sheets and {rows} rows of headings.", sheets=len(sheets),
                rows=len(headings)),
            say("Give each sheet its row of headings."),
        )  # fmt: skip


def _details(laid: Laid, received: Workbook, changed: frozenset[tuple[str, str]]) -> Details:
    """Return what is known of cells at the places where they now stand."""
    said = Said()
    formats: dict[int, Format] = {}
    if laid.origins is None:
        kept = {place_of(cell) for sheet, cell in changed if sheet == laid.sheet}
        known = received.grid(laid.sheet).details
        known.carry(said, formats, lambda at: () if at in kept else (at,), whole=True)
        return Details(said, formats)
    now: dict[str, dict[tuple[int, int], list[tuple[int, int]]]] = {}
    for row, column, (sheet, top, left) in laid.moved():
        if (sheet, address(max(top, 0), max(left, 0))) not in changed:
            now.setdefault(sheet, {}).setdefault((top, left), []).append((row, column))
    for sheet in laid.sources:
        received.grid(sheet).details.carry(said, formats, _to(now.get(sheet, {})))
    return Details(said, formats)


def _to(now: Mapping[tuple[int, int], Sequence[tuple[int, int]]]) -> Moves:
    return lambda at: now.get(at, ())
