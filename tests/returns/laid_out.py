"""True figures laid out at random, as partners lay them out: the sheets, and where each figure is.

``lay_out(random)`` gives a workbook and the facts in it. What is done to them is what was seen in
real returns: titles, bands of years and quarters, units in headings, titles, notes, sheet names and
number formats, totals by many names, last year beside, drafts beside, headings that nearly are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from openpyxl import Workbook

from oscb_desktop.returns.cells import address

YEAR, BEFORE = "2025-26", "2024-25"
PARTNERS = (
    "Oxfordshire County Council", "Thames Valley Police", "Probation Service",
    "Cherwell District Council", "Oxford City Council", "Oxford Health NHS Foundation Trust",
)  # fmt: skip
LINES = ("Staffing", "Training", "Independent chair", "Case reviews", "Website", "Printing")
COURSES = ("Neglect", "Level 3 safeguarding", "Exploitation", "Domestic abuse", "Early help")
INDICATORS = (
    ("Number of referrals", "number"), ("Percentage of visits on time", "%"),
    ("Number of contacts", "number"), ("Percentage of reviews in time", "%"),
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A true value: its field, its row's name, in pounds or as shown, its year, and its cell."""

    field: str
    row: str
    value: Decimal
    cell: str
    sheet: str
    period: str = YEAR


@dataclass
class LaidOut:
    """A workbook and all that is true of it. ``totals`` are those of the year, by field."""

    sheets: dict[str, list[list[Any]]]
    facts: list[Fact] = field(default_factory=list)
    totals: dict[str, Decimal] = field(default_factory=dict)
    formats: dict[tuple[str, str], str] = field(default_factory=dict)
    units: dict[tuple[str, str], str] = field(default_factory=dict)  # of measures, by cell
    done: list[str] = field(default_factory=list)  # in words, to read when a run fails

    def as_xlsx(self) -> bytes:
        """Return the workbook as a file."""
        book = Workbook()
        book.remove(book.worksheets[0])
        for name, rows in self.sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append([None if cell == "" else cell for cell in row])
            for (of, cell), code in self.formats.items():
                if of == name:
                    sheet[cell].number_format = code
        out = BytesIO()
        book.save(out)
        return out.getvalue()


Layout = Callable[[Random], LaidOut]

# Each field with headings that it may stand under: first the plain one, then near misses.
_AGREED = (
    "Agreed",
    "Agreed contribution",
    "Contribution agreed",
    "Amount agreed",
    "Agreed amt",
    "Aggreed",
    "Agreed for the year",
    "Agreed contrib.",
    "Contribution agreed by partner",
    "Total agreed",
    "Pledged",
    "Agreed (final)",
    "Budgeted contribution",
)
_RECEIVED = (
    "Received",
    "Received in the year",
    "Amount received",
    "Recieved",
    "Actual received",
    "Rec'd",
    "Received from partner",
    "Total received",
    "Income received",
    "Received to 31 March",
    "Actually received",
    "Amt rcvd",
)
_BUDGET = (
    "Budget",
    "Annual budget",
    "Budgetted",
    "Bud",
    "Budget for the year",
    "Agreed budget",
    "Budget (revised)",
    "Original budget",
    "Full year budget",
    "Budgeted amount",
    "Total budget",
)
_ACTUAL = (
    "Actual",
    "Spent",
    "Spent in the year",
    "Actual spend",
    "Act. spend",
    "Expenditure in year",
    "Outturn",
    "Spend",
    "Total spend",
    "Actual (£)",
    "Final outturn",
    "Net expenditure",
)
_OFFERED = ("Places offered", "Offered", "No. of places", "Places offerd", "Places on offer")
_ATTENDED = (
    "Places attended",
    "Attended",
    "Number attended",
    "Atended",
    "Attendees",
    "People attending",
)
_VALUE = ("Value", "Result", "Outturn", "This year", "Value for the year", "Yr result")
_TARGET = ("Target", "Tgt", "Annual target", "Target for the year")
_TOTALS = (
    "Total",
    "Grand total",
    "TOTAL:",
    "All partners",
    "Overall",
    "Cyfanswm",
    "",
    "Sum of the above",
)


