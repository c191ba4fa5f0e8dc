"""Comments in a report file: kept, answered, resolved, and never part of the content."""

from pathlib import Path

import pytest

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.operations.file.changing import undo
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.writing.checking import check
from oscb_desktop.operations.writing.comments import assign, comment, reopen, reply, resolve
from oscb_desktop.report.content.comments import Thread


def only(opened: Opened) -> Thread:
    (held,) = take_snapshot(opened).comments
    return held


def test_a_comment_lives_through_closing_and_undo(opened: Opened) -> None:
    block = next(opened.file.report.blocks())
    comment(opened, block.id, "  Is this still so?\n", to=" Finance ")
    undo(opened)
    path = opened.path
    opened.file.close()
    with open_report(path, by="Finance") as again:
        held = only(again)
        assert (held.target, held.to, held.open) == (block.id, "Finance", True)
        assert held.remarks[0].text == "Is this still so?"
        reply(again, held.id, "It is.")
        resolve(again, held.id)
        assert not only(again).open
        reply(again, held.id, "It is not, after all.")
        assert only(again).open
        resolve(again, held.id)
        reopen(again, held.id)
        assign(again, held.id, "")
        assert (only(again).open, only(again).to) == (True, "")
        assert again.file.verify_history() == []
    with open_report(path, by="Reader", read_only=True) as seen:
        assert [held.by for held in only(seen).remarks] == ["Author", "Finance", "Finance"]


def test_comments_change_nothing_that_is_cleared(opened: Opened) -> None:
    before = opened.file.report.content_hash()
    comment(opened, next(opened.file.report.blocks()).id, "Look again.")
    assert opened.file.report.content_hash() == before


def test_open_comments_are_notes_in_the_checks(opened: Opened) -> None:
    block = next(opened.file.report.blocks())
    snapshot = comment(opened, block.id, "Look again.")
    notes = [held for held in check(snapshot).problems if held.code == "comment-open"]
    assert [held.place.block for held in notes] == [block.id]
    after = resolve(opened, snapshot.comments[0].id)
    assert not [held for held in check(after).problems if held.code == "comment-open"]


@pytest.mark.parametrize(
    ("target", "text"), [("gone", "Words."), ("first", "  \n ")], ids=["no place", "no words"]
)
def test_a_comment_needs_a_place_and_words(opened: Opened, target: str, text: str) -> None:
    if target == "first":
        target = next(opened.file.report.blocks()).id
    with pytest.raises(UsageError):
        comment(opened, target, text)
    with pytest.raises(UsageError, match="not in this report"):
        resolve(opened, "gone")
    assert opened.file.comments == ()


def test_a_reader_cannot_comment(sample: Path) -> None:
    with open_report(sample, by="Reader", read_only=True) as seen:
        block = next(seen.file.report.blocks())
        with pytest.raises(OscbError, match="read-only"):
            comment(seen, block.id, "Words.")
