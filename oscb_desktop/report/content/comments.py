"""Comments on paragraphs: what was said, by whom, who is to deal with it, whether it is done.

Kept beside the report: never printed, and no part of what is cleared. Events are only ever added.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem, UsageError
from oscb_desktop.base.text import say
from oscb_desktop.report.content import markup, numbering
from oscb_desktop.report.content.blocks import Block, ChartBlock, PictureBlock, TableBlock, runs_of
from oscb_desktop.report.content.document import Report, Section

_QUOTED = 80  # characters of the paragraph that are kept with a comment


class Said(msgspec.Struct, frozen=True, kw_only=True, tag="said"):
    """A new comment on ``target``: a block's id, or a section's.

    ``quote`` is how the paragraph began, for when it is gone; ``to`` who is to deal with it;
    ``words`` those in it that the comment is about, "" for all of it.
    """

    thread: str
    target: str
    text: str
    quote: str = ""
    to: str = ""
    words: str = ""


class Replied(msgspec.Struct, frozen=True, kw_only=True, tag="replied"):
    """A reply."""

    thread: str
    text: str


class Assigned(msgspec.Struct, frozen=True, kw_only=True, tag="assigned"):
    """Who is to deal with a comment; "" for nobody in particular."""

    thread: str
    to: str


class Resolved(msgspec.Struct, frozen=True, kw_only=True, tag="resolved"):
    """It is dealt with."""

    thread: str


class Reopened(msgspec.Struct, frozen=True, kw_only=True, tag="reopened"):
    """It is not dealt with after all."""

    thread: str


Act = Said | Replied | Assigned | Resolved | Reopened


class CommentEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One act on a comment as it is kept: ``at`` is UTC."""

    at: datetime
    by: str
    act: Act


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was said in a thread."""

    at: datetime
    by: str
    text: str


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """A comment with its replies; ``resolved_by`` is "" while it is open."""

    id: str
    target: str
    quote: str
    remarks: tuple[Remark, ...]
    to: str = ""
    words: str = ""
    resolved_by: str = ""
    resolved_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to be dealt with."""
        return not self.resolved_by


def threads(events: Iterable[CommentEvent]) -> tuple[Thread, ...]:
    """Return the comments that events in order make, the oldest first."""
    found: dict[str, Thread] = {}
    for event in events:
        act = event.act
        held = found.get(act.thread)
        if isinstance(act, Said):
            if held is None:
                found[act.thread] = _begun(act, event)
        elif held is not None:
            found[act.thread] = _after(held, act, event)
    return tuple(found.values())


def find_thread(held: Iterable[Thread], thread_id: str) -> Thread:
    """Return a comment by its id; raise ``UsageError`` where there is none."""
    found = next((thread for thread in held if thread.id == thread_id), None)
    if found is None:
        raise UsageError(
            say("That comment is not in this report."), say("Look again at the comments.")
        )
    return found


def in_reading_order(report: Report, held: Iterable[Thread]) -> tuple[Thread, ...]:
    """Return comments as one meets them in the report; those whose paragraph is gone are last."""
    order: dict[str, int] = {}
    for section in report.sections:
        for name in (section.id, *(block.id for block in section.blocks)):
            order[name] = len(order)
    return tuple(sorted(held, key=lambda thread: order.get(thread.target, len(order))))


class Whereabouts:
    """How the places of comments in one report are called: "Paragraph 4", "Table 1" …"""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._numbers = numbering.paragraph_numbers(report)
        self._captions = numbering.caption_numbers(report)

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {
            name: section
            for section in self._report.sections
            for name in (section.id, *(block.id for block in section.blocks))
        }

    def words(self, target: str) -> str:
        """Return how a place is called now."""
        if target in self._numbers:
            return say("Paragraph {number}", number=self._numbers[target])
        if target in self._captions:
            return self._captions[target]
        section = self._sections.get(target)
        if section is None:
            return say("A paragraph that was deleted")
        return (
            section.title
            if target == section.id
            else say("A passage in {section}", section=section.title)
        )

    def place(self, target: str) -> Place:
        """Return a place to go to; of a paragraph that is gone, none."""
        section = self._sections.get(target)
        if section is None:
            return Place(panel="comments")
        return Place(section=section.title, block="" if target == section.id else target)


def quote_of(report: Report, target: str) -> str:
    """Return how a paragraph begins; a section's title. Raises ``UsageError`` for neither."""
    section = report.section(target)
    if section is not None:
        return section.title
    block = report.block(target)
    if block is None:
        raise UsageError(
            say("There is nothing there to comment on."),
            say("Put the cursor in a paragraph first."),
        )
    return shortened(_words(block))


def shortened(text: str) -> str:
    """Return the beginning of a text, in one line."""
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + "…"


def check_comments(report: Report, held: Iterable[Thread]) -> Iterator[Problem]:
    """Yield a note for each comment that nobody has resolved."""
    whereabouts = Whereabouts(report)
    for thread in in_reading_order(report, held):
        if thread.open:
            last = thread.remarks[-1]
            yield problem(
                "comment-open",
                whereabouts.place(thread.target),
                found=last.text,
                where=whereabouts.words(thread.target),
                by=last.by,
                whose=say("{to} is to deal with it.", to=thread.to)
                if thread.to
                else say("Nobody is named."),
            )


def _begun(act: Said, event: CommentEvent) -> Thread:
    remark = Remark(at=event.at, by=event.by, text=act.text)
    return Thread(
        id=act.thread,
        target=act.target,
        quote=act.quote,
        remarks=(remark,),
        to=act.to,
        words=act.words,
    )


def _after(held: Thread, act: Act, event: CommentEvent) -> Thread:
    if isinstance(act, Replied):
        remark = Remark(at=event.at, by=event.by, text=act.text)
        return replace(held, remarks=(*held.remarks, remark))
    if isinstance(act, Assigned):
        return replace(held, to=act.to)
    if isinstance(act, Resolved):
        return replace(held, resolved_by=event.by, resolved_at=event.at)
    return replace(held, resolved_by="", resolved_at=None)


def _words(block: Block) -> str:
    if isinstance(block, PictureBlock):
        return block.caption or block.alt
    if isinstance(block, TableBlock | ChartBlock):
        return block.caption
    return markup.plain(tuple(runs_of(block)))
