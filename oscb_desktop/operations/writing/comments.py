"""Comments on paragraphs: saying, answering, handing over, resolving. Kept at once, for good."""

from datetime import UTC, datetime

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.report.content.blocks import new_id
from oscb_desktop.report.content.comments import (
    Act,
    Assigned,
    CommentEvent,
    Reopened,
    Replied,
    Resolved,
    Said,
    find_thread,
    quote_of,
    threads,
)


def comment(opened: Opened, target: str, text: str, *, to: str = "", words: str = "") -> Snapshot:
    """Comment on a block or a section; ``to`` is who is to deal with it, "" for nobody.

    ``words`` are those in it that the comment is about, "" for all of it.

    Raises ``UsageError`` where there are no words or no such place.
    """
    quote = quote_of(opened.file.report, target)
    said = Said(
        thread=new_id(),
        target=target,
        text=_words(text),
        quote=quote,
        to=to.strip(),
        words=words.strip(),
    )
    return _keep(opened, said)


def reply(opened: Opened, thread: str, text: str) -> Snapshot:
    """Answer a comment; answering a resolved one opens it again."""
    held = find_thread(threads(opened.file.comments), thread)
    acts: list[Act] = [Replied(thread=thread, text=_words(text))]
    if not held.open:
        acts.append(Reopened(thread=thread))
    return _keep(opened, *acts)


def assign(opened: Opened, thread: str, to: str) -> Snapshot:
    """Say who is to deal with a comment; "" for nobody in particular."""
    find_thread(threads(opened.file.comments), thread)
    return _keep(opened, Assigned(thread=thread, to=to.strip()))


def resolve(opened: Opened, thread: str) -> Snapshot:
    """Say that a comment is dealt with."""
    find_thread(threads(opened.file.comments), thread)
    return _keep(opened, Resolved(thread=thread))


def reopen(opened: Opened, thread: str) -> Snapshot:
    """Say that a comment is not dealt with after all."""
    find_thread(threads(opened.file.comments), thread)
    return _keep(opened, Reopened(thread=thread))


def _keep(opened: Opened, *acts: Act) -> Snapshot:
    now = datetime.now(UTC)
    opened.file.keep_comments([CommentEvent(at=now, by=opened.by, act=act) for act in acts])
    return take_snapshot(opened)


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise UsageError(
            say("There is nothing in this comment."), say("Write what you want to say.")
        )
    return words
