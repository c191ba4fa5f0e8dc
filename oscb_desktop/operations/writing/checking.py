"""Checking a report before it goes out."""

from dataclasses import dataclass
from datetime import date

from oscb_desktop.base.problems import Problem, blocking
from oscb_desktop.editing.parts import check_away, check_part
from oscb_desktop.operations.clearing.clearing import clearance_problems
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.writing.annex_words import check_annex_words
from oscb_desktop.operations.writing.characters import check_characters
from oscb_desktop.operations.writing.holidays import own_calendar
from oscb_desktop.operations.writing.page_look import check_page_look
from oscb_desktop.operations.writing.spelling import own_words
from oscb_desktop.operations.writing.table_widths import check_table_widths
from oscb_desktop.report.checks import checks
from oscb_desktop.report.checks.ordering import in_order
from oscb_desktop.report.checks.personal import check_personal_comments
from oscb_desktop.report.content.comments import check_comments
from oscb_desktop.report.content.committees import template_of
from oscb_desktop.report.content.waivers import Waived, part


@dataclass(frozen=True)
class CheckResult:
    """Every problem of a report that stands, those that block first."""

    problems: tuple[Problem, ...]
    waived: tuple[Waived, ...] = ()  # what would stand, had nobody set it aside

    @property
    def blocking(self) -> int:
        """How many stop a final export."""
        return blocking(self.problems)


def check(snapshot: Snapshot, today: date | None = None) -> CheckResult:
    """Return what stands between a report and its publication."""
    template = template_of(snapshot.report)
    day = today or date.today()
    report, figures = snapshot.report, snapshot.figures
    found = checks.check(report, figures, template, day, own_words(), own_calendar())
    found += check_page_look()
    found += check_characters(report, figures)
    found += check_table_widths(report, figures)
    found += check_comments(snapshot.report, snapshot.comments)
    found += check_personal_comments(snapshot.report, snapshot.comments)
    if snapshot.part is not None:
        found = check_part(snapshot.part, snapshot.report, found)
    else:
        found += check_away(snapshot.report, snapshot.away)
        found += check_annex_words(snapshot)
        found += clearance_problems(snapshot)
    standing, waived = part(snapshot.report, in_order(found))
    return CheckResult(tuple(standing), tuple(waived))
