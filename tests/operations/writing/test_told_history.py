"""What the history says of an act: where it was, how much it changed, a burst of typing as one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscb_desktop.editing.changes import AddBlock, Change, RemoveBlock, ReplaceBlock, SetDetail
from oscb_desktop.editing.told_acts import tell_act
from oscb_desktop.operations.file.changing import edit, redo, undo
from oscb_desktop.operations.file.files import close_report, new_report
from oscb_desktop.operations.file.opened import Opened
from oscb_desktop.operations.writing.versions import told_history
from oscb_desktop.report.content.blocks import Heading, ListBlock, Paragraph, Text
from oscb_desktop.report.content.document import Report, Section


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    made = new_report(
        tmp_path / "told.oscb", "scrutiny-annual-report", {"meeting_date": "2026-12-10"}
    )
    yield made
    close_report(made)


def say(words: str) -> Paragraph:
    return Paragraph("p", (Text(words),))


def told(opened: Opened, limit: int = 100, before: int | None = None) -> list[tuple[str, str]]:
    acts, _ = told_history(opened, limit, before)
    return [(act.entry.label, act.where) for act in acts]


def test_an_act_says_where_it_was_and_how_many_words_it_changed(opened: Opened) -> None:
    acts: list[Change] = [
        AddBlock("introduction", 0, say("The board met in ten rooms.")),
        AddBlock("introduction", 1, Heading("h", "Rooms")),
        AddBlock("introduction", 2, ListBlock("l", ((Text("one"),), (Text("two"),)))),
        ReplaceBlock(say("The board met in twelve rooms.")),
        RemoveBlock("l"),
        SetDetail("title", "Another"),
    ]
    for act in acts:
        edit(opened, act)
    assert told(opened)[:-1] == [
        ("Change title", ""),
        ("Delete", "List, Introduction: 2 words taken out"),
        ("Edit paragraph", "Paragraph 2, Introduction: 1 word changed"),
        ("Add list", "List, Introduction: 2 words added"),
        ("Add heading", "Heading, Introduction: 1 word added"),
        ("Add paragraph", "Paragraph 2, Introduction: 6 words added"),
    ]


def test_a_burst_of_typing_is_one_act_and_another_place_ends_it(opened: Opened) -> None:
    edit(opened, AddBlock("introduction", 0, say("One")))
    edit(opened, AddBlock("introduction", 1, Paragraph("q", (Text("Two"),))))
    for words in ("One more", "One more word", "One more word still"):
        edit(opened, ReplaceBlock(say(words)))
    edit(opened, ReplaceBlock(Paragraph("q", (Text("Two too"),))))
    edit(opened, ReplaceBlock(say("One more word")))
    acts, whole = told_history(opened)
    assert whole
    assert [act.where for act in acts][:3] == [
        "Paragraph 2, Introduction: 1 word taken out",
        "Paragraph 3, Introduction: 1 word added",
        "Paragraph 2, Introduction: 3 words added",
    ]
    assert acts[2].entry.seq - acts[2].first == 2
    undo(opened)
    undo(opened)
    redo(opened)
    assert [act.entry.kind for act in told_history(opened)[0]][:3] == ["redo", "undo", "undo"]


def test_older_acts_go_on_where_the_list_ended(opened: Opened) -> None:
    for at in range(9):
        edit(opened, AddBlock("introduction", 0, Paragraph(f"n{at}", (Text(f"word {at}"),))))
    everything = told(opened)
    some, whole = told_history(opened, 4)
    assert not whole
    assert told(opened, 4) + told(opened, 100, some[-1].first) == everything


BLOCKS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.text("xy ", max_size=9)),
    max_size=4,
    unique_by=lambda held: held[0],
)


def report(*sections: list[tuple[str, str]]) -> Report:
    return Report(
        template="t",
        sections=tuple(
            Section(
                id=f"s{at}",
                key=f"s{at}",
                title=f"S{at}",
                blocks=tuple(Paragraph(f"{at}{key}", (Text(words),)) for key, words in held),
            )
            for at, held in enumerate(sections)
        ),
    )


@given(BLOCKS, BLOCKS, BLOCKS, BLOCKS)
def test_any_two_versions_are_told_apart_and_the_same_ones_are_not(
    one: list[tuple[str, str]],
    two: list[tuple[str, str]],
    three: list[tuple[str, str]],
    four: list[tuple[str, str]],
) -> None:
    before, after = report(one, two), report(three, four)
    assert tell_act(before, before) == ""
    said = tell_act(before, after)
    if sorted(one) != sorted(three) and two == four:
        assert "S0" in said
