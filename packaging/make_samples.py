"""Write the sample returns in resources/samples, filled in as partners would fill them in.

Every figure is made up, and a row of each workbook says so. Run it from the project's root.
"""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

OUT = Path(__file__).resolve().parents[1] / "resources" / "samples" / "oscb-2025-26"
MADE_UP = "Sample data: every figure here is made up. It describes no real year."
POUNDS = '"£"#,##0.00'
BOLD = Font(bold=True)
TITLE = Font(bold=True, size=14)
SHADE = PatternFill("solid", fgColor="D9E2EC")

# partner, cash or in kind, previous year, agreed, received
CONTRIBUTIONS: list[tuple[str, str, float | str, float | str, float | str]] = [
    ("Oxfordshire County Council", "Cash", 178500, 183850, 183850),
    ("NHS Buckinghamshire, Oxfordshire and Berkshire West ICB", "Cash", 92000, 95000, 95000),
    ("Thames Valley Police", "Cash", 88500, 91150, 91150),
    ("Probation Service", "Cash", 4300, 4300, 4300),
    ("Cherwell District Council", "Cash", 7000, 7000, 7000),
    ("Oxford City Council", "Cash", 7000, 7000, 7000),
    ("South Oxfordshire District Council", "Cash", 7000, 7000, 7000),
    ("Vale of White Horse District Council", "Cash", 7000, 7000, 5250),
    ("West Oxfordshire District Council", "Cash", 7000, 7000, 7000),
    ("Training income", "Cash", 3150, 3000, 4750),
    ("Schools and further education colleges", "In kind", "[z]", "[z]", "[z]"),
]

# line, budget, actual, forecast
EXPENDITURE: list[tuple[str, float, float, float]] = [
    ("Business unit staff", 248600, 243915.4, 243915.4),
    ("Independent scrutineer", 32000, 31250, 31250),
    ("Multi-agency training", 46500, 48120.75, 48120.75),
    ("Child safeguarding practice reviews", 48000, 52340, 52340),
    ("Subgroups and events", 14200, 12865.2, 12865.2),
    ("Information technology and website", 13500, 12980, 12980),
    ("Communications and printing", 6000, 4815.5, 4815.5),
    ("Translation and interpreting", 3500, 2960.25, 2960.25),
]

RESERVES: list[tuple[str, float]] = [("Opening reserve", 64200), ("Closing reserve", 67252.9)]

