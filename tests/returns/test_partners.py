"""Partners as entities: found by any of their names, one name in print, asked about when twice."""

import pytest
from msgspec.structs import replace

from oscb_desktop.base.problems import Severity, UsageError
from oscb_desktop.returns.partners import Known, all_partners, find_partner, partner_of
from tests.returns.conftest import CONTEXT, Rows, Write, blocks, codes, only_block, read, table

HEAD = ["Partner", "Agreed", "Received"]


@pytest.mark.parametrize(
    ("words", "partner"),
    [
        ("Thames Valley Police", "thames-valley-police"),
        ("  tvp ", "thames-valley-police"),
        ("Police", "thames-valley-police"),
        ("thames-valley-police", "thames-valley-police"),
        ("NHS Oxfordshire Clinical Commissioning Group", "bob-icb"),
        ("Schools & FE colleges", "schools-and-further-education-colleges"),
    ],
)
def test_a_partner_is_found_by_any_of_its_names(words: str, partner: str) -> None:
    found = partner_of(words)
    assert found is not None
    assert found.id == partner
    assert find_partner(words) == found


def test_an_unknown_partner_is_told_with_those_there_are() -> None:
    assert partner_of("The Met") is None
    with pytest.raises(UsageError) as told:
        find_partner("The Met")
    assert "thames-valley-police" in told.value.remedy


def test_ids_are_unique_and_names_follow_the_years() -> None:
    ids = [held.id for held in all_partners()]
    assert len(set(ids)) == len(ids)
    board = find_partner("bob-icb")
    assert "Clinical Commissioning Group" in board.name_in("2021-22")
    assert board.name_in("2022-23") == board.name_in("2025-26") == board.name_in("") == board.name


def test_what_was_joined_goes_before_the_list() -> None:
    known = Known(joined={"tvp": "cherwell-district-council"})
    found = known.named("TVP")
    assert found is not None
    assert found.id == "cherwell-district-council"


def test_another_name_is_printed_as_the_partners_and_noted(write: Write) -> None:
    reading = read(write([HEAD, ["OCC", 10, 9], ["Cherwell DC*", 5, 5], ["Police", 1, 1]]))
    held = table(reading, "budget-contributions")
    assert held.labels == ["Oxfordshire County Council", "Cherwell District Council", "Police"]
    assert held.keys == ["oxfordshire-county-council", "cherwell-district-council", "police"]
    notes = [(p.code, p.place.cell, p.found, p.expected) for p in reading.problems]
    assert notes == [
        ("return-partner-renamed", "A2", "OCC", "Oxfordshire County Council"),
        ("return-partner-renamed", "A3", "Cherwell DC", "Cherwell District Council"),
    ]
    assert {p.severity for p in reading.problems} == {Severity.NOTE}


def test_the_name_is_that_of_the_reporting_year(write: Write) -> None:
    path = write([HEAD, ["BOB ICB", 10, 9]])
    then = read(path, context=replace(CONTEXT, reporting_year="2021-22"))
    assert table(then, "budget-contributions").labels == [
        "NHS Oxfordshire Clinical Commissioning Group"
    ]


def test_words_that_were_joined_are_printed_so(write: Write) -> None:
    context = replace(CONTEXT, joined={"the met": "thames-valley-police"})
    reading = read(write([HEAD, ["The Met", 10, 9]]), context=context)
    assert table(reading, "budget-contributions").labels == ["Thames Valley Police"]


@pytest.mark.parametrize("words", ["OCC", "County council"])
def test_a_partner_under_two_names_is_asked_about(write: Write, words: str) -> None:
    rows: Rows = [HEAD, ["Oxfordshire County Council", 10, 9], ["Cherwell", 1, 1], [words, 5, 4]]
    problem = only_block(read(write(rows)), "return-partner-twice", "A4")
    assert words in problem.message
    assert "apart" in problem.remedy


def test_one_partners_cash_and_its_in_kind_are_two_rows(write: Write) -> None:
    heads = ["Partner", "Cash or in kind", "Agreed"]
    rows: Rows = [heads, ["OCC", "Cash", 10], ["Oxfordshire County Council", "In kind", 5]]
    reading = read(write(rows))
    assert not blocks(reading)
    assert table(reading, "budget-contributions").keys == [
        "oxfordshire-county-council-cash", "oxfordshire-county-council-in-kind",
    ]  # fmt: skip


def test_an_agency_beside_a_course_has_one_name_too(write: Write) -> None:
    rows: Rows = [
        ["Course", "Agency", "Places attended"],
        ["Neglect", "TVP", 5],
        ["Neglect", "OCC", 4],
    ]
    reading = read(write(rows), "training")
    assert table(reading, "training").labels == [
        "Neglect, Thames Valley Police", "Neglect, Oxfordshire County Council",
    ]  # fmt: skip
    assert codes(reading).count("return-partner-renamed") == 2
