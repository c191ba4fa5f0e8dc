"""True figures laid out as ``laid_out`` does not: no heading over the names, units in the corner,

an agency a column, the list cut in two side by side, tables on their side, units said once.
"""

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from oscb_desktop.returns.cells import address
from tests.returns.laid_out import BEFORE, COURSES, LINES, PARTNERS, YEAR, Fact, LaidOut

UNITS = ("£000", "£k", "£'000", "£ thousand", "in £000s")
YEARS = (YEAR, "2025/26", "FY 2025/26", "year ended 31 March 2026", "FY26")
MONEY = {
    "Contributions": ("Partner", PARTNERS, {
        "agreed": ("Agreed", "Agreed contribution", "2025/26 agreed", "Pledged", "Amount due"),
        "received": ("Received", "Paid", "Recvd", "Received (provisional)", "Actually received"),
    }),
    "Expenditure": ("Line", LINES, {
        "budget": ("Budget", "Budgeted", "Budget 2025-26", "Revised budget"),
        "actual": ("Actual", "Spend", "Outturn", "Final outturn", "Actual (unaudited)"),
    }),
}  # fmt: skip
RATED = (("Visits on time", "%"), ("Children in need", "per 10,000"), ("Reviews in time", "%"))
Body = list[list[Any]]


def lay_out(random: Random) -> LaidOut:
    """Return one workbook at random."""
    make: Callable[[Random], LaidOut] = random.choice(
        (_money, _money, _money, _side_by_side, _agencies, _measures)
    )
    return make(random)


def _heading(random: Random, known: tuple[str, ...]) -> str:
    return known[0] if random.random() < 0.5 else random.choice(known)


def _title(random: Random, words: str, rows: Body) -> None:
    if random.random() < 0.15:
        rows.append([random.choice(("OFFICIAL", "Oxfordshire County Council"))])
    rows.append([f"{words} {random.choice(YEARS)}"])
    if random.random() < 0.4:
        rows.append([])


def _amounts(random: Random, factor: int) -> tuple[Any, Decimal]:
    """Return an amount as it is written, and what it is in pounds."""
    pounds = random.choice((500, 1_000, 250)) * random.randint(2, 300)
    return (pounds if factor == 1 else pounds / factor), Decimal(pounds)


def _put(
    made: LaidOut, sheet: str, at: tuple[int, int], fact: tuple[str, str, Decimal],
    unit: str = "", period: str = YEAR,
) -> None:  # fmt: skip
    field, row, value = fact
    made.facts.append(Fact(field, row, value, address(*at), sheet, period))
    if unit:
        made.units[made.facts[-1].sheet, made.facts[-1].cell] = unit
    else:
        made.totals[field] = made.totals.get(field, Decimal(0)) + value


def _money(random: Random) -> LaidOut:
    made = LaidOut({})
    sheet = random.choice(list(MONEY))
    label, names, headings = MONEY[sheet]
    chosen = random.sample(names, random.randint(2, 5))
    unit = random.choice(UNITS)
    where = random.choice(("nowhere", "corner", "caption", "band", "row", "heading", "note"))
    factor = 1 if where == "nowhere" else 1_000
    made.done += [sheet, where, unit]
    rows: Body = []
    _title(random, sheet, rows)
    if where == "caption":
        rows.append([random.choice((unit, f"All figures {unit}", f"({unit})"))])
    corner = unit if where == "corner" else random.choice((label, label, "", YEAR))
    suffix = f" ({unit})" if where == "heading" else ""
    head = [corner, *(_heading(random, known) + suffix for known in headings.values())]
    if random.random() < 0.3:
        head.append(random.choice(("Previous year", "2024/25 outturn", "Prior year")) + suffix)
    made.done += head
    turned = where in ("nowhere", "corner", "caption", "heading") and random.random() < 0.2
    table: Body = [head]
    spots: list[tuple[int, int, tuple[str, str, Decimal]]] = []
    if where == "row":
        table.append(["", *[unit] * (len(head) - 1)])
    for name in chosen:
        line: list[Any] = [name]
        for at in range(1, len(head)):
            written, pounds = _amounts(random, factor)
            line.append(written)
            if at <= len(headings):
                spots.append((len(table), at, (list(headings)[at - 1], name, pounds)))
        table.append(line)
    if random.random() < 0.4:
        sums = [sum(row[at] for row in table[-len(chosen) :]) for at in range(1, len(head))]
        table.append([random.choice(("Total", "Overall", "Grand total")), *sums])
    if where == "band":
        rows.append(["", unit])
    top = len(rows)
    if turned:
        made.done.append("on its side")
        table = [list(column) for column in zip(*table, strict=True)]
        spots = [(at, row, fact) for row, at, fact in spots]
    rows += table
    for row, at, fact in spots:
        _put(made, sheet, (top + row, at), fact)
    if where == "note":
        rows += [[], [f"Figures are shown in {unit}"]]
    made.sheets[sheet] = rows
    return made


