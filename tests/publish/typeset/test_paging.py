"""Strips on pages: everything once, in order, inside; what belongs together stays so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.publish.typeset.galley import Foot, Strip
from oscb_desktop.publish.typeset.paging import Pager, paginate

PAGE = 100.0
heights = st.floats(0, 140)


@st.composite
def strips(draw: st.DrawFn) -> list[Strip]:
    header = tuple(Strip(draw(st.floats(1, 70))) for _ in range(draw(st.integers(0, 2))))
    return [
        Strip(
            draw(heights),
            before=draw(st.floats(0, 30)),
            keep=draw(st.booleans()),
            header=header if draw(st.booleans()) else (),
        )
        for _ in range(draw(st.integers(0, 25)))
    ]


@st.composite
def with_notes(draw: st.DrawFn) -> list[Strip]:
    """Strips of which some have footnotes (rows of tables have none) that fit on a page."""
    made = []
    for at, strip in enumerate(draw(strips())):
        if strip.height < 60 and not strip.header and draw(st.booleans()):
            notes = tuple(_note(draw, 100 * at + n) for n in range(draw(st.integers(1, 2))))
            strip = strip.footed(Foot(Strip(1.0, before=4.0), notes))
        made.append(strip)
    return made


@st.composite
def a_block(draw: st.DrawFn) -> list[Strip]:
    """A block as a report has them: text that flows, a figure that floats, or a table."""
    kind = draw(st.sampled_from(("text", "figure", "other")))
    held = draw(with_notes() if kind == "text" else strips())
    if kind == "figure":
        for at, strip in enumerate(held):
            strip.keep, strip.header = at < len(held) - 1, ()
    for strip in held:
        strip.floats, strip.flows = kind == "figure", kind == "text"
    return held


def _note(draw: st.DrawFn, number: int) -> tuple[Strip, ...]:
    lines = [Strip(4.0, before=1.0 if not at else 0.0) for at in range(draw(st.integers(1, 3)))]
    lines[0].anchor = f"note-{number}"
    return tuple(lines)


@given(with_notes())
def test_each_note_is_at_the_foot_of_the_page_that_calls_it(given_strips: list[Strip]) -> None:
    pages = paginate(given_strips, PAGE)
    own = set(map(id, given_strips))
    assert [strip for page in pages for strip, _ in page if id(strip) in own] == given_strips
    for page in pages:
        calling = [strip for strip, _ in page if strip.foot is not None]
        feet = [line for held in calling for note in held.foot.notes for line in note]  # type: ignore[union-attr]
        rules = [calling[0].foot.rule] if calling else []  # type: ignore[union-attr]
        assert [strip for strip, _ in page][len(page) - len(feet) - len(rules) :] == rules + feet
        bottom = 0.0
        for strip, y in page:
            assert y >= bottom - 0.001, "strips overlap"
            bottom = y + strip.height
        if feet:
            last, y = page[-1]
            assert abs(y + last.height - PAGE) < 0.001, "not at the foot"


@given(strips())
def test_each_strip_is_placed_once_in_order_and_inside(given_strips: list[Strip]) -> None:
    pages = paginate(given_strips, PAGE)
    own = set(map(id, given_strips))
    placed = [strip for page in pages for strip, _ in page if id(strip) in own]
    assert placed == given_strips
    for page in pages:
        bottom = 0.0
        for strip, y in page:
            assert y >= bottom - 0.001, "strips overlap"
            bottom = y + strip.height
            alone = [other for other, _ in page if id(other) in own] == [strip]
            assert bottom <= PAGE + 0.02 or alone, "text runs off the page"


@given(strips())
def test_no_page_but_the_only_one_is_empty(given_strips: list[Strip]) -> None:
    pages = paginate(given_strips, PAGE)
    assert len(pages) == 1 or all(pages)


@given(st.lists(a_block(), max_size=12), st.data())
def test_pages_after_a_change_are_those_stacked_afresh(
    blocks: list[list[Strip]], data: st.DataObject
) -> None:
    pager = Pager()
    held = [tuple(block) for block in blocks]
    before = pager.pages(held, PAGE)
    kept = [list(page) for page in before]
    for _ in range(3):
        start = data.draw(st.integers(0, len(held)))
        end = data.draw(st.integers(start, len(held)))
        fresh = [tuple(block) for block in data.draw(st.lists(a_block(), max_size=3))]
        held = [*held[:start], *fresh, *held[end:]]
        assert pager.pages(held, PAGE) == Pager().pages(held, PAGE)
    assert before == kept, "pages that were given out have changed"


def test_pages_that_a_change_leaves_alone_stay_the_same_objects() -> None:
    pager = Pager()
    blocks = [(Strip(30), Strip(20)) for _ in range(20)]
    before = pager.pages(blocks, PAGE)
    after = pager.pages([*blocks[:9], (Strip(30), Strip(20)), *blocks[10:]], PAGE)
    same = [one is other for one, other in zip(before, after, strict=True)]
    assert same == [at != 4 for at in range(10)]


def test_a_heading_moves_with_its_first_lines() -> None:
    body = [Strip(20) for _ in range(4)]
    heading, first, second = Strip(10, keep=True), Strip(10, keep=True), Strip(10)
    pages = paginate([*body, heading, first, second], PAGE)
    assert [len(page) for page in pages] == [4, 3]


def test_a_run_higher_than_a_page_begins_where_there_is_room() -> None:
    pages = paginate([Strip(30), *(Strip(30, keep=True) for _ in range(5))], PAGE)
    assert [len(page) for page in pages] == [3, 3]


def test_a_header_is_repeated_at_the_top_of_each_later_page() -> None:
    header = (Strip(10),)
    rows = [Strip(30, header=header) for _ in range(7)]
    pages = paginate([*header, *rows], PAGE)
    assert [page[0].strip is header[0] for page in pages] == [True, True, True]
    assert [len(page) for page in pages] == [4, 4, 2]


def test_a_header_that_would_fill_the_page_is_not_repeated() -> None:
    header = (Strip(60),)
    pages = paginate([*header, *(Strip(30, header=header) for _ in range(4))], PAGE)
    assert all(page[0].strip is not header[0] for page in pages[1:])


def test_the_first_space_of_a_page_is_dropped() -> None:
    pages = paginate([Strip(90), Strip(90, before=25)], PAGE)
    assert [page[0].y for page in pages] == [0.0, 0.0]


def wishing(count: int, height: float) -> list[Strip]:
    made = [Strip(height) for _ in range(count)]
    for strip in made[:-1]:
        strip.wish = True
    return made


def test_what_wishes_to_stay_whole_does_where_little_of_the_page_stays_empty() -> None:
    pages = paginate([Strip(85), *wishing(3, 10)], PAGE)
    assert [len(page) for page in pages] == [1, 3]


def test_and_is_split_rather_than_leave_a_hole() -> None:
    pages = paginate([Strip(70), *wishing(5, 10)], PAGE)
    assert [len(page) for page in pages] == [4, 2]


@given(st.lists(st.integers(5, 40), min_size=1, max_size=40), st.integers(2, 12))
def test_no_page_has_a_hole_before_what_can_be_split(before: list[int], rows: int) -> None:
    pages = paginate([*(Strip(height) for height in before), *wishing(rows, 8)], PAGE)
    for page in pages[:-1]:
        last = page[-1]
        following = 40  # the highest strip there is
        assert last.y + last.strip.height > PAGE - max(20, following) - 0.01


def test_a_line_and_its_note_move_to_the_next_page_together() -> None:
    note = (Strip(10.0, before=2.0),)
    note[0].anchor = "note-1"
    calling = Strip(10).footed(Foot(Strip(1.0, before=4.0), (note,)))
    pages = paginate([Strip(80), calling, Strip(10)], PAGE)
    assert [len(page) for page in pages] == [1, 4]
    assert [y for _, y in pages[1]] == [0.0, 10.0, 87.0, 90.0]


def test_pages_with_notes_that_a_change_leaves_alone_stay_the_same_objects() -> None:
    pager = Pager()
    blocks = []
    for at in range(20):
        note = (Strip(5.0),)
        note[0].anchor = f"note-{at}"
        blocks.append((Strip(20), Strip(20).footed(Foot(Strip(0.0), (note,)))))
    before = pager.pages(blocks, PAGE)
    after = pager.pages([*blocks[:9], (Strip(20), Strip(25)), *blocks[10:]], PAGE)
    assert [one is other for one, other in zip(before, after, strict=True)] == [
        at != 4 for at in range(10)
    ]


@given(st.lists(a_block(), max_size=12))
def test_a_figure_lets_only_text_by_and_only_to_the_page_before_it(
    blocks: list[list[Strip]],
) -> None:
    pages = Pager().pages([tuple(block) for block in blocks], PAGE)
    number = {id(strip): at for at, strip in enumerate(s for block in blocks for s in block)}
    placed = [(at, strip) for at, page in enumerate(pages) for strip, _ in page]
    order = [(at, strip, number[id(strip)]) for at, strip in placed if id(strip) in number]
    assert sorted(place for _, _, place in order) == list(range(len(number)))
    seen: list[tuple[int, Strip, int]] = []
    for at, strip, place in order:
        for on, other, before in seen:
            if before > place:  # it comes after this one, and stands before it
                assert strip.floats
                assert other.flows
                assert on == at - 1
        seen.append((at, strip, place))


def _figure(*heights: float) -> tuple[Strip, ...]:
    made = tuple(Strip(height, keep=True) for height in heights)
    made[-1].keep = False
    for strip in made:
        strip.floats = True
    return made


def _text(count: int) -> tuple[Strip, ...]:
    made = tuple(Strip(10) for _ in range(count))
    for strip in made:
        strip.flows = True
    return made


def test_text_goes_on_before_a_figure_that_would_leave_a_hole() -> None:
    figure, after = _figure(50, 10), _text(8)
    pages = Pager().pages([(Strip(60),), figure, after], PAGE)
    assert [strip for strip, _ in pages[0]][1:] == list(after[:4])
    assert [strip for strip, _ in pages[1]] == [*figure, *after[4:]]


def test_a_figure_does_not_pass_a_heading() -> None:
    figure, heading = _figure(60), Strip(10, keep=True)
    pages = Pager().pages([(Strip(60),), figure, _text(2), (heading,), _text(9)], PAGE)
    assert [len(page) for page in pages] == [3, 5, 6]
    assert pages[1][0].strip is figure[0]
    assert pages[1][1].strip is heading


def test_nothing_goes_before_a_figure_where_the_page_is_nearly_full() -> None:
    figure = _figure(50)
    pages = Pager().pages([(Strip(85),), figure, _text(3)], PAGE)
    assert [len(page) for page in pages] == [1, 4]
