"""A partner's return becomes the figures it says, and every fault is found at its cell."""

from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest

from oscb_desktop.base.problems import Cancelled, Severity, UsageError
from oscb_desktop.report.content.figures import Formula, Provenance
from oscb_desktop.returns.interpreting import Choices, TableChoice, interpret, learnt
from oscb_desktop.returns.reading import read_workbook
from tests.returns.conftest import (
    BUDGET,
    CONTEXT,
    SAMPLES,
    WHEN,
    Write,
    blocks,
    codes,
    only_block,
    read,
    table,
)


def test_the_sample_budget_is_taken_whole() -> None:
    reading = read(SAMPLES / "partnership-budget.xlsx")
    assert reading.kind == "partnership-budget"
    assert reading.problems == []
    paid = table(reading, "budget-contributions")
    assert len(paid.keys) == 11
    total = paid.figure("total", "received")
    assert total is not None
    assert (total.value, total.unit, total.period) == (Decimal(412300), "£", "2025-26")
    police = paid.figure("thames-valley-police", "received")
    assert police is not None
    assert police.value == Decimal(91150)
    assert police.origin == Provenance(
        file="partnership-budget.xlsx", sha256=reading.sha256, sheet="Contributions",
        cell="E9", imported_by="clerk", imported_at=WHEN,
    )  # fmt: skip
    schools = paid.figure("schools-and-further-education-colleges", "received")
    assert schools is not None
    assert (schools.value, schools.missing) == (None, "z")
    assert paid.word(10, "form") == "In kind"
    spent = table(reading, "budget-expenditure").figure("multi-agency-training", "actual")
    assert spent is not None
    assert spent.value == Decimal("48120.75")
    reserves = table(reading, "budget-reserves")
    assert reserves.keys == ["opening-reserve", "closing-reserve"]


def test_the_sample_indicators_are_taken_whole() -> None:
    reading = read(SAMPLES / "performance-indicators.xlsx")
    assert reading.kind == "performance-indicators"
    assert codes(reading) == ["return-percentage-scaled"]
    indicators = table(reading, "indicators")
    assert len(indicators.keys) == 14
    conferences = indicators.figure("pi06", "value")
    assert conferences is not None
    assert (conferences.value, conferences.unit) == (Decimal(81), "%")
    rate = indicators.figure("pi05", "value")
    assert rate is not None
    assert (rate.value, rate.unit) == (Decimal("138.6"), "per 10,000")
    suppressed = indicators.figure("pi09", "value")
    assert suppressed is not None
    assert suppressed.missing == "c"
    assert indicators.word(2, "polarity") == "Low"


def test_variance_is_worked_out_where_the_return_has_none(write: Write) -> None:
    paid = table(read(write(BUDGET)), "budget-contributions")
    police = paid.figure("police", "variance")
    assert police is not None
    assert police.value == Decimal("-100.25")
    assert police.origin == Formula(
        text="Received − Agreed",
        inputs=("budget-contributions.police.received", "budget-contributions.police.agreed"),
    )


def test_a_variance_shown_the_other_way_is_turned_and_said(write: Write) -> None:
    rows = [["Line", "Budget", "Actual", "Variance"], ["Staff", 100, 90, 10], ["Chair", 5, 8, -3]]
    reading = read(write(rows))
    assert codes(reading) == ["return-variance-turned"]
    staff = table(reading, "budget-expenditure").figure("staff", "variance")
    assert staff is not None
    assert staff.value == Decimal(-10)


def test_a_variance_that_is_wrong_is_found(write: Write) -> None:
    rows = [["Line", "Budget", "Actual", "Variance"], ["Staff", 100, 90, -10], ["Chair", 5, 8, 4]]
    problem = read(write(rows)).problems[0]
    assert (problem.code, problem.place.cell) == ("return-columns-disagree", "D3")
    assert (problem.found, problem.expected) == ("4", "3")


