"""Words of other scripts in a Word file: which script they are of, and which way they go."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from oscb_desktop.publish.pdf.pdf import lay_out
from oscb_desktop.publish.typeset.drawing import Words, draw
from oscb_desktop.publish.typeset.themes import load_theme
from oscb_desktop.publish.word.chart_png import DOTS_PER_INCH, chart_png
from oscb_desktop.publish.word.docx import write_docx
from oscb_desktop.report.content.tables import ChartData, Series
from oscb_desktop.report.publication.composition import PrintedChart, PrintedRun
from tests.publish import samples
from tests.publish.reading_back.test_heard import painted


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


ARABIC = "المملكة"
SCALE = DOTS_PER_INCH / 72


def _ink(picture: Image.Image, words: Words, x: float, y: float) -> Image.Image:
    """What is drawn of words that begin at a place, made small, so that edges do not matter."""
    box = (x - 1, y - words.size, x + words.width + 1, y + words.size / 2)
    part = picture.convert("L").crop(tuple(round(at * SCALE) for at in box))
    dark = part.point(lambda value: 255 * (value < 128))
    return dark.crop(dark.getbbox()).resize((60, 20), Image.Resampling.BOX)


def _apart(one: Image.Image, other: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


def test_a_charts_words_whose_letters_join_are_drawn_as_on_paper() -> None:
    values = ChartData(
        categories=("Boys and girls who were heard", ARABIC),
        series=(Series(name="", values=(Decimal(3), Decimal(5)), labels=("3", "5")),),
    )
    chart = PrintedChart(id="c", caption="Chart 1: Heard", alt="Bars.", data=values)
    theme = load_theme()
    drawing = draw(chart, theme)
    assert drawing is not None
    label = next(held for held in drawing.shapes if isinstance(held, Words) and held.text == ARABIC)
    drawn = _ink(Image.open(BytesIO(chart_png(drawing, theme))), label, label.x, label.y)
    made = lay_out(samples.composition(samples.part("a", "A", chart)), draft=False)
    with pdfium.PdfDocument(made.pdf) as pdf:
        sheet = pdf[0].render(scale=SCALE).to_pil()
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        labels = [held for own in painted(pdf)[0].labels.values() for held in own]
    place = next(held for held in labels if held.text == ARABIC)
    printed = _ink(sheet, label, place.x, theme.page.height - place.y)
    assert _apart(drawn, printed) < 25
    turned = drawn.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert _apart(turned, printed) > 50