PERCENT, NUMBER, RATE = "%", "number", "per 10,000"
# code, indicator, category, unit, polarity, period type, numerator, denominator, value, target,
# tolerance, previous year, statistical neighbours, England
Value = float | str | None
INDICATORS: list[tuple[str, str, str, str, str, str, *tuple[Value, ...]]] = [
    (
        "PI01",
        "Contacts to the multi-agency safeguarding hub",
        "Front door",
        NUMBER,
        "Target",
        "Year",
        None,
        None,
        21480,
        21000,
        1000,
        20955,
        None,
        None,
    ),
    (
        "PI02",
        "Referrals to children's social care",
        "Front door",
        NUMBER,
        "Target",
        "Year",
        None,
        None,
        6512,
        6400,
        300,
        6688,
        None,
        None,
    ),
    (
        "PI03",
        "Re-referrals within 12 months",
        "Front door",
        PERCENT,
        "Low",
        "Year",
        1302,
        6512,
        0.2,
        0.2,
        0.02,
        0.224,
        0.21,
        0.225,
    ),
    (
        "PI04",
        "Assessments completed within 45 working days",
        "Assessment",
        PERCENT,
        "High",
        "Year",
        4617,
        5432,
        0.85,
        0.88,
        0.03,
        0.823,
        0.84,
        0.837,
    ),
    (
        "PI05",
        "Section 47 enquiries",
        "Assessment",
        RATE,
        "Target",
        "Year",
        2065,
        149000,
        138.6,
        140,
        10,
        145.1,
        150.2,
        185.8,
    ),
    (
        "PI06",
        "Initial conferences within 15 working days",
        "Child protection",
        PERCENT,
        "High",
        "Year",
        583,
        720,
        0.81,
        0.85,
        0.05,
        0.784,
        0.79,
        0.778,
    ),
    (
        "PI07",
        "Child protection plans at year end",
        "Child protection",
        RATE,
        "Target",
        "Snapshot",
        566,
        149000,
        38,
        38,
        3,
        39.8,
        38.4,
        41.6,
    ),
    (
        "PI08",
        "Second or later child protection plan",
        "Child protection",
        PERCENT,
        "Low",
        "Year",
        146,
        608,
        0.24,
        0.22,
        0.02,
        0.231,
        0.235,
        0.247,
    ),
    (
        "PI09",
        "Child protection plans lasting over two years",
        "Child protection",
        PERCENT,
        "Low",
        "Snapshot",
        "[c]",
        566,
        "[c]",
        0.02,
        0.01,
        0.019,
        0.021,
        0.024,
    ),
    (
        "PI10",
        "Children we care for",
        "Children we care for",
        RATE,
        "Low",
        "Snapshot",
        836,
        149000,
        56.1,
        55,
        2,
        57.4,
        60.3,
        70.2,
    ),
    (
        "PI11",
        "Return interviews held within 72 hours",
        "Missing children",
        PERCENT,
        "High",
        "Year",
        612,
        900,
        0.68,
        0.8,
        0.05,
        0.715,
        None,
        None,
    ),
    (
        "PI12",
        "Early help assessments",
        "Early help",
        NUMBER,
        "High",
        "Year",
        None,
        None,
        4310,
        4000,
        200,
        3745,
        None,
        None,
    ),
    (
        "PI13",
        "Children electively home educated",
        "Education",
        NUMBER,
        "Low",
        "Snapshot",
        None,
        None,
        1186,
        "n/a",
        None,
        1042,
        None,
        None,
    ),
    (
        "PI14",
        "Training places taken up",
        "Training",
        PERCENT,
        "High",
        "Year",
        9840,
        10930,
        0.9,
        0.9,
        0.05,
        0.874,
        None,
        None,
    ),
]


def main() -> None:
    """Write both workbooks."""
    OUT.mkdir(parents=True, exist_ok=True)
    budget().save(OUT / "partnership-budget.xlsx")
    indicators().save(OUT / "performance-indicators.xlsx")


def budget() -> Workbook:
    """Return the partnership budget: contributions and reserves on one sheet, spending on one."""
    book = Workbook()
    sheet = _first(book, "Contributions")
    _titles(sheet, "Oxfordshire Safeguarding Children Board", "Partnership budget 2025-26")
    sheet.append(["Return completed on", date(2026, 4, 17)])
    sheet.cell(sheet.max_row, 2).number_format = "d mmm yyyy"
    sheet.append([])
    sheet.append(["", "", "Previous year", "This year"])
    sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=4, end_column=6)
    sheet.cell(sheet.max_row, 4).alignment = Alignment(horizontal="center")
    _header(
        sheet,
        [
            "Partner",
            "Cash or in kind",
            "2024-25 received (£)",
            "Agreed (£)",
            "Received (£)",
            "Variance (£)",
        ],
    )
    first = sheet.max_row + 1
    for name, form, previous, agreed, received in CONTRIBUTIONS:
        if name == "Training income":
            sheet.append([])
        variance = "[z]" if isinstance(agreed, str) else _difference(received, agreed)
        sheet.append([name, form, previous, agreed, received, variance])
    _money(sheet, first, 3, 6)
    columns = list(zip(*CONTRIBUTIONS, strict=True))
    previous, agreed, received = (_sum(columns[index]) for index in (2, 3, 4))
    _total(sheet, ["Total", "", previous, agreed, received, received - agreed], 3)
    sheet.append([])
    sheet.append(["Note: schools and colleges give rooms and staff time. [z] is not applicable."])
    sheet.append([])
    _header(sheet, ["Reserves", "Amount (£)"])
    first = sheet.max_row + 1
    for label, amount in RESERVES:
        sheet.append([label, amount])
    _money(sheet, first, 2, 2)
    sheet.append([])
    sheet.append([MADE_UP])
    _widths(sheet, [58, 17, 21, 15, 15, 15])

    sheet = book.create_sheet("Expenditure")
    _titles(sheet, "Partnership budget 2025-26", "What the money was spent on")
    sheet.append([])
    _header(sheet, ["Expenditure line", "Budget (£)", "Actual (£)", "Forecast (£)", "Variance (£)"])
    first = sheet.max_row + 1
    for line, planned, actual, forecast in EXPENDITURE:
        sheet.append([line, planned, actual, forecast, _difference(actual, planned)])
    _money(sheet, first, 2, 5)
    sums = [_sum(column) for column in list(zip(*EXPENDITURE, strict=True))[1:]]
    _total(sheet, ["Total expenditure", *sums, round(sums[1] - sums[0], 2)], 2)
    sheet.append([])
    sheet.append([MADE_UP])
    _widths(sheet, [44, 15, 15, 15, 15])
    return book