def test_text_where_money_belongs(write: Write) -> None:
    rows = [*BUDGET[:2], ["Police", 500.5, "twelve"], ["Total", 1500.5, 1000]]
    problem = only_block(read(write(rows)), "return-not-a-number", "C3")
    assert problem.message == "C3 says 'twelve'. An amount of money is needed."
    assert problem.found == "twelve"
    assert problem.place.sheet == "Sheet1"
    assert problem.place.file == "return.xlsx"


def test_a_negative_contribution(write: Write) -> None:
    rows = [*BUDGET[:2], ["Police", "(£500.50)", 400]]
    problem = only_block(read(write(rows)), "return-number-too-low", "B3")
    assert problem.found == "-500.5"


def test_spending_may_be_negative(write: Write) -> None:
    rows = [["Line", "Budget", "Actual"], ["Refund", 0, -20.5],
            ["Rent", 5, 5]]  # fmt: skip
    reading = read(write(rows))
    assert reading.problems == []
    refund = table(reading, "budget-expenditure").figure("refund", "actual")
    assert refund is not None
    assert refund.value == Decimal("-20.5")


def test_a_duplicate_indicator(write: Write) -> None:
    rows = [["Code", "Indicator", "Value"], ["A1", "Referrals", 5], ["A2", "Plans", 6],
            ["a1", "Referrals again", 7]]  # fmt: skip
    problem = only_block(read(write(rows)), "return-row-twice", "A4")
    assert "row 2" in problem.message


def test_one_partner_in_cash_and_in_kind_is_two_rows(write: Write) -> None:
    rows = [["Partner", "Cash or in kind", "Agreed"], ["Police", "Cash", 10], ["Police", "kind", 5]]
    rows[2][1] = "in-kind"
    paid = table(read(write(rows)), "budget-contributions")
    assert paid.keys == ["police-cash", "police-in-kind"]


@pytest.mark.parametrize("shown", [1500, 1500.6, 2500.5])
def test_a_total_that_does_not_add_up(write: Write, shown: float) -> None:
    rows = [*BUDGET[:3], ["Total", shown, 1400.25]]
    problem = only_block(read(write(rows)), "return-total-does-not-add-up", "B4")
    assert problem.expected == "1500.5"


def test_subtotals_and_a_grand_total_are_reconciled(write: Write) -> None:
    rows = [["Partner", "Agreed"], ["A", 10], ["B", 20], ["Subtotal statutory", 30], ["C", 5],
            ["Subtotal other", 5], ["Grand total", 35]]  # fmt: skip
    reading = read(write(rows))
    assert reading.problems == []
    assert table(reading, "budget-contributions").keys == ["a", "b", "c"]
    wrong = [*rows[:5], ["Subtotal other", 6], rows[6]]
    only_block(read(write(wrong)), "return-total-does-not-add-up", "B6")


def test_whole_pounds_may_miss_the_total_by_rounding(write: Write) -> None:
    rows = [["Partner", "Agreed"], ["A", 10], ["B", 20], ["C", 3], ["Total", 34]]
    assert codes(read(write(rows))) == ["return-total-rounded"]
    rows[-1] = ["Total", 35]
    assert codes(read(write(rows))) == ["return-total-does-not-add-up"]


def test_a_row_below_the_total_is_left_out_and_said(write: Write) -> None:
    rows = [*BUDGET, [], ["Cash held", 77, 77]]
    reading = read(write(rows))
    assert codes(reading) == ["return-row-below-total"]
    assert "cash-held" not in table(reading, "budget-contributions").keys


def test_no_header(write: Write) -> None:
    reading = read(write([["Some", "thing"], ["else", 5]]), "partnership-budget")
    problem = only_block(reading, "return-no-header", "B2")
    assert problem.place.sheet == "Sheet1"
    assert reading.figure_sets == []


def test_an_empty_workbook(write: Write) -> None:
    assert codes(read(write([]))) == ["return-nothing-in-it"]