def lay_out(random: Random) -> LaidOut:
    """Return one workbook at random."""
    make = random.choice((_contributions, _expenditure, _training, _indicators))
    return make(random)


def _heading(random: Random, names: tuple[str, ...], done: list[str]) -> str:
    if random.random() < 0.7:
        return names[0]
    chosen = random.choice(names)
    done.append(f"heading {chosen!r}")
    return chosen


def _amount(random: Random) -> int:
    return random.choice((1_000, 5_000, 12_500, 250, 100)) * random.randint(1, 40)


def _contributions(random: Random) -> LaidOut:
    return _money(random, "Contributions", "Partner", PARTNERS, ("agreed", "received"),
                  {"agreed": _AGREED, "received": _RECEIVED}, "received")  # fmt: skip


def _expenditure(random: Random) -> LaidOut:
    label = random.choice(("Line", "Expenditure line", "Budget heading"))
    headings = {"budget": _BUDGET, "actual": _ACTUAL}
    return _money(random, "Expenditure", label, LINES, ("budget", "actual"), headings, "actual")


def _training(random: Random) -> LaidOut:
    made = LaidOut({})
    columns = {"places_offered": _OFFERED, "places_attended": _ATTENDED}
    names = random.sample(COURSES, random.randint(2, 5))
    head = ["Course", *(_heading(random, columns[name], made.done) for name in columns)]
    rows: list[list[Any]] = _titles(random, "Training", made)
    top = len(rows)
    rows.append(head)
    for name in names:
        offered = random.randint(10, 60)
        rows.append([name, offered, random.randint(6, offered)])
    _fact_rows(made, "Training", rows, top, names, list(columns), Decimal(1))
    _total_row(random, made, rows, top, len(names), list(columns), 1)
    _notes_column(random, rows, top, made)
    _notes_below(random, rows, made)
    made.sheets["Training"] = rows
    return made


def _indicators(random: Random) -> LaidOut:
    made = LaidOut({})
    names = random.sample(INDICATORS, random.randint(2, 4))
    rows: list[list[Any]] = _titles(random, "Indicators", made)
    top = len(rows)
    by_quarter = random.random() < 0.4
    fields = ["value_q1", "value_q2", "value_q3", "value_q4"] if by_quarter else ["value"]
    head = ["Q1", "Q2", "Q3", "Q4"] if by_quarter else [_heading(random, _VALUE, made.done)]
    if random.random() < 0.6:
        fields.append("target")
        head.append(_heading(random, _TARGET, made.done))
    if random.random() < 0.5:
        fields.append("previous")
        head.append(
            random.choice(
                ("Previous year", "Prior yr result", BEFORE, "Last year", "2024/25 result")
            )
        )
        made.done.append(f"previous as {head[-1]!r}")
    rows.append(["Code", "Indicator", "Unit", *head])
    for number, (name, unit) in enumerate(names, 1):
        most = 99 if unit == "%" else 400
        rows.append([f"PI{number}", name, unit, *(random.randint(20, most) for _ in fields)])
    made.done += ["by quarter"] * by_quarter
    for row in range(top + 1, top + 1 + len(names)):
        for at, name in enumerate(fields):
            period = BEFORE if name == "previous" else YEAR
            made.facts.append(Fact(name, rows[row][1], Decimal(rows[row][3 + at]),
                                   address(row, 3 + at), "Indicators", period))  # fmt: skip
    _notes_below(random, rows, made)
    made.sheets["Indicators"] = rows
    return made


