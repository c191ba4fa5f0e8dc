"""How words look, out to Word and to the web and read back: the same words, looking the same."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from oscb_desktop.publish.web.html import write_html
from oscb_desktop.publish.word.docx import write_docx
from oscb_desktop.report.content.blocks import (
    SCRIPTS,
    Block,
    ListBlock,
    Paragraph,
    Runs,
    Text,
    runs_of,
)
from oscb_desktop.report.content.markup import plain
from oscb_desktop.report.publication.composition import Composition, PrintedParagraph, PrintedRun
from oscb_desktop.words.docx import read_docx
from oscb_desktop.words.html import read_html
from tests.publish import samples

# Words that begin and end in letters, so that where spaces stand is no matter of taste.
LOOKS = st.builds(
    Text,
    st.from_regex(r"[a-z£2]+( [a-z2]+)?", fullmatch=True).filter(lambda text: len(text) < 20),
    bold=st.booleans(),
    italic=st.booleans(),
    script=st.sampled_from((UNSET, *SCRIPTS)),
)


@st.composite
def looks(draw: st.DrawFn) -> Runs:
    """Texts of which no two neighbours look alike."""
    drawn = draw(st.lists(LOOKS, min_size=1, max_size=5))
    kept = [Text("We heard")]
    for text in drawn:
        if text.look != kept[-1].look:
            kept.append(text)
    return tuple(kept)


def _report(runs: Runs) -> Composition:
    printed = tuple(
        PrintedRun(text=held.text, bold=held.bold, italic=held.italic, script=held.script)
        for held in runs
        if isinstance(held, Text)
    )
    block = PrintedParagraph(id="p1", number=1, runs=printed)
    return samples.composition(samples.part("findings", "Findings", block))


def _heard(blocks: Iterable[Block]) -> list[Runs]:
    """Return the paragraph; alone in its section it may be read as a list of one."""
    passages = (
        runs
        for block in blocks
        for runs in (block.items if isinstance(block, ListBlock) else (runs_of(block),))
    )
    return [runs for runs in passages if plain(runs).startswith("We heard")]


@given(looks())
def test_words_come_back_from_word_as_they_looked(runs: Runs) -> None:
    read = read_docx(write_docx(_report(runs), draft=False), "report.docx")
    assert _heard(held for section in read.sections for held in section.blocks) == [runs]


@given(looks())
def test_words_come_back_from_the_web_as_they_looked(runs: Runs) -> None:
    pasted = read_html(write_html(_report(runs), draft=False).decode())
    assert _heard(pasted.blocks) == [runs]


def test_what_word_and_browsers_put_on_the_clipboard_stays_off_the_line() -> None:
    source = (
        "<p>m<sup>2</sup>, CO<sub>2</sub>, £412,300<span style='vertical-align:super'>1</span> "
        "and <span style='vertical-align:baseline'>flat</span>"
        "<sup style='vertical-align: baseline'>not</sup></p>"
    )
    (block,) = read_html(source).blocks
    assert isinstance(block, Paragraph)
    assert plain(block.runs) == "m², CO₂, £412,300¹ and flatnot"