def test_two_headers_on_one_sheet(write: Write) -> None:
    reading = read(write([*BUDGET, [], *BUDGET]))
    found = [p for p in reading.problems if p.code == "return-two-headers"]
    assert [p.place.cell for p in found] == ["A6"]
    assert found[0].severity is Severity.BLOCK


def test_two_headers_on_two_sheets_are_settled_by_naming_one(write: Write) -> None:
    path = write({"First": BUDGET, "Final": [*BUDGET[:2], ["Police", 1, 2]]})
    assert "return-two-headers" in codes(read(path))
    chosen = read(path, sheet="Final")
    assert chosen.problems == []
    police = table(chosen, "budget-contributions").figure("police", "received")
    assert police is not None
    assert police.value == 2


def test_two_columns_for_one_thing(write: Write) -> None:
    rows = [["Partner", "Agreed", "Agreed"], ["A", 1, 2]]
    problem = only_block(read(write(rows)), "return-two-columns", "C1")
    assert "column B" in problem.message


def test_an_empty_column_and_an_empty_table(write: Write) -> None:
    rows = [["Partner", "Agreed", "Received"], ["A", 1, None], ["B", 2, None]]
    only_block(read(write(rows)), "return-column-empty", "C1")
    only_block(read(write([["Partner", "Agreed"]])), "return-no-rows", "A1")


def test_figures_without_a_name(write: Write) -> None:
    only_block(read(write([*BUDGET[:2], [None, 5, 6]])), "return-row-without-a-name", "A3")


def test_titles_blank_lines_and_notes_are_passed_over(write: Write) -> None:
    rows = [["Safeguarding board"], ["Budget 2025-26"], [], ["", "This year"], *BUDGET[:2], [],
            BUDGET[2], ["Note: the police paid late this year, in two parts"], [],
            ["Prepared by finance"]]  # fmt: skip
    reading = read(write(rows))
    assert reading.problems == []
    paid = table(reading, "budget-contributions")
    assert paid.keys == ["county-council", "police"]
    assert paid.rows == [6, 8]
    assert [row.why for row in reading.tables[0].skipped] == ["blank", "note", "blank", "note"]


def test_a_header_in_two_rows(write: Write) -> None:
    rows = [["Partner", "Previous year", "This year", ""], ["", "received", "agreed", "received"],
            ["Police", 1, 2, 3]]  # fmt: skip
    paid = table(read(write(rows)), "budget-contributions")
    assert [(c.name, c.values[0]) for c in paid.columns if not c.formula] == [
        ("prior_year", 1.0), ("agreed", 2.0), ("received", 3.0)]  # fmt: skip


def test_misspelt_headings_are_taken_with_a_lower_score(write: Write) -> None:
    rows = [["Partner", "Agreed contributon", "Recieved"], ["Police", 1, 2]]
    columns = read(write(rows)).tables[0].columns
    assert [c.field for c in columns] == ["partner", "agreed", "received"]
    assert columns[0].score == 100
    assert columns[2].score < 100


def test_thousands_of_pounds_are_the_unit(write: Write) -> None:
    paid = table(read(write([["Partner", "Agreed (£000)"], ["Police", 12]])),
                 "budget-contributions")  # fmt: skip
    police = paid.figure("police", "agreed")
    assert police is not None
    assert (police.value, police.unit) == (12, "£ thousand")


