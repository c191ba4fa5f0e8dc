"""What is copied of a report, pasted again from its HTML: pictures and tables as they were."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from oscb_desktop.report.content.blocks import (
    Block,
    KeyFigure,
    KeyFigures,
    Paragraph,
    PictureBlock,
    TableBlock,
    Text,
)
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.pictures import Pictures
from oscb_desktop.words.copied import as_html, as_words
from oscb_desktop.words.html import read_html
from tests import photos
from tests.words.test_typed_tables import WORDS, tables

PICTURES = Pictures()
SHOWN = [PICTURES.take(photos.bare(colour)) for colour in ("#2a6", "#a26", "#222")]
FIGURES = Figures.of([])


def told(_: object) -> str:
    return "412,300"


@st.composite
def copied(draw: st.DrawFn) -> tuple[Block, ...]:
    """Pictures and tables between paragraphs."""
    made: list[Block] = [Paragraph("first", (Text("We heard this."),))]
    for at in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            made.append(TableBlock(f"t{at}", draw(WORDS), draw(tables())))
        else:
            caption = draw(WORDS) if draw(st.booleans()) else ""
            picture = draw(st.sampled_from(SHOWN))
            share = draw(st.integers(10, 100))
            made.append(PictureBlock(f"p{at}", caption, picture, draw(WORDS), share))
        made.append(Paragraph(f"after{at}", (Text("And then that."),)))
    return tuple(made)


@given(copied())
def test_what_was_copied_is_pasted_as_it_was(blocks: tuple[Block, ...]) -> None:
    read = read_html(as_html(blocks, FIGURES, told, PICTURES))
    assert read.problems == ()
    assert [replace(block, id="") for block in read.blocks] == [
        replace(block, id="") for block in blocks
    ]


def test_plain_words_say_what_a_picture_shows_and_what_a_figure_is_of() -> None:
    picture = PictureBlock("p", "The new park", SHOWN[0], "A park with a gate")
    boxes = KeyFigures("k", (KeyFigure(key="budget.all.agreed", label="contributions agreed"),))
    assert as_words([picture, boxes], FIGURES, told).splitlines() == [
        "The new park",
        "A park with a gate",
        "412,300 contributions agreed",
    ]


def test_a_picture_whose_bytes_are_gone_is_copied_as_words() -> None:
    picture = PictureBlock("p", "The new park", SHOWN[0], "A park with a gate")
    read = read_html(as_html([picture, picture], FIGURES, told, Pictures()))
    assert [type(block) for block in read.blocks] == [Paragraph] * 4
