"""Comments: what was said, whose turn it is, what is open, where it is."""

from datetime import UTC, datetime

import pytest

from oscb_desktop.base.problems import Severity, UsageError
from oscb_desktop.editing.changes import RemoveBlock
from oscb_desktop.report.content.comments import (
    Act,
    Assigned,
    CommentEvent,
    Reopened,
    Replied,
    Resolved,
    Said,
    Thread,
    Whereabouts,
    check_comments,
    in_reading_order,
    quote_of,
    threads,
)
from tests.report import samples

REPORT = samples.report(samples.section("summary", "One.", "Two."), samples.section("money"))


def events(*acts: tuple[str, Act]) -> list[CommentEvent]:
    return [
        CommentEvent(at=datetime(2026, 5, 1, 9, at, tzinfo=UTC), by=by, act=act)
        for at, (by, act) in enumerate(acts)
    ]


def said(thread: str, target: str, text: str = "Is this right?", to: str = "") -> Said:
    return Said(thread=thread, target=target, text=text, quote="One.", to=to)


def test_a_comment_is_answered_handed_over_resolved_and_opened_again() -> None:
    acts: list[tuple[str, Act]] = [
        ("Clerk", said("t", "summary-0", to="Finance")),
        ("Finance", Replied(thread="t", text="Yes, it is.")),
        ("Clerk", Assigned(thread="t", to="Legal")),
        ("Legal", Resolved(thread="t")),
    ]
    (found,) = threads(events(*acts))
    assert [(held.by, held.text) for held in found.remarks] == [
        ("Clerk", "Is this right?"),
        ("Finance", "Yes, it is."),
    ]
    assert (found.to, found.open, found.resolved_by) == ("Legal", False, "Legal")
    assert found.resolved_at == datetime(2026, 5, 1, 9, 3, tzinfo=UTC)
    (again,) = threads(events(*acts, ("Clerk", Reopened(thread="t"))))
    assert again.open
    assert again.resolved_at is None


def test_an_act_on_an_unknown_comment_makes_none() -> None:
    assert threads(events(("Clerk", Resolved(thread="gone")))) == ()


def test_the_same_comment_twice_is_one() -> None:
    twice = events(("Clerk", said("t", "summary-0")), ("Other", said("t", "summary-1", "More")))
    (found,) = threads(twice)
    assert found.target == "summary-0"


def test_comments_are_listed_as_one_reads_and_lost_ones_last() -> None:
    made = threads(
        events(
            ("Clerk", said("lost", "gone")),
            ("Clerk", said("second", "summary-1")),
            ("Clerk", said("whole", "summary")),
            ("Clerk", said("first", "summary-0")),
        )
    )
    order = [held.id for held in in_reading_order(REPORT, made)]
    assert order == ["whole", "first", "second", "lost"]


def test_where_a_comment_is_follows_its_paragraph() -> None:
    assert Whereabouts(REPORT).words("summary-1") == "Paragraph 2"
    after = RemoveBlock("summary-0").apply(REPORT)
    assert Whereabouts(after).words("summary-1") == "Paragraph 1"
    assert Whereabouts(after).words("summary-0") == "A paragraph that was deleted"
    assert Whereabouts(after).words("money") == "Money"
    assert Whereabouts(after).place("summary-0").section == ""


def test_a_quote_is_short_and_of_something_there() -> None:
    long = samples.report(samples.section("summary", "word " * 100))
    assert quote_of(long, "summary-0").startswith("word word")
    assert len(quote_of(long, "summary-0")) <= 80
    assert quote_of(REPORT, "money") == "Money"
    with pytest.raises(UsageError, match="nothing there"):
        quote_of(REPORT, "gone")


def test_an_open_comment_is_a_note_at_its_paragraph() -> None:
    made: tuple[Thread, ...] = threads(
        events(
            ("Clerk", said("open", "summary-1", to="Finance")),
            ("Clerk", said("done", "summary-0")),
            ("Clerk", Resolved(thread="done")),
        )
    )
    (note,) = check_comments(REPORT, made)
    assert (note.code, note.severity) == ("comment-open", Severity.NOTE)
    assert note.place.block == "summary-1"
    assert note.message == "Paragraph 2: Clerk says “Is this right?”."
    assert "Finance is to deal with it." in note.remedy