def test_tables_under_one_another(write: Write) -> None:
    rows = [*BUDGET, [], ["Expenditure", "Budget", "Actual"], ["Staff", 10, 9], ["Total", 10, 9],
            [], ["Reserves", "£"], ["Opening reserve", 3], ["Closing reserve", 4]]  # fmt: skip
    rows[9] = ["Reserves", "Amount (£)"]
    reading = read(write(rows))
    assert reading.problems == []
    assert [s.id for s in reading.figure_sets] == [
        "budget-contributions", "budget-expenditure", "budget-reserves"]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "formats", "expected", "code"),
    [
        ([["A1", "Plans", "%", None, None, 81]], {}, "81", None),
        ([["A1", "Plans", "%", None, None, "81%"]], {}, "81", None),
        ([["A1", "Plans", "%", 81, 100, 0.81]], {}, "81", "return-percentage-scaled"),
        ([["A1", "Plans", "%", None, None, 0.81]], {"F2": "0%"}, "81", "return-percentage-scaled"),
        ([["A1", "Plans", "", None, None, 0.81]], {"F2": "0.0%"}, "81",
         "return-percentage-scaled"),
        ([["A1", "Plans", "%", 1, 200, 0.5]], {}, "0.5", None),
        ([["A1", "Plans", "%", None, None, 0.81]], {}, "81", "return-percentage-assumed"),
        ([["A1", "Plans", "%", 70, 100, 81]], {}, "81", "return-percentage-disagrees"),
    ],
)  # fmt: skip
def test_percentages(
    write: Write, rows: list[list[object]], formats: dict[str, str], expected: str, code: str | None
) -> None:
    header = ["Code", "Indicator", "Unit", "Numerator", "Denominator", "Value"]
    reading = read(write([header, *rows], formats=formats))
    value = table(reading, "indicators").figure("a1", "value")
    assert value is not None
    assert (value.value, value.unit) == (Decimal(expected), "%")
    assert blocks(reading) == []
    assert (code in codes(reading)) if code else ("return-percentage-scaled" not in codes(reading))


def test_a_percentage_that_cannot_be_told_blocks(write: Write) -> None:
    rows = [["Code", "Indicator", "Unit", "Value", "Target"], ["A1", "Plans", "%", 0.81, 85]]
    only_block(read(write(rows)), "return-percentage-unclear", "D2")


def test_a_percent_format_against_the_unit_blocks(write: Write) -> None:
    rows = [["Code", "Indicator", "Unit", "Value"], ["A1", "Plans", "number", 0.81]]
    only_block(read(write(rows, formats={"D2": "0%"})), "return-percentage-and-unit", "D2")


def test_a_formula_never_worked_out_and_a_fault_in_a_cell(write: Write) -> None:
    found = read(write([*BUDGET[:2], ["Police", "=B2/2", 1]]))
    only_block(found, "return-formula-not-worked-out", "B3")
    fault = read(write([*BUDGET[:2], ["Police", "#REF!", 1]]))
    assert only_block(fault, "return-cell-shows-a-fault", "B3").found == "#REF!"


def test_a_row_of_formulas_never_worked_out_is_not_lost(write: Write) -> None:
    reading = read(write([*BUDGET[:2], ["Police", "=1+1", "=B2/2"]]))
    assert {p.code for p in blocks(reading)} == {"return-formula-not-worked-out"}
    assert [p.place.cell for p in blocks(reading)] == ["B3", "C3"]


def test_differences_and_totals_never_worked_out_are_worked_out_here(write: Write) -> None:
    rows = [
        ["Partner", "Agreed", "Received", "Variance"],
        ["Police", 5, 4, "=C2-B2"],
        ["Health", 7, 7, "=C3-B3"],
        ["Total", "=SUM(B2:B3)", "=SUM(C2:C3)", "=C4-B4"],
    ]
    reading = read(write(rows))
    assert codes(reading) == ["return-worked-out-here"]
    paid = table(reading, "budget-contributions")
    assert paid.keys == ["police", "health"]
    variance = paid.figure("police", "variance")
    assert variance is not None
    assert (variance.value, type(variance.origin)) == (-1, Formula)
    total = paid.figure("total", "agreed")
    assert total is not None
    assert total.value == 12


