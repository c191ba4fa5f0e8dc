"""Versions of a report: the acts that made them, two compared, a section brought back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, Snapshot

if TYPE_CHECKING:
    from oscb_desktop.editing.history import HistoryEntry
    from oscb_desktop.report.clearance.clearance import Statement
    from oscb_desktop.report.content.document import Report
    from oscb_desktop.report.language.wording import Wording

_BURST = timedelta(minutes=5)  # of typing in one place, listed as one act


def compare_versions(opened: Opened, since: int, until: int | None = None) -> Wording:
    """Return in words what changed since the act ``since`` for the committee in hand.

    ``until`` None means up to now.

    Raises ``UsageError`` for an act that the history does not have.
    """
    from oscb_desktop.report.language.wording import compare_reports

    after = opened.report if until is None else version_at(opened, until)
    return compare_reports(version_at(opened, since), after)


def version_at(opened: Opened, seq: int) -> Report:
    """Return the report as the committee in hand would have got it after an act.

    Raises ``UsageError`` where there is no such act.
    """
    return opened.file.report_at(seq).addressed_to(opened.committee)


def act_cleared(opened: Opened, statement: Statement) -> int:
    """Return the number of the act after which something was said of the report.

    Raises ``UsageError`` where it was not said of this report.
    """
    kept = (held.seq for held in opened.file.clearances if held.statement == statement)
    return opened.file.cleared_after(next(kept, 0))


def bring_back_section(opened: Opened, seq: int, section: str) -> Snapshot:
    """Make a section what it was after an act: a new act, which can be undone.

    Raises ``UsageError`` where that version has no such section.
    """
    from oscb_desktop.editing.restoring import bring_back

    file = opened.file
    earlier = file.report_at(seq)
    return edit(opened, bring_back(file.report, earlier, section, between=file.versions))


@dataclass(frozen=True)
class ToldAct:
    """An act, or a burst of typing as one: ``where`` says what it did, ``first`` is its oldest."""

    entry: HistoryEntry
    where: str
    first: int


def told_history(
    opened: Opened, limit: int = 100, before: int | None = None
) -> tuple[list[ToldAct], bool]:
    """Return the latest acts, newest first, with where each was, and whether these are all."""
    from oscb_desktop.editing.told_acts import tell_act, typed_into

    acts = opened.file.acts(limit, before)
    told: list[ToldAct] = []
    burst: tuple[str, Report] | None = None  # the block typed into, and the report afterwards
    for entry, earlier, after in acts:
        block = typed_into(earlier, after)
        if burst is not None and block == burst[0] and _goes_on(told[-1], entry):
            told[-1] = replace(told[-1], where=tell_act(earlier, burst[1]), first=entry.seq)
            continue
        burst = (block, after) if block else None
        told.append(ToldAct(entry, tell_act(earlier, after), entry.seq))
    return told, len(acts) < limit


def _goes_on(later: ToldAct, entry: HistoryEntry) -> bool:
    """Return whether an act and the later one are one burst: the same hand, with no long pause."""
    one, other = later.entry, entry
    same = (one.by, one.label, one.kind) == (other.by, other.label, other.kind)
    return same and one.kind == "do" and one.at - other.at <= _BURST


def history(opened: Opened, limit: int = 100, before: int | None = None) -> list[HistoryEntry]:
    """Return the latest acts, newest first; ``before`` continues an earlier list."""
    return opened.file.history(limit, before)