def _money(
    random: Random, sheet: str, label: str, names: tuple[str, ...], fields: tuple[str, str],
    headings: dict[str, tuple[str, ...]], main: str,
) -> LaidOut:  # fmt: skip
    made = LaidOut({})
    chosen = random.sample(names, random.randint(2, 5))
    how = random.choice(
        (
            "plain",
            "plain",
            "plain",
            "quarters",
            "running",
            "years",
            "bands",
            "short years",
            "next",
            "quarter bands",
            "sections",
        )
    )
    scale = random.choice(
        ("pounds", "pounds", "heading", "title", "note", "sheet", "format", "row")
    )
    factor = 1 if scale == "pounds" else 1_000
    made.done += [how, scale]
    thousands = random.choice(
        (" (£000)", " £k", " (£'000)", " £000s", " (in thousands)", " (£ thousands)")
    )
    say = (
        thousands
        if scale == "heading"
        else random.choice(("", " (£)", " £"))
        if scale == "pounds"
        else ""
    )
    rows = _titles(random, sheet, made)
    if scale == "title":
        rows.append([random.choice(("Figures in £000s", "All amounts in £ thousands", "£'000"))])
    if scale == "sheet":
        sheet += " £000s"
    plain = {name: _heading(random, headings[name], made.done) for name in fields}
    other, main_name = plain[fields[0]] + say, plain[fields[1]] + say
    columns: list[str]
    if how in ("quarters", "running"):
        columns = [fields[0], *(f"{main}_q{n}" for n in range(1, 5))]
        said = random.choice((" to date", "")) if how == "running" else ""
        if how == "running" and not said:
            rows.append(["Cumulative spend at each quarter end"])
        top = len(rows)
        rows.append([label, other, *(f"Q{n}{said}{say}" for n in range(1, 5))])
    elif how == "years":
        columns = ["-", *fields]
        top = len(rows)
        earlier = random.choice((f"{BEFORE} actual", "Prior year", "Last year's figure", BEFORE))
        rows.append([label, earlier + say, other, main_name])
    elif how == "bands":
        columns = ["-", "-", *fields]
        top = len(rows) + 1
        rows.append(["", BEFORE, "", YEAR, ""])
        rows.append([label, other, main_name, other, main_name])
    elif how == "next":
        columns = [*fields, "-"]
        top = len(rows)
        later = random.choice(("2026-27 budget", "Next year", "2026/27 forecast", "Budget 26/27"))
        rows.append([label, other, main_name, later + say])
    elif how == "quarter bands":
        columns = [f"{name}_q{n}" for n in range(1, 5) for name in fields]
        top = len(rows) + 1
        rows.append(
            [
                "",
                *(
                    cell
                    for n in range(1, 5)
                    for cell in (random.choice((f"Q{n}", f"Quarter {n}")), "")
                ),
            ]
        )
        rows.append([label, *[other, main_name] * 4])
    elif how == "short years":
        columns = ["-", main]
        top = len(rows)
        rows.append([label, f"{plain[main]} 24/25{say}", f"{plain[main]} 25/26{say}"])
    else:
        columns = list(fields)
        top = len(rows)
        rows.append([label, other, main_name])
    if scale == "row":
        rows.append(["", *(["£000"] * len(columns))])
    start = len(rows)
    for name in chosen:
        rows.append([name, *_values(random, columns, running=how == "running", factor=factor)])
    if scale == "row":
        top += 1
    _fact_rows(made, sheet, rows, top, chosen, columns, Decimal(factor))
    _total_row(random, made, rows, top, len(chosen), columns, factor)
    if how == "sections" and len(rows) == start + len(chosen):
        _sections(random, made, rows, start, len(columns))
    if scale == "format":
        for row in range(top + 1, len(rows)):
            for at in range(len(columns)):
                made.formats[sheet, address(row, at + 1)] = '£#,##0.0"k"'
    if scale != "row":
        _notes_column(random, rows, top, made)
    _notes_below(random, rows, made)
    if scale == "note":
        rows += [[], [random.choice(("Note: all figures are in £000s", "* £ thousands"))]]
    made.sheets[sheet] = rows
    _beside(random, made, sheet, rows, top)
    if how == "running":
        made.totals[main] = sum((Decimal(str(rows[top + 1 + at][5])) * factor
                                 for at in range(len(chosen))), Decimal(0))  # fmt: skip
    return made