def test_a_second_return_of_the_same_year_must_be_accepted_as_a_replacement(write: Write) -> None:
    first = read(write(BUDGET))
    accepted = {held.id: held for held in first.figure_sets}
    again = read(
        write(BUDGET, "again.xlsx"), context=msgspec.structs.replace(CONTEXT, accepted=accepted)
    )
    problem = again.problems[0]
    assert (problem.code, problem.severity) == ("return-already-accepted", Severity.WARN)
    assert "return.xlsx" in problem.message
    assert problem.place.cell == "A1"


def test_a_return_of_another_year_is_kept_apart(write: Write) -> None:
    reading = read(write([["Budget 2024/25"], [], *BUDGET]))
    assert codes(reading) == ["return-of-another-year"]
    assert [(s.id, s.period) for s in reading.figure_sets] == [
        ("budget-contributions-2024-25", "2024-25")]  # fmt: skip


def test_a_corrected_mapping_is_followed_and_remembered(write: Write) -> None:
    rows = [["Partner", "Amount A", "Amount B"], ["Police", 10, 20]]
    path = write(rows)
    choices = Choices(
        tables={
            "budget-contributions": TableChoice(
                sheet="Sheet1", header_row=1, columns={"partner": "A", "agreed": "C"}
            )
        }
    )
    first = read(path, "partnership-budget", choices=choices)
    agreed = table(first, "budget-contributions").figure("police", "agreed")
    assert agreed is not None
    assert (agreed.value, agreed.origin.cell) == (20, "C2")  # type: ignore[union-attr]
    remembered = msgspec.structs.replace(CONTEXT, mapping=learnt(first, "2025-26"))
    again = read(path, "partnership-budget", context=remembered)
    assert again.tables[0].letters() == {"partner": "A", "agreed": "C"}


def test_a_figure_whose_format_shows_nothing_is_said(tmp_path: Path, write: Write) -> None:
    rows = [["Partner", "Agreed", "Received"], ["Thames Valley Police", 500, 500],
            ["Oxfordshire County Council", 900, 900], ["Cafcass", 20, 20]]  # fmt: skip
    path = write(rows)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["B4"].number_format = ";;;"
    book.save(path)
    (told,) = [p for p in read(path).problems if p.code == "return-figure-not-shown"]
    assert (told.place.cell, told.found) == ("B4", "B4")


def test_a_row_of_all_agencies_is_the_sum_of_its_course_or_asked_about(write: Write) -> None:
    rows = [["Course", "Agency", "Places attended"], ["Neglect", "Police", 10],
            ["Neglect", "Health", 12], ["Neglect", "All", 22], ["Exploitation", "Police", 5],
            ["Exploitation", "All agencies", 5]]  # fmt: skip
    reading = read(write(rows))
    assert not blocks(reading)
    held = table(reading, "training").column("places_attended")
    assert held is not None
    assert (held.values, str(held.total)) == ([10.0, 12.0, 5.0], "27")
    assert not [p for p in reading.problems if p.code == "return-figures-outside"]
    rows[3][2] = 23
    assert "return-row-may-be-a-total" in {p.code for p in blocks(read(write(rows)))}


def test_a_course_of_another_year_is_told(write: Write) -> None:
    rows = [["Course", "Date held", "Places attended"], ["Neglect", "1 May 2023", 10],
            ["Exploitation", "1 June 2025", 12], ["Law", "31 March 2026", 5]]  # fmt: skip
    (told,) = [p for p in read(write(rows)).problems if p.code == "return-date-outside-year"]
    assert (told.place.cell, told.found) == ("B2", "B2")


@pytest.mark.parametrize("label", ["Referrals (cumulative)", "Referrals YTD", "Referrals to date"])
def test_a_row_that_runs_beside_others_that_do_not_is_told(write: Write, label: str) -> None:
    rows = [["Indicator", "Unit", "Q1", "Q2", "Q3", "Q4"], [label, "number", 100, 210, 330, 460],
            ["Assessments", "number", 50, 60, 70, 80]]  # fmt: skip
    (told,) = [p for p in read(write(rows)).problems if p.code == "return-row-runs"]
    assert told.place.cell == "A2"


