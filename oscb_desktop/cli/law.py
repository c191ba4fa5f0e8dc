"""The commands of the law of publication: why a report is late, and which days count."""

import argparse
from datetime import date

from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.cli import telling
from oscb_desktop.cli.opening import open_for

_SHOWN = 400  # days of the calendar


def late(parsed: argparse.Namespace) -> int:
    """Record why a report is taken late, say what is recorded, or take it back."""
    from oscb_desktop.operations.writing.lateness import give_reason, take_reason_back
    from oscb_desktop.report.timetable.lateness import late_words

    asks = bool(parsed.reason or parsed.by)
    if parsed.remove and asks:
        raise UsageError(say("Give --reason and --by, or --remove."))
    reads = not (asks or parsed.remove)
    with open_for(parsed.file, parsed.committee, read_only=reads) as opened:
        if parsed.remove:
            take_reason_back(opened)
        elif asks:
            on = None if parsed.on is None else day(parsed.on)
            give_reason(opened, parsed.reason, parsed.by, on)
        words = late_words(opened.report)
    for line in words or ("No reason for urgency is recorded.",):
        telling.tell(line)
    return 0


def days(parsed: argparse.Namespace) -> int:
    """List the days that do not count, or say of one that it does or does not."""
    from oscb_desktop.operations.writing.holidays import (
        close_on,
        count_day,
        leave_out,
        list_holidays,
    )

    first = date.today() if parsed.start is None else day(parsed.start)
    if parsed.close is not None:
        close_on(day(parsed.close), parsed.why)
    elif parsed.count is not None:
        count_day(day(parsed.count))
    elif parsed.leave_out is not None:
        leave_out(day(parsed.leave_out))
    listed = list_holidays(first, _SHOWN)
    if parsed.json:
        telling.tell_json(
            [
                {"date": held.day.isoformat(), "why": held.why, "own": held.own,
                 "counted": held.counted}
                for held in listed
            ]
        )  # fmt: skip
        return 0
    for held in listed:
        how = ", which counts here" if held.counted else ", added here" if held.own else ""
        telling.tell(f"{held.day:%a} {held.day.day:>2} {held.day:%b %Y}  {held.why}{how}")
    return 0


def day(text: str) -> date:
    """Return a day written YYYY-MM-DD; raise ``UsageError`` for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            say("'{text}' is not a date.", text=text), say("Write it as YYYY-MM-DD.")
        ) from error
