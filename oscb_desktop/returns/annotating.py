"""A copy of a partner's own workbook with its problems coloured and commented, to send back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from oscb_desktop.base.catalogue import entries
from oscb_desktop.base.own_files import PROGRAM
from oscb_desktop.base.problems import Problem, Severity
from oscb_desktop.base.text import say
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.report.content.figures import Correction
from oscb_desktop.returns.blanks import guarded
from oscb_desktop.returns.cells import letter
from oscb_desktop.returns.reading import Workbook

if TYPE_CHECKING:
    from openpyxl import Workbook as Book
    from openpyxl.worksheet.worksheet import Worksheet

_COLOURS = {Severity.BLOCK: "F8C9C4", Severity.WARN: "FFE3A3", Severity.NOTE: "D6E6F5"}
_CORRECTED = "CDE8CF"


def annotate(
    workbook: Workbook,
    problems: Sequence[Problem],
    path: Path,
    corrections: Mapping[tuple[str, str], Correction] | None = None,
) -> int:
    """Write the annotated copy to ``path`` as .xlsx; return how many cells were marked.

    ``corrections`` are told at their cells, which hold what they held. What is about other files,
    the report or this program is left out: it is not the partner's business. A format that
    openpyxl does not write (.xls, .ods, .csv) comes out as .xlsx with the same values in the same
    cells. Raises OscbError where the file cannot be written.
    """
    book = _copy(workbook)
    problems = [found for found in problems if _is_theirs(found, workbook.name)]
    corrections = corrections or {}
    by_cell: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.place.cell and problem.place.sheet in book.sheetnames:
            by_cell[problem.place.sheet, problem.place.cell].append(problem)
    for (sheet, cell), found in by_cell.items():
        worst = min(found, key=lambda problem: list(_COLOURS).index(problem.severity))
        text = "\n".join(f"{problem.message} {problem.remedy}" for problem in found)
        _mark(book, sheet, cell, _COLOURS[worst.severity], text)
    for (sheet, cell), held in corrections.items():
        if sheet in book.sheetnames:
            _mark(book, sheet, cell, _CORRECTED, _corrected(held))
    _summary(book, problems, corrections)
    out = BytesIO()
    book.properties.lastModifiedBy = PROGRAM
    book.save(out)
    write_whole(path, out.getvalue())
    return len({*by_cell, *corrections})


def _is_theirs(found: Problem, name: str) -> bool:
    entry = entries().get(found.code)
    return found.place.file in ("", name) and (entry is None or not entry.ours)


def _corrected(held: Correction) -> str:
    when = held.at.astimezone()
    words = say(
        "Corrected to {new} by {by} on {day}",
        new=held.new or say("nothing"), by=held.by, day=f"{when.day} {when:%B %Y}",
    )  # fmt: skip
    return f"{words}: {held.why}" if held.why else f"{words}."


def _copy(workbook: Workbook) -> "Book":
    from openpyxl import Workbook as Book
    from openpyxl import load_workbook

    if workbook.name.casefold().endswith((".xlsx", ".xltx")):
        # Whatever openpyxl makes of a file that it cannot read: it is then copied by value.
        with suppress(Exception):
            return load_workbook(BytesIO(workbook.decrypted))
    book = Book()
    book.remove(book.worksheets[0])
    book.properties.creator = None
    for name in workbook.sheet_names:
        sheet = book.create_sheet(name[:31])
        if name in workbook.hidden_sheets:
            sheet.sheet_state = "hidden"
        for row in workbook.rows(name):
            sheet.append([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return book


def _mark(book: "Book", sheet: str, address: str, colour: str, text: str) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = book[sheet][address]
    if isinstance(cell, MergedCell):
        merged = next(span for span in book[sheet].merged_cells.ranges if address in span)
        cell = book[sheet].cell(merged.min_row, merged.min_col)
    cell.fill = PatternFill("solid", fgColor=colour)
    before = f"{cell.comment.text}\n\n" if cell.comment is not None else ""  # it is theirs
    comment = Comment(f"{before}{text}", "OSCB Desktop")
    comment.width, comment.height = 340, 120
    cell.comment = comment


def _summary(
    book: "Book",
    problems: Sequence[Problem],
    corrections: Mapping[tuple[str, str], Correction],
) -> None:
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
        _add(sheet, row, book.sheetnames)
    for (name, cell), held in corrections.items():
        found = say("It says {old}.", old=held.old) if held.old else say("It is empty.")
        _add(sheet, [say("Corrected"), name, cell, found, _corrected(held)], book.sheetnames)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for index, width in enumerate((16, 22, 8, 70, 60)):
        sheet.column_dimensions[letter(index)].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    book.active = 0


def _add(sheet: "Worksheet", row: Sequence[str], names: Sequence[str]) -> None:
    """Add a row of what, sheet, cell, found and needed, with a link to the cell."""
    sheet.append([guarded(text) for text in row])
    _, name, cell, *_ = row
    if cell and name in names:
        link = sheet.cell(sheet.max_row, 3)
        quoted = name.replace("'", "''")
        link.hyperlink = f"#'{quoted}'!{cell}"
        link.style = "Hyperlink"
