"""Lists by levels and marks: what is typed begins one, Tab shifts, what belongs together joins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.editing.text import listing
from oscb_desktop.editing.text.quoting import toggle_quote
from oscb_desktop.report.content.blocks import Block, FigureRef, ListBlock, Paragraph, Rank, Text
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.ranking import LEVELS, lists, marks, ranks_of
from tests.editing.text.samples import TOTAL, at, card, made, nowhere, report, words


def held(*blocks: Block) -> Report:
    return Report(template="t", sections=(Section(id="s", key="s", title="S", blocks=blocks),))


def ranked(block_id: str, *ranks: Rank) -> ListBlock:
    (made_one,) = lists(block_id, [words(f"w{n}") for n in range(len(ranks))], ranks)
    return made_one


def shown(found: Report) -> list[str]:
    """Return each line of the first section: a mark by its level, and the words."""
    lines = []
    for block in found.sections[0].blocks:
        if isinstance(block, ListBlock):
            ranks = ranks_of(block)
            lines += [
                f"{'  ' * rank.level}{mark} {''.join(getattr(run, 'text', '#') for run in item)}"
                for rank, mark, item in zip(ranks, marks(ranks), block.items, strict=True)
            ]
        elif isinstance(block, Paragraph):
            said = "".join(getattr(run, "text", "#") for run in block.runs)
            lines.append(f"> {said}" if block.quote else said)
    return lines


@pytest.mark.parametrize(
    ("typed", "rank"),
    [
        ("-", Rank()),
        ("*", Rank()),
        ("•", Rank()),
        ("1.", Rank(form="number", start=1)),
        ("12)", Rank(form="number", start=12)),
        ("(3)", Rank(form="number", start=3)),
        ("(a)", Rank(form="letter", start=1)),
        ("c)", Rank(form="letter", start=3)),
        ("(i)", Rank(form="roman", start=1)),
        ("0.", None),
        ("a.", None),  # an initial
        ("1", None),
        ("", None),
        ("see 1.", None),
    ],
)
def test_what_is_typed_begins_the_list_that_it_looks_like(typed: str, rank: Rank | None) -> None:
    assert listing.typed_rank(typed) == rank
    before = held(Paragraph("p", words(f"{typed} rest")))
    edit = listing.begin_list(before, at("p", len(typed) + 1, held=before))
    if rank is None:
        assert edit is None
        return
    after = made(edit, before)
    (block,) = after.sections[0].blocks
    assert isinstance(block, ListBlock)
    assert block.items == (words("rest"),)
    assert ranks_of(block)[0].form == rank.form
    assert shown(after)[0].endswith(" rest")


def test_no_list_begins_in_the_middle_of_words_or_beside_a_figure() -> None:
    before = held(Paragraph("p", (FigureRef(TOTAL), Text("- rest"))), ranked("l", Rank()))
    assert listing.begin_list(before, at("p", 3, held=before)) is None
    assert listing.begin_list(before, at("l", 0, held=before)) is None
    plain = held(Paragraph("p", words("word - rest")))
    assert listing.begin_list(plain, at("p", 7, held=plain)) is None
    assert listing.begin_list(plain, at("p", 1, held=plain)) is None


def test_the_next_number_goes_on_the_list_above_and_joins_the_rest_below() -> None:
    number = Rank(form="number")
    before = held(
        ranked("above", number, number),
        Paragraph("p", words("3. w")),
        ranked("below", Rank(form="number", start=4), number),
    )
    after = made(listing.begin_list(before, at("p", 3, held=before)), before)
    assert shown(after) == ["1. w0", "2. w1", "3. w", "4. w0", "5. w1"]
    assert len(after.sections[0].blocks) == 1
    other = held(ranked("above", number, number), Paragraph("p", words("7. w")))
    after = made(listing.begin_list(other, at("p", 3, held=other)), other)
    assert shown(after) == ["1. w0", "2. w1", "7. w"]
    assert len(after.sections[0].blocks) == 2


@pytest.mark.parametrize(
    ("below", "joined"),
    [
        (Rank(form="number", start=3), True),
        (Rank(form="number", start=4), False),  # not the next
        (Rank(form="letter"), False),  # another mark
    ],
)
def test_lists_join_only_where_one_counts_on_from_the_other(below: Rank, joined: bool) -> None:
    number = Rank(form="number")
    before = held(ranked("above", number), Paragraph("p", words("2. w")), ranked("below", below))
    after = made(listing.begin_list(before, at("p", 3, held=before)), before)
    assert (len(after.sections[0].blocks) == 1) == joined


def test_items_go_deeper_as_far_as_there_is_something_above_and_three_levels() -> None:
    found = held(ranked("l", *[Rank(form="number")] * 4))
    assert listing.shift(found, at("l", 0, held=found), at("l", 0, held=found), 1) is None
    assert "no item above" in listing.why_no_deeper(found, at("l", 0, held=found))
    for item in (1, 2, 2, 3, 3):
        spot = at("l", 0, item=item, held=found)
        found = made(listing.shift(found, spot, spot, 1), found)
    assert shown(found) == ["1. w0", "  (a) w1", "    (i) w2", "    (ii) w3"]
    deepest = at("l", 0, item=3, held=found)
    assert listing.shift(found, deepest, deepest, 1) is None
    assert "three levels" in listing.why_no_deeper(found, deepest)
    back = made(listing.shift(found, deepest, deepest, -1), found)
    assert shown(back) == ["1. w0", "  (a) w1", "    (i) w2", "  (b) w3"]
    first = at("l", 0, held=back)
    assert shown(made(listing.shift(back, first, first, -1), back))[0] == "w0"


def test_only_items_are_shifted() -> None:
    for spot in (at("p1"), card("t1")):
        assert listing.shift(report(), spot, spot, 1) is None


def test_the_items_of_one_level_take_another_mark_together() -> None:
    number, letter = Rank(form="number"), Rank(1, "letter")
    before = held(ranked("l", number, letter, letter, number, letter))
    spot = at("l", 0, item=2, held=before)
    after = made(listing.toggle_list(before, spot, spot, form="bullet"), before)
    assert shown(after) == ["1. w0", "  – w1", "  – w2", "2. w3", "  (a) w4"]
    first = at("l", 0, held=before)
    for form, marked in (("bullet", "•"), ("letter", "(b)"), ("roman", "(ii)")):
        edit = listing.toggle_list(before, first, first, form=form)  # type: ignore[arg-type]
        assert shown(made(edit, before))[3] == f"{marked} w3"


def test_quotations_are_made_and_ended_over_all_that_is_selected() -> None:
    before = held(Paragraph("p", words("one")), ranked("l", Rank(), Rank()))
    start, end = at("p", 1, held=before), at("l", 1, item=0, held=before)
    after = made(toggle_quote(before, start, end), before)
    assert shown(after) == ["> one", "> w0", "• w1"]
    spot = at("p", 0, held=after)
    assert shown(made(toggle_quote(after, spot, spot), after))[:2] == ["one", "> w0"]
    assert toggle_quote(report(), card("t1"), card("t1")) is None
    assert toggle_quote(report(), nowhere(), nowhere()) is None


ACTS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(["deeper", "up", "bullet", "number", "letter", "quote"]),
    ),
    max_size=6,
)


@given(ACTS)
def test_no_act_on_a_list_loses_a_word_or_goes_too_deep(acts: list[tuple[int, str]]) -> None:
    found = held(ranked("l", *[Rank(form="number")] * 5))
    for place, act in acts:
        places = [
            at(block.id, 0, item=item, held=found)
            for block in found.sections[0].blocks
            for item in range(len(block.items) if isinstance(block, ListBlock) else 1)
        ]
        spot = places[place]
        if act in ("deeper", "up"):
            edit = listing.shift(found, spot, spot, 1 if act == "deeper" else -1)
        elif act == "quote":
            edit = toggle_quote(found, spot, spot)
        else:
            edit = listing.toggle_list(found, spot, spot, form=act)  # type: ignore[arg-type]
        found = found if edit is None else made(edit, found)
        assert [line.split()[-1] for line in shown(found)] == [f"w{n}" for n in range(5)]
        for block in found.sections[0].blocks:
            if isinstance(block, ListBlock):
                assert all(0 <= rank.level < LEVELS for rank in ranks_of(block))
