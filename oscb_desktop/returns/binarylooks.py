"""What both binary formats of Excel share: looks of cells, codes of errors, runs of texts."""

from collections.abc import Iterable, Sequence

import msgspec

from oscb_desktop.returns.cellformats import Format, format_of, numbered
from oscb_desktop.returns.details import Marked, Run, Said, marked, named, packed

# [MS-XLS] 2.5.10 and [MS-XLSB] 2.5.97.2.
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
FAILED = "#VALUE!"  # for a code that is none of these
RAISED = 1  # of a font's script: 2 is lowered


class Sheet(msgspec.Struct, frozen=True):
    """What a sheet says, and the formats by the number of their style."""

    said: Said
    formats: list[Format]


class Looks:
    """The fonts, formats and styles of a workbook, in the order of the file."""

    def __init__(self) -> None:
        self.fonts: list[tuple[bool, bool]] = []  # raised, struck
        self.codes: dict[int, str] = {}
        self.styles: list[tuple[int, int]] = []  # format, font
        self.marked: dict[int, Marked] = {}  # shared texts with raised or struck runs

    def formats(self) -> list[Format]:
        """Return what each style shows."""
        return [
            numbered(code) if code not in self.codes else format_of(self.codes[code])
            for code, _ in self.styles
        ]

    @property
    def marks(self) -> bool:
        """Whether any font raises or strikes."""
        return any(raised or struck for raised, struck in self.fonts)

    def runs(self, text: str, starts: Iterable[tuple[int, int]]) -> Marked | None:
        """Return what is left of a text whose runs begin so: at a letter, in a font."""
        bounds = [(0, -1), *starts]
        ends = [start for start, _ in bounds[1:]] + [len(text)]
        held: list[Run] = [
            (text[start:end], *self._font(font))
            for (start, font), end in zip(bounds, ends, strict=True)
        ]
        found = marked(held)
        return found if found.raised or found.struck else None

    def note(self, said: Said, row: int, column: int, style: int, shared: int = -1) -> None:
        """Note how a cell looks, and the marks of its shared text."""
        place = packed(row, column)
        if not 0 <= style < len(self.styles):
            return
        said.add_style(style, place)
        raised, struck = self._font(self.styles[style][1])
        if raised or struck:
            said.mark(named(place), Marked(kept="", raised=raised, struck=struck))
        if shared in self.marked:
            said.mark(named(place), self.marked[shared])

    def _font(self, font: int) -> tuple[bool, bool]:
        return self.fonts[font] if 0 <= font < len(self.fonts) else (False, False)


def doubt_unsaved(sheets: Sequence[Said], formulas: Sequence[tuple[Said, str, float]]) -> None:
    """Put formulas in doubt where all of a workbook's give nought.

    These formats keep no sign of a formula that was never worked out: it gives nought, and so
    does every other one.
    """
    if len(formulas) > 1 and sheets and all(value == 0 for _, _, value in formulas):
        for said, cell, _ in formulas:
            said.doubtful.add(cell)
