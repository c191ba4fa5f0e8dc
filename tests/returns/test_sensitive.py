"""Personal data in any cell is told and masked, and small counts of children are noted."""

from datetime import datetime

import pytest

from oscb_desktop.base.problems import Severity
from oscb_desktop.returns import kinds
from oscb_desktop.returns.collecting import Collector
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.sensitive import Rows, look, small_counts

PERSONAL = "return-personal-data"
CONTACT = "return-contact-details"


def told(rows: Rows, sheet: str = "S") -> list[tuple[str, str, str]]:
    collector = Collector("r.xlsx")
    look({sheet: rows}, collector)
    return [(p.code, p.place.cell, p.found) for p in collector.problems()]


def test_each_kind_is_told_at_its_cell_with_its_name_and_masked() -> None:
    collector = Collector("r.xlsx")
    rows: Rows = [
        ["Audits 2025-26"],
        [],
        ["Audit", "Finding", "Action", "Owner", "Number"],
        ["Neglect - JS (aged 4)", "Child born 12/03/2019, NHS 943 476 5919, OX1 1ND", "New rota",
         "sam.officer@partner.example", 12.0],
    ]  # fmt: skip
    look({"Audits": rows}, collector)
    problems = collector.problems()
    assert [(p.code, p.place.cell, p.severity) for p in problems] == [
        (PERSONAL, "A4", Severity.WARN),
        (PERSONAL, "B4", Severity.WARN),
        (PERSONAL, "B4", Severity.WARN),
        (PERSONAL, "B4", Severity.WARN),
        (CONTACT, "D4", Severity.NOTE),
    ]
    said = " ".join(p.message + p.remedy + p.found for p in problems)
    for kind in ("initials", "date of birth", "an NHS number", "a postcode", "an e-mail address"):
        assert kind in said
    for words in ("JS (aged 4)", "12/03/2019", "943 476 5919", "OX1 1ND", "sam.officer"):
        assert words not in said
    assert problems[2].found == "94• ••• ••••"


def test_every_sheet_is_looked_at() -> None:
    collector = Collector("r.xlsx")
    look({"One": [["a", "b"]], "Two": [[], ["", "Ryan, 14"]]}, collector)
    assert [(p.place.sheet, p.place.cell) for p in collector.problems()] == [("Two", "B2")]


def test_the_same_words_are_told_wherever_they_stand() -> None:
    assert [cell for _, cell, _ in told([["Ryan, 14", 1.0], ["x", "Ryan, 14"]])] == ["A1", "B2"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Completed by", "Jane Smith", "jane@partner.example"]],
        [["Owner"], ["jane@partner.example"], ["sam@partner.example"]],
        [["Tel:", "01632 960 123"]],
        [["Telephone", "07700 900123"], ["E-mail", "jane@partner.example"]],
        [["Please send it to returns@council.gov.uk"]],
    ],
)
def test_a_senders_contact_details_stop_nothing(rows: Rows) -> None:
    assert {code for code, _, _ in told(rows)} == {CONTACT}


def test_contact_details_are_told_once_for_each_kind_and_sheet() -> None:
    collector = Collector("r.xlsx")
    rows: Rows = [["Owner"], *[[f"officer{n}@partner.example"] for n in range(300)]]
    look({"S": rows}, collector)
    (problem,) = collector.problems()
    assert problem.message.startswith("300 cells, the first at A2, hold an e-mail address")


def test_a_familys_are_personal() -> None:
    assert told([["Finding"], ["Mum said to ring 07700 900123"]])[0][0] == PERSONAL
    assert told([["Child", "Mother's mobile"], ["A", "07700 900123"]])[0][0] == PERSONAL


def test_a_heading_says_what_a_number_a_date_or_a_word_is() -> None:
    rows: Rows = [
        ["Cases looked at"],
        ["NHS number", "DOB", "Child's name", "Findings"],
        [9434765919.0, datetime(2012, 5, 4), "Kelly M", 9434765919.0],
        ["450 557 7104", "04/05/2012", "unknown", 3.0],
        [9434765918.0, "not known", "", 12.0],
        [""],
    ]
    assert told(rows) == [
        (PERSONAL, "A3", "94••••••••"),
        (PERSONAL, "B3", "20••-••-••"),
        (PERSONAL, "C3", "Ke••• •"),
        (PERSONAL, "A4", "45••••••••"),
        (PERSONAL, "B4", "20••-••-••"),
        (PERSONAL, "C4", "un•••••"),
    ]


