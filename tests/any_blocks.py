"""Random blocks of text, for what must come back as it went: every kind, look, mark and start."""

from collections.abc import Iterator

from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from oscb_desktop.report.content.blocks import (
    SCRIPTS,
    Block,
    Footnote,
    Heading,
    KeyFigure,
    KeyFigures,
    Link,
    Paragraph,
    PictureBlock,
    Rank,
    Run,
    Runs,
    Span,
    TableBlock,
    Text,
    quotation,
)
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.pictures import Pictures
from oscb_desktop.report.content.ranking import lists
from oscb_desktop.report.content.typed_tables import typed_table
from tests import photos
from tests.report.samples import contributions

PICTURES = Pictures()
SHOWN = [PICTURES.take(photos.bare(colour)) for colour in ("#2a6", "#222")]
FIGURES = Figures.of([contributions()])
KEYS = {
    "budget-contributions.council.agreed": "£183,850",
    "budget-contributions.police.agreed": "£91,150.50",
}

# Words that begin and end in letters, so that where spaces stand is no matter of taste; between
# them spaces, those that hold, hyphens that hold, and ends of lines.
WORDS = st.from_regex(
    r"[a-z]{2,6}([ \n\N{NO-BREAK SPACE}\N{NON-BREAKING HYPHEN}][a-z]{2,6}){0,3}", fullmatch=True
)
ONE_LINE = WORDS.map(lambda text: text.replace("\n", " "))
TEXTS = st.builds(
    Text,
    WORDS,
    bold=st.booleans(),
    italic=st.booleans(),
    script=st.sampled_from((UNSET, *SCRIPTS)),
)
RUNS = TEXTS | st.builds(Link, ONE_LINE, st.just("https://example.org/x?y=1&z=2"))
RUNS_AND_NOTES = RUNS | st.builds(Footnote, ONE_LINE)
RANKS = st.builds(
    Rank,
    st.integers(0, 4),
    st.sampled_from(("bullet", "number", "letter", "roman")),
    st.sampled_from((0, 0, 0, 1, 2, 5, 27)),
)


@st.composite
def passages(draw: st.DrawFn) -> Runs:
    """Runs of which no two neighbours look alike; the first is plain, lest it be a heading."""
    kept: list[Run] = [Text("We heard")]
    for run in draw(st.lists(RUNS_AND_NOTES, max_size=4)):
        if not _alike(kept[-1], run):
            kept.append(run)
    return tuple(kept)


def _alike(one: Run, other: Run) -> bool:
    if isinstance(one, Text) and isinstance(other, Text):
        return one.look == other.look
    return type(one) is type(other)


@st.composite
def _lists(draw: st.DrawFn) -> Block:
    ranks = draw(st.lists(RANKS, min_size=1, max_size=7))
    return lists("x", [draw(passages()) for _ in ranks], ranks)[0]


SPANS = st.builds(
    Span,
    row=st.integers(0, 3),
    column=st.integers(0, 2),
    across=st.integers(1, 3),
    down=st.integers(1, 3),
)


@st.composite
def _tables(draw: st.DrawFn) -> Block:
    """A table; its header in one row or several, with cells merged anyhow."""
    across = draw(st.integers(2, 3))
    row = st.tuples(*[WORDS] * across)
    rows = draw(st.lists(row, min_size=2))
    table = typed_table(rows, draw(st.integers(1, 3)), draw(st.lists(SPANS, max_size=2)))
    return TableBlock("x", draw(ONE_LINE), table)


@st.composite
def _pictures(draw: st.DrawFn) -> Block:
    caption, share = draw(st.just("") | ONE_LINE), draw(st.integers(2, 20)) * 5
    return PictureBlock("x", caption, draw(st.sampled_from(SHOWN)), draw(ONE_LINE), share)


BOXES = st.builds(KeyFigure, key=st.sampled_from(sorted(KEYS)), label=ONE_LINE)
BLOCKS = (
    st.builds(Paragraph, st.just("x"), passages())
    | st.builds(quotation, st.just("x"), passages())
    | st.builds(Heading, st.just("x"), ONE_LINE, st.sampled_from((2, 3)))
    | _lists()
    | _tables()
    | _pictures()
    | st.builds(KeyFigures, st.just("x"), st.lists(BOXES, min_size=1, max_size=4).map(tuple))
)


@st.composite
def any_blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    """Up to six blocks with ids of their own."""
    made = draw(st.lists(BLOCKS, min_size=1, max_size=6))
    return tuple(replace(block, id=f"b{at}") for at, block in enumerate(made))


def alike(blocks: tuple[Block, ...]) -> list[Block]:
    """Return blocks as they are compared: without their ids."""
    return [replace(block, id="", copied_from=UNSET, words_of=UNSET) for block in blocks]


def as_words(blocks: tuple[Block, ...], *, numbered: bool = True) -> tuple[Block, ...]:
    """Return blocks as other programs have them: key figures are sentences there."""
    return tuple(part for block in blocks for part in _sentences(block, numbered=numbered))


def _sentences(block: Block, *, numbered: bool) -> Iterator[Block]:
    if not isinstance(block, KeyFigures):
        yield block
        return
    for box in block.boxes:
        number, label = Text(KEYS[box.key], bold=True), Text(f" {box.label}")
        yield Paragraph(block.id, (number, label), numbered)
