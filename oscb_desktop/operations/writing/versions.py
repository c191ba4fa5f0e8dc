"""Versions of a report: the acts that made them, two compared, a section brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, Snapshot

if TYPE_CHECKING:
    from oscb_desktop.editing.history import HistoryEntry
    from oscb_desktop.report.clearance.clearance import Statement
    from oscb_desktop.report.content.document import Report
    from oscb_desktop.report.language.wording import Wording


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


def history(opened: Opened, limit: int = 100, before: int | None = None) -> list[HistoryEntry]:
    """Return the latest acts, newest first; ``before`` continues an earlier list."""
    return opened.file.history(limit, before)
