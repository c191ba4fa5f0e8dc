"""Numbers typed by hand: agreement and contradiction counted over sentences a reader judged."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from oscb_desktop.report.language.quantities import verdicts
from oscb_desktop.report.language.typed import typed_numbers
from tests.report.language.year_in_figures import number_index

SENTENCES = tomllib.loads(
    Path(__file__).with_name("typed_numbers.toml").read_text(encoding="utf-8")
)
INDEX = number_index()


def _letters(text: str) -> str:
    return "".join("A" if held.agrees else "C" for held in verdicts(text, INDEX))


def _counts(sentences: dict[str, str], letter: str) -> tuple[int, int, int]:
    right = wrong = missed = 0
    for text, expected in sentences.items():
        said, meant = _letters(text).count(letter), expected.count(letter)
        right += min(said, meant)
        wrong += max(0, said - meant)
        missed += max(0, meant - said)
    return right, wrong, missed


@pytest.mark.parametrize("part", ["tuned", "fresh"])
@pytest.mark.parametrize("letter", ["A", "C"])
def test_no_false_alarm_and_few_missed(part: str, letter: str) -> None:
    right, wrong, missed = _counts(SENTENCES[part], letter)
    assert right >= 12
    assert wrong == 0
    assert missed <= 0.1 * (right + missed)


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
