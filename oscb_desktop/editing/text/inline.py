"""Edits within one line as pure functions: links, footnotes, references. No Qt."""

import re

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.text import say
from oscb_desktop.editing.text.edits import Edit, find_line, rewritten
from oscb_desktop.editing.text.lines import RICH, Spot, cut, joined, length, plain, width, words
from oscb_desktop.report.content.blocks import CrossRef, Footnote, Link, Run, Runs
from oscb_desktop.report.content.document import Report

_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s()<>]+", re.IGNORECASE)
_SITE = re.compile(r"[^\s()<>/@]+\.[a-z]{2,}(?:/[^\s()<>]*)?", re.IGNORECASE)
_MAILBOX = re.compile(r"[^\s()<>/@]+@[^\s()<>/@]+\.[a-z]{2,}", re.IGNORECASE)


class LinkSpan(msgspec.Struct, frozen=True):
    """A stretch of one line that is a link, or may become one (``url`` "")."""

    at: Spot  # its start
    end: int
    words: str
    url: str = ""


def tidy_address(typed: str) -> str:
    """Return what was typed as a whole address, "" where it is none."""
    typed = typed.strip()
    if _ADDRESS.fullmatch(typed):
        return typed
    if _MAILBOX.fullmatch(typed):
        return f"mailto:{typed}"
    return f"https://{typed}" if _SITE.fullmatch(typed) else ""


def link_span(report: Report, start: Spot, end: Spot) -> LinkSpan | None:
    """Return the link the caret is in, else what is selected of a line; None where none can be."""
    if start.kind not in RICH or replace(start, offset=0) != replace(end, offset=0):
        return None
    _, lines, index = find_line(report, start)
    runs = lines[index].runs
    at = 0
    for run in runs:
        to = at + width(run)
        if isinstance(run, Link) and at <= start.offset and end.offset <= to:
            return LinkSpan(replace(start, offset=at), to, run.text, run.url)
        at = to
    chosen = cut(cut(runs, end.offset)[0], start.offset)[1]
    if any(isinstance(run, CrossRef | Footnote) or not plain((run,)) for run in chosen):
        return None  # a figure keeps its own origin, and cannot be part of a link
    return LinkSpan(start, end.offset, plain(chosen))


def set_link(report: Report, span: LinkSpan, said: str, url: str) -> Edit:
    """Put a link in the place of a span."""
    label = say("Change link") if span.url else say("Insert link")
    return _put(report, span.at, span.end, (Link(said, url),), label)


def remove_link(report: Report, span: LinkSpan) -> Edit:
    """Leave the words of a link, without their address."""
    return _put(report, span.at, span.end, words(span.words), say("Remove link"))


def put_object(report: Report, at: Spot, run: Run | None, label: str) -> Edit:
    """Put another note or reference in the place of the one at ``at``; None takes it out."""
    return _put(report, at, at.offset + 1, () if run is None else (run,), label)


def object_at(report: Report, at: Spot) -> tuple[Spot, Run] | None:
    """Return the figure, reference or note that stands at a place or just before it."""
    if at.kind not in RICH:
        return None
    _, lines, index = find_line(report, at)
    start = 0
    found = None
    for run in lines[index].runs:
        if not plain((run,)) and start in (at.offset, at.offset - 1):
            found = (replace(at, offset=start), run)
            if start == at.offset:
                break
        start += width(run)
    return found


def _put(report: Report, at: Spot, end: int, runs: Runs, label: str) -> Edit:
    section, lines, index = find_line(report, at)
    line = lines[index]
    before, after = cut(line.runs, at.offset)[0], cut(line.runs, end)[1]
    lines[index] = changed = replace(line, runs=joined(before, runs, after))
    return rewritten(section, lines, changed, length(before) + length(runs), label)
