"""Edits of structure, for any report and any places: nothing else changes, all can be undone."""

from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.editing.text import edits, inserting
from oscb_desktop.editing.text.lines import (
    Kind,
    Line,
    Spot,
    blocks_of,
    cut,
    joined,
    length,
    lines_of,
    lines_of_section,
    spot,
)
from oscb_desktop.report.content.blocks import (
    ChartBlock,
    FigureRef,
    Heading,
    ListBlock,
    Paragraph,
    Run,
    SetTable,
    TableBlock,
    Text,
)
from oscb_desktop.report.content.document import Report, Section

WORDS = st.text("ab é😀", min_size=1, max_size=6)
RUN = st.one_of(
    st.builds(Text, WORDS, st.booleans(), st.booleans()), st.just(FigureRef("set.row.column"))
)
RUNS = st.lists(RUN, max_size=4).map(lambda runs: joined(tuple(runs)))
SOURCE = SetTable(set_id="set", view="all")


def _blocks(prefix: str) -> st.SearchStrategy[tuple[object, ...]]:
    shapes = st.lists(
        st.one_of(
            RUNS.map(lambda runs: ("paragraph", runs)),
            WORDS.map(lambda text: ("heading", text)),
            st.lists(RUNS, min_size=1, max_size=3).map(lambda items: ("list", tuple(items))),
            WORDS.map(lambda text: ("table", text)),
            WORDS.map(lambda text: ("chart", text)),
        ),
        max_size=5,
    )

    def build(made: list[tuple[str, object]]) -> tuple[object, ...]:
        makers = {
            "paragraph": Paragraph,
            "heading": Heading,
            "list": ListBlock,
            "table": lambda block, text: TableBlock(block, text, SOURCE),
            "chart": lambda block, text: ChartBlock(block, text, SOURCE),
        }
        return tuple(makers[kind](f"{prefix}{at}", what) for at, (kind, what) in enumerate(made))

    return shapes.map(build)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    sections = tuple(
        Section(id=key, key=key, title=f"Section {key}", blocks=draw(_blocks(key)))
        for key in ("s", "t", "u")[: draw(st.integers(1, 3))]
    )
    return Report(template="any", sections=sections)


@st.composite
def places(draw: st.DrawFn, count: int) -> tuple[Report, list[Spot]]:
    report = draw(reports())
    lines = lines_of(report)
    found = []
    for _ in range(count):
        at = draw(st.integers(0, len(lines) - 1))
        offset = draw(st.integers(0, length(lines[at].runs)))
        found.append((at, offset))
    return report, [spot(lines[at], offset) for at, offset in sorted(found)]


def words(report: Report) -> str:
    """Everything a reader reads, figures as a mark."""
    return "".join(_readable(line) for line in lines_of(report) if line.kind is not Kind.GUIDANCE)


def _readable(line: Line) -> str:
    return "".join(run.text if isinstance(run, Text) else "#" for run in line.runs)


def holds(report: Report, caret: Spot) -> bool:
    return any(caret.is_in(line) and caret.offset <= length(line.runs) for line in lines_of(report))


@given(reports())
def test_lines_and_blocks_say_the_same(report: Report) -> None:
    for section in report.sections:
        held = {block.id: block for block in section.blocks}
        assert blocks_of(lines_of_section(section), held) == section.blocks


@given(RUNS, st.integers(0, 30))
def test_cutting_and_joining_loses_nothing(runs: tuple[Run, ...], offset: int) -> None:
    # Never inside a character that takes two units: a caret is never there.
    offset = min(offset, length(runs))
    before, after = cut(runs, offset)
    assert joined(before, after) == runs


@given(places(1))
def test_enter_keeps_every_word_and_undoes(given_: tuple[Report, list[Spot]]) -> None:
    report, (at,) = given_
    if at.kind in (Kind.TITLE, Kind.GUIDANCE):
        return
    edit = edits.split(report, at)
    if edit is not None:
        after = edit.change.apply(report)
        assert words(after) == words(report)
        assert holds(after, edit.caret)
        assert edit.change.invert(report).apply(after) == report


@given(places(1))
def test_backspace_at_the_start_keeps_every_word_and_undoes(
    given_: tuple[Report, list[Spot]],
) -> None:
    report, (at,) = given_
    if at.kind in (Kind.TITLE, Kind.GUIDANCE):
        return
    edit = edits.join_back(report, at)
    if edit is not None:
        after = edit.change.apply(report)
        assert words(after) == words(report)
        assert holds(after, edit.caret)
        assert edit.change.invert(report).apply(after) == report


@given(places(2))
def test_deleting_takes_what_is_between_and_no_heading(
    given_: tuple[Report, list[Spot]],
) -> None:
    report, (start, end) = given_
    edit = edits.remove_range(report, start, end)
    if edit is None:
        return
    after = edit.change.apply(report)
    assert [section.title for section in after.sections] == [
        section.title for section in report.sections
    ]
    assert len(words(after)) <= len(words(report))
    assert holds(after, edit.caret)
    assert edit.change.invert(report).apply(after) == report
    kept_before = words(report)[: len(words(report)) - len(_after(report, start))]
    assert words(after).startswith(kept_before)


def _after(report: Report, start: Spot) -> str:
    """What is read from the start of a deletion on (its section's heading not counted before)."""
    lines = lines_of(report)
    at = next(index for index, line in enumerate(lines) if start.is_in(line))
    if start.kind in (Kind.TITLE, Kind.CARD, Kind.CAPTION, Kind.HEADING):
        rest = lines[at - 1 if start.kind is Kind.CARD else at :]
        return "".join(_readable(line) for line in rest if line.kind is not Kind.GUIDANCE)
    tail = _readable(
        Line(kind=lines[at].kind, section="", runs=cut(lines[at].runs, start.offset)[1])
    )
    rest = [line for line in lines[at + 1 :] if line.kind is not Kind.GUIDANCE]
    return tail + "".join(_readable(line) for line in rest)


@given(places(1), st.lists(RUNS.filter(bool), min_size=1, max_size=3))
def test_a_paste_adds_its_words_and_undoes(
    given_: tuple[Report, list[Spot]], pasted: list[tuple[Run, ...]]
) -> None:
    report, (at,) = given_
    if at.kind in (Kind.TITLE, Kind.CARD):
        return
    edit = inserting.insert_runs(report, at, pasted, "Paste")
    assert edit is not None
    after = edit.change.apply(report)
    assert len(words(after)) >= len(words(report))
    assert holds(after, edit.caret)
    assert edit.change.invert(report).apply(after) == report