def _sections(random: Random, made: LaidOut, rows: list[list[Any]], start: int, width: int) -> None:
    """Put the rows under a heading each, with a sum below; the facts move down with them."""
    body = rows[start:]
    del rows[start:]
    cut = random.randint(1, len(body) - 1)
    moved: dict[int, int] = {}
    at = start
    for name, part in (("Statutory", body[:cut]), ("Others", body[cut:])):
        rows.append([name])
        for row in part:
            moved[at] = len(rows)
            at += 1
            rows.append(row)
        sums = [sum(Decimal(str(row[column + 1])) for row in part) for column in range(width)]
        rows.append(
            [
                random.choice((f"Total {name.casefold()}", "Sub-total", "Subtotal")),
                *map(float, sums),
            ]
        )
    made.facts = [
        Fact(
            f.field,
            f.row,
            f.value,
            f.cell.rstrip("0123456789")
            + str(moved[int(f.cell.lstrip("ABCDEFGHIJKLMNOP")) - 1] + 1),
            f.sheet,
        )
        for f in made.facts
    ]


def _values(random: Random, columns: list[str], *, running: bool, factor: int) -> list[Any]:
    values: list[Any] = []
    so_far = 0
    for name in columns:
        amount = _amount(random)
        if running and "_q" in name:
            so_far += amount
            amount = so_far
        values.append(amount if factor == 1 else amount / factor)
    return values


def _fact_rows(
    made: LaidOut, sheet: str, rows: list[list[Any]], top: int, names: list[str],
    columns: list[str], factor: Decimal,
) -> None:  # fmt: skip
    for at, name in enumerate(columns):
        if name == "-":
            continue
        values = [Decimal(str(rows[top + 1 + row][at + 1])) * factor for row in range(len(names))]
        for row, value in enumerate(values):
            made.facts.append(Fact(name, names[row], value, address(top + 1 + row, at + 1), sheet))
        whole = name.partition("_q")[0]
        made.totals[whole] = made.totals.get(whole, Decimal(0)) + sum(values, Decimal(0))


def _titles(random: Random, sheet: str, made: LaidOut) -> list[list[Any]]:
    rows: list[list[Any]] = []
    if random.random() < 0.7:
        year = random.choice(
            (YEAR, "2025/26", "April 2025 to March 2026", "year ended 31 March 2026")
        )
        rows.append([f"{sheet} {year}"])
        made.done.append(f"title {rows[0][0]!r}")
    if random.random() < 0.3:
        rows.append(["Please complete the white cells only"])
    if random.random() < 0.4:
        rows.append([])
    return rows


def _total_row(
    random: Random, made: LaidOut, rows: list[list[Any]], top: int, count: int, columns: list[str],
    factor: int,
) -> None:  # fmt: skip
    if random.random() < 0.5:
        return
    name = random.choice(_TOTALS)
    sums = [sum(Decimal(str(rows[top + 1 + row][at + 1])) for row in range(count))
            for at in range(len(columns))]  # fmt: skip
    rows.append([name, *(float(total) if factor > 1 else int(total) for total in sums)])
    made.done.append(f"total {name!r}")


def _notes_column(random: Random, rows: list[list[Any]], top: int, made: LaidOut) -> None:
    if random.random() < 0.2:
        rows[top].append("Notes")
        rows[top + 1].append("as agreed in March")
        made.done.append("notes column")


def _notes_below(random: Random, rows: list[list[Any]], made: LaidOut) -> None:
    if random.random() < 0.25:
        rows += [[], ["Source: finance system"]]
        made.done.append("note below")


def _beside(random: Random, made: LaidOut, sheet: str, rows: list[list[Any]], top: int) -> None:
    if random.random() < 0.15:
        other = [list(row) for row in rows]
        for row in other[top + 1 :]:
            for at, cell in enumerate(row):
                if isinstance(cell, int | float):
                    row[at] = cell + 7
        name = random.choice(("Draft", "Workings", BEFORE, "Old version"))
        if name == BEFORE:
            other = [[_a_year_earlier(cell) for cell in row] for row in other]
        made.sheets[name] = other
        made.done.append(f"sheet {name!r} beside")


def _a_year_earlier(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    for now, before in (
        (YEAR, BEFORE),
        ("2025/26", "2024/25"),
        ("2026", "2025"),
        ("April 2025", "April 2024"),
    ):
        cell = cell.replace(now, before)
    return cell
