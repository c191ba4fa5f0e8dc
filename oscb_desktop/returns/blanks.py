"""Blank returns to send out: a workbook that people like, and that comes back known by itself."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from oscb_desktop.base.own_files import PROGRAM
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.report.content.figures import Figure, FigureSet, decimal_text, exact
from oscb_desktop.returns import blank_ids, kinds
from oscb_desktop.returns.cells import letter
from oscb_desktop.returns.kinds import Field, Kind, Table

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

BESIDE = "For comparison:"  # begins the headings of last year's figures, which are not asked for
_SPARE_ROWS = 40
_HEADER_ROW = 5
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_FORMATS = {"money": "#,##0.00", "count": "#,##0", "number": "#,##0.##", "measure": "General",
            "date": "dd/mm/yyyy"}  # fmt: skip
_ENTRY = "FFF9DB"  # the colour of cells to fill in
_UNITS = ("%", "number", "per 10,000", "days")


def write_blank(
    kind: str,
    path: Path,
    *,
    reporting_year: str = "",
    partner: str = "",
    previous: Mapping[str, FigureSet] | None = None,
) -> None:
    """Write the empty return of a kind to ``path``.

    ``previous`` holds last year's figure sets by table: their rows are named in the blank and
    their figures stand beside. Raises UsageError for a kind that does not exist, OscbError where
    the file cannot be written.
    """
    held = kinds.kind(kind)
    out = BytesIO()
    _book(held, reporting_year, partner, previous or {}).save(out)
    write_whole(path, out.getvalue())


def guarded(text: str) -> str:
    """Return text that no spreadsheet will take for a formula.

    Source: OWASP, "CSV injection". The apostrophe is shown by no spreadsheet as part of the text.
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _book(kind: Kind, year: str, partner: str, previous: Mapping[str, FigureSet]) -> "Workbook":
    from openpyxl import Workbook

    book = Workbook()
    book.properties.lastModifiedBy = PROGRAM  # until somebody fills it in
    guide = book.worksheets[0]
    guide.title = blank_ids.GUIDE
    _guide(guide, kind, year)
    for table in kind.tables:
        sheet = book.create_sheet(table.title[:31])
        _table(sheet, kind, table, year, partner, previous.get(table.id))
    mark = book.create_sheet(blank_ids.SHEET)
    mark.sheet_state = "veryHidden"
    for row in (("kind", kind.id), ("year", year), ("partner", partner)):
        mark.append([guarded(word) for word in row])
    book.active = 1
    return book


def _guide(sheet: "Worksheet", kind: Kind, year: str) -> None:
    from openpyxl.styles import Alignment, Font

    lines = [
        f"{kind.title} {year}".strip(), kind.help, "",
        "Fill in the yellow cells of each of the other sheets. The rest is locked.",
        "One row for each thing. Leave no blank rows in between if you can.",
        "Write numbers in digits. A pound sign or commas do no harm.",
        "Leave a cell empty only if there is nothing to say. Otherwise write:",
        "    [c]  suppressed to protect confidentiality",
        "    [x]  not available",
        "    [z]  not applicable",
        "Save the workbook and send it back. Nothing else is needed.",
    ]  # fmt: skip
    for line in lines:
        sheet.append([guarded(line)])
    sheet["A1"].font = Font(bold=True, size=16)
    for row in sheet.iter_rows(min_row=2, max_row=len(lines)):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
        row[0].font = Font(size=12)
    sheet.column_dimensions["A"].width = 90
    sheet.protection.sheet = True


class _Sheet(msgspec.Struct, frozen=True):
    """What a sheet of a blank holds: columns to fill in, last year's figures beside them."""

    table: Table
    fields: list[Field]
    beside: list[Field]
    held: FigureSet | None  # last year's

    @classmethod
    def of(cls, table: Table, held: FigureSet | None) -> "_Sheet":
        """Return the sheet of a table."""
        fields = [field for field in table.fields if field.in_blank and not field.plus]
        beside = [f for f in fields if f.is_figure and held is not None and held.column(f.name)]
        return cls(table, fields, beside, held)

    @property
    def headings(self) -> list[str]:
        """The words over its columns."""
        return [
            *map(_heading, self.fields),
            *(f"{BESIDE} {field.label.casefold()} before" for field in self.beside),
        ]

    @property
    def last(self) -> int:
        """The last row to fill in, from 1."""
        return _HEADER_ROW + (0 if self.held is None else len(self.held.keys)) + _SPARE_ROWS


def _table(
    sheet: "Worksheet", kind: Kind, table: Table, year: str, partner: str, held: FigureSet | None
) -> None:
    """Write the sheet of one table."""
    plan = _Sheet.of(table, held)
    _head(sheet, kind, table, year, partner)
    _write_headings(sheet, plan.headings)
    _shade_entries(sheet, plan)
    if held is not None:
        _fill_before(sheet, plan, held)
    for index, field in enumerate(plan.fields):
        span = f"{letter(index)}{_HEADER_ROW + 1}:{letter(index)}{plan.last}"
        _check(sheet, table, field, span)
        sheet.column_dimensions[letter(index)].width = _width(field)
    for index in range(len(plan.fields), len(plan.headings)):
        sheet.column_dimensions[letter(index)].width = 18
    _protect(sheet)


