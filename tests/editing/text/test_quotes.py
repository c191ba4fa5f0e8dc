"""Straight quotes that are typed become the curly ones that are meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.editing.text.quotes import curled


def typed(text: str) -> str:
    line = ""
    for sign in text:
        line += curled(sign, line)
    return line


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        ("the county's", "the county’s"),
        ('he said "no"', "he said “no”"),
        ("\"'Why?' she asked\"", "“‘Why?’ she asked”"),
        ('("so")', "(“so”)"),
        ("the boards' year", "the boards’ year"),
        ('Ofsted–"Good"', "Ofsted–“Good”"),
    ],
)
def test_they_open_and_close_as_a_writer_means(keys: str, meant: str) -> None:
    assert typed(keys) == meant


@given(st.text("ab '\"(.-", max_size=30))
def test_nothing_but_straight_quotes_changes(text: str) -> None:
    made = typed(text)
    assert made.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}) == text
    assert not set(made) & {"'", '"'}
