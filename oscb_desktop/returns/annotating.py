"""A copy of a partner's own workbook with its problems coloured and commented, to send back."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.base.text import say
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.returns.blanks import guarded
from oscb_desktop.returns.cells import letter
from oscb_desktop.returns.reading import Workbook

if TYPE_CHECKING:
    from openpyxl import Workbook as Book

_COLOURS = {Severity.BLOCK: "F8C9C4", Severity.WARN: "FFE3A3", Severity.NOTE: "D6E6F5"}


def annotate(workbook: Workbook, problems: Sequence[Problem], path: Path) -> int:
    """Write the annotated copy to ``path`` as .xlsx; return how many cells were marked.

    A format that openpyxl does not write (.xls, .ods, .csv) comes out as .xlsx with the same
    values in the same cells. Raises OscbError where the file cannot be written.
    """
    book = _copy(workbook)
    by_cell: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.place.cell and problem.place.sheet in book.sheetnames:
            by_cell[problem.place.sheet, problem.place.cell].append(problem)
    for (sheet, cell), found in by_cell.items():
        _mark(book, sheet, cell, found)
    _summary(book, problems)
    out = BytesIO()
    book.save(out)
    write_whole(path, out.getvalue())
    return len(by_cell)


def _copy(workbook: Workbook) -> "Book":
    from openpyxl import Workbook as Book
    from openpyxl import load_workbook

    if workbook.name.casefold().endswith((".xlsx", ".xltx")):
        # Whatever openpyxl makes of a file that it cannot read: it is then copied by value.
        with suppress(Exception):
            return load_workbook(BytesIO(workbook.decrypted))
    book = Book()
    book.remove(book.worksheets[0])
    for name in workbook.sheet_names:
        sheet = book.create_sheet(name[:31])
        for row in workbook.rows(name):
            sheet.append([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return book


def _mark(book: "Book", sheet: str, address: str, found: Sequence[Problem]) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = book[sheet][address]
    if isinstance(cell, MergedCell):
        merged = next(span for span in book[sheet].merged_cells.ranges if address in span)
        cell = book[sheet].cell(merged.min_row, merged.min_col)
    worst = min(found, key=lambda problem: list(_COLOURS).index(problem.severity))
    cell.fill = PatternFill("solid", fgColor=_COLOURS[worst.severity])
    text = "\n".join(f"{problem.message} {problem.remedy}" for problem in found)
    comment = Comment(text, "OSCB Desktop")
    comment.width, comment.height = 340, 120
    cell.comment = comment


def _summary(book: "Book", problems: Sequence[Problem]) -> None:
    from openpyxl.styles import Alignment, Font

    title = say("What to correct")
    words = {
        Severity.BLOCK: say("To correct"),
        Severity.WARN: say("To check"),
        Severity.NOTE: say("For information"),
    }
    while title in book.sheetnames:
        title += " (2)"
    sheet = book.create_sheet(title, 0)
    sheet.append([say("What"), say("Sheet"), say("Cell"), say("Found"), say("What is needed")])
    for problem in problems:
        row = [
            words[problem.severity],
            problem.place.sheet,
            problem.place.cell,
            f"{problem.message}",
            problem.remedy,
        ]
        sheet.append([guarded(text) for text in row])
        if problem.place.cell and problem.place.sheet in book.sheetnames:
            link = sheet.cell(sheet.max_row, 3)
            name = problem.place.sheet.replace("'", "''")
            link.hyperlink = f"#'{name}'!{problem.place.cell}"
            link.style = "Hyperlink"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for index, width in enumerate((16, 22, 8, 70, 60)):
        sheet.column_dimensions[letter(index)].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    book.active = 0
