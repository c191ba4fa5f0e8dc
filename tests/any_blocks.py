"""Random blocks of text, for what must come back as it went: every kind, look, mark and start."""

from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from oscb_desktop.report.content.blocks import (
    SCRIPTS,
    Block,
    Footnote,
    Heading,
    Link,
    Paragraph,
    Rank,
    Run,
    Runs,
    TableBlock,
    Text,
    TypedTable,
    quotation,
)
from oscb_desktop.report.content.ranking import lists

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


@st.composite
def _tables(draw: st.DrawFn) -> Block:
    across = draw(st.integers(2, 3))
    row = st.tuples(*[WORDS] * across)
    return TableBlock("x", draw(ONE_LINE), TypedTable(rows=tuple(draw(st.lists(row, min_size=2)))))


BLOCKS = (
    st.builds(Paragraph, st.just("x"), passages())
    | st.builds(quotation, st.just("x"), passages())
    | st.builds(Heading, st.just("x"), ONE_LINE, st.sampled_from((2, 3)))
    | _lists()
    | _tables()
)


@st.composite
def any_blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    """Up to six blocks with ids of their own."""
    made = draw(st.lists(BLOCKS, min_size=1, max_size=6))
    return tuple(replace(block, id=f"b{at}") for at, block in enumerate(made))


def alike(blocks: tuple[Block, ...]) -> list[Block]:
    """Return blocks as they are compared: without their ids."""
    return [replace(block, id="", copied_from=UNSET, words_of=UNSET) for block in blocks]
