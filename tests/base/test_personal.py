"""Personal data is found where it stands, and little else is taken for it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.base.personal import lists
from oscb_desktop.base.personal.finding import find
from oscb_desktop.base.personal.found import Finding, Personal, described, masked, sentence
from oscb_desktop.base.personal.numbers import is_nhs_number, is_pupil_number
from tests.base.personal_sentences import OF_AN_OFFICE, WITH, WITHOUT

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def kinds(text: str) -> tuple[str, ...]:
    return tuple(found.kind.value for found in find(text))


def test_recall_and_false_alarms() -> None:
    """Of one hundred sentences with personal data five may be missed, of those without none."""
    assert len(WITH) >= 60
    assert len(WITHOUT) >= 60
    missed = [text for text, expected in WITH if kinds(text) != expected]
    alarms = [text for text in WITHOUT if find(text)]
    assert len(missed) <= 0.05 * len(WITH), missed
    assert not alarms


def test_of_a_child_or_family_nothing_is_taken_for_an_office() -> None:
    assert [text for text, _ in WITH if any(found.office for found in find(text))] == []


@pytest.mark.parametrize("text", OF_AN_OFFICE)
def test_the_sender_and_an_office_are_found_as_such(text: str) -> None:
    assert {found.office for found in find(text)} == {True}


def test_a_finding_is_the_words_at_its_place() -> None:
    text = "Neglect - JS (aged 4), NHS 943 476 5919"
    assert find(text) == [
        Finding(start=10, end=21, kind=Personal.INITIALS, words="JS (aged 4)"),
        Finding(start=27, end=39, kind=Personal.NHS_NUMBER, words="943 476 5919"),
    ]


def test_lines_are_judged_on_their_own() -> None:
    assert kinds("Date of birth\n12/03/2019") == ()
    assert kinds("Director\nRyan, 14") == ("name",)


@given(st.integers(400_000_000, 499_999_999))
def test_one_check_digit_at_most_makes_an_nhs_number(nine: int) -> None:
    valid = [digit for digit in range(10) if is_nhs_number(f"{nine}{digit}")]
    assert len(valid) <= 1
    for digit in valid:
        text = f"{nine}{digit}"
        assert kinds(f"{text[:3]} {text[3:6]} {text[6:]}") == ("nhs-number",)


@given(st.integers(400_000_000, 499_999_999), st.integers(0, 9), st.integers(1, 9))
def test_no_digit_of_an_nhs_number_can_be_mistyped(nine: int, place: int, by: int) -> None:
    valid = [f"{nine}{digit}" for digit in range(10) if is_nhs_number(f"{nine}{digit}")]
    for text in valid:
        wrong = str((int(text[place]) + by) % 10)
        assert not is_nhs_number(text[:place] + wrong + text[place + 1 :])


@pytest.mark.parametrize(
    "text", ["943476591", "94347659191", "943476591x", "0000000000", "", "٩" * 10]
)
def test_what_is_no_nhs_number(text: str) -> None:
    assert not is_nhs_number(text)


@given(st.integers(0, 99_999_999), st.sampled_from(LETTERS + "0123456789"))
def test_exactly_one_check_letter_makes_a_pupil_number(serial: int, last: str) -> None:
    rest = f"931{serial:08}{last}"
    assert sum(is_pupil_number(letter + rest) for letter in LETTERS) == 1


def test_a_pupil_number_needs_an_authority() -> None:
    assert is_pupil_number("H801200001001")
    assert not any(is_pupil_number(f"{letter}101200001001") for letter in LETTERS)
    assert not is_pupil_number("I801200001001")


@pytest.mark.parametrize("prefix", ["BG", "GB", "NK", "KN", "TN", "NT", "ZZ", "DA", "AO", "QA"])
def test_prefixes_that_no_insurance_number_has(prefix: str) -> None:
    assert kinds(f"{prefix}123456C") == ()


@pytest.mark.parametrize(
    ("words", "shown"),
    [("943 476 5919", "94• ••• ••••"), ("JS (aged 4)", "JS (•••• •)"), ("OX1 1ND", "OX• •••"),
     ("ab@c.example", "ab@•.•••••••"), ("Ryan, 14", "Ry••, ••")],
)  # fmt: skip
def test_a_mask_shows_two_letters(words: str, shown: str) -> None:
    assert masked(words) == shown


def test_every_kind_has_words() -> None:
    assert len({described(kind) for kind in Personal}) == len(Personal)


def test_the_bounds_of_a_sentence() -> None:
    text = "One. Two is here; three. Four"
    start = text.index("is")
    assert text[slice(*sentence(text, start, start + 2))].strip() == "Two is here"
    assert sentence("alone", 1, 2) == (0, 5)


def test_the_lists() -> None:
    assert len(lists.forenames()) > 3_000
    assert {"Ryan", "Aisha", "Mohammed", "Siobhan"} <= lists.forenames()
    assert not lists.forenames() & lists.words().name_words
    assert not {"May", "Oxford", "Police"} & lists.forenames()


@pytest.mark.parametrize(
    "text",
    ["a", "1", "A. ", "@", "a@a.", "Ryan ", "Ryan, 14", "JS, 14 ", "01 ", "A1 ", "1/1/", "+44"],
)
def test_the_time_grows_with_the_text_and_no_faster(text: str) -> None:
    def took(length: int) -> float:
        start = time.perf_counter()
        find(text * (length // len(text)))
        return time.perf_counter() - start

    took(10_000)
    short, long = took(20_000), took(80_000)
    assert long < 12 * short + 0.05  # four times as long; the rest is the machine's


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    ends = 0
    for found in find(text):
        assert found.start >= ends
        assert text[found.start : found.end] == found.words
        ends = found.end