def test_hidden_things_are_said(tmp_path: Path, write: Write) -> None:
    path = write({"Sheet1": BUDGET, "Old": BUDGET})
    book = openpyxl.load_workbook(path)
    book["Old"].sheet_state = "hidden"
    book["Sheet1"].row_dimensions[3].hidden = True
    book["Sheet1"].column_dimensions["C"].hidden = True
    book.save(path)
    reading = read(path)
    assert sorted(codes(reading)) == [
        "return-hidden-columns", "return-hidden-rows", "return-hidden-sheet"]  # fmt: skip
    assert blocks(reading) == []


def test_a_column_of_text_lists_two_hundred_and_counts_the_rest(write: Write) -> None:
    rows = [["Partner", "Agreed"], *([f"P{n}", "much"] for n in range(300))]
    reading = read(write(rows))
    listed = [p for p in reading.problems if p.code == "return-not-a-number"]
    assert len(listed) == 200
    more = [p for p in reading.problems if p.code == "return-more-of-the-same"]
    assert [p.found for p in more] == ["100"]


def test_cancel_stops_the_work(write: Write) -> None:
    def cancel(fraction: float, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        interpret(read_workbook(write(BUDGET)), CONTEXT, progress=cancel)


def test_an_unknown_kind_or_sheet_is_said(write: Write) -> None:
    path = write(BUDGET)
    with pytest.raises(UsageError, match="partnership-budget"):
        read(path, "no-such-kind")
    with pytest.raises(UsageError, match="Sheet1"):
        read(path, sheet="Nowhere")


def test_training_of_a_named_partner(write: Write) -> None:
    rows = [["Partner", "Thames Valley Police"], [],
            ["Course title", "Places available", "Attended"], ["Neglect", 20, 18]]  # fmt: skip
    reading = read(write(rows), "training")
    assert reading.partner == "Thames Valley Police"
    assert [s.id for s in reading.figure_sets] == ["training-thames-valley-police"]


def test_a_target_may_be_written_as_a_bound(write: Write) -> None:
    rows = [
        ["Code", "Indicator", "Unit", "Value", "Target", "Tolerance"],
        ["A1", "Plans", "%", 81, "≥ 85%", "+/- 3"],
        ["A2", "Visits", "%", 81, ">=85", "±3%"],
    ]
    reading = read(write(rows))
    assert reading.problems == []
    found = [(f.key.split(".", 1)[1], f.value) for f in table(reading, "indicators").figures()]
    assert ("a1.target", 85) in found
    assert ("a1.tolerance", 3) in found
    assert ("a2.target", 85) in found
    assert ("a2.tolerance", 3) in found


def test_a_longer_heading_that_holds_a_fields_words_is_asked(write: Write) -> None:
    rows = [["Organisation name", "Agreed for the coming period", "Budget holder"],
            ["Police", 5, "The treasurer"]]  # fmt: skip
    path = write(rows)
    only_block(read(path, "partnership-budget"), "return-heading-like", "B1")
    answers = {("return-heading-like", "Sheet1", "B1"): "agreed"}
    context = msgspec.structs.replace(CONTEXT, answers=answers)
    reading = read(path, "partnership-budget", context=context)
    assert reading.tables[0].letters() == {"partner": "A", "agreed": "B"}
    assert reading.tables[0].unused == (("C", "Budget holder"),)


def test_a_large_change_is_pointed_at(write: Write) -> None:
    rows = [["Code", "Indicator", "Value", "Previous year"], ["A1", "Plans", 300, 100],
            ["A2", "Visits", 110, 100], ["A3", "Few", 6, 2]]  # fmt: skip
    reading = read(write(rows))
    told = [(p.code, p.place.cell) for p in reading.problems if p.code != "return-small-counts"]
    assert told == [("return-large-change", "C2")]
    assert blocks(reading) == []
