"""Words of other scripts in a Word file: which script they are of, and which way they go."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from oscb_desktop.publish.word.docx import write_docx
from oscb_desktop.report.publication.composition import PrintedRun
from tests.publish import samples


def paragraph(*runs: PrintedRun | str) -> Any:
    """The Word paragraph of a report's only one."""
    composition = samples.composition(samples.part("a", "A", samples.paragraph(1, *runs)))
    document = Document(BytesIO(write_docx(composition, draft=False)))
    return next(held for held in document.paragraphs if held.style.name == "List Number")


def looks(held: Any) -> dict[str, list[str]]:
    """What is said of each run, by its words."""
    found = {}
    for run in held.runs:
        own = run._r.find(qn("w:rPr"))
        kids = [] if own is None else [kid.tag.partition("}")[2] for kid in own]
        language = None if own is None else own.find(qn("w:lang"))
        found[run.text] = kids + ([] if language is None else list(language.attrib.values()))
    return found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("بچے", ["rtl", "lang", "ur"]),
        ("سلام", ["rtl", "lang", "ar"]),
        ("সুরক্ষা", ["cs", "lang", "bn"]),
        ("孩子", ["lang", "zh"]),
    ],
)
def test_words_of_another_script_are_a_run_that_says_so(words: str, expected: list[str]) -> None:
    held = paragraph(f"They said {words} to us.")
    assert held.text == f"They said {words} to us."
    assert looks(held) == {"They said ": [], words: expected, " to us.": []}
    assert held._p.pPr.find(qn("w:bidi")) is None


def test_a_paragraph_that_begins_from_right_to_left_goes_so_as_a_whole() -> None:
    held = paragraph("بچے Oxford میں")
    assert held._p.pPr.find(qn("w:bidi")) is not None


def test_bold_words_stay_bold() -> None:
    held = paragraph(PrintedRun(text="So: سلام!", bold=True))
    assert [run.bold for run in held.runs] == [True] * 3


@settings(max_examples=40, deadline=None)
@given(st.text("ab 1.,بچے אב সু孩\u0964", min_size=1, max_size=30))
def test_no_word_is_lost(text: str) -> None:
    assert paragraph(text).text == text
