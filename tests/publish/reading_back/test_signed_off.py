"""Contents list headings of the report and nothing else."""

import pytest

from oscb_desktop.publish.reading_back.heard import Heard
from oscb_desktop.publish.reading_back.signed_off import faults_of_sign_off
from oscb_desktop.report.publication.printed import CONTENTS, printed_part
from tests.publish.publishing import record

HEAD = ["P:Performance", "H:Annualreport"]
BODY = ["H:Introduction", "P:1Words", "H:Findings", "H:Theyear2025-26", "H:REVIEW12"]
LISTED = [
    *("H:Contents", "TOCI:Introduction2", "TOCI:Findings14", "TOCI:Theyear2025-2615"),
    "TOCI:Review127",
]
OTHERWISE = {
    "no page": ["H:Contents", "TOCI:Introduction"],
    "no heading": ["H:Contents", "TOCI:Introduction2", "TOCI:Thechildrenaresafe3"],
    "words more": ["H:Contents", "TOCI:Introductionandmore2"],
    "a paragraph": ["H:Contents", "P:Introduction2"],
    "a link elsewhere": ["H:Contents", "TOCI:Introduction2<https://example.org>"],
    "another title": ["H:Introduction", "TOCI:Introduction2"],
    "no title": ["TOCI:Introduction2"],
}


def _faults(contents: list[str], place: int = 1) -> list[str]:
    held = [("report-head", HEAD), ("introduction", BODY)]
    held.insert(place, (CONTENTS, contents))
    parts = [printed_part(name, texts) for name, texts in held]
    heard = [Heard(text, 0, [], text.partition(":")[0]) for _, texts in held for text in texts]
    return [
        words for words in faults_of_sign_off(record(), parts, heard, "") if "contents" in words
    ]


def test_headings_with_their_pages_are_contents() -> None:
    assert _faults(LISTED) == []


@pytest.mark.parametrize("how", OTHERWISE)
def test_contents_that_list_what_is_no_heading_are_told(how: str) -> None:
    assert _faults(OTHERWISE[how])


def test_contents_that_stand_elsewhere_are_told() -> None:
    assert _faults(LISTED, place=2)
