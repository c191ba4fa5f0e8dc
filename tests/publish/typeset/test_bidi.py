"""The order of what stands in a line where scripts of both directions meet (UAX #9)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.publish.typeset.bidi import (
    is_mixed,
    leads_right_to_left,
    levels_of,
    mirror,
    visual_order,
)

LINES = st.text("abc אבגابپ١٢12 ()[].,-+%£/:", max_size=14)


def shown(text: str, *, right_to_left: bool) -> str:
    levels = levels_of(text, right_to_left=right_to_left)
    return "".join(mirror(text[at]) if levels[at] % 2 else text[at] for at in visual_order(levels))


# The right-hand sides are what the crate unicode-bidi makes of them.
@pytest.mark.parametrize(
    ("text", "right_to_left", "expected"),
    [
        ("abc אבג def", False, "abc גבא def"),
        ("abc אבג def", True, "def גבא abc"),
        ("אבג 25 דה", False, "הד 25 גבא"),
        ("age 25 אבג", False, "age 25 גבא"),
        ("(אבג)", True, "(גבא)"),
        ("אבג (abc) דה", True, "הד (abc) גבא"),
        ("a (אב) b", False, "a (בא) b"),
        ("אב £1,200.50 ג", True, "ג £1,200.50 בא"),
        ("ا 12-3 ب", True, "ب 3-12 ا"),
        ("ا ١٢,٣ ب", True, "ب ١٢,٣ ا"),
        ("אב 50% ג", False, "ג 50% בא"),
        ("אב, גד.", False, "דג ,בא."),
        ("אב, גד.", True, ".דג ,בא"),
        ("אב ", False, "בא "),
    ],
)
def test_a_line_is_shown_in_the_order_of_the_standard(
    text: str, right_to_left: bool, expected: str
) -> None:
    assert shown(text, right_to_left=right_to_left) == expected


@given(LINES, st.booleans())
def test_nothing_is_lost_or_shown_twice(text: str, right_to_left: bool) -> None:
    levels = levels_of(text, right_to_left=right_to_left)
    assert sorted(visual_order(levels)) == list(range(len(text)))


@given(st.text("abc 123 (),.-", max_size=20))
def test_a_line_of_one_direction_stays_as_it_is(text: str) -> None:
    assert not is_mixed(text)
    assert shown(text, right_to_left=False) == text


@given(st.text("0123456789", min_size=1, max_size=8), st.booleans())
def test_a_number_is_never_turned_round(number: str, right_to_left: bool) -> None:
    assert number in shown(f"אבג {number} دو", right_to_left=right_to_left)


def test_the_first_letter_says_which_way_a_paragraph_goes() -> None:
    assert leads_right_to_left("12 (אב) abc")
    assert not leads_right_to_left("“abc” אב")
    assert not leads_right_to_left("12.")