def test_a_return_in_order_says_nothing() -> None:
    rows: Rows = [
        ["Performance indicators 2025-26"],
        ["Ref", "Indicator", "Unit", "Value", "Date"],
        ["A", "Children aged 14 to 17", "number", 943476.0, datetime(2026, 3, 31)],
        ["B", "Child protection plans", "number", 9434765919.0, "31/03/2026"],
        ["C", "line one\nline two", "%", 81.0, None],
    ]
    assert told(rows) == []


def test_line_breaks_within_a_cell_do_not_move_what_is_found() -> None:
    rows: Rows = [["first\nline\nof three"], ["second\nRyan, 14\nthird"], ["last\none"]]
    assert [cell for _, cell, _ in told(rows)] == ["A2"]


def taken(kind: str, field: str, values: list[float | str | None]) -> dict[str, Taken]:
    found = kinds.kind(kind).tables[0].field(field)
    return {field: Taken(field=found, column=3, heading="", score=1, values=values)}


def counted(
    takens: dict[str, Taken], units: list[str] | None = None
) -> list[tuple[str, str, str, Severity]]:
    at = At(sheet="S", rows=range(3, 100), collector=Collector("r.xlsx"))
    small_counts(takens, units, at)
    return [(p.code, p.place.cell, p.message, p.severity) for p in at.collector.problems()]


def test_small_counts_of_a_column_are_noted_together() -> None:
    takens = taken("performance-indicators", "value", [2.0, "1", 21_480.0, None, 0.0, 5.0, 6.0])
    assert counted(takens, ["number"] * 7) == [
        (
            "return-small-counts",
            "D4",
            "3 counts of Value are from 1 to 5: D4, D5 and D9. They may point to a child.",
            Severity.NOTE,
        )
    ]


def test_one_small_count_and_many() -> None:
    one = counted(taken("audits", "cases", [4.0]))
    assert one[0][2] == "1 count of Cases looked at is from 1 to 5: D4. It may point to a child."
    many = counted(taken("audits", "cases", [4.0] * 12))
    assert "D4, D5, D6, D7, D8 and 7 more" in many[0][2]


@pytest.mark.parametrize(
    ("kind", "field", "value", "unit"),
    [
        ("performance-indicators", "value", 3.0, "%"),
        ("performance-indicators", "value", 2.5, "number"),
        ("performance-indicators", "value", 0.0, "number"),
        ("performance-indicators", "target", 3.0, "number"),
        ("training", "places_attended", 3.0, None),  # staff, not children
        ("audits", "findings", 3.0, None),
    ],
)
def test_what_is_no_small_count_of_children(
    kind: str, field: str, value: float, unit: str | None
) -> None:
    assert counted(taken(kind, field, [value]), None if unit is None else [unit]) == []


@pytest.mark.parametrize(
    "words",
    [
        "Born 1 May 2019",
        "Child A, 12/03/2019",
        "Child B, 2019-03-12",
        "JS, aged 14",
        "Lives at OX1 2ST",
        "Lives at OX2 6ND",
        "Lives at OX14 7RD",
        "NHS 943 476 5919",
        "Mum said to ring 07700 900123",
        "Insurance number AB123456C",
        "Seen\nwith JS, aged 4",
    ],
)
def test_it_is_told_in_a_long_column_as_in_a_short_one(words: str) -> None:
    """A long column is looked at by kinds of text; one whose digits matter is none of these."""
    long = [["Visit"], *[[f"Visit {n}"] for n in range(6_000)], ["Born 30 May 1890, 5th visit"]]
    others = [[words.replace("2019", "1919").replace("14", "41").replace("aged 4", "aged 44")]]
    short = [code for code, _, _ in told([["Visit"], [words]])]
    assert short
    assert [code for code, _, _ in told([*long, *others * 2, [words]])][-len(short) :] == short
    assert any(cell == f"A{6_005}" for _, cell, _ in told([*long, *others * 2, [words]]))
