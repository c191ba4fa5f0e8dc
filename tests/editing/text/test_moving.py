"""What is selected over several lines moves in one act, and no word of it is lost or doubled."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.editing.text.edits import spoken
from oscb_desktop.editing.text.lines import Kind, Spot, length, lines_of, spot
from oscb_desktop.editing.text.moving import move_selection
from oscb_desktop.report.content.document import Report
from tests.editing.text.samples import report

PLACES = [
    spot(line, offset)
    for line in lines_of(report())
    for offset in {0, length(line.runs) // 2, length(line.runs)}
    if line.kind not in (Kind.TITLE, Kind.GUIDANCE)
]


def words(held: Report) -> Counter[str]:
    """Every letter, figure, note and table: words that now stand together are no loss."""
    whole = sum((spoken(block) for block in held.blocks()), Counter())
    return sum((Counter("".join(word.split())) for word in whole.elements()), Counter())


def at(block: str, offset: int = 0, item: int = 0) -> Spot:
    line = next(line for line in lines_of(report()) if (line.block, line.item) == (block, item))
    return spot(line, offset)


def test_two_paragraphs_go_below_a_table() -> None:
    edit = move_selection(report(), at("p1"), at("p2", 4), at("p4"))
    assert edit is not None
    after = edit.change.apply(report())
    assert words(after) == words(report())
    last = [" ".join(spoken(block)) for block in after.sections[1].blocks[-2:]]
    assert "Board" in last[0]


def test_a_table_is_carried_along_whole() -> None:
    tables = [line for line in lines_of(report()) if line.block == "t1"]
    edit = move_selection(report(), spot(tables[0]), spot(tables[1], 1), at("p1"))
    assert edit is not None
    after = edit.change.apply(report())
    assert [block.id for block in after.sections[0].blocks] != ["p1", "p2", "h1", "l1"]
    assert words(after) == words(report())


def test_a_sections_heading_stays() -> None:
    title = Spot(Kind.TITLE, "second", "")
    assert move_selection(report(), title, at("p4"), at("p1")) is None


@given(st.data())
def test_wherever_it_goes_every_word_is_there_once(data: st.DataObject) -> None:
    held = report()
    first, last, target = (PLACES.index(data.draw(st.sampled_from(PLACES))) for _ in range(3))
    start, end = PLACES[min(first, last)], PLACES[max(first, last)]
    between = lines_of(held)
    order = {id(line): at for at, line in enumerate(between)}
    place = PLACES[target]

    def key(spot_: Spot) -> tuple[int, int]:
        line = next(line for line in between if spot_.is_in(line))
        return order[id(line)], spot_.offset

    start, end = sorted((start, end), key=key)
    if key(start)[0] == key(end)[0] or key(start) <= key(place) <= key(end):
        return
    edit = move_selection(held, start, end, place)
    if edit is None:
        return
    after = edit.change.apply(held)
    assert words(after) == words(held)
    assert any(edit.caret.is_in(line) for line in lines_of(after))