def indicators() -> Workbook:
    """Return the performance indicators, with percentages as Excel keeps them (0.81 as 81%)."""
    book = Workbook()
    sheet = _first(book, "Indicators")
    _titles(
        sheet,
        "Oxfordshire Safeguarding Children Board",
        "Performance indicators, April 2025 to March 2026 (2025-26)",
    )
    sheet.append(["Return completed on", date(2026, 4, 22)])
    sheet.cell(sheet.max_row, 2).number_format = "d mmm yyyy"
    sheet.append([])
    sheet.append([""] * 11 + ["Comparators"])
    sheet.merge_cells(
        start_row=sheet.max_row, end_row=sheet.max_row, start_column=13, end_column=14
    )
    _header(
        sheet,
        [
            "Ref",
            "Indicator",
            "Category",
            "Unit",
            "Good is",
            "Period type",
            "Numerator",
            "Denominator",
            "Value",
            "Target",
            "Tolerance",
            "Previous year",
            "Statistical neighbours",
            "England",
        ],
    )
    for row in INDICATORS:
        sheet.append(row)
        for index in range(7, 15):
            cell = sheet.cell(sheet.max_row, index)
            if row[3] == PERCENT and index >= 9:
                cell.number_format = "0.0%"
            elif row[3] == NUMBER or index < 9:
                cell.number_format = "#,##0"
            else:
                cell.number_format = "0.0"
    sheet.append([])
    sheet.append(["[c] is suppressed to protect confidentiality; n/a is not applicable."])
    sheet.append([MADE_UP])
    _widths(sheet, [8, 50, 22, 12, 10, 13, 12, 13, 10, 10, 11, 14, 22, 10])
    return book


def _first(book: Workbook, title: str) -> Worksheet:
    sheet = book.worksheets[0]
    sheet.title = title
    return sheet


def _titles(sheet: Worksheet, *lines: str) -> None:
    for line in lines:
        sheet.append([line])
        sheet.cell(sheet.max_row, 1).font = TITLE


def _header(sheet: Worksheet, names: list[str]) -> None:
    sheet.append(names)
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = BOLD, SHADE
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _total(sheet: Worksheet, row: list[str | float], first_column: int) -> None:
    sheet.append(row)
    for cell in sheet[sheet.max_row]:
        cell.font = BOLD
    _money(sheet, sheet.max_row, first_column, len(row))


def _money(sheet: Worksheet, first_row: int, first_column: int, last_column: int) -> None:
    for row in sheet.iter_rows(first_row, sheet.max_row, first_column, last_column):
        for cell in row:
            cell.number_format = POUNDS


def _widths(sheet: Worksheet, widths: list[int]) -> None:
    for index, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHIJKLMN"[index]].width = width


def _difference(left: float | str, right: float | str) -> float:
    return round(float(left) - float(right), 2)


def _sum(values: tuple[float | str, ...]) -> float:
    return round(sum(value for value in values if not isinstance(value, str)), 2)


if __name__ == "__main__":
    main()