def _side_by_side(random: Random) -> LaidOut:
    made = LaidOut({})
    sheet = random.choice(list(MONEY))
    label, names, headings = MONEY[sheet]
    chosen = random.sample(names, 4)
    head = [label, *(known[0] for known in headings.values())]
    gap = random.randint(0, 1)
    made.done += ["side by side", sheet, str(gap)]
    rows: Body = []
    _title(random, sheet, rows)
    top = len(rows)
    rows.append([*head, *[""] * gap, *head])
    for row in (1, 2):
        line: list[Any] = []
        for side in (0, 1):
            name = chosen[row - 1 + 2 * side]
            line += [*([""] * gap if side else []), name]
            for field in headings:
                written, pounds = _amounts(random, 1)
                _put(made, sheet, (top + row, len(line)), (field, name, pounds))
                line.append(written)
        rows.append(line)
    made.sheets[sheet] = rows
    return made


def _agencies(random: Random) -> LaidOut:
    made = LaidOut({})
    agencies = random.sample(PARTNERS, random.randint(2, 4))
    made.done += ["agencies", *agencies]
    rows: Body = []
    _title(random, "Training", rows)
    rows.append(["Places attended by each agency"])
    total = random.random() < 0.5
    top = len(rows)
    rows.append(["Course", *agencies, *["Total"] * total])
    for at, name in enumerate(random.sample(COURSES, 3), 1):
        counts = [random.randint(6, 40) for _ in agencies]
        rows.append([name, *counts, *[sum(counts)] * total])
        for column, count in enumerate(counts, 1):
            _put(made, "Training", (top + at, column), ("places_attended", name, Decimal(count)))
    made.sheets["Training"] = rows
    return made


def _measures(random: Random) -> LaidOut:
    made = LaidOut({})
    unit = random.choice(("%", "per 10,000"))
    where = random.choice(("title", "heading", "corner", "caption"))
    words = {"%": "percentages", "per 10,000": "rates per 10,000 children"}[unit]
    made.done += ["measures", unit, where]
    rows: Body = []
    title = "Performance indicators" + (f", {words}:" if where == "title" else "")
    _title(random, title, rows)
    if where == "caption":
        rows.append([f"All figures are {words}"])
    suffix = f" ({unit})" if where == "heading" else ""
    corner = unit if where == "corner" else "Indicator"
    before = random.choice(("Previous year", BEFORE, "Outturn 2024-25"))
    top = len(rows)
    rows.append([corner, f"Value{suffix}", f"Target{suffix}", f"{before}{suffix}"])
    for at, (name, _) in enumerate(RATED, 1):
        values = [random.randint(30, 99) for _ in range(3)]
        rows.append([name, *values])
        for column, field in enumerate(("value", "target", "previous"), 1):
            fact = (field, name, Decimal(values[column - 1]))
            period = BEFORE if field == "previous" else YEAR
            _put(made, "Indicators", (top + at, column), fact, unit, period)
    made.sheets["Indicators"] = rows
    return made
