"""The figures that an edition prints, each with where it comes from: what others can check.

A public edition says no more of a figure than it prints: the exact value behind a rounded one, the
place in a workbook that is partly exempt, and what it was worked out from may all be exempt.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, assert_never

import msgspec

from oscb_desktop.report.content.figures import (
    Figure,
    Figures,
    Formula,
    Provenance,
    decimal_text,
)
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import (
    Composition,
    Printed,
    PrintedChart,
    PrintedHeading,
    PrintedKeyFigures,
    PrintedList,
    PrintedParagraph,
    PrintedPicture,
    PrintedTable,
)
from oscb_desktop.report.publication.signoff import ReturnUsed

_NUMBER: Final = re.compile(
    r"(?P<sign>[-\N{MINUS SIGN}–]?)(?P<before>£?)"
    r"(?P<digits>(?:\d{1,3}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?)"
    r"(?P<after>(?:\s?%|\s[^\d\s].*)?)"
)


class NumberPrinted(msgspec.Struct, frozen=True, kw_only=True):
    """A number as it is printed: its value, its decimals, and what stands before and after it."""

    value: Decimal
    decimals: int
    before: str = ""
    after: str = ""


class FigurePrinted(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of a publication: what is printed of it, where, and where it comes from.

    ``value`` is "" where it is missing, which ``shown`` then says. ``workbook``, ``cell`` and
    ``sha256`` are "" for what was worked out: ``worked_out`` says how.
    """

    key: str
    shown: str
    value: str
    unit: str
    period: str
    places: tuple[str, ...]
    workbook: str = ""
    cell: str = ""  # "Sheet!C7"
    sha256: str = ""
    worked_out: str = ""
    corrected: bool = False  # by hand, after the cell was read


def read_number(text: str) -> NumberPrinted | None:
    """Return the number that a figure's printed text is; what follows it is its unit, if words.

    None for what is no number: words, shorthand, digits that begin with a nought.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    digits = found["digits"].replace(",", "")
    value = Decimal(digits)
    return NumberPrinted(
        value=-value if found["sign"] else value,
        decimals=len(digits.partition(".")[2]),
        before=found["before"],
        after=found["after"],
    )


def figures_printed(
    composition: Composition, figures: Figures, returns: Iterable[ReturnUsed]
) -> tuple[FigurePrinted, ...]:
    """Return every figure that an edition prints, in the order in which they are printed first.

    ``returns`` are the workbooks that the edition names.
    """
    return tuple(_Sources(composition, figures, tuple(returns)).all())


class _Sources:
    def __init__(
        self, composition: Composition, figures: Figures, returns: tuple[ReturnUsed, ...]
    ) -> None:
        self._figures = figures
        self._discreet = composition.edition == Edition.PUBLIC
        self._hashes = {held.sha256 for held in returns}
        self._names = {held.file for held in returns}
        self._texts: dict[str, list[str]] = {}
        self._places: dict[str, dict[str, None]] = {}
        for block in composition.blocks():
            for key, text in _prints(block):
                self._texts.setdefault(key, []).append(text)
                self._places.setdefault(key, {})[_place(block)] = None

    def all(self) -> Iterator[FigurePrinted]:
        for key in self._texts:
            figure = self._figures.get(key)
            if figure is not None:
                yield self._of(figure)

    def _of(self, figure: Figure) -> FigurePrinted:
        shown = max(self._texts[figure.key], key=_decimals)
        origin = figure.origin
        workbook, cell, sha256 = ("", "", "") if isinstance(origin, Formula) else self._at(origin)
        return FigurePrinted(
            key=figure.key,
            shown=shown,
            value=self._value(figure, shown),
            unit=figure.unit,
            period=figure.period,
            places=tuple(filter(None, self._places[figure.key])),
            workbook=workbook,
            cell=cell,
            sha256=sha256,
            worked_out=self._formula(origin) if isinstance(origin, Formula) else "",
            corrected=figure.correction is not None,
        )

    def _value(self, figure: Figure, shown: str) -> str:
        if figure.value is None:
            return ""
        if not self._discreet:
            return decimal_text(figure.value)
        number = read_number(shown)
        return "" if number is None else decimal_text(number.value)

    def _at(self, origin: Provenance) -> tuple[str, str, str]:
        """Return workbook, cell and hash, as far as they may be told."""
        if not self._discreet or origin.sha256 in self._hashes:
            return origin.file, f"{origin.sheet}!{origin.cell}", origin.sha256
        return origin.file if origin.file in self._names else "", "", ""

    def _formula(self, formula: Formula) -> str:
        if self._discreet and not all(key in self._texts for key in formula.inputs):
            return "Worked out from other figures"
        return formula.text


def _prints(block: Printed) -> Iterator[tuple[str, str]]:
    """Yield key and printed text of each figure in a block."""
    if isinstance(block, PrintedParagraph):
        yield from ((run.figure, run.text) for run in block.runs if run.figure)
    elif isinstance(block, PrintedList):
        yield from ((run.figure, run.text) for item in block.items for run in item if run.figure)
    elif isinstance(block, PrintedTable):
        cells = (cell for row in block.table.rows for cell in row.cells)
        yield from ((cell.figure, cell.text) for cell in cells if cell.figure)
    elif isinstance(block, PrintedChart):
        for series in block.data.series:
            pairs = zip(series.figures, series.labels, strict=True)
            yield from ((key, text) for key, text in pairs if key)
    elif isinstance(block, PrintedKeyFigures):
        yield from ((box.figure, box.text) for box in block.boxes)
    elif not isinstance(block, PrintedHeading | PrintedPicture):
        assert_never(block)


def _place(block: Printed) -> str:
    """Return what a reader calls the place: "Paragraph 7", "Table 2", "" for one without a name."""
    if isinstance(block, PrintedTable | PrintedChart | PrintedPicture):
        return block.caption.partition(":")[0]
    if isinstance(block, PrintedParagraph) and block.number is not None:
        return f"Paragraph {block.number}"
    return ""


def _decimals(text: str) -> int:
    number = read_number(text)
    return -1 if number is None else number.decimals
