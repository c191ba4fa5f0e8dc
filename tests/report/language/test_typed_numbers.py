"""Numbers typed by hand: agreement and contradiction counted over sentences a reader judged."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from oscb_desktop.report.content.blocks import (
    Block,
    FigureRef,
    Paragraph,
    SetTable,
    TableBlock,
    Text,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.language.checking import check_language
from oscb_desktop.report.language.growth import growth_verdicts
from oscb_desktop.report.language.quantities import LONGEST_SET, NumberIndex, Verdict, verdicts
from oscb_desktop.report.language.typed import typed_numbers
from tests.report.language.year_in_figures import _set, number_index
from tests.report.samples import report

SENTENCES = tomllib.loads(
    Path(__file__).with_name("typed_numbers.toml").read_text(encoding="utf-8")
)
INDEX = number_index()


PROSE = Path(__file__).with_name("committee_prose.txt").read_text(encoding="utf-8")
PARTS = ("tuned", "fresh", "later", "unseen")


def _told(text: str) -> list[Verdict]:
    return [*verdicts(text, INDEX), *growth_verdicts(text, INDEX)]


def _letters(text: str) -> str:
    return "".join("A" if held.agrees else "C" for held in _told(text))


def _counts(sentences: dict[str, str], letter: str) -> tuple[int, int, int]:
    right = wrong = missed = 0
    for text, expected in sentences.items():
        said, meant = _letters(text).count(letter), expected.count(letter)
        right += min(said, meant)
        wrong += max(0, said - meant)
        missed += max(0, meant - said)
    return right, wrong, missed


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("letter", ["A", "C"])
def test_no_false_alarm_and_few_missed(part: str, letter: str) -> None:
    right, wrong, missed = _counts(SENTENCES[part], letter)
    assert right >= 11
    assert wrong == 0
    assert missed <= 0.1 * (right + missed)


def test_precision_and_recall_over_all_of_them() -> None:
    assert sum(len(SENTENCES[part]) for part in PARTS) >= 200
    for letter in "AC":
        counts = [_counts(SENTENCES[part], letter) for part in PARTS]
        right, wrong, missed = (sum(column) for column in zip(*counts, strict=True))
        assert right / (right + wrong) == 1.0
        assert right / (right + missed) >= 0.95


def test_ordinary_prose_raises_at_most_one_alarm_in_a_thousand_words() -> None:
    alarms = [held for paragraph in PROSE.split("\n\n") for held in _told(paragraph)]
    assert len(PROSE.split()) > 1_000
    assert len(alarms) <= len(PROSE.split()) / 1_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("About 10,000 training places were taken up.", "About 10,000"),
        ("More than 9,000 training places were taken up.", "More than 9,000"),
        ("Between 9,000 and 10,000 training places were taken up.", "9,000 and 10,000"),
        ("Nine in ten training places were taken up.", "Nine in ten"),
    ],
)
def test_a_rounded_number_that_is_right_is_said_as_it_was_written(text: str, said: str) -> None:
    (held,) = verdicts(text, INDEX)
    assert held.agrees
    assert held.number == said


def test_growth_that_the_figures_bear_out_is_left_alone() -> None:
    rows = [("Missing episodes reported", 410, 200), ("Tickets sold", 500, 495)]
    index = NumberIndex([_set("m", rows, ["value", "previous"], {})], "2025-26")
    assert list(growth_verdicts("Missing episodes reported doubled.", index)) == []
    (held,) = growth_verdicts("Missing episodes reported halved.", index)
    assert held.value == "410, and was 200 before"
    assert list(growth_verdicts("In July missing episodes reported halved.", index)) == []


def _unnamed(blocks: tuple[Block, ...]) -> Report:
    return report(Section(id="s", key="s", title="S", blocks=blocks))


def _long_set() -> Figures:
    rows = [(f"Ward {at} referrals", 10_000 + 7 * at) for at in range(LONGEST_SET + 500)]
    return Figures.of([_set("wards", rows, ["value"], {})])


@pytest.mark.parametrize(
    ("also", "agrees"),
    [
        ((), False),
        ((Paragraph("r", (FigureRef("wards.row2300.value"),)),), True),
        (
            (TableBlock("t", "Wards", SetTable(set_id="wards", view="all")),),
            False,
        ),  # row 2,300 is not shown
    ],
)
def test_of_a_long_return_the_rows_that_the_report_refers_to_are_held_against(
    also: tuple[Paragraph | TableBlock, ...], agrees: bool
) -> None:
    text = Paragraph("p", (Text("Ward 2300 referrals came to 26,100."),))
    held = _unnamed((text, *also))
    codes = [found.code for found in check_language(held, _long_set())]
    assert ("number-agrees" in codes) is agrees


def test_of_a_long_table_what_it_shows_first_is_held_against() -> None:
    blocks = (
        Paragraph("p", (Text("Ward referrals came to 10,070."),)),
        TableBlock("t", "Wards", SetTable(set_id="wards", view="all")),
    )
    held = _unnamed(blocks)
    assert "number-agrees" in [found.code for found in check_language(held, _long_set())]


def test_the_verdict_names_the_figure_to_put_in() -> None:
    (held,) = verdicts("Training places taken up came to 12,000.", INDEX)
    assert not held.agrees
    assert held.figure == "indicators.row12.numerator"
    assert (held.label, held.value) == ("Training places taken up: Numerator", "9,840")


@pytest.mark.parametrize(
    "text",
    [
        "Working Together 2023, section 16E and paragraph 104 of the guidance.",
        "On 14 March 2026, at 10.30 am, in room 214, under item 12.",
        "Children aged 10 to 17, 16-year-olds and under-18s; those aged 24.",
        "Within 45 working days, after 72 hours, for 18 months, over 26 weeks.",
        "Annual report 2024-25, strategy 2023–26, the year ended 31 March 2025.",
        "SI 2002/715, 24/7, 50/50, version 2.1, www.example.org/2024/12345, A40 and PI14.",
        "Call 01865 815000; 3 of 7 partners; the 12th and the 21st.",
    ],
)
def test_names_dates_ages_and_times_are_no_figures(text: str) -> None:
    assert [held.shown for held in typed_numbers(text)] == []


@pytest.mark.parametrize(
    ("text", "value", "kind", "bound"),
    [
        ("It cost £1.25 million.", "1250000", "money", ""),
        ("It cost about £48k.", "48000", "money", "about"),
        ("More than 82 per cent were in time.", "82", "percent", "at least"),
        ("Fewer than 1,250 were.", "1250", "count", "at most"),
        ("There were 138.6 enquiries per 10,000 children.", "138.6", "rate", ""),
    ],
)
def test_value_kind_and_bound(text: str, value: str, kind: str, bound: str) -> None:
    (held,) = typed_numbers(text)
    assert (held.value, held.kind, held.bound) == (Decimal(value), kind, bound)