def _head(sheet: "Worksheet", kind: Kind, table: Table, year: str, partner: str) -> None:
    """Write what stands over the table: its title, its unit and who fills it in."""
    from openpyxl.styles import Font, PatternFill, Protection

    sheet["A1"] = guarded(f"{table.title} {year}".strip())
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A2"] = f"Amounts in {table.unit}." if table.unit == "£" else guarded(kind.help)
    if kind.per_partner:
        sheet["A3"], sheet["B3"] = "Partner", guarded(partner)
        sheet["B3"].protection = Protection(locked=False)
        sheet["B3"].fill = PatternFill("solid", fgColor=_ENTRY)


def _write_headings(sheet: "Worksheet", headings: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    header, shade = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3A5F")
    for index, text in enumerate(headings, start=1):
        cell = sheet.cell(_HEADER_ROW, index, guarded(text))
        cell.font, cell.fill = header, shade
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _shade_entries(sheet: "Worksheet", plan: _Sheet) -> None:
    """Shade and unlock the cells to fill in."""
    from openpyxl.styles import Border, PatternFill, Protection, Side

    entry, line = PatternFill("solid", fgColor=_ENTRY), Side(style="thin", color="BBBBBB")
    for row in range(_HEADER_ROW + 1, plan.last + 1):
        for index, field in enumerate(plan.fields, start=1):
            box = sheet.cell(row, index)
            box.fill, box.border = entry, Border(bottom=line, right=line)
            box.protection = Protection(locked=False)
            box.number_format = _FORMATS.get(field.type, "@")


def _protect(sheet: "Worksheet") -> None:
    """Lock what is not to be filled in, and set the page up."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.freeze_panes = f"B{_HEADER_ROW + 1}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.sort = False
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _heading(field: Field) -> str:
    return f"{field.label} (£)" if field.type == "money" else field.label


def _fill_before(sheet: "Worksheet", plan: _Sheet, held: FigureSet) -> None:
    """Name last year's rows, and put their figures beside what is to be filled in."""
    from openpyxl.styles import PatternFill

    past = PatternFill("solid", fgColor="EDEDED")
    for index, label in enumerate(held.labels):
        row = _HEADER_ROW + 1 + index
        for column, field in enumerate(plan.fields, start=1):
            if field.is_figure:
                continue
            is_name = field.name == plan.table.label_field.name
            word = label if is_name else held.word(index, field.name)
            if word:
                sheet.cell(row, column, guarded(word))
        for column, field in enumerate(plan.beside, start=len(plan.fields) + 1):
            cell = sheet.cell(row, column)
            cell.fill = past
            _write_figure(cell, held.figure(held.keys[index], field.name), field)


def _write_figure(cell: "Cell | MergedCell", figure: Figure | None, field: Field) -> None:
    """Write one of last year's figures, or the symbol of one that is missing."""
    if figure is None:
        return
    if figure.value is None:
        cell.value = f"[{figure.missing}]"
        return
    cell.value = float(decimal_text(exact(str(figure.value))))
    cell.number_format = _FORMATS.get(field.type, "General")


def _check(sheet: "Worksheet", table: Table, field: Field, span: str) -> None:
    """Add a drop-down or an input check, with a message in plain words."""
    from openpyxl.worksheet.datavalidation import DataValidation

    choices = field.choices or (_UNITS if field.name == table.unit_field else ())
    if choices:
        # A comma would split a choice: "per 10,000" is left to typing.
        listed = ",".join(choice for choice in choices if "," not in choice)
        check = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        check.showErrorMessage = False
        check.prompt = f"Choose one: {', '.join(choices)}."
    elif field.is_figure:
        check = DataValidation(type="custom", formula1=_rule(field, span), allow_blank=True)
        check.errorStyle = "warning"
        check.showErrorMessage = True
        check.errorTitle = "A number is needed"
        check.error = f"{field.label} is a number, or [c], [x] or [z]. Keep what you typed?"
        check.prompt = _prompt(field)
    else:
        return
    check.showInputMessage = True
    check.promptTitle = field.label[:32]
    sheet.add_data_validation(check)
    check.add(span)


def _rule(field: Field, span: str) -> str:
    cell = span.split(":")[0]
    number = f"ISNUMBER({cell})"
    if field.minimum is not None:
        number = f"AND({number},{cell}>={field.minimum:g})"
    return f'OR({number},LEFT({cell},1)="[")'


def _prompt(field: Field) -> str:
    needed = {
        "money": "Pounds and pence, for example 1250.50.",
        "count": "A whole number, for example 42.",
        "measure": "The figure in the row's unit: 81 or 81% for a percentage.",
    }
    return needed.get(field.type, "A number.")


def _width(field: Field) -> int:
    if field.type == "label":
        return 44
    return 16 if field.is_figure or field.type in ("date", "choice") else 26
