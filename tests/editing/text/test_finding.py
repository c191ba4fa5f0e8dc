"""Words are found as they are read, replaced where they are words, and blocks found to refer to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.base.problems import OscbError
from oscb_desktop.editing.text.displays import Face, Faces
from oscb_desktop.editing.text.finding import Match, find_all
from oscb_desktop.editing.text.lines import lines_of, plain
from oscb_desktop.editing.text.replacing import (
    Replacement,
    replace_all,
    replace_in_cell,
    replace_span,
)
from oscb_desktop.editing.text.targets import Target, matching, targets_of
from oscb_desktop.editing.text.wanted import Wanted
from oscb_desktop.report.content.blocks import (
    FigureRef,
    Link,
    ListBlock,
    Paragraph,
    TableBlock,
    Text,
    TypedTable,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.figures import Figures
from tests.editing.text.samples import TOTAL, at, card, made, report, said
from tests.report.samples import contributions, indicators

FIGURES = Figures.of([contributions(), indicators()])


def faces(held: Report | None = None) -> list[Face]:
    return Faces().of(held or report(), FIGURES, None)


def found(words: str, *, match_case: bool = False) -> list[tuple[str, int, int, int]]:
    """Return block, start, end and cell of each place."""
    lines = lines_of(report())
    return [
        (lines[match.index].block, match.start, match.end, match.cell)
        for match in find_all(faces(), Wanted(words, match_case))
    ]


def test_words_are_found_whatever_their_capitals_unless_asked() -> None:
    assert found("BOARD") == [("p1", 4, 9, -1)]
    assert found("BOARD", match_case=True) == []
    assert found("Board", match_case=True) == [("p1", 4, 9, -1)]
    assert found("") == []
    assert found("nowhere") == []


def test_every_place_is_found_in_order_and_none_twice() -> None:
    assert found("the")[:2] == [("p1", 0, 3, -1), ("p2", 10, 13, -1)]
    assert [place[0] for place in found("o")][:3] == ["p1", "p1", "p1"]
    twice = Report(template="t", sections=(Section(id="s", key="s", title="S", blocks=(
        Paragraph("p", (Text("aaaa"),)),)),))  # fmt: skip
    assert find_all(faces(twice), Wanted("aa")) == [Match(1, 0, 2), Match(1, 2, 4)]


def test_a_figure_is_found_as_it_prints_and_is_one_place() -> None:
    assert found("275,000") == [("p1", 17, 18, -1)]
    assert found("in £275") == [("p1", 14, 18, -1)]
    assert found("Table 1") == [("p2", 4, 5, -1)]  # a reference


def test_cells_of_a_typed_table_are_counted_row_by_row() -> None:
    assert found("pens") == [("t2", 0, 1, 2)]
    assert found("12") == [("t2", 0, 1, 3)]


def test_letters_that_fold_to_two_and_letters_of_two_units_keep_their_place() -> None:
    held = Report(template="t", sections=(Section(id="s", key="s", title="S", blocks=(
        Paragraph("p", (Text("😀Straße x"),)),)),))  # fmt: skip
    assert find_all(faces(held), Wanted("strasse")) == [Match(1, 2, 8)]
    assert find_all(faces(held), Wanted("x")) == [Match(1, 9, 10)]


# Replacing


def test_everything_is_replaced_in_one_act_and_figures_stay() -> None:
    change, count = replace_all(report(), Replacement(Wanted("the"), "a"), "Replace")
    assert change is not None
    assert count == 3
    after = change.apply(report())
    assert said(after, "first")[:2] == [
        "paragraph: a Board met in # rooms.",
        "paragraph: See @ and a law*.",
    ]
    assert said(after, "second")[-1] == "paragraph: a end."
    assert change.invert(report()).apply(after) == report()
    assert change.label == "Replace"


def test_captions_headings_items_and_cells_are_words_too() -> None:
    for wanted, places in (("What", 2), ("Money", 1), ("one", 2), ("Pens", 1), ("12", 1)):
        change, count = replace_all(report(), Replacement(Wanted(wanted), "X"), "Replace")
        assert (change is not None, count) == (True, places), wanted
        assert change is not None
        assert (
            replace_all(change.apply(report()), Replacement(Wanted(wanted), "Y"), "Again")[1] == 0
        )


def test_nothing_found_is_no_change_and_capitals_matter_when_asked_to() -> None:
    assert replace_all(report(), Replacement(Wanted("275,000"), "x"), "Replace") == (None, 0)
    assert replace_all(report(), Replacement(Wanted("board", match_case=True), "x"), "Replace") == (
        None,
        0,
    )
    assert replace_all(report(), Replacement(Wanted("."), "!"), "Replace")[1] == 3  # a dot is a dot
    assert replace_all(report(), Replacement(Wanted("Board"), r"\1"), "Replace")[1] == 1


def test_words_across_emphasis_look_as_they_began() -> None:
    change, count = replace_all(report(), Replacement(Wanted("e end"), "is"), "Replace")
    assert (change is not None, count) == (True, 1)
    assert change is not None
    held = change.apply(report()).block("p4")
    assert held == Paragraph("p4", (Text("This."),))


@given(st.text("aAb ", max_size=12), st.sampled_from(["a", "ab", "b a"]), st.text("xa", max_size=3))
def test_replacing_is_what_it_is_for_plain_text(text: str, words: str, by: str) -> None:
    if not text:
        return
    held = Report(template="t", sections=(Section(id="s", key="s", title="S", blocks=(
        Paragraph("p", (Text(text),)),)),))  # fmt: skip
    change, count = replace_all(held, Replacement(Wanted(words, match_case=True), by), "Replace")
    assert count == text.count(words)
    after = change.apply(held) if change else held
    block = after.block("p")
    assert isinstance(block, Paragraph)
    assert plain(block.runs) == text.replace(words, by)


def test_one_place_is_replaced_where_it_is_words_alone() -> None:
    edit = replace_span(report(), at("p1", 4), 9, "Panel", "Replace")
    assert said(made(edit), "first")[0] == "paragraph: The Panel met in # rooms."
    assert edit is not None
    assert edit.caret == at("p1", 9)
    link = made(replace_span(report(), at("p2", 14), 17, "Act", "Replace")).block("p2")
    assert isinstance(link, Paragraph)
    assert Link("the Act", "https://example.org") in link.runs
    assert replace_span(report(), at("p1", 14), 18, "x", "Replace") is None  # a figure
    assert replace_span(report(), at("p1", 4), 4, "x", "Replace") is None
    assert replace_span(report(), card("t1"), 1, "x", "Replace") is None
    caption = made(replace_span(report(), at("t1", 0), 4, "All that", "Replace"))
    assert said(caption, "second")[0] == "caption: All that was paid"


def test_one_cell_is_replaced_by_itself() -> None:
    change = replace_in_cell(report(), "t2", 2, Replacement(Wanted("pen"), "Pencil"))
    assert change is not None
    held = change.apply(report()).block("t2")
    assert isinstance(held, TableBlock)
    assert held.source == TypedTable(rows=(("Item", "Cost"), ("Pencils", "12")))
    for block in ("t1", "p1", "gone"):
        assert replace_in_cell(report(), block, 0, Replacement(Wanted("a"), "b")) is None


# What is taken for the same, whole words and patterns


def paragraph(text: str) -> Report:
    block = Paragraph("p", (Text(text),))
    return Report(template="t", sections=(Section(id="s", key="s", title="S", blocks=(block,)),))


def spans(text: str, wanted: Wanted) -> list[str]:
    """Return what is found in a text, as it stands there."""
    (found,) = wanted.found(iter((text,)))
    return [text[span.start : span.end] for span in found]


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("child's", "the child\u2019s", ["child\u2019s"]),
        ("child\u2019s", "the child's", ["child's"]),
        ('"no"', "\u201cno\u201d", ["\u201cno\u201d"]),
        ("2025-26", "2025\u201326, 2025\u201126", ["2025\u201326", "2025\u201126"]),
        ("10 days", "10\u00a0days", ["10\u00a0days"]),
        ("Sian", "Si\u00e2n, Sia\u0302n", ["Si\u00e2n", "Sia\u0302n"]),
        ("cooperate", "co\u00adoperate", ["co\u00adoperate"]),
        ("...", "wait\u2026", ["\u2026"]),
        ("s", "Stra\u00dfe", ["S", "\u00df", "\u00df"]),
        ("\u0301", "e\u0301", []),  # an accent by itself is nothing to look for
    ],
)
def test_what_a_keyboard_has_one_of_finds_all_that_word_makes_of_it(
    typed: str, text: str, found: list[str]
) -> None:
    assert spans(text, Wanted(typed)) == found


def test_whole_words_are_not_parts_of_others() -> None:
    text = "A child, children, a Child's and grandchild; child2 child"
    assert spans(text, Wanted("child", whole_words=True)) == ["child", "Child", "child"]
    assert spans(text, Wanted("child", whole_words=True, match_case=True)) == ["child"] * 2
    assert spans("£5, £50", Wanted("£5", whole_words=True)) == ["£5"]
    whole = Wanted("child(ren)?", whole_words=True, pattern=True)
    assert spans(text, whole)[:2] == ["child", "children"]


def test_a_pattern_is_found_and_its_brackets_are_put_back() -> None:
    held = paragraph("12 March 2026 and 3 April 2026")
    what = Replacement(Wanted(r"(\d+) (\w+) (\d{4})", pattern=True), r"\2 \1")
    assert replaced(held, what) == "March 12 and April 3"
    everything = Replacement(Wanted(".+", pattern=True), "x")
    change, _ = replace_all(report(), everything, "Replace")
    assert change is not None
    assert said(change.apply(report()), "first")[0] == said(report(), "first")[0]  # has a figure
    assert spans("aaa", Wanted("b*", pattern=True)) == []


def replaced(held: Report, what: Replacement) -> str:
    change, _ = replace_all(held, what, "Replace")
    block = (change.apply(held) if change else held).block("p")
    assert isinstance(block, Paragraph)
    return plain(block.runs)


@pytest.mark.parametrize("words", ["(", "[a", "*", "(?P<n>", "\\"])
def test_what_is_no_pattern_is_said(words: str) -> None:
    with pytest.raises(OscbError, match="no pattern"):
        find_all(faces(), Wanted(words, pattern=True))
    assert find_all(faces(paragraph(f"x{words}")), Wanted(words))  # as words it is


def test_a_pattern_that_would_take_for_ever_is_stopped() -> None:
    with pytest.raises(OscbError, match="too long"):
        find_all(faces(paragraph("a" * 3000)), Wanted(r"(.*)(.*)(.*)(.*)(.*)[^a]", pattern=True))


def test_a_bracket_that_the_pattern_does_not_have_is_said() -> None:
    with pytest.raises(OscbError, match="in its place"):
        replace_all(report(), Replacement(Wanted("The", pattern=True), r"\3"), "Replace")


SIGNS = "aAe\u00e9\u0301\u00df'\u2019-\u2013 \u00a0\U0001f600."


@given(st.text(SIGNS, max_size=14), st.text(SIGNS, min_size=1, max_size=3), st.booleans())
def test_what_is_found_is_what_is_replaced(text: str, words: str, whole: bool) -> None:
    wanted = Wanted(words, whole_words=whole)
    held = paragraph(text)
    found = find_all(faces(held), wanted)
    assert all(match.start < match.end for match in found)
    after = replaced(held, Replacement(wanted, "#"))
    assert after.count("#") == len(found)
    if not whole:
        assert words not in after.split("#")


# What can be referred to


def test_numbered_paragraphs_tables_and_charts_can_be_referred_to() -> None:
    targets = targets_of(report())
    assert [(target.block, target.name) for target in targets] == [
        ("p1", "Paragraph 1"), ("p2", "Paragraph 2"), ("t1", "Table 1"), ("t2", "Table 2"),
        ("c1", "Chart 1"), ("p4", "Paragraph 3"),
    ]  # fmt: skip
    assert targets[0].words == "The Board met in  rooms."
    assert targets[2].words == "What was paid"


def test_long_words_are_cut_and_what_has_no_number_is_left_out() -> None:
    blocks = (
        Paragraph("long", (Text("x" * 500),)),
        Paragraph("plain", (Text("y"),), False),
        ListBlock("l", ((FigureRef(TOTAL),),)),
    )
    held = Report(template="t", sections=(Section(id="s", key="s", title="S", blocks=blocks),))
    (only,) = targets_of(held)
    assert (only.block, len(only.words)) == ("long", 160)


TARGETS = [Target("a", "Paragraph 12", "the board"), Target("b", "Table 1", "the Board's money"),
           Target("c", "Paragraph 1", "said of 12 courses")]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "blocks"),
    [
        ("", "abc"),
        ("board", "ab"),
        ("BOARD money", "b"),
        ("1", "bca"),  # the ones named just so come first
        ("12", "ac"),
        ("paragraph 1", "ca"),
        ("table", "b"),
        ("nothing", ""),
    ],
)
def test_the_one_named_just_so_comes_first(typed: str, blocks: str) -> None:
    assert "".join(target.block for target in matching(TARGETS, typed)) == blocks
