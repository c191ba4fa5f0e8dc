"""Rolling a report forward to next year, as a new file."""

from datetime import UTC, date, datetime
from pathlib import Path

from oscb_desktop.base.text import say
from oscb_desktop.editing.annotating import SetCarried
from oscb_desktop.editing.rolling import comparators, formulas, roll
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.report.content.derived import set_of
from oscb_desktop.report.content.figures import FigureSet
from oscb_desktop.report.content.template import find_template
from oscb_desktop.report.timetable.lateness import require_known_meetings


def roll_forward(opened: Opened, path: Path, year: str, meeting: date | None = None) -> Opened:
    """Make next year's report at ``path`` from an opened one, and open it.

    The year's figures come along as comparators, with their workbooks. The opened report is not
    changed. Raises ``UsageError`` for a year that does not follow and a meeting too far ahead,
    ``OscbError`` where ``path`` exists or cannot be written.
    """
    from oscb_desktop.store import ReportFile

    report = opened.file.report
    old = report.details.reporting_year
    begun = roll(report, find_template(report.template), year, meeting)
    require_known_meetings(begun)
    label = say("Roll forward from {old}", old=old)
    made = ReportFile.create(path, begun, opened.by, label, shown=opened.file.pictures)
    try:
        by_workbook: dict[str, list[FigureSet]] = {}
        for held in comparators(opened.file.figures, old):
            by_workbook.setdefault(held.origin.sha256, []).append(held)
        for sha256, sets in by_workbook.items():
            workbook = opened.file.workbook(sha256)
            made.accept(
                sets,
                workbook,
                opened.by,
                say("Keep {file} of {old} to compare", file=workbook.name, old=old),
            )
        wanted = formulas(opened.file.figures, old, year)
        if wanted:
            worked = set_of(wanted, made.figures, opened.by, datetime.now(UTC))
            made.work_out(worked, opened.by, say("Work out the same figures as in {old}", old=old))
    except BaseException:
        made.close()
        path.unlink(missing_ok=True)
        raise
    return Opened(made, opened.by)


def say_still_right(opened: Opened, block_id: str) -> Snapshot:
    """Take the mark off a paragraph carried over: somebody read it, and it still holds."""
    return edit(opened, SetCarried(block_id))
