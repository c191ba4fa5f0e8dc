"""Recording why a report is taken late, and taking that back."""

from __future__ import annotations

from datetime import date

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.editing.lateness import say_late, take_back
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.operations.writing.holidays import own_calendar
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.timetable.lateness import is_late, late_of


def give_reason(opened: Opened, reason: str, by: str, on: date | None = None) -> Snapshot:
    """Record the chair's opinion that a report is urgent; ``on`` is today where not given.

    Raises ``UsageError`` where the circumstances or the post are missing.
    """
    return edit(opened, say_late(opened.report, reason, by, on or date.today()))


def take_reason_back(opened: Opened) -> Snapshot:
    """Take the opinion out again. Raises ``UsageError`` where there is none."""
    if late_of(opened.report) is None:
        raise UsageError(
            say("No reason for urgency is recorded."), say("There is nothing to remove.")
        )
    return edit(opened, take_back(opened.report))


def asks_for_reason(report: Report, today: date) -> bool:
    """Say whether a report, published today, would be late for its meeting."""
    return is_late(report, today, own_calendar())
